"""In which order things are due: computed for each look from as little as the sum needs, never stored."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from district.calendar import add_working_days
from district.dates import day
from referrals import clocks
from referrals.models import Clock, Pause, Referral
from referrals.models.referral import ReferralQuerySet

WARNED_BEFORE = 3
"""How many working days before its day something is called soon due."""
# Later than any day: what stands still sorts behind what runs.
NEVER = date.max


class Place(NamedTuple):
    """Where one referral stands in the order by due day."""

    due: date
    pk: int
    department: int


def places_of(referrals: ReferralQuerySet, today: date) -> list[Place]:
    """The first due first, what stands still last; four statements, however many they are."""
    rows = list(referrals.order_by().values_list("pk", "department", "asked_at", "clock"))
    works = clocks.calendar_of([today, *(day(asked) for _pk, _department, asked, _clock in rows)])
    rules = Clock.objects.in_bulk({clock for *_facts, clock in rows})
    halts = _pauses(referrals)
    # Hundreds are asked on the same days: what was counted once is known.
    known: dict[tuple[date, int], date | None] = {}
    found = []
    for pk, department, asked, clock in rows:
        on, pauses = day(asked), halts.get(pk, ())
        last = clocks.last_day(on, rules[clock], pauses, works=works) if pauses else known.get((on, clock))
        if last is None and not pauses:
            last = known[on, clock] = clocks.last_day(on, rules[clock], works=works)
        found.append(Place(last or NEVER, pk, department))
    return sorted(found)


def _pauses(referrals: ReferralQuerySet) -> dict[int, list[Pause]]:
    found: defaultdict[int, list[Pause]] = defaultdict(list)
    for pause in Pause.objects.filter(referral__in=referrals.order_by().values("pk")):
        found[pause.referral_id].append(pause)
    return found


def soon_until(today: date) -> date:
    """The last day that is soon: no answer is due on a day off, so it is one on which offices are open."""
    return add_working_days(today, WARNED_BEFORE)


def late_in(places: Iterable[Place], today: date) -> int:
    """How many of them are over their day."""
    return sum(place.due < today for place in places)


def by_place(places: Iterable[Place]) -> list[Referral]:
    """Their files, in this order."""
    numbers = [place.pk for place in places]
    files = {each.pk: each for each in Referral.objects.with_file().filter(pk__in=numbers)}
    return [files[number] for number in numbers if number in files]
