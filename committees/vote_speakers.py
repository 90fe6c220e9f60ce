"""Of which vote somebody speaks, at whichever door."""

from typing import Any

from committees.floor_speakers import motion_at, recusal_at
from committees.models import AgendaItem, Vote
from committees.speakers import found
from district.models import Person


def vote_at(key: Any, person: Person | None, **within: Any) -> Vote:
    """The vote of that number."""
    return found(Vote.objects.visible_to(person).prefetch_related("item__meeting__bodies"), key, **within)


def put_in(said: dict[str, Any], item: AgendaItem, person: Person | None) -> dict[str, Any]:
    """What is put to the vote, with the motion or the challenge of this item that it names."""
    motion, recusal = said.get("motion"), said.get("recusal")
    rows = {
        "motion": None if motion is None else motion_at(motion, person, item=item),
        "recusal": None if recusal is None else recusal_at(recusal, person, item=item),
    }
    names = ("method", "subject", "yes", "no", "abstain", "casting")
    return {name: said.get(name) for name in names} | rows
