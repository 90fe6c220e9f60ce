"""Of which turn, line, motion or recusal somebody speaks, at whichever door."""

from typing import Any

from committees.models import Gist, Motion, Observer, Recusal, SpeakingTurn
from committees.speakers import found
from district.models import Person

BODIES = "item__meeting__bodies"


def turn_at(key: Any, person: Person | None, **within: Any) -> SpeakingTurn:
    """The turn of that number."""
    return found(SpeakingTurn.objects.visible_to(person).prefetch_related(BODIES), key, **within)


def gist_at(key: Any, person: Person | None, **within: Any) -> Gist:
    """The line of that number."""
    return found(Gist.objects.visible_to(person).prefetch_related(BODIES), key, **within)


def motion_at(key: Any, person: Person | None, **within: Any) -> Motion:
    """The motion of that number."""
    return found(Motion.objects.visible_to(person).prefetch_related(BODIES), key, **within)


def recusal_at(key: Any, person: Person | None, **within: Any) -> Recusal:
    """The recusal of that number."""
    return found(Recusal.objects.visible_to(person).prefetch_related(BODIES), key, **within)


def observer_at(key: Any, person: Person | None, **within: Any) -> Observer:
    """The observer of that number."""
    return found(Observer.objects.visible_to(person).prefetch_related("meeting__bodies"), key, **within)
