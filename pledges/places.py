"""인쇄본의 자리. What the house computes at each place where a card prints something.

header.cost.<fund|total>            investment.<fund|total>.<all|before|subtotal|2023|after>
targets.<no>.<total|2023|years>     quarters.<year>.<no>.<total|1|2|3|4>
actuals.<no>.<year>                 performance.<no>.<weight|target|actual|rate>
performance.<subtotal|total>        execution.<fund|total>.<all|subtotal|2023|after>
tables.<code>.<row>.<column|total>  tables.<code>.total.<column>
figures.<code>
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from pledges.book import Span
from pledges.cells import Cells, added, figure
from pledges.figures import sum_of
from pledges.formula import asks_plan, moves
from pledges.models import BudgetLine, Fund
from pledges.rates import Sum, number, shown

BEFORE, YEAR, AFTER = (span.value for span in BudgetLine.Span)
MONEY = "백만 원"
type Figures = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Found:
    """What stands at a place: what it is called, its sum, and how it is written there."""

    label: str
    sum: Sum
    text: str
    moving: bool = False
    """Whether it moves with the day on which it is asked."""
    turns: Sequence[date] = ()
    """The days on which an amendment put another figure there."""


def find(place: str, cells: Cells) -> Found:
    """What is computed there; a place that the card does not have is empty."""
    word, *rest = place.split(".")
    seek = PLACES.get(word)
    try:
        found = seek(cells, *rest) if seek else None
    except (LookupError, TypeError, ValueError):
        found = None  # a cell of another card, or of an older form
    return found or Found(place, Sum(place, None), "-")


def _amount(
    label: str,
    parts: Iterable[Decimal | None],
    unit: str,
    *,
    moving: bool = False,
    turns: Sequence[date] = (),
) -> Found:
    """A figure that others add up to, written out as a sheet writes it."""
    told = [part for part in parts if part is not None]
    value = added(told)
    words = " + ".join(number(part) for part in told)
    exact = None if value is None else Fraction(value)
    return Found(label, Sum(label, exact, words, unit=unit, decimals=2), number(value), moving, turns)


def _rate(label: str, told: Sum) -> Found:
    return Found(label, told, told.shown, moving=True)


def _cost(cells: Cells, cost: str, fund: str) -> Found:
    found = _investment(cells, fund, "all")
    label = _("총사업비 %(fund)s") % {"fund": _fund(fund, _("계"))}
    return Found(label, found.sum, found.text, turns=found.turns)


def _investment(cells: Cells, fund: str, column: str) -> Found:
    wanted = _columns(column)
    planned = cells.reading.money.planned.items()
    parts = [
        ((span, year), amount)
        for (of, span, year), amount in planned
        if fund in {"total", of} and wanted(span, year)
    ]
    label = _("투자계획 %(fund)s %(column)s") % {"fund": _fund(fund), "column": _column(column)}
    turns = [on for of, span, year, on in cells.turned_plans if fund in {"total", of} and wanted(span, year)]
    return _amount(label, _together(parts), MONEY, turns=turns)


def _execution(cells: Cells, fund: str, column: str) -> Found:
    wanted = _columns(column)
    spent = cells.reading.money.spent.items()
    parts = [
        ((YEAR, year), amount) for (of, year), amount in spent if fund in {"total", of} and wanted(YEAR, year)
    ]
    label = _("예산 집행액 %(fund)s %(column)s") % {"fund": _fund(fund), "column": _column(column)}
    return _amount(label, _together(parts), MONEY, moving=True)


def _together(parts: Iterable[tuple[tuple[str, int], Decimal]]) -> list[Decimal]:
    """One figure a column: several funds of a year are one cell of the whole."""
    told: dict[tuple[str, int], Decimal] = {}
    for column, amount in parts:
        told[column] = told.get(column, Decimal(0)) + amount
    return [told[column] for column in sorted(told, key=lambda each: (each[0] != BEFORE, each[1] or 9999))]


def _columns(column: str) -> Callable[[str, int], bool]:
    if column == "all":
        return lambda span, year: True
    if column == "subtotal":
        return lambda span, year: span == YEAR
    if column in {BEFORE, AFTER}:
        return lambda span, year: span == column
    wanted = int(column)
    return lambda span, year: (span, year) == (YEAR, wanted)


def _targets(cells: Cells, no: str, which: str) -> Found:
    told = cells.reading.indicator(int(no))
    if told is None:
        raise LookupError(no)
    years = {span.year: span.target for span in told.years}
    unit, turned = told.indicator.unit, _turned(cells, no)
    turns = [on for _year, quarter, on in turned if not quarter]
    name = _("확인지표 %(no)s 목표") % {"no": no}
    if which == "years":
        found = _amount(_("%(name)s, 해마다") % {"name": name}, years.values(), unit)
        return Found(
            found.label, found.sum, " · ".join(number(value) for value in years.values()), turns=turns
        )
    if which == "total":
        return _amount(_("%(name)s 계") % {"name": name}, years.values(), unit, turns=turns)
    turns = [on for year, quarter, on in turned if (year, quarter) == (int(which), 0)]
    return _amount(f"{name} {_column(which)}", [years.get(int(which))], unit, turns=turns)


def _quarters(cells: Cells, year: str, no: str, which: str) -> Found:
    told = cells.reading.indicator(int(no))
    if told is None:
        raise LookupError(no)
    spans = {span.quarter: span.target for span in told.quarters if span.year == int(year)}
    turned = [(quarter, on) for of, quarter, on in _turned(cells, no) if of == int(year) and quarter]
    name, unit = _("%(year)s년 분기별 목표 %(no)s") % {"year": year, "no": no}, told.indicator.unit
    if which == "total":
        turns = [on for _quarter, on in turned]
        return _amount(_("%(name)s 계") % {"name": name}, spans.values(), unit, turns=turns)
    turns = [on for quarter, on in turned if quarter == int(which)]
    return _amount(f"{name} {which}/4", [spans.get(int(which))], unit, turns=turns)


def _actuals(cells: Cells, no: str, year: str) -> Found:
    told = cells.reading.indicator(int(no))
    span: Span | None = next((one for one in told.years if one.year == int(year)), None) if told else None
    if told is None or span is None:
        raise LookupError(no)
    label = _("확인지표 %(no)s 실적 %(year)s") % {"no": no, "year": _column(year)}
    return _amount(label, [span.actual], told.indicator.unit, moving=True)


def _performance(cells: Cells, no: str, what: str = "") -> Found:
    reading = cells.reading
    if no == "subtotal":
        return _rate(_("추진실적 총괄 소계"), reading.subtotal)
    if no == "total":
        return _rate(_("총 이행률"), reading.share_rate)
    told = reading.indicator(int(no))
    if told is None:
        raise LookupError(no)
    name = _("추진실적 총괄 %(no)s") % {"no": no}
    match what:
        case "rate":
            return _rate(_("%(name)s 사업 이행률") % {"name": name}, told.rate)
        case "weight":
            return _amount(_("%(name)s 비중") % {"name": name}, [told.indicator.weight], "%")
        case "target":
            years = [span.target for span in told.years]
            turns = [on for _year, quarter, on in _turned(cells, no) if not quarter]
            return _amount(_("%(name)s 목표") % {"name": name}, years, told.indicator.unit, turns=turns)
        case "actual":
            label = _("%(name)s 실적") % {"name": name}
            return _amount(label, [told.actual], told.indicator.unit, moving=True)
    raise LookupError(what)


def _table(cells: Cells, code: str, row: str, column: str) -> Found:
    table, rows = cells.tables[code], cells.rows[code]
    if row == "total":
        title = table.columns[int(column) - 1]
        label = _("%(name)s %(column)s 계") % {"name": table.title, "column": title}
        return _amount(label, [figure(each.cells[int(column) - 1]) for each in rows], table.unit)
    told = rows[int(row) - 1]
    if column == "total":
        label = _("%(name)s %(row)s 계") % {"name": table.title, "row": told.label}
        return _amount(label, [figure(cell) for cell in told.cells], table.unit)
    label = f"{table.title} {told.label} {table.columns[int(column) - 1]}"
    return _amount(label, [figure(told.cells[int(column) - 1])], table.unit)


def _figure(cells: Cells, code: str) -> Found:
    told = next((one for one in cells.figures if one.code == code), None)
    if told is None:
        raise LookupError(code)
    reckoned = sum_of(told, cells)
    text, turns = shown(reckoned.value, told.decimals), cells.turns if asks_plan(told.formula) else ()
    return Found(told.label, reckoned, text, moves(told.formula), turns)


def _turned(cells: Cells, no: str) -> list[tuple[int, int, date]]:
    """Of an indicator the years and quarters that an amendment changed, and from when."""
    return [(year, quarter, on) for of, year, quarter, on in cells.turned_targets if of == int(no)]


def _fund(fund: str, whole: str = "") -> str:
    return (whole or _("총계")) if fund == "total" else str(Fund(fund).label)


def _column(column: str) -> str:
    named = {"all": _("계"), "subtotal": _("소계"), "before": _("기투자"), "after": _("임기 후")}
    return named.get(column) or _("%(year)s년") % {"year": column}


PLACES: Mapping[str, Callable[..., Found]] = {
    "header": _cost,
    "investment": _investment,
    "execution": _execution,
    "targets": _targets,
    "quarters": _quarters,
    "actuals": _actuals,
    "performance": _performance,
    "tables": _table,
    "figures": _figure,
}
