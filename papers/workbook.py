"""통합문서. A paper as a workbook: a sheet each table, every word in its order, figures as figures."""

import io
import re
from collections.abc import Iterable, Iterator
from math import ceil
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from papers.document import Block, Document, Fields, Heading, Note, Placed, Table, said
from papers.sheet import carried

# The width of a landscape page in letters of a spreadsheet; columns share it.
LETTERS = {"portrait": 88, "landscape": 134}
LINE = 15.5
UNNAMED = "문서"
_UNFIT_IN_TITLES = re.compile(r"[\\/*?:\[\]']")
# What looks the same when a spreadsheet writes it: no leading noughts, thousands parted all or not at all.
_FIGURE = re.compile(r"-?(?:0|[1-9]\d{0,14}|[1-9]\d{0,2}(?:,\d{3}){1,4})(\.\d{1,6})?(%)?")
_THIN, _THICK = Side("thin"), Side("medium")
_GREY, _PALE = PatternFill("solid", "EEEEEE"), PatternFill("solid", "F7F7F7")


class Sheet(NamedTuple):
    """One sheet: the words above a table, the table, and the notes below it."""

    title: str
    blocks: list[Block]

    @property
    def table(self) -> Table | None:
        """The table whose columns are those of the sheet."""
        return next((block for block in self.blocks if isinstance(block, Table)), None)


class Across(NamedTuple):
    """How many columns a sheet has, and how many letters they hold together."""

    columns: int
    letters: int


class Manner(NamedTuple):
    """How a line of words stands across a sheet."""

    align: str = "left"
    size: float = 11
    bold: bool = False


