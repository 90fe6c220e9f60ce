"""추진실적과 주민 참여 실적. What was done, as a list with its days, as lines, or as counts by channel."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from papers.document import Block, Cell, Paragraph, Table
from pledges.cells import figure
from pledges.documents.columns import Leaf, drawn, heads, leaves_of, row, titled
from pledges.documents.sheet import Sheet
from pledges.models import ProgressEntry
from pledges.when import said


def log(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """일정별 추진실적 or 주민 참여(소통) 실적, entry by entry."""
    kind = section.get("entries", ProgressEntry.Kind.PROGRESS)
    entries = [each for each in sheet.entries if each.kind == kind]
    if not entries:
        if section.get("empty"):
            yield Paragraph(section["empty"], align="left")
    elif section.get("lines"):
        yield from _lines(entries)
    else:
        groups = sheet.columns(section)
        rows = list(_rows(entries, leaves_of(groups)))
        yield from titled(section.get("title", ""))
        yield Table(drawn(groups), rows, heads=heads(groups))


def channels(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """How often residents were heard, by channel: as the table of the card has it, else as entries count."""
    groups = sheet.columns(section)
    counted = _counted(sheet, section)
    total = sum((each for each in counted.values() if each is not None), Decimal(0)) if counted else None

    def told(leaf: Leaf) -> str:
        if leaf.of == "total":
            return sheet.told(total)
        return sheet.told(counted.get(leaf.channel) or counted.get(leaf.label))

    yield from titled(section.get("title", ""))
    yield Table(drawn(groups), [row(groups, told)], heads=heads(groups), unit=section.get("unit", ""))
    yield from sheet.notes(f"tables.{section['code']}" if "code" in section else "channels")


def _counted(sheet: Sheet, section: Mapping[str, Any]) -> Mapping[str, Decimal | None]:
    """By the title of the column in a table that was entered, or by the channel of the entries."""
    table = next((each for each in sheet.tables if each.code == section.get("code")), None)
    if table is not None and (first := table.rows.first()) is not None:
        pairs = zip(table.columns, first.cells, strict=False)
        return {name: figure(cell) for name, cell in pairs}
    heard = (each for each in sheet.entries if each.kind == ProgressEntry.Kind.PARTICIPATION)
    told = Counter(each.channel for each in heard if each.channel and not each.is_echo)
    return {channel: Decimal(n) for channel, n in told.items()}


def _rows(entries: Sequence[ProgressEntry], leaves: Sequence[Leaf]) -> Iterator[list[Cell]]:
    """Below a day the entries of the same day that name none: the sheets print it once."""
    for _head, several in groupby(_headed(entries), lambda pair: pair[0]):
        same = [entry for _head, entry in several]
        for n, entry in enumerate(same):
            cells = []
            for leaf in leaves:
                if leaf.of != "when":
                    cells.append(Cell(_words(entry, leaf)))
                elif n == 0:
                    cells.append(Cell(said(entry).replace(" ~ ", " ~\n"), rows=len(same)))
            yield cells


def _headed(entries: Sequence[ProgressEntry]) -> Iterator[tuple[int, ProgressEntry]]:
    head, above = 0, None
    for entry in entries:
        if above is None or entry.printed_when or said(entry) != said(above):
            head = entry.pk
        above = entry
        yield head, entry


def _words(entry: ProgressEntry, leaf: Leaf) -> str:
    told = {"no": str(entry.no), "title": entry.title, "text": entry.text, "note": entry.note}
    return told[leaf.of]


def _lines(entries: Sequence[ProgressEntry]) -> Iterator[Block]:
    """- 2022. 7. : …, the year said once."""
    year = 0
    for entry in entries:
        when = said(entry)
        if entry.starts_on.year == year:
            when = when.removeprefix(f"{year}. ")
        year = entry.starts_on.year
        yield Paragraph(f"- {when} : {entry.text or entry.title}", align="left", after=0.5)
