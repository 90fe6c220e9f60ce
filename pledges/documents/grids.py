"""투자계획, 집행액, 추진일정. The grids of a card: whose money in which year, which step in which quarter."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from papers.document import Block, Cell, Column, Note, Table
from pledges.documents.columns import Group, Leaf, drawn, heads, leaves_of, titled
from pledges.documents.sheet import Sheet
from pledges.models import BudgetLine, Fund, Milestone
from pledges.money import Grid, GridRow
from pledges.rates import Sum
from pledges.when import span_days

BAR = "■"


def budget(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """투자계획, as it holds on that day."""
    groups = sheet.columns(section)
    grid = sheet.reading.money.plan_grid(sheet.years)
    rows = _rows(sheet, section, groups, grid)
    if sheet.reading.money.plan_total is None and section.get("empty"):
        name, *_cells = rows[0]
        rows[0] = [name, Cell(section["empty"], columns=len(leaves_of(groups)))]
    yield from _table(section, groups, rows)
    yield from _amended(sheet)
    yield from sheet.notes("investment")


def spending(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """예산 집행액 of all years, and what share of the plan it is: of all of it, and of the plan to date."""
    groups, money = sheet.columns(section), sheet.reading.money
    rows = _rows(sheet, section, groups, money.spent_grid(sheet.years))
    across = len(leaves_of(groups))
    for label, rate in (
        (_("집행률\n(총계획)"), money.rate),
        (_("집행률\n(%(year)s년까지)") % {"year": sheet.reading.on.year}, money.rate_to_date),
    ):
        rows.append([Cell(label, head=True), Cell(_rate(rate), columns=across)])
    yield from _table(section, groups, rows)
    yield from sheet.notes("execution")


def schedule(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """추진일정: a row each step, a column each quarter, a bar where it is planned."""
    quarters = _quarters(sheet, whole=section.get("whole_years", False))
    by_year: dict[int, list[int]] = {}
    for year, quarter in quarters:
        by_year.setdefault(year, []).append(quarter)
    first, last = section.get("first", ""), section.get("note", "")
    columns = [
        Column("", 0.6, head=True),
        Column("", 4.4, "left", head=True),
        *(Column("", 0.62) for _each in quarters),
    ]
    above = [Cell(first, columns=2, rows=2)]
    above += [Cell(sheet.called(year), columns=len(several)) for year, several in by_year.items()]
    rows = [_step(step, quarters) for step in sheet.pledge.milestones.all()]
    if last:
        columns.append(Column("", 1.8))
        above.append(Cell(last, rows=2))
        rows = [
            [*row, Cell(_done(step))] for row, step in zip(rows, sheet.pledge.milestones.all(), strict=True)
        ]
    below = [Cell(str(quarter)) for _year, quarter in quarters]
    if rows:
        yield from titled(section.get("title", ""))
        yield Table(columns, rows, heads=[above, below])
    if any(step.starts_on is None for step in sheet.pledge.milestones.all()):
        yield Note(_("※ 기간을 적지 않은 일정의 칸은 비워 둡니다."))


def _table(section: Mapping[str, Any], groups: list[Group], rows: list[list[Cell]]) -> Iterator[Block]:
    above, *below = heads(groups)
    first = Cell(section.get("first", ""), rows=1 + len(below))
    columns = [Column("", 1.5), *drawn(groups)]
    yield from titled(section.get("title", ""))
    yield Table(columns, rows, heads=[[first, *above], *below], unit=section.get("unit", ""))


def _rows(sheet: Sheet, section: Mapping[str, Any], groups: list[Group], grid: Grid) -> list[list[Cell]]:
    by_fund = {row.fund or "all": row for row in grid.rows}
    return [
        [
            Cell(fund["label"], head=True),
            *(Cell(_amount(sheet, by_fund[fund["fund"]], leaf)) for leaf in leaves_of(groups)),
        ]
        for fund in section["funds"]
    ]


def _amount(sheet: Sheet, row: GridRow, leaf: Leaf) -> str:
    told = {"total": row.total, "before": row.before, "term": row.subtotal, "after": row.after}
    if leaf.of == "years":
        return sheet.told(row.years[sheet.years.index(leaf.key)])
    return sheet.told(told[leaf.of])


def _rate(rate: Sum) -> str:
    return f"{rate.shown}%  ({rate.words})" if rate.value is not None else rate.shown


def _amended(sheet: Sheet) -> Iterator[Note]:
    """Both versions stay visible: what an amendment has put in the place of what."""
    for (fund, span, year), planned in sheet.reading.money.amended.items():
        held = sheet.reading.money.planned.get((fund, span, year))
        if held != planned:
            when = str(year) if year else str(BudgetLine.Span(span).label)
            told = {
                "when": when,
                "fund": Fund(fund).label,
                "planned": sheet.told(planned),
                "held": sheet.told(held),
            }
            yield Note(_("※ 변경: %(when)s %(fund)s 투자계획 %(planned)s → %(held)s") % told)


def _quarters(sheet: Sheet, *, whole: bool) -> list[tuple[int, int]]:
    term = sheet.pledge.administration
    end = date(term.end.year, 12, 31) if whole else term.end
    told = ((year, quarter) for year in sheet.years for quarter in range(1, 5))
    return [each for each in told if span_days(*each)[1] >= term.start and span_days(*each)[0] <= end]


def _step(step: Milestone, quarters: list[tuple[int, int]]) -> list[Cell]:
    return [Cell(str(step.order)), Cell(step.title), *(Cell(_bar(step, each)) for each in quarters)]


def _bar(step: Milestone, quarter: tuple[int, int]) -> str:
    if step.starts_on is None or step.ends_on is None:
        return ""
    first, last = span_days(*quarter)
    return BAR if step.starts_on <= last and step.ends_on >= first else ""


def _done(step: Milestone) -> str:
    if step.done_on is None:
        return ""
    return _("%(year)d. %(month)d. 완료") % {"year": step.done_on.year, "month": step.done_on.month}
