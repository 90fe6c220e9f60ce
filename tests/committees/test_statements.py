"""What a meeting costs the database: the same with ten members and with three hundred (with --long)."""

from datetime import timedelta
from uuid import uuid4

import pytest

from committees.actions.meetings import call_to_order, check_in, take_roll, take_up
from committees.actions.resolutions import record_resolution
from committees.models import Attendance, Meeting, Membership, Seat
from committees.rooms import MeetingRoom
from committees.rows import snapshot_of
from tests.cast import APPOINTED, NOON, TERM_END, laid
from tests.committees.acts import items_of
from tests.deliberation.test_statements import statements

pytestmark = pytest.mark.django_db


def crowd(council, people):
    """So many more members, by plain rows."""
    seats = Seat.objects.bulk_create(
        Seat(body=council, number=100 + n, opened_on=APPOINTED) for n in range(len(people))
    )
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.nickname, start=APPOINTED, end=TERM_END)
        for seat, person in zip(seats, people, strict=True)
    )
    return seats


def afresh(row):
    return type(row)._default_manager.get(pk=row.pk)


def cost_of_an_evening(council, ordinal, secretary, people, seats):
    """Each act's statements, with everybody else already there."""
    day = NOON + timedelta(days=ordinal)
    costs = {}

    def count(name, act):
        costs[name], told = statements(act)
        assert costs[name] < 40, told

    agenda = {"starts_at": day, "ordinal": ordinal}
    count("lay_agenda", lambda: laid(council, **agenda))
    held = Meeting.objects.get(round__ordinal=ordinal)
    early = day - timedelta(minutes=5)
    count("take_roll", lambda: take_roll(held, seat=seats[0], mode="remote", by=afresh(secretary), at=early))
    count("check_in", lambda: check_in(held, by=afresh(people[1]), at=early, ref=uuid4()))
    Attendance.objects.bulk_create(
        Attendance(meeting=held, person=person, seat_id=seat, arrived_at=early)
        for person, seat in list(zip(people, seats, strict=True))[2:]
    )
    count("call_to_order", lambda: call_to_order(held, by=afresh(secretary), at=day))
    _, decide, _ = items_of(held)
    count("take_up", lambda: take_up(decide, by=afresh(secretary), at=day))
    said = {"form": "adopted", "method": "unanimous", "text": "그대로", "at": day}
    count("record_resolution", lambda: record_resolution(decide, by=afresh(secretary), **said))
    count("snapshot", lambda: snapshot_of(Meeting.objects.visible_to(None).get(pk=held.pk)))
    count("tally", lambda: MeetingRoom().tally(str(held.pk)))
    return costs


@pytest.mark.slow
@pytest.mark.parametrize("count", [30, pytest.param(290, marks=pytest.mark.long)])
def test_no_act_of_a_meeting_costs_more_with_more_members(council, members, secretary, residents, count):
    seats = list(council.seats.order_by("number").values_list("pk", flat=True))
    cost_of_an_evening(
        council, 1, secretary, members, seats
    )  # content types are read once in a process's life
    ten = cost_of_an_evening(council, 2, secretary, members, seats)
    more = residents(count)
    seats += [seat.pk for seat in crowd(council, more)]
    many = cost_of_an_evening(council, 3, secretary, [*members, *more], seats)
    assert many == ten
