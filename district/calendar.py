"""Days of the district, and which of them are worked."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache

import holidays

from district.dates import day
from district.models import Holiday

__all__ = ["add_working_days", "day", "is_working_day", "working_days_between", "works_between"]


def is_working_day(on: date) -> bool:
    """Whether the offices are open on that day."""
    return _worked(on, _own_days(on, on))


def works_between(start: date, end: date) -> Callable[[date], bool]:
    """The same question for many days of one span, with the district's own days read once."""
    own = _own_days(start, end)
    return lambda on: _worked(on, own) if start <= on <= end else is_working_day(on)


def add_working_days(start: date, days: int, *, first_counts: bool = False) -> date:
    """The day on which so many working days are over."""
    remaining = days
    for on in _working_days_from(start if first_counts else start + timedelta(days=1)):
        remaining -= 1
        if remaining <= 0:
            return on
    raise OverflowError("the calendar ended")


def working_days_between(start: date, end: date) -> int:
    """How many days from one to the other, both included, the offices are open."""
    own = _own_days(start, end)
    span = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return sum(_worked(on, own) for on in span)


def _working_days_from(start: date) -> Iterator[date]:
    own: dict[date, bool] = {}
    read_until = start
    on = start
    while True:
        # A year's own holidays are read at once, or a long count would ask once a day.
        if on >= read_until:
            read_until = on + timedelta(days=366)
            own = _own_days(on, read_until)
        if _worked(on, own):
            yield on
        on += timedelta(days=1)


def _own_days(start: date, end: date) -> dict[date, bool]:
    return dict(Holiday.objects.filter(date__range=(start, end)).values_list("date", "is_off"))


def _worked(on: date, own: dict[date, bool]) -> bool:
    if on in own and on.weekday() < 5:
        return not own[on]
    return _worked_by_law(on)


def _worked_by_law(on: date) -> bool:
    return on.weekday() < 5 and on not in _public_holidays(on.year)


@lru_cache(maxsize=16)
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("KR", years=year))
