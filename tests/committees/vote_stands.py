"""A sitting meeting in which something is put to the vote, and the steps that many tests of votes take."""

from datetime import timedelta

from committees.actions.meetings import take_up
from committees.actions.motions import move, second
from committees.actions.voting import cast, close_vote, open_vote
from committees.models import BodyRule
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import begin, items_of

LATER = NOON + timedelta(minutes=5)


def on_floor(meeting, secretary, there, number=1):
    """They have come, the meeting is open, and this item is on the floor."""
    begin(meeting, secretary, there)
    return take_up(items_of(meeting)[number], by=secretary, at=NOON)


def ruled(body, **facts):
    """The body's rule says otherwise."""
    BodyRule.objects.filter(body=body).update(**facts)


def put(item, by, **said):
    """A question, by roll call if nothing else is said."""
    return open_vote(item, **{"method": "roll_call", "by": by, "at": NOON} | said)


def answered(vote, people, choices):
    """Each of them answers, one after the other."""
    return [
        cast(vote, choice=choice, by=person, at=NOON) for person, choice in zip(people, choices, strict=False)
    ]


def closed(vote, by, **said):
    """The vote after its close."""
    return close_vote(vote, **{"by": by, "at": LATER} | said)


def moved(item, members, text="원안대로 의결한다.", kind="main", **said):
    """A motion of the first member, seconded by the second."""
    motion = move(item, kind=kind, text=text, by=members[0], at=NOON, **said)
    return second(motion, by=members[1], at=NOON)


def events_of(meeting):
    """What its room has heard, by name."""
    told = Event.objects.filter(room__kind="meeting", room__key=str(meeting.pk)).order_by("seq")
    return list(told.values_list("name", flat=True))
