"""Questions, threads and comments as the API gives them."""

from typing import Any

from rest_framework import serializers

from deliberation.models import (
    Comment,
    CommentVersion,
    Forum,
    Ground,
    ParticipationPolicy,
    Question,
    Session,
    Thread,
)
from deliberation.models.comment import LONGEST_COMMENT
from papers.models import Attachment

GROUNDS = [(Comment.State.WITHDRAWN.value, Comment.State.WITHDRAWN.label), *Ground.choices]


class AuthorSerializer(serializers.Serializer[Any]):
    """Who is read beside the words; never who it is."""

    name = serializers.CharField()
    badge = serializers.CharField(allow_null=True)


class CommentSerializer(serializers.Serializer[Any]):
    """The shape of `rows.comment_row`; drawn there, for rooms and API alike."""

    id = serializers.IntegerField()
    author = AuthorSerializer()
    dong = serializers.CharField(allow_null=True)
    office = serializers.BooleanField()
    body = serializers.CharField(allow_blank=True)
    parent = serializers.IntegerField(allow_null=True)  # type: ignore[assignment]
    posted_at = serializers.DateTimeField()
    edited_at = serializers.DateTimeField(allow_null=True)
    reactions = serializers.IntegerField()
    hidden = serializers.BooleanField()
    ground = serializers.ChoiceField(GROUNDS, allow_null=True)


class CommentDetailSerializer(CommentSerializer):
    """A comment by itself."""

    thread = serializers.IntegerField()


class CommentDoneSerializer(CommentSerializer):
    """A comment after an act, with the number of the act's event."""

    seq = serializers.IntegerField()


class CommentPageSerializer(serializers.Serializer[Any]):
    """One page of a thread; from `seq` on, the room tells the rest."""

    results = CommentSerializer(many=True)
    next = serializers.URLField(allow_null=True)
    previous = serializers.URLField(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)


class VersionSerializer(serializers.ModelSerializer[CommentVersion]):
    """What stood there until it was mended."""

    class Meta:
        model = CommentVersion
        fields = ["id", "body", "replaced_at"]


class VersionsSerializer(serializers.Serializer[Any]):
    """All of them, oldest first."""

    results = VersionSerializer(many=True)


class RefSerializer(serializers.Serializer[Any]):
    """The number a client gives its act; the header Idempotency-Key may carry it instead."""

    ref = serializers.UUIDField(required=False)


class WordsSerializer(RefSerializer):
    """Words to be said."""

    body = serializers.CharField(max_length=LONGEST_COMMENT)


class NewCommentSerializer(WordsSerializer):
    """Words to be said, perhaps in reply."""

    parent = serializers.IntegerField(required=False, allow_null=True)  # type: ignore[assignment]


class HidingSerializer(RefSerializer):
    """Why words are hidden."""

    ground = serializers.ChoiceField(Ground.choices)


class EveningSerializer(serializers.Serializer[Any]):
    """The session of a forum whose talk a thread is."""

    id = serializers.IntegerField()
    ordinal = serializers.IntegerField()
    title = serializers.CharField()
    status = serializers.ChoiceField(Session.Status.choices)
    opened_at = serializers.DateTimeField(allow_null=True)
    closed_at = serializers.DateTimeField(allow_null=True)
    pinned = serializers.IntegerField(allow_null=True)


class ThreadSerializer(serializers.Serializer[Any]):
    """What stands above the words, with the running numbers."""

    id = serializers.IntegerField()
    question = serializers.IntegerField(allow_null=True)
    status = serializers.ChoiceField(Thread.Told.choices)
    opens_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()
    session = EveningSerializer(allow_null=True)
    voices = serializers.IntegerField()
    voices_needed = serializers.IntegerField(allow_null=True)
    comments = serializers.IntegerField()
    mayor_called_at = serializers.DateTimeField(allow_null=True)
    answer_due = serializers.DateField(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)


class ParticipationPolicySerializer(serializers.ModelSerializer[ParticipationPolicy]):
    """How many neighbours it takes, from a day on."""

    class Meta:
        model = ParticipationPolicy
        fields = [
            "id",
            "valid_from",
            "supports_needed",
            "voices_needed",
            "edit_minutes",
            "answer_working_days",
            "source",
        ]


