"""Keeping order as the API gives it; the shapes of `cases.py`, and what each act is told."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from deliberation.models import Appeal, Comment, Docket, Measure
from deliberation.models.moderation import LONGEST_NOTE
from deliberation.models.remedies import LONGEST_WORDS
from deliberation.serializers.talk import AuthorSerializer, RefSerializer

RULE = "운영 원칙의 코드"
TOGETHER = 50


class HouseRuleSerializer(serializers.Serializer[Any]):
    """A ground on which words are reported, hidden or blanked."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    explanation = serializers.CharField(allow_blank=True)
    may_be_reported = serializers.BooleanField()
    may_be_blanked = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    valid_from = serializers.DateField()


class HouseRulesSerializer(serializers.Serializer[Any]):
    """All that hold today."""

    results = HouseRuleSerializer(many=True)


class TargetSerializer(serializers.Serializer[Any]):
    """Whose words: a comment's or a proposal's, the other is empty."""

    comment = serializers.IntegerField(allow_null=True)
    proposal = serializers.IntegerField(allow_null=True)


class GroundSerializer(TargetSerializer):
    """Why words are not shown, and what their author did about it."""

    state = serializers.ChoiceField(Comment.State.choices)
    ground = serializers.CharField(allow_null=True)
    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    explanation = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    hidden_at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    appealed_at = serializers.DateTimeField(allow_null=True)
    appeal_outcome = serializers.ChoiceField(Appeal.Outcome.choices, allow_null=True)


class GroundDoneSerializer(GroundSerializer):
    """The same after a resident's act."""

    seq = serializers.IntegerField()


class WordsRowSerializer(TargetSerializer):
    """The words, for those who keep order."""

    url = serializers.CharField()
    thread = serializers.IntegerField()
    title = serializers.CharField(allow_blank=True)
    author = AuthorSerializer()
    body = serializers.CharField(allow_blank=True)
    posted_at = serializers.DateTimeField()
    state = serializers.ChoiceField(Comment.State.choices)
    ground = serializers.CharField(allow_null=True)
    hidden_at = serializers.DateTimeField(allow_null=True)


