"""표. Rows as a table for programs and spreadsheets: nothing in them is lost, and nothing in them runs."""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from io import StringIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from district.dates import local
from district.refusals import Refusal

type Cell = str | int | float | bool | date | datetime | list[str] | None
type Row = Sequence[Cell]

BOM = b"\xef\xbb\xbf"
ENCODINGS = ("utf-8-sig", "cp949")
MEDIA_TYPES = {
    "csv": "text/csv",
    "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
IN_MEMORY = 2**20
"""A larger sheet is kept on the disk while it is handed out."""
LONGEST_CELL = 32_767
"""What a spreadsheet takes into one cell."""
WIDEST, NARROWEST = 60, 10
MARK = "'"
# Signs with which a spreadsheet begins to compute, however much empty room stands before them.
_RUNS = re.compile(r"\s*['=+\-@＝＋－＠\t\r\n]")
# What XML has no place for, and the notation in which spreadsheets themselves escape it.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_NO_UTF8 = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\u\{([0-9A-F]+)\}")


class Column(NamedTuple):
    """One column: its name for programs, its title for people, and what stands in it."""

    name: str
    title: str | Promise
    note: str | Promise = ""


def answer(
    request: HttpRequest, name: str, columns: Sequence[Column], rows: Iterable[Row], asked: Mapping[str, str]
) -> HttpResponseBase:
    """The sheet as it was asked for, written once, handed out in pieces; unchanged, it is not sent."""
    form, enc = chosen(asked)
    # Of the rows and not of the bytes: a workbook says in itself when it was written.
    digest = sha256(f"{form} {enc} {[column.name for column in columns]}".encode())
    rows = _digested(rows, digest)
    # Whoever hands it out closes it.
    held = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    if form == "xlsx":
        write_xlsx(held, columns, rows, title=name)
    else:
        held.writelines(json_lines(columns, rows) if form == "json" else csv_lines(columns, rows, enc))
    held.seek(0)
    tag = f'"{digest.hexdigest()}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        held.close()
        return unchanged
    charset = {"csv": "; charset=cp949" if enc == "cp949" else "; charset=utf-8"}.get(form, "")
    response = FileResponse(
        held, as_attachment=True, filename=f"{name}.{form}", content_type=MEDIA_TYPES[form] + charset
    )
    response["ETag"], response["X-Content-Type-Options"] = tag, "nosniff"
    return response


def _digested(rows: Iterable[Row], digest: Any) -> Iterator[Row]:
    for row in rows:
        digest.update(repr(row).encode("utf-8", "backslashreplace"))
        yield row


def chosen(asked: Mapping[str, str]) -> tuple[str, str]:
    """The form and the writing that were asked for, or a refusal."""
    form, enc = asked.get("format") or "csv", asked.get("enc") or "utf-8-sig"
    if form not in MEDIA_TYPES or enc not in ENCODINGS:
        sentence = _("파일은 csv, json, xlsx 가운데에서, 글자는 utf-8-sig, cp949 가운데에서 골라 주세요.")
        raise Refusal("unknown_sheet", sentence, 422)
    return form, enc


def csv_lines(columns: Sequence[Column], rows: Iterable[Row], enc: str = "utf-8-sig") -> Iterator[bytes]:
    """Line by line, however many there are; each cell in quotes, none the beginning of a formula."""
    if enc not in ENCODINGS:
        raise LookupError(f"a sheet is not written in {enc!r}")
    held = StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    if enc == "utf-8-sig":
        yield BOM
    for row in _with_titles(columns, rows):
        writer.writerow([still(carried(cell, enc)) if isinstance(cell, str) else cell for cell in row])
        yield held.getvalue().encode("cp949" if enc == "cp949" else "utf-8")
        held.seek(0)
        held.truncate()


def json_lines(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """One object a row, in one list; numbers are numbers, and what is not known is null."""
    names = [column.name for column in columns]
    before = "[\n"
    for row in rows:
        told = dict(zip(names, map(_told, row), strict=True))
        # A letter that UTF-8 has no place for is written as JSON writes it.
        yield (before + json.dumps(told, ensure_ascii=False)).encode("utf-8", "backslashreplace")
        before = ",\n"
    yield ("[]\n" if before == "[\n" else "\n]\n").encode()


def write_xlsx(out: IO[bytes], columns: Sequence[Column], rows: Iterable[Row], title: str = "") -> None:
    """A workbook of one sheet, written row by row; every text is a text and no formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\\/*?:\[\]']", " ", title)[:31].strip() or "1")
    for place, column in enumerate(columns, 1):
        width = max(NARROWEST, 2 * len(str(column.title)) + 4)
        sheet.column_dimensions[get_column_letter(place)].width = min(width, WIDEST)
    sheet.freeze_panes = "A2"
    for n, row in enumerate(_with_titles(columns, rows)):
        sheet.append([_drawn(sheet, cell, head=n == 0) for cell in row])
    # What computes is told to Excel as text in each cell; what this program wrote, it says when.
    book.properties.creator = "Cheong"
    book.save(out)


def still(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one mark before it, which `unstill` takes away."""
    return MARK + text if _RUNS.match(text) else text


def unstill(text: str) -> str:
    """The text as it was."""
    return text.removeprefix(MARK)


def carried(text: str, enc: str) -> str:
    r"""The text with what this form cannot carry written out as \u{1F600}; `uncarried` undoes it."""
    text = text.replace("\\u{", "\\u{5C}u{")
    if enc == "xlsx":
        return _shortened(_NO_XML.sub(_escape, text))
    if enc == "cp949" and not _fits(text):
        return "".join(letter if _fits(letter) else _spelt(letter) for letter in text)
    return _NO_UTF8.sub(_escape, text)


def uncarried(text: str) -> str:
    """The text as it was."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _fits(text: str) -> bool:
    try:
        # There and back: a letter that comes home as another has not been carried.
        return text.encode("cp949").decode("cp949") == text
    except UnicodeError:
        return False


def _escape(found: re.Match[str]) -> str:
    return _spelt(found[0])


def _spelt(letter: str) -> str:
    return f"\\u{{{ord(letter):X}}}"


def _shortened(text: str) -> str:
    """Excel would cut it without a word; this says how much is missing."""
    if len(text) <= LONGEST_CELL:
        return text
    kept = LONGEST_CELL - 40
    return f"{text[:kept]}…\n[{len(text) - kept:,} more letters: CSV, JSON]"


def _with_titles(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[list[Any]]:
    yield [str(column.title) for column in columns]
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"{len(row)} cells for {len(columns)} columns")
        yield [_flat(cell) for cell in row]


def _flat(cell: Cell) -> str | int | float:
    """A cell as a table has it: dates as ISO writes them, several words in one line, nothing for nothing."""
    told = _told(cell)
    if told is None:
        return ""
    if isinstance(told, list):
        return "; ".join(told)
    return int(told) if isinstance(told, bool) else told


def _told(cell: Cell) -> str | int | float | bool | list[str] | None:
    if isinstance(cell, datetime):
        return local(cell).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell


def _drawn(sheet: Any, cell: str | float, *, head: bool) -> WriteOnlyCell:
    text = isinstance(cell, str)
    drawn = WriteOnlyCell(sheet, value=carried(cell, "xlsx") if isinstance(cell, str) else cell)
    if text:
        drawn.data_type = "s"  # else a text that begins with = is a formula to it
        drawn.alignment = Alignment(wrap_text=True, vertical="top")
    if head:
        drawn.font = Font(bold=True)
    return drawn
