"""When the time that was given is over; pure, but for the district's calendar."""

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from district.calendar import works_between
from district.dates import day as day_of

if TYPE_CHECKING:
    from referrals.models import Clock, Pause

type Span = tuple[date, date]
"""From the first day that does not count to the day on which the clock runs again."""

type Calendar = Callable[[date], bool]
"""Whether the offices are open on a day."""

LONGEST = 36_600
DAY = timedelta(days=1)
FAR = timedelta(days=400)


def calendar_of(days: Iterable[date]) -> Calendar:
    """The district's days from the first of these to well behind the last, read once and not day by day."""
    known = list(days)
    return works_between(min(known), max(known) + FAR)


def due(
    start: date,
    clock: "Clock",
    pauses: Sequence[Span] = (),
    works: Calendar | None = None,
) -> date:
    """The last day: paused days are not counted, and nothing ends on a day off."""
    works = works or calendar_of([start])
    in_working_days = clock.unit == clock.Unit.WORKING_DAY
    remaining = days_of(start, clock)
    day = start - DAY if clock.first_counts else first_day(start, pauses)
    for _step in range(LONGEST):
        day += DAY
        rests = any(first <= day < again for first, again in pauses)
        if not rests and (remaining > 0 if not in_working_days else works(day)):
            remaining -= 1
        if remaining <= 0 and not rests and works(day):
            return day
    raise OverflowError("the calendar ended")


def last_day(
    asked: date,
    clock: "Clock",
    pauses: "Iterable[Pause]" = (),
    on: date | None = None,
    works: Calendar | None = None,
) -> date | None:
    """The last day for an answer; none while a supplement is awaited, unless it came `on` that day."""
    spans, waits = [], None
    for pause in pauses:
        span = pause.span(on)
        if span is None:
            waits = day_of(pause.began_at)
        else:
            spans.append(span)
    last = due(asked, clock, spans, works)
    return last if waits is None or last < waits else None


def days_of(start: date, clock: "Clock") -> int:
    """How many days are to be counted; a month ends on the day of its number, or on its last."""
    if clock.unit != clock.Unit.MONTH:
        return clock.amount
    years, month = divmod(start.month - 1 + clock.amount, 12)
    year, month = start.year + years, month + 1
    last = min(start.day, monthrange(year, month)[1])
    return (date(year, month, last) - start).days


def first_day(start: date, pauses: Sequence[Span]) -> date:
    """The day that is not counted: one that rests gives way to the day on which the clock runs."""
    for first, again in sorted(pauses):
        if first <= start < again:
            start = again
    return start
