"""Two who give the same seat in the same moment, on the database that a real town hall uses."""

from datetime import date

import pytest

from cms.actions import leave_house
from committees.actions import applying, offices, places, seating, terms, transfers
from committees.balance import gauge
from committees.models import Body, BodyRule, MemberSheet, Membership
from committees.roster import roster
from realtime.models import Event
from tests.cast import NOON, several
from tests.committees.applicants import MOTIVE, consent_to, open_call
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


def women(body, people):
    """They declared it."""
    MemberSheet.objects.bulk_create(
        MemberSheet(person=person, gender="f", changed_at=NOON) for person in people
    )


def test_two_clerks_filling_the_last_seat_at_once_fill_it_once(council, members, residents, officer, head):
    council.seats.get(number=10).memberships.all().delete()
    last = council.seats.get(number=10)
    people = residents(2)
    before = Membership.objects.count()
    came = at_once(
        [
            lambda person=person, by=by: seating.appoint(
                last, person=person, name="홍길동", start=START, by=by, at=NOON
            )
            for person, by in zip(people, (officer, head), strict=True)
        ]
    )
    assert came.count("seat_taken") == 1
    assert Membership.objects.count() == before + 1
    assert Event.objects.filter(name="member.appointed").count() == 1


def test_at_once_no_more_of_one_sex_are_appointed_than_the_law_lets_sit(council, residents):
    council.rules.update(gender_ceiling=60)
    people = residents(10)
    women(council, people)
    seats = council.seats.order_by("number")
    came = at_once([appointing(seat, person) for seat, person in zip(seats, people, strict=True)])
    assert came.count("gender_ceiling") == 4
    assert (gauge(council, START).female, gauge(council, START).limit) == (6, 6)
    assert Event.objects.filter(name="member.appointed").count() == 6


def test_at_once_one_body_has_one_chair_and_one_next_term(council, members):
    seated = [person.memberships.get() for person in members[:6]]
    came = at_once(
        [
            lambda each=each: offices.elect(council, "chair", membership=each, start=START, by=None, at=NOON)
            for each in seated
        ]
    )
    assert came.count("chairs_full") == 5
    came = at_once([lambda: terms.lay_term(council, number=5, start=date(2027, 3, 20), by=None, at=NOON)] * 5)
    assert came.count("term_overlaps") == 4
    assert council.terms.count() == 2


def test_two_orders_for_one_post_are_one(director, residents):
    post = director.postings.get().post
    came = at_once(
        [
            lambda person=person: transfers.transfer(
                [(post, person)], on=START, order_no="인사-1", by=None, at=NOON
            )
            for person in residents(5)
        ]
    )
    assert came.count("posting_overlaps") == 4
    assert post.postings.filter(end=None).count() == 1
    assert Event.objects.filter(name="post.transferred").count() == 1


def test_nobody_is_appointed_while_leaving_the_house(council, resident):
    came = at_once([appointing(council.seats.first(), resident), lambda: leave_house(resident, at=NOON)])
    assert came.count("person_left") + came.count("still_a_member") == 1


def test_no_place_is_taken_away_under_whoever_is_given_it(council, residents):
    for seat, person in zip(council.seats.order_by("number"), residents(6), strict=False):
        came = at_once([
            lambda seat=seat: places.close_seat(seat, on=START, by=None, at=NOON),
            appointing(seat, person),
        ])  # fmt: skip
        seat.refresh_from_db()
        held = seat.memberships.first()
        assert (seat.closed_on, "seat_not_open" in came) == (None, False) or held is None
        assert ("seat_occupied" in came) == (held is not None)


def test_who_leaves_while_being_appointed_elsewhere_waits_for_nobody_in_a_ring(council, dong):
    call = open_call(council, NOON)
    consent = consent_to(NOON)
    people = several(dong, {f"leaver{n}": {"name": "홍길동"} for n in range(4)})
    for n, person in enumerate(people):
        applying.apply(call, motive=MOTIVE, consent=consent.pk, by=person, at=NOON)
        other = Body.objects.create(kind_id="committee", name=f"위원회 {n}", slug=f"other-{n}")
        BodyRule.objects.create(body=other, valid_from=date(2022, 7, 1), source="조례")
        seat = other.seats.create(number=1, opened_on=date(2022, 7, 1))
        came = at_once([lambda person=person: leave_house(person, at=NOON), appointing(seat, person)])
        assert sum(isinstance(each, str) for each in came) == 1
        person.refresh_from_db()
        assert person.is_active == person.memberships.exists()
