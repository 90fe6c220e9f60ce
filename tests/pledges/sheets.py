"""Three sheets as they stood on 2023. 12. 31., and a way to lay such a one as plain rows."""

from datetime import date
from decimal import Decimal

from deliberation.models import Thread
from pledges import when
from pledges.models import (
    Amendment,
    Basis,
    BudgetLine,
    Indicator,
    Measure,
    Pledge,
    ProgressEntry,
    Spending,
    Target,
)
from tests.cast import NOON

AS_OF = date(2023, 12, 31)
SHEET = "공약 관리카드(2023. 12. 31. 기준)"
YEARS = range(2022, 2027)


def lay(administration, code, *, indicators=(), budget=None, spent=None, published=True, **facts):
    """A pledge of plain rows: how it comes to stand there is not what these tests ask."""
    pledge = Pledge.objects.create(
        administration=administration, code=code, source=SHEET,
        thread=talk(administration, code) if published else None,
        published_at=NOON if published else None,
        **{"title": f"공약 {code}", "reported_on": AS_OF} | facts,
    )  # fmt: skip
    for no, told in enumerate(indicators, 1):
        lay_indicator(pledge, no, **told)
    for year, amount in (budget or {}).items():
        BudgetLine.objects.create(pledge=pledge, fund="district", year=year, amount=Decimal(str(amount)))
    for year, amount in (spent or {}).items():
        spend(pledge, amount, date(year, 12, 31))
    return pledge


def talk(administration, code):
    """Where residents speak of it."""
    closes_at = NOON.replace(year=administration.end.year + 2)
    opens_at = NOON.replace(year=administration.start.year)
    return Thread.objects.create(opens_at=opens_at, closes_at=closes_at, heading=f"공약 {code}")


def lay_indicator(
    pledge, no, *, name="", metric="개최 횟수", unit="회", weight=None, years=(), quarters=None, **measure
):
    """One of its indicators, with a measure: on the paper where a total is given, else on the log."""
    indicator = Indicator.objects.create(
        pledge=pledge, no=no, name=name or f"사업 {no}", metric=metric, unit=unit, weight=weight
    )
    promise(indicator, dict(zip(YEARS, years, strict=False)))
    for (year, quarter), value in (quarters or {}).items():
        Target.objects.create(indicator=indicator, year=year, quarter=quarter, value=value)
    measured(indicator, **measure)
    return indicator


def promise(indicator, years, amendment=None):
    """Targets of whole years, planned or amended."""
    for year, value in years.items():
        Target.objects.create(indicator=indicator, year=year, value=value, amendment=amendment)


def measured(indicator, printed=None, kind=None, body=None, on=AS_OF):
    """Another way to count it."""
    facts = {"indicator": indicator, "entered_at": NOON, "body": body}
    if printed is None:
        return Measure.objects.create(kind=kind or "log", **facts)
    return Measure.objects.create(kind="paper", opening=printed, opening_on=on, evidence=SHEET, **facts)


def take(measure, on, reason="집계와 일지를 대조하였습니다."):
    """Let its indicator stand on it from that day."""
    return Basis.objects.create(
        indicator=measure.indicator, measure=measure, effective_on=on, reason=reason, decided_at=NOON
    )


def did(pledge, text, count=None, indicator=None, **facts):
    """An entry of its log, dated as a sheet dates it."""
    kind = facts.pop("kind", "progress")
    read = when.parse(text)
    return ProgressEntry.objects.create(
        pledge=pledge, kind=kind, no=pledge.entries.filter(kind=kind).count() + 1,
        starts_on=read.starts_on, ends_on=read.ends_on, precision=read.precision, printed_when=text,
        indicator=indicator, count=count, entered_at=NOON,
        **{"title": "추진", "evidence": SHEET} | facts,
    )  # fmt: skip


def spend(pledge, amount, on, fund="district", **facts):
    """Money that went out by that day."""
    return Spending.objects.create(
        pledge=pledge, fund=fund, spent_on=on, amount=Decimal(str(amount)), evidence=SHEET, entered_at=NOON,
        **facts,
    )  # fmt: skip


def amend(pledge, item, on, *, number=1, enacted=True):
    """An amendment, enacted from that day on."""
    return Amendment.objects.create(
        pledge=pledge, number=number, reason="여건이 바뀌었습니다.", item=item, proposed_at=NOON,
        effective_on=on, enacted_at=NOON if enacted else None,
    )  # fmt: skip


def of_2023(*values):
    """The quarterly targets of 2023 as printed, an empty cell left out."""
    return {(2023, quarter): value for quarter, value in enumerate(values, 1) if value is not None}


SIX_ONE = {
    "title": "관악청(聽) 운영",
    "share": 50,
    "indicators": [
        {"name": "열린구청장실", "metric": "면담 횟수", "weight": 70, "years": (18, 36, 36, 36, 18),
         "quarters": of_2023(9, 9, 9, 9), "printed": 64},
        {"name": "이동관악청", "metric": "개최 횟수(분야별)", "weight": 30, "years": (1, 2, 2, 2, 1),
         "quarters": of_2023(None, 1, None, 1), "printed": 5},
    ],
    "budget": {2022: 5, 2023: 9, 2024: "7.5", 2025: 9, 2026: 5},
    "spent": {2022: 5, 2023: 9},
}  # fmt: skip
SIX_ONE_ONE = {
    "title": "관악청 운영(온라인 관악청(聽) 활성화)",
    "share": 50,
    "indicators": [
        {"name": "정책참여방 운영", "metric": "의제안건", "unit": "건", "weight": 35,
         "years": (6, 12, 12, 12, 6), "quarters": of_2023(None, None, 6, 6), "printed": 18},
        {"name": "창의제안 공모전 개최", "weight": 35, "years": (1, 1, 1, 1, 1),
         "quarters": of_2023(None, 1, None, None), "printed": 2},
        {"name": "정책참여 이벤트 추진", "metric": "추진 횟수", "weight": 30, "years": (6, 12, 12, 12, None),
         "quarters": of_2023(None, None, 6, 6), "printed": 18},
    ],
    "budget": {2022: 4, 2023: 5, 2024: 5, 2025: 5, 2026: 5},
    "spent": {2022: "2.56", 2023: "2.83"},
}  # fmt: skip
SIX_TWO = {
    "title": "협치행정 구현",
    "indicators": [
        {"name": "혁신·협치위원회 운영", "weight": 30, "years": (3, 6, 6, 6, 3),
         "quarters": of_2023(1, 2, 2, 1), "printed": 16},
        {"name": "정책자문단 운영", "metric": "지정 과제", "weight": 30, "years": (None, 2, 3, 3, 1),
         "quarters": of_2023(None, None, 1, 1), "printed": 3},
        {"name": "지역사회 협치기반 강화 및 내실화", "weight": 20, "years": (5, 10, 10, 10, 5),
         "quarters": of_2023(2, 3, 3, 2), "printed": 18},
        {"name": "지역사회 협치과제 발굴 및 실행", "metric": "공론장 개최 횟수", "weight": 20,
         "years": (None, 4, 4, 4, 4), "quarters": of_2023(None, 4, None, None), "printed": 6},
    ],
    "budget": {2022: 871, 2023: 476, 2024: 476, 2025: 475, 2026: 238},
    "spent": {2022: 712, 2023: 463},
}  # fmt: skip