class DocketSerializer(serializers.Serializer[Any]):
    """How it stands in the queue."""

    docket = serializers.IntegerField()
    opened_at = serializers.DateTimeField()
    reported = serializers.IntegerField()
    score = serializers.FloatField()
    claimed_by = serializers.CharField(allow_null=True)
    claimed_at = serializers.DateTimeField(allow_null=True)
    decision = serializers.ChoiceField(Docket.Decision.choices, allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class QueuedSerializer(WordsRowSerializer, DocketSerializer):
    """A line of the queue."""


class CommentReportSerializer(serializers.Serializer[Any]):
    """What a resident said against it."""

    rule = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()


class BlankingSerializer(TargetSerializer):
    """That words are to be destroyed, or were."""

    rule = serializers.CharField()
    reason = serializers.CharField()
    asked_at = serializers.DateTimeField()
    confirmed_at = serializers.DateTimeField(allow_null=True)
    dropped_at = serializers.DateTimeField(allow_null=True)


class AppealSerializer(TargetSerializer):
    """What the author objects, and what came of it."""

    words = serializers.CharField()
    at = serializers.DateTimeField()
    outcome = serializers.ChoiceField(Appeal.Outcome.choices, allow_null=True)
    answer = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class MeasureSerializer(TargetSerializer):
    """임시조치: what was asked for, what was objected, and what came of it."""

    words = serializers.CharField()
    at = serializers.DateTimeField()
    hidden_at = serializers.DateTimeField(allow_null=True)
    until = serializers.DateTimeField(allow_null=True)
    objection = serializers.CharField(allow_blank=True)
    objected_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(Measure.Outcome.choices, allow_null=True)
    answer = serializers.CharField(allow_blank=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class TrailSerializer(serializers.Serializer[Any]):
    """One act that touched the words."""

    name = serializers.CharField()
    at = serializers.DateTimeField()
    office = serializers.CharField(allow_blank=True)
    ground = serializers.CharField(allow_null=True)


class CaseSerializer(WordsRowSerializer):
    """Words with all that was said against them and done about them."""

    reports = CommentReportSerializer(many=True)
    dockets = DocketSerializer(many=True)
    blankings = BlankingSerializer(many=True)
    appeals = AppealSerializer(many=True)
    measures = MeasureSerializer(many=True)
    trail = TrailSerializer(many=True)


class CaseDoneSerializer(CaseSerializer):
    """The same after a moderator's act."""

    seq = serializers.IntegerField()


class QueueSerializer(serializers.Serializer[Any]):
    """The head of the queue: what is decided makes room for the rest."""

    results = QueuedSerializer(many=True)
    waiting = serializers.IntegerField()


class BlockSerializer(serializers.Serializer[Any]):
    """Whose right to speak rests."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    rule = serializers.CharField()
    reason = serializers.CharField()
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    lifted_at = serializers.DateTimeField(allow_null=True)


class BlockDoneSerializer(BlockSerializer):
    """The same after an act."""

    seq = serializers.IntegerField()


class IdentitySerializer(TargetSerializer):
    """Who is behind a nickname; whoever reads it has left a trace."""

    nickname = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    email = serializers.CharField(allow_null=True)
    level = serializers.IntegerField()
    dong = serializers.CharField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)


class ReportingSerializer(RefSerializer):
    """Against which rule words are found to be."""

    rule = serializers.CharField(max_length=12, help_text=RULE)
    words = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class ObjectingSerializer(RefSerializer):
    """Why one objects, or asks."""

    words = serializers.CharField(max_length=LONGEST_WORDS)


class AppealDecisionSerializer(RefSerializer):
    """What came of an appeal."""

    outcome = serializers.CharField(max_length=10, help_text="restored, upheld")
    answer = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)


class MeasureTakingSerializer(RefSerializer):
    """Until when words are hidden: at most thirty days."""

    until = serializers.DateTimeField(required=False, allow_null=True)


class MeasureDecisionSerializer(RefSerializer):
    """How a measure ends; hidden for good needs a rule of the house."""

    outcome = serializers.CharField(max_length=10, help_text="가리기 전 refused, 가린 뒤 restored, hidden")
    answer = serializers.CharField(max_length=LONGEST_NOTE, required=False, allow_blank=True)
    rule = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text=RULE)


class BlankingAskedSerializer(RefSerializer):
    """On what ground words are to be destroyed."""

    rule = serializers.CharField(max_length=12, help_text=RULE)
    reason = serializers.CharField(max_length=LONGEST_NOTE)


class RevealingSerializer(RefSerializer):
    """On what ground somebody looks behind a nickname; whoever audits needs none."""

    rule = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text=RULE)


class BlockingSerializer(RefSerializer):
    """Whose right to speak shall rest: the author of a comment or a proposal, nobody is named by a key."""

    comment = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    proposal = serializers.IntegerField(min_value=1, max_value=2**63 - 1, required=False)
    rule = serializers.CharField(max_length=12, help_text=RULE)
    reason = serializers.CharField(max_length=LONGEST_NOTE)
    until = serializers.DateTimeField()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """By one of the two."""
        if ("comment" in attrs) == ("proposal" in attrs):
            raise serializers.ValidationError(
                {"comment": _("댓글이나 제안 가운데 하나의 번호를 적어 주세요.")}
            )
        return attrs


class NumbersField(serializers.ListField):
    """Many at once, but not all there are."""

    child = serializers.IntegerField(min_value=1, max_value=2**63 - 1)

    def __init__(self, **how: Any) -> None:
        super().__init__(max_length=TOGETHER, **how)


class DecisionsSerializer(RefSerializer):
    """Many comments and proposals, one decision."""

    comments = NumbersField(required=False)
    proposals = NumbersField(required=False)
    decision = serializers.RegexField("^(kept|hidden)$", help_text="kept, hidden")
    ground = serializers.CharField(max_length=12, required=False, allow_blank=True, help_text=RULE)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """At least one of them."""
        if not attrs.get("comments") and not attrs.get("proposals"):
            raise serializers.ValidationError({"comments": _("적어도 하나를 골라 주세요.")})
        return attrs


class DecidedSerializer(TargetSerializer):
    """What came of one of them: a refusal has its code."""

    code = serializers.CharField(allow_blank=True)


class DecidedPageSerializer(serializers.Serializer[Any]):
    """What came of each."""

    results = DecidedSerializer(many=True)


class QueueAsked(serializers.Serializer[Any]):
    """How the queue may be narrowed."""

    rule = serializers.CharField(max_length=12, required=False, help_text=RULE)
    mine = serializers.BooleanField(required=False, help_text="내가 맡은 것만")
    unclaimed = serializers.BooleanField(required=False, help_text="아무도 맡지 않은 것만")
    limit = serializers.IntegerField(min_value=1, max_value=100, required=False)


class OpenAsked(serializers.Serializer[Any]):
    """Whether only what waits is asked for."""

    open = serializers.BooleanField(required=False, help_text="결정을 기다리는 것만")


class YearAsked(serializers.Serializer[Any]):
    """Of which year."""

    year = serializers.RegexField("^[0-9]{4}$", required=False, help_text="해. 없으면 올해")


class GroundSumSerializer(serializers.Serializer[Any]):
    """What was done on one ground."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    reports = serializers.IntegerField()
    hidden = serializers.IntegerField()
    blanked = serializers.IntegerField()
    blocked = serializers.IntegerField()


class MonthSumSerializer(serializers.Serializer[Any]):
    """What was done in one month."""

    month = serializers.IntegerField()
    reports = serializers.IntegerField()
    kept = serializers.IntegerField()
    hidden = serializers.IntegerField()
    blanked = serializers.IntegerField()
    blocked = serializers.IntegerField()
    appeals = serializers.IntegerField()
    restored = serializers.IntegerField()
    measures = serializers.IntegerField()
    measures_taken = serializers.IntegerField()


class TransparencySerializer(serializers.Serializer[Any]):
    """How order was kept here in one year; hours are medians, and none where nothing was decided."""

    year = serializers.IntegerField()
    waiting = serializers.IntegerField()
    median_hours = serializers.FloatField(allow_null=True)
    median_appeal_hours = serializers.FloatField(allow_null=True)
    grounds = GroundSumSerializer(many=True)
    decisions = serializers.DictField(child=serializers.IntegerField())
    appeals = serializers.DictField(child=serializers.IntegerField())
    measures = serializers.DictField(child=serializers.IntegerField())
    months = MonthSumSerializer(many=True)
