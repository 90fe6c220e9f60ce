"""Changes, doings, evidence and closings of a pledge, as the API gives them."""

from typing import Any

from rest_framework import serializers

from pledges.models import Amendment, BudgetLine, Closing, Fund, ProgressEntry
from pledges.serializers.figures import PledgeMeasureSerializer, told


class AmendmentItemSerializer(serializers.Serializer[Any]):
    """The item that decided it, or to which it was reported."""

    id = serializers.IntegerField()
    label = serializers.CharField()  # type: ignore[assignment]
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField()


class AmendedTargetSerializer(serializers.Serializer[Any]):
    """A target that holds from the amendment on."""

    indicator = serializers.IntegerField(help_text="확인지표의 번호(no)")
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(help_text="0이면 한 해입니다.")
    value = told()


class AmendedBudgetSerializer(serializers.Serializer[Any]):
    """Money that is planned from the amendment on."""

    fund = serializers.ChoiceField(Fund.choices)
    span = serializers.ChoiceField(BudgetLine.Span.choices)
    year = serializers.IntegerField(allow_null=True)
    amount = told(none=False)


class AmendmentSerializer(serializers.Serializer[Any]):
    """변경."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    state = serializers.ChoiceField(Amendment.State.choices)
    state_label = serializers.CharField()
    reason = serializers.CharField()
    effective_on = serializers.DateField(allow_null=True)
    proposed_at = serializers.DateTimeField()
    enacted_at = serializers.DateTimeField(allow_null=True)
    item = AmendmentItemSerializer(allow_null=True)
    targets = AmendedTargetSerializer(many=True)
    budget = AmendedBudgetSerializer(many=True)
    url = serializers.CharField()


class EntrySerializer(serializers.Serializer[Any]):
    """추진실적."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ProgressEntry.Kind.choices)
    no = serializers.IntegerField()
    when = serializers.CharField(help_text="아는 만큼의 날짜. 예: 2022. 하반기")
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    precision = serializers.ChoiceField(ProgressEntry.Precision.choices)
    printed_when = serializers.CharField(allow_blank=True)
    title = serializers.CharField()
    text = serializers.CharField(allow_blank=True)
    channel = serializers.ChoiceField(ProgressEntry.Channel.choices, allow_blank=True)
    indicator = serializers.IntegerField(allow_null=True, help_text="확인지표의 번호(no)")
    count = told()
    same_as = serializers.IntegerField(allow_null=True, help_text="같은 일을 적은 줄. 있으면 세지 않습니다")
    milestone = serializers.IntegerField(allow_null=True)
    evidence = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    entered_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)


class SpendingEntrySerializer(serializers.Serializer[Any]):
    """집행액의 한 줄."""

    id = serializers.IntegerField()
    fund = serializers.ChoiceField(Fund.choices)
    spent_on = serializers.DateField()
    amount = told(none=False)
    evidence = serializers.CharField()
    entered_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)
    withdrawn_reason = serializers.CharField(allow_blank=True)


class PieceSerializer(serializers.Serializer[Any]):
    """One thing that was counted."""

    on = serializers.DateField(allow_null=True)
    until = serializers.DateField(allow_null=True)
    when = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    url = serializers.CharField(allow_blank=True)
    count = told("셈에 더한 수. 이미 센 일이면 0", none=False)
    note = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]


class MeasureEvidenceSerializer(serializers.Serializer[Any]):
    """What lies behind a count."""

    indicator = serializers.IntegerField(help_text="확인지표의 번호(no)")
    on = serializers.DateField()
    measure = PledgeMeasureSerializer()
    more = serializers.IntegerField(help_text="여기에 싣지 않은 앞선 것의 수")
    results = PieceSerializer(many=True)


class ClosingPledgeSerializer(serializers.Serializer[Any]):
    """Of which pledge."""

    code = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()


class PledgeClosingSerializer(serializers.Serializer[Any]):
    """마감."""

    id = serializers.IntegerField()
    pledge = ClosingPledgeSerializer()
    year = serializers.IntegerField()
    quarter = serializers.IntegerField(help_text="0이면 한 해입니다.")
    label = serializers.CharField()  # type: ignore[assignment]
    state = serializers.ChoiceField(Closing.State.choices)
    state_label = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    problems = serializers.CharField(allow_blank=True)
    remedies = serializers.CharField(allow_blank=True)
    figures = serializers.JSONField(allow_null=True, help_text="마감한 때의 수")
    written_at = serializers.DateTimeField()
    submitted_at = serializers.DateTimeField(allow_null=True)
    approved_at = serializers.DateTimeField(allow_null=True)
