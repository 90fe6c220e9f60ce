"""The figures of a pledge as the API gives them: each as it is shown, exactly, and with its formula."""

from typing import Any

from rest_framework import serializers

from pledges.models import BudgetLine, Fund, Measure, Status

EXACT = "분수. 예: 2000/53"
DECIMAL = "십진수. 예: 7.5"


def told(help_text: str = DECIMAL, *, none: bool = True) -> serializers.CharField:
    """A figure in digits, exact and never a float; null is `-`."""
    return serializers.CharField(allow_null=none, help_text=help_text)


class PledgeAdministrationSerializer(serializers.Serializer[Any]):
    """민선 n기."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class PledgeStatusSerializer(serializers.Serializer[Any]):
    """추진상황, in the words of its form."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    meaning = serializers.ChoiceField(Status.Meaning.choices)


class PledgeDepartmentSerializer(serializers.Serializer[Any]):
    """맡은 부서."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class SumTermSerializer(serializers.Serializer[Any]):
    """One line of a sum."""

    label = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    words = serializers.CharField(allow_blank=True)
    exact = serializers.CharField(help_text=EXACT)


class FormulaSerializer(serializers.Serializer[Any]):
    """A sum that says how it came about."""

    words = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    terms = SumTermSerializer(many=True)


class ExplainedSerializer(FormulaSerializer):
    """A sum that comes out as the paper has it."""

    exact = serializers.CharField(help_text=EXACT)


class IndicatorHeadSerializer(serializers.Serializer[Any]):
    """확인지표."""

    no = serializers.IntegerField()
    name = serializers.CharField()
    metric = serializers.CharField(allow_blank=True)
    unit = serializers.CharField()
    weight = told()
    target = told()
    actual = told("아무도 모르면 null")
    rate = told("소수 첫째 자리까지 반올림한 값. 없으면 null")
    rate_exact = told(EXACT)
    formula = serializers.CharField(allow_blank=True)
    evidence_url = serializers.CharField(allow_null=True, help_text="센 것을 여는 주소")


class PledgeMeasureSerializer(serializers.Serializer[Any]):
    """실적을 세는 법."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(Measure.Kind.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    value = told("그날의 수를 아무도 모르면 null")
    taken = serializers.BooleanField(help_text="지금 이 수로 이행률을 셈합니다")
    pieces = serializers.IntegerField()
    opening = told()
    opening_on = serializers.DateField(allow_null=True)
    evidence = serializers.CharField(allow_blank=True)
    evidence_url = serializers.CharField()


class SpanSerializer(serializers.Serializer[Any]):
    """One year: promised, as first promised, and done."""

    year = serializers.IntegerField()
    target = told()
    planned = told("변경하지 않은 처음 목표")
    amended = serializers.BooleanField()
    actual = told("아무도 모르면 null")
    rate = told("소수 첫째 자리까지 반올림한 값. 없으면 null")
    rate_exact = told(EXACT)


class QuarterSerializer(SpanSerializer):
    """One quarter."""

    quarter = serializers.IntegerField(min_value=1, max_value=4)


class IndicatorSerializer(IndicatorHeadSerializer):
    """확인지표, each way of counting it, and year by year."""

    stands_on = serializers.IntegerField(allow_null=True, help_text="이 지표가 서 있는 measures의 번호")
    measures = PledgeMeasureSerializer(many=True)
    years = SpanSerializer(many=True)
    quarters = QuarterSerializer(many=True)


class BudgetHeadSerializer(serializers.Serializer[Any]):
    """투자계획."""

    unit = serializers.CharField()
    total = told()


class BudgetLineSerializer(serializers.Serializer[Any]):
    """Whose money, when."""

    fund = serializers.ChoiceField(Fund.choices)
    fund_label = serializers.CharField()
    span = serializers.ChoiceField(BudgetLine.Span.choices)
    span_label = serializers.CharField()
    year = serializers.IntegerField(allow_null=True)
    amount = told(none=False)


class BudgetSerializer(BudgetHeadSerializer):
    """투자계획, year by year."""

    lines = BudgetLineSerializer(many=True)


