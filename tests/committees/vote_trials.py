"""Of the rights in a vote, what each column of docs/roles.md tries."""

from committees.actions.resolutions import resolve_vote
from committees.actions.voting import call_ballot, cast, close_vote, open_vote, void_vote
from committees.models import Attendance
from district.visitors import speaker
from tests.cast import NOON
from tests.committees.acts import seats_in


def put(person, world):
    vote = open_vote(world.on_floor, method="roll_call", by=speaker(person), at=NOON)
    void_vote(vote, reason="잘못 물었습니다.", by=person, at=NOON)
    vote = open_vote(world.on_floor, method="secret", by=person, at=NOON)
    close_vote(vote, by=person, at=NOON)
    return "✓"


def running(world, method):
    """A vote, put by the secretary while all members of the cast are there."""
    held = world.on_floor.meeting
    for number, seat in seats_in(held).items():
        Attendance.objects.get_or_create(
            meeting=held, person_id=number, defaults={"seat_id": seat, "arrived_at": NOON}
        )
    return open_vote(world.on_floor, method=method, by=world.cast["secretary"], at=NOON)


def answer(person, world):
    by = speaker(person)
    vote = running(world, "roll_call")
    cast(vote, choice="yes", by=by, at=NOON)
    void_vote(vote, reason="다시", by=world.cast["secretary"], at=NOON)
    cast(running(world, "secret"), choice="yes", by=by, at=NOON)
    return "✓"


def write_down(person, world):
    by = speaker(person)
    vote = running(world, "roll_call")
    call_ballot(vote, seat=vote.electors.first().seat_id, choice="no", by=by, at=NOON)
    close_vote(vote, by=world.cast["secretary"], at=NOON)
    resolve_vote(vote, text="하지 않는다.", by=by, at=NOON)
    return "✓"


VOTES = {
    "put a question or an election to the vote, close it, let it be void": put,
    "vote": answer,
    "write down what a member says when called, and what a vote decided": write_down,
}
