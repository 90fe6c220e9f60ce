"""A thousand pledges of plain rows: five indicators each, twenty quarters, money, every way of counting."""

from datetime import date
from decimal import Decimal

from deliberation.models import Thread
from pledges.models import (
    Basis,
    BudgetLine,
    Indicator,
    Measure,
    Milestone,
    Pledge,
    ProgressEntry,
    Spending,
    Target,
)
from tests.cast import NOON

KINDS = ("paper", "log", "meetings", "assignments", "questions")
QUARTERS = [(year, quarter) for year in range(2022, 2027) for quarter in range(1, 5)]
SOURCE = "공약 관리카드"
PRINTED = {"opening": 16, "opening_on": date(2023, 12, 31), "evidence": SOURCE}


def lay(count, administration, form, status, department, body):
    """So many, two and two a promise in halves."""
    first = Pledge.objects.count()
    facts = {"administration": administration, "form": form, "status": status, "department": department}
    threads = Thread.objects.bulk_create(
        Thread(opens_at=NOON.replace(year=2022), closes_at=NOON.replace(year=2030), heading=f"공약 {n}")
        for n in range(count)
    )
    pledges = [
        Pledge(
            code=f"{(first + n) // 2 + 1}-1" + "-1" * (n % 2), title=f"공약 {n}", order=first + n, share=50,
            thread=thread, published_at=NOON, reported_on=date(2023, 12, 31), **facts,
        )
        for n, thread in enumerate(threads)
    ]  # fmt: skip
    parents = Pledge.objects.bulk_create(pledges[::2])
    for parent, part in zip(parents, pledges[1::2], strict=False):
        part.parent = parent
    told = [*parents, *Pledge.objects.bulk_create(pledges[1::2])]
    _lay_money(told)
    _lay_indicators(told, body)


def _lay_money(pledges):
    BudgetLine.objects.bulk_create(
        BudgetLine(pledge=pledge, fund="district", year=year, amount=Decimal("7.5"))
        for pledge in pledges for year in range(2022, 2027)
    )  # fmt: skip
    facts = {"fund": "district", "evidence": SOURCE, "entered_at": NOON}
    Spending.objects.bulk_create(
        Spending(pledge=pledge, spent_on=date(year, 12, 31), amount=Decimal("5.25"), **facts)
        for pledge in pledges for year in (2022, 2023)
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(
            pledge=pledge, order=n, title=f"할 일 {n}",
            starts_on=date(2022, 7, 1), ends_on=date(2022 + n, 12, 31),
        )
        for pledge in pledges for n in range(1, 5)
    )  # fmt: skip


def _lay_indicators(pledges, body):
    indicators = Indicator.objects.bulk_create(
        Indicator(pledge=pledge, no=no, name=f"사업 {no}", metric="개최 횟수", unit="회", weight=20)
        for pledge in pledges for no in range(1, 6)
    )  # fmt: skip
    places = [*((year, 0, 12) for year in range(2022, 2027)), *((*place, 3) for place in QUARTERS)]
    Target.objects.bulk_create(
        (
            Target(indicator=indicator, year=year, quarter=quarter, value=value)
            for indicator in indicators for year, quarter, value in places
        ),
        batch_size=10_000,
    )  # fmt: skip
    measures = Measure.objects.bulk_create(
        Measure(
            indicator=indicator, kind=KINDS[indicator.no - 1], entered_at=NOON,
            body=body if indicator.no in {3, 4} else None,
            **(PRINTED if indicator.no == 1 else {}),
        )
        for indicator in indicators
    )  # fmt: skip
    Basis.objects.bulk_create(
        Basis(
            indicator=measure.indicator, measure=measure, effective_on=date(2022, 7, 1), reason=SOURCE,
            decided_at=NOON,
        )
        for measure in measures
    )  # fmt: skip
    facts = {"title": "추진", "evidence": SOURCE, "entered_at": NOON, "precision": "day"}
    ProgressEntry.objects.bulk_create(
        ProgressEntry(
            pledge=indicator.pledge, indicator=indicator, count=1, no=10 * indicator.no + n,
            starts_on=date(2023, n, 1), ends_on=date(2023, n, 1), **facts,
        )
        for indicator in indicators if indicator.no <= 2 for n in range(1, 5)
    )  # fmt: skip
