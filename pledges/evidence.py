"""실적의 증빙. What one measure counted on a day: the very records, each with its day and its address."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from committees.models import Body, Meeting
from deliberation.models import Question
from district.dates import day, official
from pledges.happened import (
    ONE,
    counting_entries,
    given_to,
    happened,
    held_sessions,
    session_days,
)
from pledges.measures import count
from pledges.models import Measure
from pledges.rates import number
from pledges.when import said

NOUGHT = Decimal(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """증빙 하나. One record behind a count, and what it adds to it."""

    on: date | None
    """The day by which it counts; None where the record names none."""
    until: date | None
    when: str
    """As the record itself is dated."""
    title: str
    url: str
    n: Decimal
    """0 of what is listed and adds nothing; the note says why."""
    note: str = ""
    source: str = ""
    """What shows it, as it was entered; the record itself where the house keeps it."""


def evidence(measure: Measure, on: date) -> list[Piece]:
    """Everything that it counts up to that day, the last at the end; what they add is its value."""
    pledge = measure.indicator.pledge
    start, on = pledge.administration.start, pledge.runs_until(on)
    told: Iterable[Piece]
    match measure.kind:
        case Measure.Kind.MEETINGS:
            told = _meetings(measure, start, on)
        case Measure.Kind.ASSIGNMENTS:
            told = _assignments(measure)
        case Measure.Kind.QUESTIONS:
            told = _questions()
        case Measure.Kind.FORUMS:
            told = _forums()
        case _:
            return list(_entered(measure, start, on))
    return [piece for piece in told if piece.until is None or start <= piece.until <= on]


def _entered(measure: Measure, start: date, on: date) -> Iterator[Piece]:
    told = count(measure, happened([measure], [measure.indicator.pledge_id]), start, on)
    if measure.opening_on is not None and measure.opening_on <= on:
        yield _opening(measure, measure.opening_on, counts=told.opening is not None)
    home = measure.indicator.pledge.get_absolute_url()
    rows = counting_entries().filter(indicator=measure.indicator_id, ends_on__range=(start, on))
    for entry in rows.order_by("ends_on", "pk"):
        within = told.opening is not None and entry.ends_on <= told.opening_on
        yield Piece(
            on=entry.starts_on,
            until=entry.ends_on,
            when=entry.printed_when or said(entry),
            title=entry.title,
            url=f"{home}entries/#entry-{entry.pk}",
            n=NOUGHT if within else entry.count or NOUGHT,
            note=_("인쇄된 누계에 들어 있어 더하지 않습니다.") if within else "",
            source=entry.evidence,
        )


def _opening(measure: Measure, on: date, *, counts: bool) -> Piece:
    """The printed total: it is counted, unless the log says the same in more words."""
    opening = measure.opening or NOUGHT
    return Piece(
        on=on,
        until=on,
        when=official(on),
        title=_("인쇄된 누계 %(n)s") % {"n": number(opening)},
        url="",
        n=opening if counts else NOUGHT,
        note="" if counts else _("추진실적 일지를 더하면 이 누계와 같아, 일지로 셉니다."),
        source=measure.evidence,
    )


def _meetings(measure: Measure, start: date, on: date) -> list[Piece]:
    counted = happened([measure], []).counted(measure.body_id or 0, start, on)
    bodies = Prefetch("bodies", Body.objects.select_related("parent"))
    rows = Meeting.objects.select_related("round__convener").prefetch_related(bodies)
    meetings = rows.in_bulk([held.meeting for held, _adds in counted])
    told = []
    for held, adds in counted:
        meeting = meetings[held.meeting]
        note = "" if adds else _("같은 회차의 회의라 한 번만 셉니다.")
        when = meeting.printed_when or official(held.on)
        told.append(Piece(held.on, held.on, when, meeting.title, meeting.address, adds, note, meeting.source))
    return told


def _assignments(measure: Measure) -> Iterator[Piece]:
    for task in given_to([measure.body_id or 0]).order_by("given_at", "pk"):
        on = day(task.given_at) if task.given_at else task.starts_on
        when = task.printed_when or official(on)
        yield Piece(on, on, when, task.title, task.get_absolute_url(), ONE, source=task.source)


def _questions() -> Iterator[Piece]:
    rows = Question.objects.select_related("thread").order_by("thread__opens_at", "pk")
    for question in rows:
        on = day(question.opens_at)
        url = question.url or question.get_absolute_url()
        yield Piece(on, on, official(on), question.title, url, ONE)


def _forums() -> list[Piece]:
    told = []
    for session in held_sessions().select_related("forum").order_by("pk"):
        forum = session.forum
        days = session_days(session.opened_at, session.starts_at, forum.printed_when)
        first, last = days or (None, None)
        when = forum.printed_when if session.on_paper or first is None else official(first)
        title = _("%(forum)s %(ordinal)d회 %(title)s") % {
            "forum": forum.title, "ordinal": session.ordinal, "title": session.title,
        }  # fmt: skip
        url = forum.get_absolute_url() if session.on_paper else session.get_absolute_url()
        note = "" if days else _("열린 날을 알 수 없어 세지 않습니다.")
        told.append(Piece(first, last, when, title, url, ONE if days else NOUGHT, note, forum.source))
    return sorted(told, key=lambda piece: piece.until or date.min)
