"""What the page of a pledge shows: one reading, and around it what was planned, done, changed and closed."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from district.dates import day
from pledges import book, days, differences, figures, passages
from pledges.book import PledgeReading
from pledges.models import Closing, FactTable, Pledge, ProgressEntry
from pledges.talking import talk
from pledges.templatetags.pledge import is_figure
from pledges.views.site_figures import figures_of
from pledges.views.site_history import amendments_of, timeline

LATEST = 5
HEADER = ("nature", "span", "timing", "ending", "agent")


def pledge_context(pledge: Pledge, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """A pledge as everybody may know it, on the day that was asked for, with its talk."""
    today, said = day(at), request.GET.get("on")
    on = days.day_asked(pledge, said, today)
    (reading,) = book.read([pledge], on)
    return {
        **talk(pledge, request, at),
        **fragment_context(reading, said),
        **printed(reading),
        "charges": list(pledge.charges.all()),
        "header_words": header_words(pledge),
        "amendments": amendments_of(pledge),
        "closings": Closing.objects.visible_to(None).filter(pledge=pledge),
        "topic": pledge.topic,
        "live_figures": not said and on == today,
        "today": today,
    }


def header_words(pledge: Pledge) -> str:
    """계속 · 임기 내 · 자치구: what the head of the card says in a word each."""
    told = [pledge.header.get(code) for code in HEADER]
    flat = [each for cell in told for each in (cell if isinstance(cell, list) else [cell]) if each]
    return " · ".join(flat)


def fragment_context(reading: PledgeReading, said: str | None) -> dict[str, Any]:
    """What moves while somebody reads: the figures, the plan and the newest doings."""
    pledge, on = reading.pledge, reading.on
    return {
        **figures_of(reading),
        "on": on,
        "asked_on": on.isoformat() if said else "",
        "timeline": timeline(pledge, on),
        **latest(pledge, on),
    }


def latest(pledge: Pledge, on: date) -> dict[str, Any]:
    """What was done last until that day, and how much there is of it in all."""
    entries = entries_until(pledge, on)
    newest = sorted(entries, key=lambda entry: (entry.ends_on, entry.starts_on, entry.no), reverse=True)
    return {"entries": newest[:LATEST], "entries_total": len(entries)}


def entries_until(pledge: Pledge, on: date) -> list[ProgressEntry]:
    """The whole log until that day, in the order of its kind and number; what is told twice says so."""
    entries = ProgressEntry.objects.visible_to(None).filter(pledge=pledge, ends_on__lte=on)
    return list(entries.select_related("indicator", "same_as"))


def printed(reading: PledgeReading) -> dict[str, Any]:
    """Further figures, tables and words of the card, and where the paper says otherwise."""
    pk = reading.pledge.pk
    told = figures.figures_of([reading])[pk]
    shown = {each.figure.code: each.sum.shown for each in told}
    tables = FactTable.objects.filter(pledge=pk).prefetch_related("rows")
    return {
        "differences": [each for each in differences.differences_of([reading])[pk] if each.differs],
        "figures": told,
        "tables": [table_rows(table) for table in tables],
        "passages": [(each, passages.said(each.text, shown)) for each in reading.pledge.passages.all()],
    }


def table_rows(table: FactTable) -> dict[str, Any]:
    """A table with every row as long as its head, and which of its columns hold numbers."""
    many = len(table.columns)
    padded: list[Any] = [(row.label, [*row.cells, *[""] * many][:many]) for row in table.rows.all()]
    numbers = [
        all(is_figure(cells[n]) for _label, cells in padded if cells[n] not in (None, ""))
        for n in range(many)
    ]
    return {
        "table": table,
        "columns": list(zip(table.columns, numbers, strict=True)),
        "rows": [(label, list(zip(cells, numbers, strict=True))) for label, cells in padded],
    }


def entries_context(pledge: Pledge, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The whole log, by its two kinds."""
    said = request.GET.get("on")
    on = days.day_asked(pledge, said, day(at))
    entries = entries_until(pledge, on)
    kinds = [
        (kind, label, [entry for entry in entries if entry.kind == kind])
        for kind, label in ProgressEntry.Kind.choices
    ]
    return {
        "pledge": pledge,
        "on": on,
        "asked_on": on.isoformat() if said else "",
        "kinds": [each for each in kinds if each[2]],
        "total": len(entries),
        "title": _("추진실적"),
    }