def write(document: Document) -> bytes:
    """The paper as a workbook that prints as it reads."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in tables(document):
        _fill(book.create_sheet(sheet.title), sheet, document)
    book.properties.creator, book.properties.title = (
        document.office or "Cheong",
        carried(document.title, "xlsx"),
    )
    book.properties.keywords = carried(document.kept_as, "xlsx") or None
    if document.written_at:
        book.properties.created = document.written_at.replace(microsecond=0)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def tables(document: Document) -> list[Sheet]:
    """The sheets of a paper: each ends with its table and the notes that belong to it."""
    parts: list[list[Block]] = [[]]
    for block in document.blocks:
        has_table = any(isinstance(each, Table) for each in parts[-1])
        if has_table and not isinstance(block, Note):
            parts.append([])
        parts[-1].append(block)
    if len(parts) > 1 and not any(isinstance(block, Table) for block in parts[-1]):
        # What stands below the last table stays with it.
        last = parts.pop()
        parts[-1] += last
    taken: set[str] = set()
    return [Sheet(_title(part, document, taken), part) for part in parts]


def figure(text: str) -> tuple[float, str] | None:
    """The number that a text is, and the form in which a spreadsheet writes it as that very text."""
    found = _FIGURE.fullmatch(text)
    if found is None:
        return None
    decimals, per_cent = found[1] or "", found[2] or ""
    value = float(text.replace(",", "").removesuffix("%"))
    if value == 0 and text.startswith("-"):
        return None
    whole = "#,##0" if "," in text or abs(value) < 1000 else "0"
    form = whole + ("." + "0" * (len(decimals) - 1) if decimals else "") + per_cent
    if per_cent:
        return value / 100, form
    return (value if decimals else int(value)), form


def _title(blocks: Iterable[Block], document: Document, taken: set[str]) -> str:
    """What the tab of a sheet says; a workbook has no two alike."""
    table = next((block for block in blocks if isinstance(block, Table)), None)
    heads = [block.text for block in blocks if isinstance(block, Heading)]
    words = (table.caption if table else "") or (heads[-1] if heads else "") or document.title
    words = " ".join(_UNFIT_IN_TITLES.sub(" ", carried(words, "xlsx")).split()) or UNNAMED
    title, number = words[:31].strip(), 2
    while title.lower() in taken:
        title, number = f"{words[:26].strip()} ({number})", number + 1
    taken.add(title.lower())
    return title


def _fill(page: Any, sheet: Sheet, document: Document) -> None:
    table, row = sheet.table, 1
    shares = table.shares if table else (0.22, 0.28, 0.22, 0.28)
    across = Across(len(shares), LETTERS[document.orientation])
    for column, share in enumerate(shares, 1):
        page.column_dimensions[get_column_letter(column)].width = max(6.0, round(share * across.letters, 1))
    for block in sheet.blocks:
        if isinstance(block, Table):
            row = _draw(page, block, _above(page, block, row, across))
        elif isinstance(block, Fields):
            row = _pairs(page, block, row, across)
        else:
            for words in said(block):
                _say(page, row, words.replace("\t", "  "), across, _manner(block))
                row += 1
    _set_out(page, document)


def _manner(block: Block) -> Manner:
    if isinstance(block, Heading):
        return Manner("center" if block.level == 1 else "left", {1: 16, 2: 13, 3: 12}[block.level], True)
    if isinstance(block, Note):
        return Manner(size=9)
    return Manner(getattr(block, "align", "center"), 11, getattr(block, "bold", False))


def _say(page: Any, row: int, words: str, across: Across, manner: Manner) -> None:
    """One line of words across the sheet."""
    cell = _put(page, row, 1, words)
    cell.font = Font(bold=manner.bold, size=manner.size)
    cell.alignment = Alignment(horizontal=manner.align, vertical="center", wrap_text=True)
    if across.columns > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across.columns)
    # A spreadsheet does not make room by itself where cells are joined.
    lines = sum(max(1, ceil(len(line) * 2 / across.letters)) for line in words.split("\n"))
    page.row_dimensions[row].height = LINE * lines * max(manner.size / 11, 1)


def _above(page: Any, table: Table, row: int, across: Across) -> int:
    for words, manner in ((table.caption, Manner(bold=True)), (table.unit, Manner("right", 9))):
        if words:
            _say(page, row, words, across, manner)
            row += 1
    return row


def _pairs(page: Any, fields: Fields, row: int, across: Across) -> int:
    table = fields.table
    if table is None:
        return row
    row = _above(page, table, row, across)
    for line in table.laid:
        for number, placed in enumerate(line):
            cell = _put(page, row, number + 1, placed.cell.words)
            _dress(cell, placed.align, bold=placed.shaded, fill=_GREY if placed.shaded else None)
        if len(line) < across.columns:
            page.merge_cells(start_row=row, start_column=len(line), end_row=row, end_column=across.columns)
        row += 1
    return row


def _draw(page: Any, table: Table, first: int) -> int:
    for number, line in enumerate(table.laid):
        total = bool(table.total) and number == len(table.laid) - 1
        for placed in line:
            _cell(page, placed, first, total=total, head=number < table.head_rows)
    if table.head_rows:
        page.print_title_rows = f"{first}:{first + table.head_rows - 1}"
    return first + len(table.laid)


def _cell(page: Any, placed: Placed, first: int, *, total: bool, head: bool) -> None:
    row, column = first + placed.row, placed.column + 1
    cell = _put(page, row, column, placed.cell.words, figures=not head)
    fill = _GREY if placed.shaded else _PALE if total else None
    _dress(cell, placed.align, bold=placed.shaded or placed.cell.bold or total, fill=fill)
    right, below = column + placed.cell.columns - 1, row + placed.cell.rows - 1
    if (right, below) != (column, row):
        page.merge_cells(start_row=row, start_column=column, end_row=below, end_column=right)


def _put(page: Any, row: int, column: int, words: str, *, figures: bool = False) -> Any:
    cell = page.cell(row, column)
    number = figure(words) if figures else None
    if number is not None:
        cell.value, cell.number_format = number
    elif words:
        cell.value = carried(words, "xlsx")
        cell.data_type = "s"  # else a text that begins with = is a formula to it
    return cell


def _dress(cell: Any, align: str, *, bold: bool, fill: PatternFill | None) -> None:
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    cell.font = Font(bold=bold, size=10)
    cell.border = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
    if fill is not None:
        cell.fill = fill


def _set_out(page: Any, document: Document) -> None:
    """How it prints: A4, as wide as the page, with the foot of the paper."""
    page.page_setup.paperSize, page.page_setup.orientation = page.PAPERSIZE_A4, document.orientation
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    if document.numbered:
        page.oddFooter.center.text = "- &P -"
    if document.office:
        page.oddFooter.left.text = " ".join(carried(document.office, "xlsx").split()).replace("&", "&&")


def shown(cells: Iterable[Any]) -> Iterator[str]:
    """What a row shows to whoever opens the workbook: figures in the form they were given."""
    for cell in cells:
        yield _shown(cell.value, cell.number_format)


def _shown(value: Any, form: str) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    per_cent, decimals = form.endswith("%"), len(form.rstrip("%").partition(".")[2])
    grouped = "," if "," in form else ""
    return f"{value * (100 if per_cent else 1):{grouped}.{decimals}f}" + ("%" if per_cent else "")
