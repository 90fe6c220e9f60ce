"""목표. Which of the planned and the amended figures hold on a day: the last that took effect by then."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from pledges.models import Target
from pledges.when import quarter_of

type Version[Place] = tuple[Place, Decimal | None, date | None, int | None]
"""What is promised at a place: the figure, and from when by which amendment; the plan has neither."""
type Place = tuple[int, int]
"""A year and a quarter; 0 is the whole year."""

PLAN: tuple[date, int] = (date.min, 0)


class Held(NamedTuple):
    """What holds at a place: the figure, and the planned one where an amendment stands in its place."""

    value: Decimal | None
    planned: Decimal | None = None
    amended: bool = False


NOTHING = Held(None)
# A thousand sheets promise the same few figures.
as_planned = lru_cache(maxsize=1024)(Held)


def in_force[Key: Hashable](versions: Iterable[Version[Key]], on: date) -> dict[Key, Held]:
    """Of each place the last version of that day; two of one day in the order of their numbers."""
    held: dict[Key, tuple[tuple[date, int], Decimal | None]] = {}
    plan: dict[Key, Decimal | None] = {}
    for place, value, effective_on, number in versions:
        since = PLAN if effective_on is None else (effective_on, number or 0)
        if effective_on is None:
            plan[place] = value
        elif effective_on > on:
            continue
        if place not in held or since > held[place][0]:
            held[place] = (since, value)
    return {
        place: as_planned(value) if since == PLAN else Held(value, plan.get(place), amended=True)
        for place, (since, value) in held.items()
    }


def before[Key: Hashable](
    versions: Iterable[Version[Key]], effective_on: date, number: int
) -> dict[Key, Held]:
    """What held at each place until the amendment of that number took effect on that day."""
    mine = (effective_on, number)
    return in_force((one for one in versions if one[2] is None or (one[2], one[3] or 0) < mine), date.max)


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """What is promised in all; nothing where nothing is."""
    told = [value for value in values if value is not None]
    return sum(told, Decimal(0)) if told else None


def standing[Rows: QuerySet[Any]](rows: Rows) -> Rows:
    """The plan, and of the amendments those that were enacted."""
    return rows.filter(Q(amendment=None) | Q(amendment__enacted_at__isnull=False))


def versions(pledges: Iterable[int], *, quarters: bool) -> Mapping[int, list[Version[Place]]]:
    """Every target of these pledges by indicator, planned or amended."""
    rows = standing(Target.objects.filter(indicator__pledge__in=list(pledges))).order_by()
    if not quarters:
        rows = rows.filter(quarter=0)
    told: dict[int, list[Version[Place]]] = {}
    for indicator, year, quarter, value, since, number in rows.values_list(
        "indicator_id", "year", "quarter", "value", "amendment__effective_on", "amendment__number"
    ).iterator(chunk_size=20_000):
        told.setdefault(indicator, []).append(((year, quarter), value, since, number))
    return told


def places(start: date, end: date) -> tuple[list[Place], list[Place]]:
    """The years of an administration and its quarters: 2022 begins with its third."""
    years = [(year, 0) for year in range(start.year, end.year + 1)]
    return years, list(_quarters(start, end))


def _quarters(start: date, end: date) -> Iterator[Place]:
    year, quarter = start.year, quarter_of(start)
    while (year, quarter) <= (end.year, quarter_of(end)):
        yield year, quarter
        year, quarter = (year, quarter + 1) if quarter < 4 else (year + 1, 1)
