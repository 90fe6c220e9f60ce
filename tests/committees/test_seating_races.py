"""Two who give the same seat in the same moment, on the database that a real town hall uses."""

from datetime import date

import pytest

from committees.actions import seating
from committees.models import Body, Membership
from committees.roster import roster
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]
START = date(2026, 12, 1)


def appointing(seat, person, start=START):
    return lambda: seating.appoint(seat, person=person, name="홍길동", start=start, by=None, at=NOON)


def test_at_once_one_seat_is_given_to_one_and_one_person_is_given_one(council, residents, resident):
    seat = council.seats.first()
    came = at_once([appointing(seat, person) for person in residents(10)])
    assert came.count("seat_taken") == 9
    assert Membership.objects.get().seat == seat
    assert Event.objects.filter(name="member.appointed").count() == 1
    others = council.seats.exclude(pk=seat.pk)
    came = at_once([appointing(each, resident) for each in others])
    assert came.count("already_seated") == 8
    assert len(roster([council], START)) == 2


def test_nobody_comes_into_a_part_while_leaving_the_whole(council, part, members):
    place = part.seats.create(number=5, opened_on=START)
    membership = members[0].memberships.get()

    def leave():
        return seating.end_membership(membership, on=START, reason="moved", by=None, at=NOON)

    at_once([leave, appointing(place, members[0])])
    whole = {member.person_id for member in roster([Body.objects.get(pk=council.pk)], date(2026, 12, 2))}
    assert {member.person_id for member in roster([part], date(2026, 12, 2))} <= whole
    last_days = Membership.objects.filter(person=members[0]).values_list("ended_on", "end")
    assert all(START in days for days in last_days)


def test_two_who_end_one_membership_end_it_once(council, members):
    membership = members[0].memberships.get()

    def leave():
        return seating.end_membership(membership, on=START, reason="moved", by=None, at=NOON)

    assert at_once([leave] * 5).count("membership_over") == 4
    assert Event.objects.filter(name="member.ended").count() == 1