class SpendingHeadSerializer(serializers.Serializer[Any]):
    """집행액."""

    unit = serializers.CharField()
    total = told()
    rate = told("모두에 대한 집행률")
    rate_exact = told(EXACT)
    formula = serializers.CharField(allow_blank=True)
    rate_to_date = told("그해까지의 계획에 대한 집행률")
    rate_to_date_exact = told(EXACT)
    formula_to_date = serializers.CharField(allow_blank=True)


class SpendingLineSerializer(serializers.Serializer[Any]):
    """Whose money, in which year."""

    fund = serializers.ChoiceField(Fund.choices)
    fund_label = serializers.CharField()
    year = serializers.IntegerField()
    amount = told(none=False)


class SpendingSerializer(SpendingHeadSerializer):
    """집행액, year by year."""

    lines = SpendingLineSerializer(many=True)


class PledgeMilestoneSerializer(serializers.Serializer[Any]):
    """추진일정의 한 줄."""

    order = serializers.IntegerField()
    title = serializers.CharField()
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    done_on = serializers.DateField(allow_null=True)


class PledgeSerializer(serializers.Serializer[Any]):
    """The shape of `rows.head_row`."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()
    administration = PledgeAdministrationSerializer()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    on = serializers.DateField(help_text="기준일")
    reported_on = serializers.DateField(allow_null=True, help_text="실적 기준일")
    url = serializers.CharField()
    status = PledgeStatusSerializer()
    department = PledgeDepartmentSerializer()
    summary = serializers.CharField(allow_blank=True)
    tags = serializers.ListField(child=serializers.CharField())
    share = told(none=False)
    rate = told("소계: 이 관리번호의 이행률")
    rate_exact = told(EXACT)
    rate_capped = told("지표마다 100%까지만 셈한 소계")
    share_rate = told("총 이행률: 소계에 몫을 곱한 값")
    share_rate_exact = told(EXACT)
    whole_rate = told("나누어 맡은 관리번호를 모두 합한 공약 전체")
    whole_rate_exact = told(EXACT)
    indicators = IndicatorHeadSerializer(many=True)
    budget = BudgetHeadSerializer()
    spending = SpendingHeadSerializer()
    next_milestone = PledgeMilestoneSerializer(allow_null=True)
    thread = serializers.IntegerField(allow_null=True, help_text="댓글 마당의 번호")
    published_at = serializers.DateTimeField(allow_null=True)


class DifferenceSerializer(serializers.Serializer[Any]):
    """인쇄본의 칸과 셈한 값."""

    place = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    printed = serializers.CharField()
    computed = serializers.CharField()
    differs = serializers.BooleanField()
    formula = serializers.CharField(allow_blank=True)
    exact = told(EXACT)
    explained = ExplainedSerializer(allow_null=True, help_text="인쇄된 값이 나오는 식")
    note = serializers.CharField(allow_blank=True)


class FigureSerializer(serializers.Serializer[Any]):
    """계산값."""

    code = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    unit = serializers.CharField(allow_blank=True)
    formula = serializers.CharField()
    words = serializers.CharField(allow_blank=True)
    value = told("보이는 값")
    exact = told(EXACT)
    printed = told("인쇄된 값")
    differs = serializers.BooleanField()
    note = serializers.CharField(allow_blank=True)


class FactRowSerializer(serializers.Serializer[Any]):
    """현황표의 한 줄."""

    label = serializers.CharField()  # type: ignore[assignment]
    cells = serializers.ListField(child=serializers.CharField(allow_null=True, allow_blank=True))


class FactTableSerializer(serializers.Serializer[Any]):
    """현황표."""

    code = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)
    columns = serializers.ListField(child=serializers.CharField(allow_blank=True))
    rows = FactRowSerializer(many=True)
    note = serializers.CharField(allow_blank=True)
    evidence = serializers.CharField()


class ChargeSerializer(serializers.Serializer[Any]):
    """사업담당."""

    label = serializers.CharField()  # type: ignore[assignment]
    department = serializers.CharField(allow_null=True)


class PassageSerializer(serializers.Serializer[Any]):
    """관리카드의 글."""

    section = serializers.CharField()
    title = serializers.CharField(allow_blank=True)
    text = serializers.CharField(allow_blank=True)


class FamilySerializer(serializers.Serializer[Any]):
    """What one of several pledges adds to their promise in all."""

    code = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    share = told(none=False)
    share_rate = told("총 이행률")
    share_rate_exact = told(EXACT)