class OfficeSerializer(serializers.Serializer[Any]):
    """The department that asks."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question in a list."""

    slug = serializers.CharField(read_only=True)  # Hangul, which the pattern of a slug does not allow
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    status = serializers.SerializerMethodField()
    opens_at = serializers.DateTimeField(source="thread.opens_at", read_only=True)
    closes_at = serializers.DateTimeField(source="thread.closes_at", read_only=True)
    thread = serializers.IntegerField(source="thread_id", read_only=True)
    voices = serializers.IntegerField(source="thread.voices", read_only=True)
    voices_needed = serializers.IntegerField(source="policy.voices_needed", read_only=True)
    comments = serializers.IntegerField(source="thread.standing_comments", read_only=True)
    department = OfficeSerializer(read_only=True, allow_null=True)
    tags = serializers.SerializerMethodField()

    class Meta:
        model = Question
        fields = [
            "id",
            "slug",
            "url",
            "title",
            "kind",
            "kind_label",
            "topic",
            "status",
            "opens_at",
            "closes_at",
            "thread",
            "voices",
            "voices_needed",
            "comments",
            "mayor_called_at",
            "answer_due",
            "result_at",
            "department",
            "tags",
        ]

    def get_status(self, question: Question) -> str:
        """upcoming, open, closed or concluded."""
        return question.status(self.context["at"])

    def get_tags(self, question: Question) -> list[str]:
        """The words under which it is filed."""
        return [tag.name for tag in question.tags.all()]


class AttachmentSerializer(serializers.ModelSerializer[Attachment]):
    """A paper that lies with the question."""

    url = serializers.CharField(read_only=True)

    class Meta:
        model = Attachment
        fields = ["key", "name", "kind", "size", "sha256", "url"]


class QuestionDetailSerializer(QuestionSerializer):
    """A question with its words and papers."""

    attachments = serializers.SerializerMethodField()

    class Meta(QuestionSerializer.Meta):
        fields = [
            *QuestionSerializer.Meta.fields,
            "purpose",
            "background",
            "result",
            "published_at",
            "attachments",
        ]

    def get_attachments(self, question: Question) -> AttachmentSerializer(many=True):  # type: ignore[valid-type]
        """The papers everybody may have."""
        papers = Attachment.objects.of(question).public()
        return AttachmentSerializer(papers, many=True).data


class QuestionsAsked(serializers.Serializer[Any]):
    """How a list of questions may be narrowed."""

    status = serializers.ChoiceField(Question.Status.choices, required=False, help_text="상태")
    kind = serializers.ChoiceField(Question.Kind.choices, required=False, help_text="갈래")
    tag = serializers.CharField(max_length=100, required=False, help_text="주제어")


class NamedSerializer(serializers.Serializer[Any]):
    """The body whose members are shown with their badge."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One evening of a forum, in a list."""

    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.ChoiceField(Session.Status.choices, read_only=True)
    facilitator = serializers.CharField(source="facilitator.label", default=None, allow_null=True)
    thread = serializers.IntegerField(source="thread_id", allow_null=True, read_only=True)

    class Meta:
        model = Session
        fields = [
            "id",
            "url",
            "ordinal",
            "title",
            "area",
            "place",
            "status",
            "starts_at",
            "ends_at",
            "opened_at",
            "closed_at",
            "facilitator",
            "thread",
        ]


class SessionDoneSerializer(SessionSerializer):
    """A session after an act, with the number of the act's event."""

    seq = serializers.IntegerField()

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "seq"]


class SessionDetailSerializer(SessionSerializer):
    """An evening with the word that stands above; from `seq` on, its thread's room tells the rest."""

    forum = serializers.IntegerField(source="forum_id", read_only=True)
    pinned = CommentSerializer(allow_null=True)
    seq = serializers.IntegerField()
    epoch = serializers.CharField(allow_blank=True)

    class Meta(SessionSerializer.Meta):
        fields = [*SessionSerializer.Meta.fields, "forum", "pinned", "seq", "epoch"]


class ForumSerializer(serializers.ModelSerializer[Forum]):
    """A forum in a list, with its sessions."""

    slug = serializers.CharField(read_only=True)
    url = serializers.CharField(source="get_absolute_url", read_only=True)
    status = serializers.ChoiceField(Session.Status.choices, read_only=True)
    body = NamedSerializer(read_only=True, allow_null=True)
    sessions = SessionSerializer(many=True, read_only=True)

    class Meta:
        model = Forum
        fields = ["id", "slug", "url", "title", "status", "body", "printed_when", "published_at", "sessions"]


class ForumDetailSerializer(ForumSerializer):
    """A forum with its words, and the figures that were printed of it."""

    class Meta(ForumSerializer.Meta):
        fields = [
            *ForumSerializer.Meta.fields,
            "purpose",
            "outcome",
            "printed_attendances",
            "printed_people",
            "printed_issues",
            "printed_core_issues",
            "source",
        ]
