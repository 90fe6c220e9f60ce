"""Pledges as the API gives them; what it takes stands in `asking` and `saying`."""

from rest_framework import serializers

from pledges.serializers.doings import (
    AmendmentSerializer,
    EntrySerializer,
    MeasureEvidenceSerializer,
    PledgeClosingSerializer,
    SpendingEntrySerializer,
)
from pledges.serializers.figures import (
    BudgetSerializer,
    ChargeSerializer,
    DifferenceSerializer,
    FactTableSerializer,
    FamilySerializer,
    FigureSerializer,
    FormulaSerializer,
    IndicatorSerializer,
    PassageSerializer,
    PledgeMilestoneSerializer,
    PledgeSerializer,
    SpendingSerializer,
)

__all__ = [
    "AmendmentSerializer",
    "EntrySerializer",
    "MeasureEvidenceSerializer",
    "PledgeClosingSerializer",
    "PledgeDetailSerializer",
    "PledgeSerializer",
    "SpendingEntrySerializer",
]


class PledgeDetailSerializer(PledgeSerializer):
    """The shape of `detail_rows.detail_row`."""

    header = serializers.DictField(help_text="머리칸. 칸의 코드마다 글이나 고른 것")
    form = serializers.CharField()
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    formula = FormulaSerializer()
    share_formula = FormulaSerializer()
    whole_formula = FormulaSerializer()
    family = FamilySerializer(many=True, help_text="공약 전체를 이루는 관리번호")
    indicators = IndicatorSerializer(many=True)
    budget = BudgetSerializer()
    spending = SpendingSerializer()
    printed = DifferenceSerializer(many=True)
    figures = FigureSerializer(many=True)
    tables = FactTableSerializer(many=True)
    milestones = PledgeMilestoneSerializer(many=True)
    charges = ChargeSerializer(many=True)
    passages = PassageSerializer(many=True)
    amendments = AmendmentSerializer(many=True)
    entries_url = serializers.CharField()
