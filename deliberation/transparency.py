"""운영 현황: how order was kept here, counted from the records and from nothing else."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from deliberation.models import Appeal, Blanking, Block, Docket, HouseRule, Measure, Report
from district.calendar import day
from district.refusals import Refusal

FIRST_YEAR = 2014
COLUMNS = (
    ("month", _("월")),
    ("reports", _("신고")),
    ("kept", _("그대로 둠")),
    ("hidden", _("가림")),
    ("blanked", _("내용을 지움")),
    ("blocked", _("참여 제한")),
    ("appeals", _("이의 신청")),
    ("restored", _("이의로 되돌림")),
    ("measures", _("임시조치 신청")),
    ("measures_taken", _("임시조치")),
)


def year_of(asked: str | None, at: datetime) -> int:
    """The year that was asked for, or this one."""
    this = day(at).year
    if asked is None or asked == "":
        return this
    if not (asked.isascii() and asked.isdigit() and len(asked) == 4 and FIRST_YEAR <= int(asked) <= this):
        raise Refusal("unknown_year", _("그 해의 현황은 없습니다."), status=422)
    return int(asked)


def years(at: datetime) -> list[int]:
    """The years of which there is anything to tell, this one always."""
    # What is hidden without a report opens a docket, too: all begins there, or with a request.
    begun = [model.objects.order_by(name).values_list(name, flat=True).first() for model, name in BEGINNINGS]
    first = min((day(each).year for each in begun if each), default=day(at).year)
    return list(range(day(at).year, first - 1, -1))


BEGINNINGS: tuple[tuple[Any, str], ...] = ((Docket, "opened_at"), (Measure, "at"), (Block, "since"))


def figures(year: int, at: datetime) -> dict[str, Any]:
    """One year: by ground, by month, how long it took, and what came of objections."""
    decided = within(Docket.objects.exclude(decision=""), "decided_at", year)
    return {
        "year": year,
        "waiting": Docket.objects.waiting().count(),
        "median_hours": hours(decided.filter(reported__gt=0).values_list("opened_at", "decided_at")),
        "median_appeal_hours": hours(
            within(Appeal.objects.exclude(outcome=""), "decided_at", year).values_list("at", "decided_at")
        ),
        "grounds": list(grounds(year, decided)),
        "decisions": {
            **counted(decided, "decision", [Docket.Decision.KEPT, Docket.Decision.HIDDEN]),
            # Two people decide it, and on the day of the second.
            "blanked": within(Blanking.objects.exclude(confirmed_at=None), "confirmed_at", year).count(),
        },
        "appeals": outcomes(Appeal, Appeal.Outcome.values, year),
        "measures": outcomes(Measure, Measure.Outcome.values, year),
        "months": list(months(year)),
    }


def within(rows: QuerySet[Any], name: str, year: int) -> QuerySet[Any]:
    """Those of that year by the district's calendar."""
    zone = timezone.get_default_timezone()
    start, end = (datetime(each, 1, 1, tzinfo=zone) for each in (year, year + 1))
    return rows.filter(**{f"{name}__gte": start, f"{name}__lt": end})


def counted(rows: QuerySet[Any], name: str, values: Iterable[str]) -> dict[str, int]:
    """How many of each."""
    found = dict(rows.order_by().values_list(name).annotate(n=Count("pk")))
    return {value: found.get(value, 0) for value in values}


def outcomes(model: Any, values: Iterable[str], year: int) -> dict[str, int]:
    """Asked for in that year, and what has come of it."""
    rows = within(model.objects.all(), "at", year)
    return {
        "asked": rows.count(),
        "open": rows.filter(outcome="").count(),
        **counted(rows, "outcome", values),
    }


def hours(spans: Iterable[tuple[datetime, datetime]]) -> float | None:
    """The middle one: one that was forgotten over a holiday says little of the others."""
    waited = [(end - start) / timedelta(hours=1) for start, end in spans]
    return round(median(waited), 1) if waited else None


def grounds(year: int, decided: QuerySet[Docket]) -> Iterator[dict[str, Any]]:
    """What was reported, hidden, destroyed and blocked on each rule; whatever is hidden has one docket."""
    told = {
        "reports": within(Report.objects.all(), "at", year),
        "hidden": decided.filter(decision=Docket.Decision.HIDDEN),
        "blanked": within(Blanking.objects.exclude(confirmed_at=None), "confirmed_at", year),
        "blocked": within(Block.objects.all(), "since", year),
    }
    sums = {
        name: dict(rows.order_by().values_list("rule").annotate(n=Count("pk"))) for name, rows in told.items()
    }
    for rule in HouseRule.objects.all():
        row = {name: sums[name].get(rule.pk, 0) for name in told}
        if rule.retired_on is None or any(row.values()):
            yield {"code": rule.code, "label": rule.label, **row}


def months(year: int) -> Iterator[dict[str, int]]:
    """The same by month, of which the open data is made."""
    sources: dict[str, tuple[QuerySet[Any], str]] = {
        "reports": (Report.objects.all(), "at"),
        "kept": (Docket.objects.filter(decision=Docket.Decision.KEPT), "decided_at"),
        "hidden": (Docket.objects.filter(decision=Docket.Decision.HIDDEN), "decided_at"),
        "blanked": (Blanking.objects.exclude(confirmed_at=None), "confirmed_at"),
        "blocked": (Block.objects.all(), "since"),
        "appeals": (Appeal.objects.all(), "at"),
        "restored": (Appeal.objects.filter(Q(outcome=Appeal.Outcome.RESTORED)), "decided_at"),
        "measures": (Measure.objects.all(), "at"),
        "measures_taken": (Measure.objects.exclude(hidden_at=None), "hidden_at"),
    }
    sums = {name: by_month(rows, when, year) for name, (rows, when) in sources.items()}
    for month in range(1, 13):
        yield {"month": month, **{name: sums[name][month] for name in sources}}


def by_month(rows: QuerySet[Any], when: str, year: int) -> Counter[int]:
    """How many in each month by the district's clock."""
    month = ExtractMonth(when, tzinfo=timezone.get_default_timezone())
    told = (
        within(rows, when, year).order_by().annotate(month=month).values_list("month").annotate(n=Count("pk"))
    )
    return Counter(dict(told))
