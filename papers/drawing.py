"""A paper as HTML: the same marks for a page of the site and for the PDF; each has its own look."""

from collections.abc import Iterator
from typing import NamedTuple

from papers.document import (
    Block,
    Document,
    Fields,
    Heading,
    PageBreak,
    Paragraph,
    Placed,
    Signature,
    Spacer,
    Table,
)

LARGE = ((28, "doc-xxl"), (20, "doc-xl"), (14, "doc-l"), (10, ""), (0, "doc-s"))
ROOMS = ((20, "doc-room-l"), (8, "doc-room-m"), (0, "doc-room-s"))
INDENTS = ((11, "doc-in doc-in-3"), (7, "doc-in doc-in-2"), (0.1, "doc-in"))
LOWEST = 6
MANY = 6
# Rows that are not parted by the end of a page: a grid of a card is read at one glance.
SHORT = 12
# Letters across a page, and the lines from which a row, or a table of few rows, may be too long for one.
ACROSS, TALL = 46, 22


class Drawn(NamedTuple):
    """One block with the marks it is drawn by; `number` is its place, by which the PDF knows its measures."""

    kind: str
    block: Block
    number: int
    marks: str = ""
    level: int = 0
    table: "Grid | None" = None


class Square(NamedTuple):
    """One cell: which element it is, what it names, how far it reaches."""

    words: str
    head: bool
    scope: str
    marks: str
    columns: int
    rows: int


class Line(NamedTuple):
    """One row of a table."""

    cells: list[Square]
    marks: str


class Grid(NamedTuple):
    """A table: its widths in per cent, its head, its rows."""

    caption: str
    unit: str
    shares: list[str]
    heads: list[Line]
    rows: list[Line]
    whole: bool = False
    """Not parted by the end of a page."""


def sheets(document: Document, level: int = 1) -> list[list[Drawn]]:
    """The blocks of each sheet: a new one begins where a page is broken."""
    found: list[list[Drawn]] = [[]]
    for number, block in enumerate(document.blocks):
        if isinstance(block, PageBreak):
            found.append([])
        else:
            found[-1] += _drawn(block, number, level)
    return found


def _drawn(block: Block, number: int, level: int) -> Iterator[Drawn]:
    kind = type(block).__name__.lower()
    match block:
        case Heading():
            # A heading without words would be read out as nothing.
            if block.text:
                yield Drawn(kind, block, number, f"doc-h{block.level}", min(level + block.level - 1, LOWEST))
        case Table() | Fields():
            table = block.table if isinstance(block, Fields) else block
            if table:
                yield Drawn("table", block, number, _breadth(block), table=_grid(table))
        case _:
            yield Drawn(kind, block, number, _marks(block))


def _marks(block: Block) -> str:
    match block:
        case Paragraph():
            marks = [f"doc-{block.align}", _from(LARGE, block.size), "doc-bold" if block.bold else ""]
            return " ".join(filter(None, [*marks, _from(INDENTS, block.indent)]))
        case Spacer():
            return _from(ROOMS, block.height)
        case Signature():
            return f"doc-{block.align}"
    return ""


def _breadth(block: Table | Fields) -> str:
    """How a table is held on a telephone: a form folds, a wide one is pushed aside."""
    if isinstance(block, Fields):
        return "doc-fields"
    marks = ["doc-many" if len(block.columns) > MANY else "", "doc-dense" if block.dense else ""]
    return " ".join(filter(None, marks))


def _from(steps: tuple[tuple[float, str], ...], size: float) -> str:
    return next((mark for least, mark in steps if size >= least), "")


def _grid(table: Table) -> Grid:
    # Without an end, a third is more digits than a width has.
    shares = [f"{share * 100:.2f}%" for share in table.shares]
    lines = [_line(table, number, row) for number, row in enumerate(table.laid)]
    high = sum(max((_lines(table, placed) for placed in row), default=0) for row in table.laid)
    whole = len(lines) <= SHORT and high <= TALL
    return Grid(table.caption, table.unit, shares, lines[: table.head_rows], lines[table.head_rows :], whole)


def _line(table: Table, number: int, row: tuple[Placed, ...]) -> Line:
    total = "doc-total" if table.total and number == len(table.laid) - 1 else ""
    # A row that may be longer than a page has to be divided, or the head above it would be left out.
    tall = "doc-tall" if any(_lines(table, placed) > TALL for placed in row) else ""
    return Line([_square(table, placed) for placed in row], " ".join(filter(None, (total, tall))))


def _lines(table: Table, placed: Placed) -> float:
    cell = placed.cell
    across = sum(table.shares[placed.column : placed.column + cell.columns]) * ACROSS
    return cell.words.count("\n") + len(cell.words) / max(across, 1)


def _square(table: Table, placed: Placed) -> Square:
    cell = placed.cell
    scope = ""
    if placed.head:
        above = placed.row < table.head_rows
        across, one, several = (cell.columns, "col", "colgroup") if above else (cell.rows, "row", "rowgroup")
        scope = several if across > 1 else one
    marks = (
        f"doc-{placed.align}" + (" doc-bold" if cell.bold else "") + (" doc-name" if placed.shaded else "")
    )
    return Square(cell.words, placed.head, scope, marks, cell.columns, cell.rows)
