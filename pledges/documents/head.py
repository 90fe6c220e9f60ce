"""머리칸. The head of a card: what is ticked, what it costs, where it stands, who answers for it."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby
from typing import Any

from papers.document import Block, Cell, Column, Table
from pledges.card import BOX, TICKED, chosen
from pledges.documents.sheet import Sheet
from pledges.money import GridRow


def head(sheet: Sheet) -> Iterator[Block]:
    """The rows of the form, each cell filled from the pledge."""
    told = sheet.layout["head"]
    rows = [[_cell(cell, sheet) for cell in row] for row in told["rows"]]
    yield Table([Column("", width, "left") for width in told["widths"]], rows, headed=False)
    yield from sheet.notes("header")


def _cell(cell: Mapping[str, Any], sheet: Sheet) -> Cell:
    reach = {"columns": cell.get("columns", 1), "rows": cell.get("rows", 1)}
    if "label" in cell:
        return Cell(cell["label"], align="center", head=True, **reach)
    return Cell(cell.get("before", "") + _words(cell, sheet), align=cell.get("align"), **reach)


def _words(cell: Mapping[str, Any], sheet: Sheet) -> str:
    if "code" in cell:
        told = chosen(sheet.pledge.header.get(cell["code"]))
        return _boxes(cell["choices"], told) if "choices" in cell else "".join(told)
    if cell["of"] == "cost":
        return sheet.told(_of_fund(sheet, cell.get("fund", "all")).total)
    return _OF_THE_HOUSE[cell["of"]](sheet)


def _statuses(sheet: Sheet) -> str:
    """Every status of the form, the one in which it stands ticked."""
    statuses = sorted(sheet.pledge.form.statuses.all(), key=lambda each: each.order)
    return _boxes([each.label for each in statuses], [sheet.pledge.status.label])


def _boxes(choices: list[Any], told: list[str]) -> str:
    """□ 신규 ■ 계속; what belongs to a choice stands behind it in brackets."""
    words = []
    for each in choices:
        if isinstance(each, dict):
            words.append(f"{_box(each['label'], told)} ({_boxes(each['choices'], told)})")
        else:
            words.append(_box(each, told))
    return " ".join(words)


def _box(label: str, told: list[str]) -> str:
    return f"{TICKED if label in told else BOX} {label}"


def _charges(sheet: Sheet) -> str:
    """Offices and never names; each department a line of its own."""
    lines = [
        " · ".join(charge.label for charge in charges)
        for _department, charges in groupby(sheet.pledge.charges.all(), lambda each: each.department_id)
    ]
    return "\n".join(lines)


def _of_fund(sheet: Sheet, fund: str) -> GridRow:
    rows = sheet.reading.money.plan_grid(sheet.years).rows
    return next(row for row in rows if row.fund == ("" if fund == "all" else fund))


_OF_THE_HOUSE: dict[str, Callable[[Sheet], str]] = {
    "code": lambda sheet: sheet.pledge.code,
    "title": lambda sheet: sheet.pledge.title,
    "department": lambda sheet: sheet.pledge.department.name,
    "status": _statuses,
    "status_word": lambda sheet: sheet.pledge.status.label,
    "charges": _charges,
}
