"""What the clock brings: a letter before the day, after it, and to each hand it waits for; each once."""

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction

from district.dates import day
from letters.models import Dispatch
from referrals.models import Pause, Referral, Step
from referrals.notices import tell_late, tell_silent, tell_soon, tell_turn, turn_of, vacant_of
from referrals.offices import Offices
from referrals.places import places_of, soon_until

type Deed = Callable[[str, Referral, datetime], None]
type Reminder = tuple[str, int, Deed]


def due(at: datetime) -> None:
    """Tell of every answer that is due soon or late, or waits for a hand, those whose work it is."""
    reminders = [*_of_days(day(at)), *_of_pauses(day(at)), *_of_hands(day(at))]
    names = [about for about, _referral, _tell in reminders]
    told = set(Dispatch.objects.filter(about__in=names).values_list("about", flat=True))
    for about, referral, deed in reminders:
        if about not in told:
            _remind(about, referral, deed, at)


@transaction.atomic
def _remind(about: str, pk: int, deed: Deed, at: datetime) -> None:
    # Under the lock: what is answered in this moment is neither late nor soon.
    referral = Referral.objects.locked().get(pk=pk)
    if referral.is_standing:
        deed(about, referral, at)


def _of_days(today: date) -> Iterator[Reminder]:
    """Named by day and department: a day that moves, or another office, is told anew."""
    last = soon_until(today)
    for place in places_of(Referral.objects.standing(), today):
        about = f"referral/{place.pk}/%s/{place.due.isoformat()}/{place.department}"
        if place.due < today:
            yield about % "late", place.pk, tell_late
        elif place.due <= last:
            yield about % "soon", place.pk, tell_soon


def _of_pauses(today: date) -> Iterator[Reminder]:
    """What was asked of others, and did not come in its time."""
    standing = Referral.objects.standing().values("pk")
    for pause in Pause.objects.filter(referral__in=standing, ended_at=None, limit_on__lt=today):
        yield f"referral/{pause.referral_id}/pause/{pause.pk}", pause.referral_id, tell_silent


def _of_hands(today: date) -> Iterator[Reminder]:
    """Whoever came to an empty office, or left one, while an answer waited there."""
    waiting = Step.objects.awaited().filter(reply__referral__in=Referral.objects.standing().values("pk"))
    facts = ("reply__referral", "reply__referral__department", "role", "pk")
    offices, seen = Offices(today), set()
    for referral, department, role, pk in waiting.order_by("reply", "ordinal").values_list(*facts):
        if referral not in seen:
            seen.add(referral)
            name = turn_of(pk) if offices.holders(department, role) else vacant_of(pk)
            yield name, referral, _tell_hand


def _tell_hand(about: str, referral: Referral, at: datetime) -> None:
    tell_turn(referral, at)
