"""관리카드 as one flat table for programs: section, row, column, value; cell by cell what the paper says."""

from collections.abc import Iterator

from papers.document import Document, Fields, Heading, Note, Paragraph, Placed, Table
from papers.sheet import Column
from papers.workbook import figure

COLUMNS = (
    Column("section", "구획"),
    Column("row", "줄"),
    Column("column", "칸"),
    Column("value", "값"),
)
DEEP = 3
type Line = list[str | int | float | None]


def rows(document: Document) -> Iterator[Line]:
    """Each cell of each table and each line of words, under the title below which it stands."""
    above, section = document.title, document.title
    for block in document.blocks:
        match block:
            case Heading():
                above = block.text if block.level < DEEP else above
                section = f"{above} / {block.text}" if block.level == DEEP else above
            case Paragraph() | Note():
                yield [section, None, None, block.text]
            case Table():
                yield from _cells(f"{section} / {block.caption}" if block.caption else section, block)
            case Fields():
                yield from _cells(section, block.table) if block.table else ()


def _cells(section: str, table: Table) -> Iterator[Line]:
    names = [placed for row in table.laid for placed in row if placed.head]
    body = [row for row in table.laid if row and row[0].row >= table.head_rows]
    for row in body:
        for placed in row:
            if not placed.head:
                yield [section, _row(placed, names, table), _column(placed, names, table), _value(placed)]


def _row(placed: Placed, names: list[Placed], table: Table) -> str | None:
    """The names to the left that reach this row; in a form without head rows the nearest alone."""
    beside = [name for name in _beside(placed, names) if name.row >= table.head_rows]
    return _said(beside if table.head_rows else beside[-1:])


def _column(placed: Placed, names: list[Placed], table: Table) -> str | None:
    """The titles above; in a form without head rows those between a name of several rows and the cell."""
    above = [
        name
        for name in names
        if name.row < placed.row and _over(name.column, name.cell.columns, placed.column)
    ]
    if table.head_rows:
        return _said([name for name in above if name.row < table.head_rows])
    tall = [name for name in _beside(placed, names) if name.cell.rows > 1]
    first = max((name.row for name in tall), default=placed.row)
    return _said([name for name in above if name.row >= first])


def _beside(placed: Placed, names: list[Placed]) -> list[Placed]:
    """The names to the left of a cell that reach its row."""
    return [
        name for name in names if name.column < placed.column and _over(name.row, name.cell.rows, placed.row)
    ]


def _over(start: int, reach: int, place: int) -> bool:
    return start <= place < start + reach


def _said(names: list[Placed]) -> str | None:
    return " ".join(" ".join(name.cell.words.split()) for name in names) or None


def _value(placed: Placed) -> str | int | float | None:
    """A figure as a number; `-` is nothing."""
    words = placed.cell.words
    if words in ("", "-"):
        return None
    number = figure(words)
    if number is None or number[1].endswith("%"):
        return words
    return number[0]
