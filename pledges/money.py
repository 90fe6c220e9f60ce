"""투자계획과 집행액. Money by whose it is and by year, as planned on a day and as spent until then."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from pledges.models import BudgetLine, Fund, Spending
from pledges.rates import Sum, rate
from pledges.targets import Version, in_force, standing, total

BEFORE, YEAR, AFTER = (span.value for span in BudgetLine.Span)
type Line = tuple[str, str, int]
"""Whose money, when, and in which year; 0 outside the administration."""


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of the card: 계, 기투자, 임기 내 소계, its years, 임기 후; None is an empty cell."""

    fund: str
    """Empty: 총계."""
    total: Decimal | None
    before: Decimal | None
    subtotal: Decimal | None
    years: tuple[Decimal | None, ...]
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class Grid:
    """All funds together, then each: those with nothing too, as the forms print them."""

    years: tuple[int, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Money:
    """투자계획과 집행액, in 백만 원; a cell is None where nothing is planned or spent."""

    planned: Mapping[Line, Decimal]
    """By (fund, span, year)."""
    spent: Mapping[tuple[str, int], Decimal]
    """By (fund, year)."""
    plan_total: Decimal | None
    spent_total: Decimal | None
    rate: Sum
    """집행률 of all that is planned, what was invested before left out."""
    rate_to_date: Sum
    """집행률 of what was planned up to that year, that year included."""
    amended: Mapping[Line, Decimal | None]
    """What was planned where an amendment has put another amount in its place."""

    def plan_grid(self, years: Sequence[int]) -> Grid:
        """투자계획 as the card prints it."""
        return _grid(years, lambda fund, span, year: self.planned.get((fund, span, year)))

    def spent_grid(self, years: Sequence[int]) -> Grid:
        """예산 집행액 on the same grid; what is spent is spent in a year."""
        return _grid(years, lambda fund, span, year: self.spent.get((fund, year)) if span == YEAR else None)


def _grid(years: Sequence[int], cell: Callable[[str, str, int], Decimal | None]) -> Grid:
    def row(fund: str, funds: Iterable[str]) -> GridRow:
        told = list(funds)
        before, after = (total(cell(one, span, 0) for one in told) for span in (BEFORE, AFTER))
        each = tuple(total(cell(one, YEAR, year) for one in told) for year in years)
        subtotal = total(each)
        return GridRow(fund, total([before, subtotal, after]), before, subtotal, each, after)

    return Grid(tuple(years), (row("", Fund.values), *(row(fund, [fund]) for fund in Fund.values)))


def plans(pledges: Iterable[int]) -> Mapping[int, list[Version[Line]]]:
    """Every line of these pledges' 투자계획, planned or amended."""
    told: dict[int, list[Version[Line]]] = {}
    rows = standing(BudgetLine.objects.filter(pledge__in=list(pledges))).order_by()
    for pledge, fund, span, year, amount, since, number in rows.values_list(
        "pledge_id", "fund", "span", "year", "amount", "amendment__effective_on", "amendment__number"
    ):
        told.setdefault(pledge, []).append(((fund, span, year), amount, since, number))
    return told


def spendings(pledges: Iterable[int]) -> Mapping[int, list[tuple[str, date, Decimal]]]:
    """Every 집행액 of these pledges that was not taken back, with its day."""
    told: dict[int, list[tuple[str, date, Decimal]]] = {}
    rows = Spending.objects.filter(pledge__in=list(pledges), withdrawn_at=None).order_by()
    for pledge, fund, spent_on, amount in rows.values_list("pledge_id", "fund", "spent_on", "amount"):
        told.setdefault(pledge, []).append((fund, spent_on, amount))
    return told


def money(
    lines: Iterable[Version[Line]], spendings: Iterable[tuple[str, date, Decimal]], start: date, on: date
) -> Money:
    """As it stands on that day of an administration."""
    held = in_force(lines, on)
    planned = {line: each.value for line, each in held.items() if each.value is not None}
    spent: dict[tuple[str, int], Decimal] = {}
    for fund, spent_on, amount in spendings:
        if start <= spent_on <= on:
            spent[fund, spent_on.year] = spent.get((fund, spent_on.year), Decimal(0)) + amount
    to_come = total(amount for (_fund, span, _year), amount in planned.items() if span != BEFORE)
    until_now = total(
        amount for (_fund, span, year), amount in planned.items() if span == YEAR and year <= on.year
    )
    in_all = total(spent.values())
    done = in_all or Decimal(0)
    return Money(
        planned=planned,
        spent=spent,
        plan_total=total(planned.values()),
        spent_total=in_all,
        rate=rate(_("집행률"), done, to_come),
        rate_to_date=rate(_("집행률(해당 연도까지의 계획 대비)"), done, until_now),
        amended={line: each.planned for line, each in held.items() if each.amended},
    )
