"""문서. What the district prints, before it is a page, an HWPX, a PDF or a workbook: words in their order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from papers.words import clean

type Align = Literal["left", "center", "right", "justify"]
type Orientation = Literal["portrait", "landscape"]
DENSE = 14
"""Of more columns than these a letter has hardly any room beside the edges of its cell."""
EMPTY = "-"
"""What an official form writes where there is nothing to count."""


@dataclass(frozen=True, slots=True)
class Heading:
    """제목. Level 1 is the name of the paper, 2 and 3 what stands below it."""

    text: str
    level: Literal[1, 2, 3] = 1

    def __post_init__(self) -> None:
        _clean(self, "text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """문단. Words of the paper; sizes in points, distances in millimetres, 자간 in per cent of a letter."""

    text: str
    align: Align = "justify"
    size: float = 11
    bold: bool = False
    tracking: int = 0
    before: float = 0
    after: float = 2
    indent: float = 0

    def __post_init__(self) -> None:
        _clean(self, "text")
        if not 4 <= self.size <= 96 or not -50 <= self.tracking <= 50:
            raise ValueError(f"letters of {self.size} points, {self.tracking} % apart")


@dataclass(frozen=True, slots=True)
class Note:
    """비고. What explains the figures above it, in small letters."""

    text: str

    def __post_init__(self) -> None:
        _clean(self, "text")


@dataclass(frozen=True, slots=True)
class Cell:
    """칸. One cell of a table; a form may draw it over several columns or rows."""

    text: str | int | None = ""
    columns: int = 1
    rows: int = 1
    align: Align | None = None
    bold: bool = False
    head: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", _words(self.text))
        if self.columns < 1 or self.rows < 1:
            raise ValueError("a cell takes at least one place")

    @property
    def words(self) -> str:
        """What is printed in it."""
        return str(self.text)


type Row = Sequence[Cell | str | int | None]


@dataclass(frozen=True, slots=True)
class Column:
    """열. Its title, its share of the width, and on which side its words stand; `head`: it names its rows."""

    label: str
    width: float = 1
    align: Align = "center"
    head: bool = False

    def __post_init__(self) -> None:
        _clean(self, "label")
        if self.width <= 0:
            raise ValueError("a column has some width")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell where it stands: counted from nought, left to right, top to bottom."""

    cell: Cell
    row: int
    column: int
    align: Align
    head: bool
    shaded: bool
    """On grey: names above and beside the figures, but not the first word of each row of a long list."""


@dataclass(frozen=True, slots=True)
class Table:
    """표. Head rows that return on every page, the rows, and a total below them."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    heads: tuple[tuple[Cell, ...], ...] = ()
    total: tuple[Cell, ...] = ()
    caption: str = ""
    unit: str = ""
    headed: bool = True
    _laid: tuple[tuple[Placed, ...], ...] = field(default=(), repr=False, compare=False)

    def __init__(
        self,
        columns: Iterable[Column],
        rows: Iterable[Row] = (),
        *,
        heads: Iterable[Row] = (),
        total: Row = (),
        caption: str = "",
        unit: str = "",
        headed: bool = True,
    ) -> None:
        """Refuse a form whose cells do not fill it; `headed=False` is a form without head rows."""
        set_ = object.__setattr__
        set_(self, "columns", tuple(columns))
        set_(self, "rows", tuple(_row(row) for row in rows))
        given = tuple(_row(row) for row in heads) or (tuple(Cell(each.label) for each in self.columns),)
        set_(self, "heads", given if headed else ())
        set_(self, "total", _row(total))
        set_(self, "caption", clean(caption))
        set_(self, "unit", clean(unit))
        set_(self, "headed", headed)
        if not self.columns:
            raise ValueError("a table without columns")
        set_(self, "_laid", tuple(_laid(self)))

    @property
    def head_rows(self) -> int:
        """How many rows return on every page."""
        return len(self.heads)

    @property
    def laid(self) -> tuple[tuple[Placed, ...], ...]:
        """Every cell with its place, head rows and total included."""
        return self._laid

    @property
    def dense(self) -> bool:
        """Whether its cells are drawn closer and its letters smaller, as a chart of quarters needs."""
        return len(self.columns) > DENSE

    @property
    def shares(self) -> tuple[float, ...]:
        """The width of each column; together one."""
        whole = sum(column.width for column in self.columns)
        return tuple(column.width / whole for column in self.columns)


@dataclass(frozen=True, slots=True)
class Fields:
    """개요. Labels and what is said to each; `across` says how many pairs stand beside each other."""

    pairs: tuple[tuple[str, str], ...]
    across: int = 1
    label_share: float = 0.22
    caption: str = ""

    def __init__(
        self, pairs: Iterable[tuple[str, str]], across: int = 1, label_share: float = 0.22, caption: str = ""
    ) -> None:
        """Take the pairs as they come."""
        object.__setattr__(self, "pairs", tuple((clean(label), _words(words)) for label, words in pairs))
        object.__setattr__(self, "across", across)
        object.__setattr__(self, "label_share", label_share)
        object.__setattr__(self, "caption", clean(caption))

    @property
    def table(self) -> Table | None:
        """The form as it is drawn; none where nothing is said."""
        sides = [Column("", self.label_share), Column("", 1 - self.label_share, "left")]
        columns = [side for _n in range(self.across) for side in sides]
        rows: list[list[Cell]] = []
        for start in range(0, len(self.pairs), self.across):
            pairs = self.pairs[start : start + self.across]
            cells = [cell for label, words in pairs for cell in (Cell(label, head=True), Cell(words))]
            # The last pair of an odd number takes the rest of its line.
            cells[-1] = replace(cells[-1], columns=1 + 2 * (self.across - len(pairs)))
            rows.append(cells)
        return Table(columns, rows, caption=self.caption, headed=False) if rows else None


@dataclass(frozen=True, slots=True)
class Spacer:
    """여백. Empty room, in millimetres."""

    height: float


@dataclass(frozen=True, slots=True)
class PageBreak:
    """쪽 나눔. What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Signature:
    """서명란. Who answers for the paper: the office, the name, and (서명) or (인) where the hand goes."""

    office: str
    name: str = ""
    mark: Literal["(서명)", "(인)", "(서명 또는 인)", ""] = "(인)"
    align: Align = "right"
    size: float = 12

    def __post_init__(self) -> None:
        _clean(self, "office", "name")

    @property
    def text(self) -> str:
        """The line as it is read."""
        return "   ".join(part for part in (self.office, self.name, self.mark) if part)


