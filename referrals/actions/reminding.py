"""What the clock brings: a letter before the day and one after it, each once."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from district.dates import day
from letters.models import Dispatch
from referrals.clocks import Calendar, calendar_of
from referrals.models import Referral
from referrals.notices import tell_late, tell_silent, tell_soon

WARNED_BEFORE = 3
type Deed = Callable[[str, Referral, datetime], None]


def due(at: datetime) -> None:
    """Tell of every answer that is due soon or late, those whose work it is."""
    reminders = list(_reminders(day(at)))
    names = [about for about, _referral, _tell in reminders]
    told = set(Dispatch.objects.filter(about__in=names).values_list("about", flat=True))
    for about, referral, deed in reminders:
        if about not in told:
            _remind(about, referral, deed, at)


@transaction.atomic
def _remind(about: str, referral: Referral, deed: Deed, at: datetime) -> None:
    # Under the lock: what is answered in this moment is neither late nor soon.
    referral = Referral.objects.locked().get(pk=referral.pk)
    if referral.is_standing:
        deed(about, referral, at)


def _reminders(today: date) -> Iterator[tuple[str, Referral, Deed]]:
    standing = list(Referral.objects.standing().with_file())
    works = calendar_of([today, *(day(each.asked_at) for each in standing)])
    for referral in standing:
        last = referral.due(works=works)
        if last is not None:
            yield from _of_its_day(referral, last, today, works)
        pause = referral.pause
        if pause is not None and pause.limit_on is not None and pause.limit_on < today:
            yield f"referral/{referral.pk}/pause/{pause.pk}", referral, tell_silent


def _of_its_day(
    referral: Referral, last: date, today: date, works: Calendar
) -> Iterator[tuple[str, Referral, Deed]]:
    """Named by day and department: a day that moves, or another office, is told anew."""
    about = f"referral/{referral.pk}/%s/{last.isoformat()}/{referral.department_id}"
    if last < today:
        yield about % "late", referral, tell_late
    elif (referral.days_left(today, works) or 0) <= WARNED_BEFORE:
        yield about % "soon", referral, tell_soon
