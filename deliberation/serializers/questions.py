"""Questions and their thresholds as the API gives them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from deliberation.models import ParticipationPolicy, Question, Reflection
from papers.models import Attachment
from referrals.models import Referral
from referrals.rows import referral_row
from referrals.serializers import ReferralSerializer


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
        """upcoming, open, closed, review, concluded or answered."""
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


class ReflectionSerializer(serializers.ModelSerializer[Reflection]):
    """What became of one opinion; what it led to stands at its address."""

    verdict_label = serializers.CharField(source="get_verdict_display", read_only=True)
    department = OfficeSerializer(read_only=True, allow_null=True)
    resolution = serializers.IntegerField(source="resolution_id", read_only=True, allow_null=True)

    class Meta:
        model = Reflection
        fields = [
            "key",
            "opinion",
            "verdict",
            "verdict_label",
            "words",
            "people",
            "department",
            "until",
            "resolution",
            "link_label",
            "link_url",
        ]


class QuestionDetailSerializer(QuestionSerializer):
    """A question with its words and papers, its survey, who must answer, and what became of it."""

    attachments = serializers.SerializerMethodField()
    survey = serializers.IntegerField(source="survey_id", read_only=True, allow_null=True)
    reflections = serializers.SerializerMethodField()
    referral = serializers.SerializerMethodField()
    mayor_referral = serializers.SerializerMethodField()

    class Meta(QuestionSerializer.Meta):
        fields = [
            *QuestionSerializer.Meta.fields,
            "purpose",
            "background",
            "summary",
            "result",
            "published_at",
            "attachments",
            "survey",
            "reflections",
            "referral",
            "mayor_referral",
        ]

    def get_attachments(self, question: Question) -> AttachmentSerializer(many=True):  # type: ignore[valid-type]
        """The papers everybody may have."""
        papers = Attachment.objects.of(question).public()
        return AttachmentSerializer(papers, many=True).data

    def get_reflections(self, question: Question) -> ReflectionSerializer(many=True):  # type: ignore[valid-type]
        """What became of the opinions, once the result is told."""
        rows = question.reflections.select_related("department")
        return ReflectionSerializer(rows if question.result_at else rows.none(), many=True).data

    @extend_schema_field(ReferralSerializer(allow_null=True))
    def get_referral(self, question: Question) -> dict[str, Any] | None:
        """What its department owes or has answered."""
        return told_referral(question.referral_id)

    @extend_schema_field(ReferralSerializer(allow_null=True))
    def get_mayor_referral(self, question: Question) -> dict[str, Any] | None:
        """What the mayor owes or has answered."""
        return told_referral(question.mayor_referral_id)


def told_referral(pk: int | None) -> dict[str, Any] | None:
    """A referral as everybody may know it, or none."""
    return referral_row(Referral.objects.with_file().get(pk=pk)) if pk else None


class QuestionsAsked(serializers.Serializer[Any]):
    """How a list of questions may be narrowed."""

    status = serializers.ChoiceField(Question.Status.choices, required=False, help_text="상태")
    kind = serializers.ChoiceField(Question.Kind.choices, required=False, help_text="갈래")
    tag = serializers.CharField(max_length=100, required=False, help_text="주제어")