@dataclass(frozen=True, slots=True)
class Seal:
    """직인 자리. The title of the office, and a dashed box beside it for its seal."""

    beside: str = ""
    words: str = "직인"
    size: float = 20
    box: float = 24

    def __post_init__(self) -> None:
        _clean(self, "beside", "words")


type Block = Heading | Paragraph | Note | Table | Fields | Spacer | PageBreak | Signature | Seal


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: what is on it, how it lies, and what stands in the foot of each page."""

    title: str
    blocks: tuple[Block, ...] = ()
    orientation: Orientation = "portrait"
    office: str = ""
    """In the foot of each page: the name of the district."""
    numbered: bool = True
    """Page numbers as official papers write them: - 1 -."""
    framed: bool = False
    """A double line around each page, as certificates have it."""
    written_at: datetime | None = None
    """Kept in the file; the same paper at the same time is the same bytes."""
    kept_as: str = ""
    """What it is kept as in the record: its number, or the mark of its row. In the file, not printed."""
    language: str = "ko"

    def __post_init__(self) -> None:
        _clean(self, "title", "office", "kept_as")
        object.__setattr__(self, "blocks", tuple(_without_empty_pages(self.blocks)))


def bound(documents: Sequence[Document], title: str) -> Document:
    """Several papers in one file, each beginning on a page of its own."""
    if not documents:
        return Document(title)
    blocks: list[Block] = []
    for document in documents:
        blocks += [PageBreak(), *document.blocks] if blocks else document.blocks
    return replace(documents[0], title=title, blocks=tuple(blocks), kept_as="")


def lines(document: Document) -> Iterator[str]:
    """What the paper says, in reading order: a line each paragraph and each row, cells parted by a tab."""
    for block in document.blocks:
        yield from said(block)


def text(document: Document) -> str:
    """What the paper says; every form of it says exactly this."""
    return "\n".join(lines(document))


def said(block: Block) -> Iterator[str]:
    """What one block says."""
    match block:
        case Heading() | Paragraph() | Note() | Signature():
            yield from filter(None, (block.text,))
        case Table():
            yield from _rows_said(block)
        case Fields():
            yield from _rows_said(block.table) if block.table else ()
        case Seal():
            yield "\t".join((block.beside, block.words))


def _rows_said(table: Table) -> Iterator[str]:
    yield from filter(None, (table.caption, table.unit))
    for row in table.laid:
        yield "\t".join(placed.cell.words for placed in row)


def _without_empty_pages(blocks: Iterable[Block]) -> Iterator[Block]:
    broken = True
    waiting: PageBreak | None = None
    for block in blocks:
        if isinstance(block, PageBreak):
            waiting = None if broken else block
            continue
        if waiting:
            yield waiting
        broken, waiting = False, None
        yield block


def _clean(block: object, *names: str) -> None:
    for name in names:
        object.__setattr__(block, name, clean(getattr(block, name)))


def _words(value: str | int | None) -> str:
    if value is None:
        return EMPTY
    return f"{value:,}" if isinstance(value, int) else clean(value)


def _row(cells: Row) -> tuple[Cell, ...]:
    return tuple(cell if isinstance(cell, Cell) else Cell(cell) for cell in cells)


def _laid(table: Table) -> Iterator[tuple[Placed, ...]]:
    """Find the place of every cell; what hangs down from above is passed by."""
    rows = [*table.heads, *table.rows, *([table.total] if table.total else [])]
    taken: set[tuple[int, int]] = set()
    for number, cells in enumerate(rows):
        # What begins in the head must end in it, for the head returns on every page.
        last = len(table.heads) if number < len(table.heads) else len(rows)
        yield tuple(_placed(table, number, cells, taken, last))


def _placed(
    table: Table, row: int, cells: tuple[Cell, ...], taken: set[tuple[int, int]], last: int
) -> Iterator[Placed]:
    width, column = len(table.columns), 0
    if not cells:
        raise ValueError(f"row {row + 1} of a table has no cell of its own")
    for cell in cells:
        while (row, column) in taken:
            column += 1
        places = {(row + down, column + right) for down in range(cell.rows) for right in range(cell.columns)}
        if column + cell.columns > width or row + cell.rows > last or places & taken:
            raise ValueError(f"row {row + 1} of a table is wider or longer than its form")
        taken |= places
        above = table.columns[column]
        in_head = row < len(table.heads)
        align = cell.align or ("center" if in_head else above.align)
        shaded = in_head or cell.head
        yield Placed(cell, row, column, align, shaded or above.head, shaded)
        column += cell.columns
    if any((row, place) not in taken for place in range(width)):
        raise ValueError(f"row {row + 1} of a table does not fill its {width} columns")
