"""Files of others as pledges: cards as JSON, lists as CSV or as a workbook."""

import csv
import json
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from committees.exchange.reading import decoded
from district.refusals import Refusal
from papers.sheet import unstill
from pledges.exchange.facts import read_facts
from pledges.exchange.lists import Line, read_list
from pledges.exchange.told import MOST_PLEDGES, Told

LONGEST_FILE = 10 * 2**20
LONGEST_UNPACKED = 100 * 2**20
DEEPEST = 40
WIDEST = 100
XLSX = b"PK\x03\x04"


def read(name: str, data: bytes) -> Told:
    """One file; refused with a code where it is none that this house can read."""
    if len(data) > LONGEST_FILE:
        raise Refusal("file_too_large", _("%s: 파일이 너무 큽니다.") % name, status=413)
    if data.startswith(XLSX):
        return _list(name, _of_workbook(name, data))
    text = decoded(name, data)
    if text.lstrip()[:1] in {"{", "["}:
        return read_facts(_object(name, text))
    return _list(name, _of_csv(name, text))


def _object(name: str, text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
        # What is kept must go out again: no NaN, no half of a character, no NUL.
        kept = json.dumps(told, allow_nan=False, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise Refusal("not_json", _("%s: 올바른 JSON이 아닙니다.") % name, status=422) from error
    if b"\\u0000" in kept or not isinstance(told, dict) or _is_deep(told):
        raise Refusal("bad_file", _("%s: 읽을 수 없는 파일입니다.") % name, status=422)
    return told


def _is_deep(told: Any, left: int = DEEPEST) -> bool:
    """Whether it goes on below what a card has; asked no further down than that."""
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return left == 0 or any(_is_deep(each, left - 1) for each in inner)


def _of_csv(name: str, text: str) -> list[list[str]]:
    try:
        rows = csv.reader(StringIO(text, newline=""), strict=True)
        return [[unstill(cell) for cell in row] for row in rows]
    except csv.Error as error:
        raise Refusal("bad_table", _("%s: 표를 읽을 수 없습니다.") % name, status=422) from error


def _of_workbook(name: str, data: bytes) -> list[list[str]]:
    """Its first sheet, as far as a list may be long."""
    try:
        with ZipFile(BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LONGEST_UNPACKED:
                raise Refusal("file_too_large", _("%s: 파일이 너무 큽니다.") % name, status=413)
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        return [_row(row) for row in _first(book.worksheets[0].iter_rows(max_col=WIDEST, values_only=True))]
    except Refusal:
        raise
    # A broken workbook breaks wherever it likes: in the archive, in its XML, in a cell.
    except (BadZipFile, KeyError, ValueError, TypeError, IndexError, OSError, SyntaxError) as error:
        raise Refusal("bad_table", _("%s: 표를 읽을 수 없습니다.") % name, status=422) from error


def _first(rows: Iterator[Sequence[Any]]) -> Iterator[Sequence[Any]]:
    for nth, row in enumerate(rows):
        if nth > MOST_PLEDGES + 50:
            return
        yield row


def _row(cells: Sequence[Any]) -> list[str]:
    return ["" if cell is None else unstill(_plain(cell)) for cell in cells]


def _plain(cell: Any) -> str:
    """A whole number of a spreadsheet is no fraction: 144, not 144.0."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _list(name: str, rows: list[list[str]]) -> Told:
    from_head = next(
        (n for n, row in enumerate(rows[:20]) if any(cell.strip() in _TITLES for cell in row)), None
    )
    if from_head is None:
        raise Refusal("no_titles", _("%s: 공약명이라는 열이 있어야 합니다.") % name, status=422)
    heads = [" ".join(cell.split()) for cell in rows[from_head]]
    lines: list[Line] = []
    for number, row in enumerate(rows[from_head + 1 :], from_head + 2):
        if len(row) > len(heads) and any(row[len(heads) :]):
            sentence = _("%(name)s %(line)d번째 줄: 칸 수가 맞지 않습니다.") % {"name": name, "line": number}
            raise Refusal("bad_table", sentence, status=422)
        lines.append((number, dict(zip(heads, row, strict=False))))
    return read_list(heads, lines)


_TITLES = frozenset({"공약명", "공약", "공약 이름", "title", "pledge"})
