"""Small steps that many tests of meetings take."""

from datetime import timedelta

from committees.actions.meetings import call_to_order, take_roll
from committees.models import Attendance
from committees.roster import roster
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON

EARLY = NOON - timedelta(minutes=20)
LATER = NOON + timedelta(minutes=5)


def code_of_refusal(act, *args, **kwargs):
    """The code and the status with which it is refused; nothing if it is not."""
    try:
        act(*args, **kwargs)
    except Refusal as refusal:
        return refusal.code, refusal.status
    return None


def items_of(meeting):
    return list(meeting.items.standing())


def seats_in(meeting):
    """Who sits where on its day."""
    return {member.person_id: member.seat_id for member in roster(meeting.bodies.all(), meeting.day)}


def seat_of(meeting, person):
    return seats_in(meeting)[person.pk]


def arrive(meeting, secretary, people, at=EARLY):
    """The secretary sees them come."""
    seats = seats_in(meeting)
    return [
        take_roll(meeting, seat=seats[person.pk], mode="in_person", by=secretary, at=at) for person in people
    ]


def gather(meeting, people, at=EARLY):
    """They are there, by plain rows."""
    seats = seats_in(meeting)
    return Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, seat_id=seats[person.pk], arrived_at=at)
        for person in people
    )


def begin(meeting, secretary, people):
    """They are there, and the meeting is called to order."""
    gather(meeting, people)
    return call_to_order(meeting, by=secretary, at=NOON)


def drawn(rooms, address, after=0):
    """The frames of a room as they would be replayed."""
    rows = Event.objects.filter(room__kind=address.kind, room__key=address.key, seq__gt=after).order_by("seq")
    events = list(rows)
    assert [event.seq for event in events] == list(range(after + 1, after + 1 + len(events)))
    told = rooms.render(address.key, events) if events else []
    return [(event.name, data) for event, data in zip(events, told, strict=True)]
