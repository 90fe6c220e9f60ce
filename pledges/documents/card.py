"""공약 관리카드. The official form of a pledge as of a day, in the order of its form."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from district.models import District
from papers.document import Block, Cell, Column, Document, Heading, Note, Paragraph, Table
from pledges.card import fill
from pledges.documents import grids, log, performance, words
from pledges.documents.head import head
from pledges.documents.sheet import Sheet, sheet_of
from pledges.models import Pledge

type Draw = Callable[[Sheet, Mapping[str, Any]], Iterator[Block]]

SECTIONS: dict[str, Draw] = {
    "passages": words.passages,
    "table": words.table,
    "schedule": grids.schedule,
    "budget": grids.budget,
    "spending": grids.spending,
    "indicators": performance.indicators,
    "quarters": performance.quarters,
    "results": performance.results,
    "performance": performance.performance,
    "log": log.log,
    "channels": log.channels,
}


def card_of(pledge: Pledge, on: date, at: datetime) -> Document:
    """The card as it stands on that day, in the district's own language whoever asks."""
    with translation.override(settings.LANGUAGE_CODE):
        sheet = sheet_of(pledge, on)
        return Document(
            title=_("공약 관리카드 %(code)s %(title)s") % {"code": pledge.code, "title": pledge.title},
            blocks=tuple(_blocks(sheet)),
            office=District.current().full_name,
            written_at=at,
            kept_as=f"pledge/{pledge.pk}/{sheet.reading.on.isoformat()}",
        )


def _blocks(sheet: Sheet) -> Iterator[Block]:
    pledge, layout, on = sheet.pledge, sheet.layout, sheet.reading.on
    yield Heading(fill(layout.get("title", "{code} {title}"), code=pledge.code, title=pledge.title))
    told = {"term": pledge.administration.name, "on": f"{on.year}. {on.month}. {on.day}."}
    yield Paragraph(_("%(term)s · %(on)s 기준") % told, align="right", size=9, after=1)
    yield from head(sheet)
    for section in layout["sections"]:
        if section["kind"] == "heading":
            yield Heading(section["text"], section.get("level", 2))
        else:
            yield from SECTIONS[section["kind"]](sheet, section)
    yield from _sums(sheet)


def _sums(sheet: Sheet) -> Iterator[Block]:
    """붙임: the further figures of the card with their formulas, and every difference not told above."""
    notes = list(sheet.rest())
    if sheet.figures or notes:
        yield Heading(_("붙임: 계산값과 계산식"), 2)
    if sheet.figures:
        columns = [
            Column(_("이름"), 3, "left", head=True), Column(_("계산식"), 3.5, "left"),
            Column(_("값"), 1.5), Column(_("인쇄본")),
        ]  # fmt: skip
        yield Table(columns, [_figure(each) for each in sheet.figures])
    yield from notes
    if sheet.pledge.source:
        yield Note(_("※ 근거: %(source)s") % {"source": sheet.pledge.source})
    yield Note(
        _("※ 이행률과 합계는 이 날까지의 실적으로 다시 셈한 값이며, 보일 때만 소수 첫째 자리로 반올림합니다.")
    )


def _figure(reading: Any) -> list[Cell]:
    unit, words = reading.figure.unit, reading.sum.words
    value = reading.sum.shown + (unit if reading.sum.value is not None else "")
    return [
        Cell(reading.figure.label),
        Cell(words if words == reading.sum.exact else f"{words} = {reading.sum.exact}"),
        Cell(value),
        Cell(reading.printed or ""),
    ]
