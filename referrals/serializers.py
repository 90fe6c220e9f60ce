"""Referrals as the API gives and takes them; the rows are drawn in `rows`."""

from typing import Any

from rest_framework import serializers

from district.intake import MAX_INTEGER
from district.models import Department
from referrals.models import Ground, Outcome, Pause, Phrase, Progress, Referral, Step
from referrals.models.referral import Standing


class ReferralDepartmentSerializer(serializers.Serializer[Any]):
    """Which department."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class ReferralChoiceSerializer(serializers.Serializer[Any]):
    """What was chosen from the district's own list."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]


class ReplyDocumentSerializer(serializers.Serializer[Any]):
    """A paper that may be fetched."""

    name = serializers.CharField()
    url = serializers.CharField()
    kind = serializers.CharField()
    size = serializers.IntegerField()


class PublishedReplySerializer(serializers.Serializer[Any]):
    """What the district answers."""

    words = serializers.CharField()
    video_url = serializers.CharField(allow_blank=True)
    documents = ReplyDocumentSerializer(many=True)
    office = serializers.CharField(allow_blank=True)
    published_at = serializers.DateTimeField(allow_null=True)


class ReferralLegSerializer(serializers.Serializer[Any]):
    """Who had it, since when, until when."""

    step = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    office = serializers.CharField(allow_blank=True)
    due = serializers.DateField(allow_null=True)
    reason = serializers.CharField(allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        # `from` is a word of Python's own.
        fields = super().get_fields()
        fields["from"] = serializers.DateTimeField()
        fields["to"] = serializers.DateTimeField(allow_null=True)
        return fields


class ReferralProgressSerializer(serializers.Serializer[Any]):
    """One step on the way from the promise to the deed."""

    kind = serializers.ChoiceField(Progress.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    on = serializers.DateField()
    planned_on = serializers.DateField(allow_null=True)
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class ReferralSerializer(serializers.Serializer[Any]):
    """Where it stands, as everybody may know it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    level = serializers.ChoiceField(Referral.Level.choices)
    level_label = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    department = ReferralDepartmentSerializer()
    holder_office = serializers.CharField(allow_blank=True)
    state = serializers.ChoiceField(Standing.choices)
    state_label = serializers.CharField()
    asked_at = serializers.DateTimeField()
    due = serializers.DateField(allow_null=True)
    paused = serializers.ChoiceField(Pause.Kind.choices, allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)
    ended_ground = serializers.CharField(allow_blank=True)
    outcome = ReferralChoiceSerializer(allow_null=True)
    ground = ReferralChoiceSerializer(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    planned_on = serializers.DateField(allow_null=True)
    reply = PublishedReplySerializer(allow_null=True)
    again_of = serializers.UUIDField(allow_null=True)
    again = serializers.UUIDField(allow_null=True)
    again_until = serializers.DateField(allow_null=True)
    timeline = ReferralLegSerializer(many=True)
    progress = ReferralProgressSerializer(many=True)


class ReferralInboxSerializer(ReferralSerializer):
    """The same for the desk, with who holds it and the working days that are left today."""

    holder = serializers.CharField(allow_blank=True)
    days_left = serializers.IntegerField(allow_null=True)
    vacant = serializers.CharField(
        allow_blank=True, help_text="결재를 기다리는데 오늘 비어 있는 자리, 없으면 빈칸"
    )


class ReplyStepSerializer(serializers.Serializer[Any]):
    """One hand through which a version went."""

    role = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    office = serializers.CharField(allow_blank=True)
    verdict = serializers.ChoiceField(Step.Verdict.choices, allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)
    note = serializers.CharField(allow_blank=True)


class ReplyVersionSerializer(PublishedReplySerializer):
    """One version of an answer, whether it was published or not."""

    words = serializers.CharField(allow_blank=True)
    version = serializers.IntegerField()
    outcome = ReferralChoiceSerializer(allow_null=True)
    ground = ReferralChoiceSerializer(allow_null=True)
    reason = serializers.CharField(allow_blank=True)
    planned_on = serializers.DateField(allow_null=True)
    written_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    returned_at = serializers.DateTimeField(allow_null=True)
    recalled = serializers.BooleanField(help_text="쓴 사람이 거두어들인 판")
    steps = ReplyStepSerializer(many=True)


class ReferralHandoverSerializer(serializers.Serializer[Any]):
    """From which department to which, and why."""

    to = serializers.CharField()
    reason = serializers.CharField()
    at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        fields["from"] = serializers.CharField()
        return fields


class ReferralSupplementSerializer(serializers.Serializer[Any]):
    """What was asked of the proposer, and what came."""

    asked = serializers.CharField()
    words = serializers.CharField()
    at = serializers.DateTimeField()
    documents = ReplyDocumentSerializer(many=True)


class ReferralFileSerializer(serializers.Serializer[Any]):
    """The file, for those whose work it is."""

    referral = ReferralInboxSerializer()
    words = serializers.CharField(allow_blank=True)
    versions = ReplyVersionSerializer(many=True)
    supplements = ReferralSupplementSerializer(many=True)
    handovers = ReferralHandoverSerializer(many=True)
    rights = serializers.ListField(child=serializers.CharField())


class ReferralDoneSerializer(ReferralSerializer):
    """A referral after an act."""

    seq = serializers.IntegerField()


class ReferralActSerializer(serializers.Serializer[Any]):
    """An act that needs no words, only its number."""

    ref = serializers.UUIDField(required=False)


class ReferralRerouteSerializer(ReferralActSerializer):
    """To which department, and why."""

    department = serializers.PrimaryKeyRelatedField(queryset=Department.objects.all())
    reason = serializers.CharField(max_length=300)


class ReferralPauseSerializer(ReferralActSerializer):
    """For what the clock stands still."""

    kind = serializers.ChoiceField(Pause.Kind.choices)
    reason = serializers.CharField(max_length=300)
    limit_on = serializers.DateField(required=False, allow_null=True, default=None)


class NewReplySerializer(ReferralActSerializer):
    """The draft, whole; it may still be incomplete."""

    words = serializers.CharField(allow_blank=True, trim_whitespace=False)
    video_url = serializers.CharField(required=False, allow_blank=True, default="")
    outcome = serializers.CharField(required=False, allow_blank=True, default="")
    ground = serializers.CharField(required=False, allow_blank=True, default="")
    reason = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, default="")
    planned_on = serializers.DateField(required=False, allow_null=True, default=None)


class ReplySubmissionSerializer(ReferralActSerializer):
    """Which version goes up."""

    version = serializers.IntegerField(min_value=1, max_value=MAX_INTEGER)


class ReplyDecisionSerializer(ReplySubmissionSerializer):
    """Which version one has read, and what there is to say of it."""

    note = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, default="")


class NewReferralProgressSerializer(ReferralActSerializer):
    """What became of it, and since when."""

    kind = serializers.ChoiceField(Progress.Kind.choices)
    on = serializers.DateField()
    words = serializers.CharField(required=False, allow_blank=True, trim_whitespace=False, default="")
    planned_on = serializers.DateField(required=False, allow_null=True, default=None)


class InboxAsked(serializers.Serializer[Any]):
    """How the inbox may be narrowed; without a state it is what still waits."""

    department = serializers.IntegerField(
        required=False, min_value=1, max_value=MAX_INTEGER, help_text="맡은 부서"
    )
    state = serializers.ChoiceField(Standing.choices, required=False, help_text="상태")
    kind = serializers.CharField(required=False, max_length=40, help_text="처리 기한 코드")
    due = serializers.ChoiceField(["late", "soon"], required=False, help_text="지난 것, 다가오는 것")
    hands = serializers.ChoiceField(["mine"], required=False, help_text="내가 맡았거나 결재할 것")
    q = serializers.CharField(required=False, max_length=100, help_text="제목에 든 글")


class ReferralGroundSerializer(serializers.ModelSerializer[Ground]):
    """On which ground a proposal may be refused, from when, and who says so."""

    class Meta:
        model = Ground
        fields = ("code", "label", "valid_from", "retired_on", "source")


class ReferralOutcomeSerializer(serializers.ModelSerializer[Outcome]):
    """How an answer may end, what it then has to say, from when, and who says so."""

    class Meta:
        model = Outcome
        fields = (
            "code", "label", "needs_ground", "needs_date", "reviewable", "valid_from", "retired_on", "source",
        )  # fmt: skip


class ReferralGroundsSerializer(serializers.Serializer[Any]):
    """Those in force on a day, in the district's order."""

    results = ReferralGroundSerializer(many=True)


class ReferralOutcomesSerializer(serializers.Serializer[Any]):
    """Those in force on a day, in the district's order."""

    results = ReferralOutcomeSerializer(many=True)


class ReferralPhraseSerializer(serializers.ModelSerializer[Phrase]):
    """Words to begin with; those without a department are the house's."""

    class Meta:
        model = Phrase
        fields = ("id", "department", "title", "words")


class RulesAsked(serializers.Serializer[Any]):
    """Of which day; today, if nothing is said."""

    on = serializers.DateField(required=False, help_text="어느 날의 목록인지, 없으면 오늘")


class DraftPaperSerializer(ReplyDocumentSerializer):
    """A paper that lies with what is being written, by the key with which it is taken off."""

    key = serializers.UUIDField()


class DraftPapersSerializer(serializers.Serializer[Any]):
    """All of them, in the order in which they were laid."""

    results = DraftPaperSerializer(many=True)


class NewDraftPaperSerializer(ReferralActSerializer):
    """One file, as multipart/form-data."""

    paper = serializers.FileField()
