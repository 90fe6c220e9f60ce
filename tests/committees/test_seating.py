"""위촉·해촉·임원: each permission beside its refusal, and what the ledger keeps of it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from cms.actions import leave_house
from committees.actions import offices, seating
from committees.models import Body, BodyRule, Membership, Office, Seat
from committees.roster import officers, roster
from district.models import Department
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import APPOINTED, BEGINNING, NOON, TERM_END, in_office, seated, verified

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)
DAY = timedelta(days=1)


def appoint(seat, person, by=None, **more):
    facts = {"name": "홍길동", "start": START, "at": NOON, "ref": uuid4()} | more
    return seating.appoint(seat, person=person, by=by, **facts)


def end(membership, by=None, **more):
    facts = {"on": date(2026, 11, 30), "reason": "resigned", "at": NOON} | more
    return seating.end_membership(membership, by=by, **facts)


@pytest.fixture
def seat(council):
    return council.seats.first()


@pytest.fixture
def refused():
    def call(code, act, *args, **more):
        with pytest.raises(Refusal) as refusal:
            act(*args, **more)
        assert refusal.value.code == code

    return call


def test_a_term_is_two_years_less_a_day(seat, resident):
    membership = appoint(seat, resident)
    assert (membership.start, membership.end) == (START, date(2028, 11, 30))
    assert (membership.renewal_no, membership.predecessor) == (0, None)


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2023, 7, 4), 2, date(2025, 7, 3)),
        (date(2023, 8, 30), 2, date(2025, 8, 29)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2025, 1, 1), 1, date(2025, 12, 31)),
    ],
)
def test_the_last_day_is_as_the_district_prints_it(start, years, last):
    assert Membership.end_of(start, years) == last


def test_the_appointment_knows_its_term(seat, resident, council):
    assert appoint(seat, resident).term == council.terms.get(number=4)


def test_it_stands_in_the_ledger_without_a_name(seat, resident, officer):
    ref = uuid4()
    membership = appoint(seat, resident, by=officer, ref=ref)
    event = Event.objects.get(name="member.appointed")
    assert (event.room.kind, event.room.key, event.ref) == ("ledger", "committees", ref)
    assert (event.actor, event.office, event.row_id) == (officer, "기획예산과", str(membership.pk))
    assert event.facts == {"body": seat.body_id, "seat": seat.number}


@pytest.mark.parametrize("who", ["officer", "head", "administrator"])
def test_the_department_of_the_body_keeps_its_seats(seat, resident, who, request):
    assert appoint(seat, resident, by=request.getfixturevalue(who)).pk


@pytest.mark.parametrize(
    "who", ["resident", "secretary_elsewhere", "director", "mayor", "auditor", "moderator"]
)
def test_nobody_else_does(council, seat, neighbour, who, request, refused):
    elsewhere = Department.objects.create(name="복지정책과", code="C01")
    officer_elsewhere = in_office("elsewhere", "officer", "복지팀 주무관", elsewhere)
    by = officer_elsewhere if who == "secretary_elsewhere" else request.getfixturevalue(who)
    refused("not_keeper", appoint, seat, neighbour, by=by)
    membership = seated(council, [neighbour])[0]
    office = Office.objects.create(body=council, kind="chair", membership=membership, start=APPOINTED)
    refused("not_keeper", end, membership, by=by)
    refused("not_keeper", offices.elect, council, "chair", by=by, at=NOON, start=START, membership=membership)
    refused("not_keeper", offices.end_office, office, on=START, by=by, at=NOON)


def test_an_office_that_ended_keeps_no_seats(seat, resident, officer, refused):
    officer.postings.update(end=NOON.date() - DAY)
    refused("not_keeper", appoint, seat, resident, by=officer)


def test_the_department_of_the_whole_keeps_the_parts(part, officer, members):
    part.department = None
    part.save()
    membership = part.seats.first().memberships.get()
    assert end(membership, by=officer).ended_on


def test_a_seat_is_given_once(council, members, resident, refused):
    refused("seat_taken", appoint, council.seats.first(), resident)
    assert appoint(council.seats.first(), resident, start=TERM_END + DAY).start == TERM_END + DAY


def test_a_seat_promised_for_later_is_not_given_across_that_day(seat, resident, neighbour, refused):
    appoint(seat, resident, start=date(2027, 6, 1))
    refused("seat_taken", appoint, seat, neighbour, start=START)


def test_the_day_after_somebody_left_the_seat_is_free(council, members, resident, refused):
    membership = council.seats.first().memberships.get()
    end(membership, on=START)
    refused("seat_taken", appoint, membership.seat, resident, start=START)
    assert appoint(membership.seat, resident, start=START + DAY).pk


def test_a_successor_serves_what_is_left_of_the_term(council, members, resident):
    membership = end(council.seats.first().memberships.get())
    successor = appoint(membership.seat, resident, predecessor=membership)
    assert (successor.start, successor.end) == (START, TERM_END)


def test_nobody_succeeds_one_who_sat_elsewhere_or_stayed(council, members, resident, refused):
    stayed, left = (
        council.seats.get(number=1).memberships.get(),
        council.seats.get(number=2).memberships.get(),
    )
    end(left)
    refused("wrong_predecessor", appoint, stayed.seat, resident, predecessor=left)
    refused("wrong_predecessor", appoint, stayed.seat, resident, predecessor=stayed)
    refused("wrong_predecessor", appoint, left.seat, resident, predecessor=left, start=TERM_END + DAY)


def test_one_has_one_successor(council, members, resident, neighbour, refused):
    left = end(council.seats.first().memberships.get())
    first = appoint(left.seat, resident, predecessor=left)
    first = end(first, on=START)
    refused("wrong_predecessor", appoint, left.seat, neighbour, predecessor=left, start=START + DAY)
    assert appoint(left.seat, neighbour, predecessor=first, start=START + DAY).end == TERM_END


def test_an_office_of_the_district_is_not_appointed(council, mayor, resident, refused):
    post = mayor.postings.get().post
    seat = Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=BEGINNING)
    refused("seat_ex_officio", appoint, seat, resident)


def test_a_seat_that_is_not_there_is_not_given(seat, resident, refused):
    seat.closed_on = START
    seat.save()
    refused("seat_not_open", appoint, seat, resident)
    assert appoint(seat, resident, start=START - DAY).pk
    refused("seat_not_open", appoint, seat, resident, start=BEGINNING - DAY)


def test_nobody_is_given_two_seats_of_one_body(council, members, refused):
    council.seats.get(number=10).memberships.all().delete()
    refused("already_seated", appoint, council.seats.get(number=10), members[0])


def test_an_account_that_was_closed_is_not_appointed(seat, resident, refused):
    resident.leave(NOON)
    refused("person_left", appoint, seat, resident)


def test_without_rules_nobody_is_appointed(seat, resident, refused):
    BodyRule.objects.all().delete()
    refused("no_body_rule", appoint, seat, resident)


@pytest.mark.parametrize(("words", "code"), [("  ", "empty_words"), ("가" * 41, "too_long")])
def test_a_public_name_is_a_name(seat, resident, words, code, refused):
    refused(code, appoint, seat, resident, name=words)


class TestRenewals:
    def again(self, membership, **more):
        return appoint(membership.seat, membership.person, start=membership.end + DAY, **more)

    def test_once_and_not_twice_where_the_ordinance_says_once(self, council, seat, resident, refused):
        council.rules.update(renewals_allowed=1)
        second = self.again(appoint(seat, resident))
        assert second.renewal_no == 1
        refused("renewals_used", self.again, second)

    def test_a_form_that_forgets_it_does_not_start_the_count_anew(self, council, seat, resident, refused):
        council.rules.update(renewals_allowed=0)
        refused("renewals_used", self.again, appoint(seat, resident), renewal_no=0)

    def test_in_another_seat_it_is_a_renewal_too(self, council, seat, resident, refused):
        council.rules.update(renewals_allowed=0)
        first = appoint(seat, resident)
        other = council.seats.get(number=2)
        refused("renewals_used", appoint, other, resident, start=first.end + DAY)

    def test_what_was_served_before_this_house_is_said_by_the_form(self, council, seat, resident, refused):
        council.rules.update(renewals_allowed=1)
        refused("renewals_used", appoint, seat, resident, renewal_no=2)
        assert appoint(seat, resident, renewal_no=1).renewal_no == 1

    def test_without_a_limit_it_may_go_on(self, seat, resident):
        assert self.again(self.again(appoint(seat, resident))).renewal_no == 2


class TestParts:
    @pytest.fixture
    def place(self, part):
        return Seat.objects.create(body=part, number=5, opened_on=BEGINNING)

    def test_only_those_of_the_whole_sit_in_a_part(self, place, resident, members, refused):
        refused("not_in_parent", appoint, place, resident)
        assert appoint(place, members[0]).pk

    def test_nobody_sits_in_a_part_longer_than_in_the_whole(self, place, members):
        assert appoint(place, members[0]).end == TERM_END

    def test_whoever_is_about_to_leave_the_whole_sits_in_a_part_until_then(self, place, members):
        end(members[0].memberships.get(), on=START)
        assert appoint(place, members[0]).end == START

    def test_an_official_of_the_whole_sits_in_a_part_too(self, council, part, place, mayor):
        post = mayor.postings.get().post
        Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=BEGINNING)
        assert appoint(place, mayor).end == Membership.end_of(START, 2)

    def test_whoever_leaves_the_whole_leaves_its_parts(self, council, part, member):
        end(member.memberships.get(seat__body=council))
        assert len(roster([council], START)) == 9
        assert len(roster([part], START)) == 3
        assert Event.objects.filter(name="member.ended").count() == 2

    def test_whoever_leaves_a_part_stays_in_the_whole(self, council, part, member):
        end(member.memberships.get(seat__body=part))
        assert len(roster([council], START)) == 10
        assert len(roster([part], START)) == 3


class TestLeaving:
    @pytest.fixture
    def membership(self, council, members):
        return council.seats.first().memberships.get()

    def test_the_reason_is_kept(self, membership, officer):
        ended = end(membership, by=officer, reason="moved")
        assert (ended.ended_on, ended.end_reason_id) == (date(2026, 11, 30), "moved")
        event = Event.objects.get(name="member.ended")
        assert event.facts == {"body": membership.seat.body_id, "reason": "moved"}
        assert event.office == "기획예산과"

    @pytest.mark.parametrize("reason", ["", "tired"])
    def test_a_reason_is_one_of_the_ordinance(self, membership, reason, refused):
        refused("unknown_reason", end, membership, reason=reason)

    def test_one_leaves_once(self, membership, refused):
        refused("membership_over", end, end(membership))

    def test_what_is_over_is_not_ended(self, membership, refused):
        refused("membership_over", end, membership, on=TERM_END + DAY)
        refused("ends_before_start", end, membership, on=APPOINTED - DAY)

    def test_the_offices_of_a_member_end_with_the_seat(self, council, chair):
        end(chair.memberships.get())
        assert Office.objects.get().end == date(2026, 11, 30)
        assert officers([council], START) == []


class TestOffices:
    def elect(self, body, kind="chair", **more):
        return offices.elect(body, kind, **{"by": None, "at": NOON, "start": START} | more)

    def test_a_member_is_elected(self, council, members, officer):
        seat = members[0].memberships.get()
        office = self.elect(council, membership=seat, title="민간공동의장", by=officer)
        assert office.label == "민간공동의장"
        event = Event.objects.get(name="office.taken")
        assert (event.office, event.facts) == ("기획예산과", {"body": council.pk, "kind": "chair"})

    def test_nobody_holds_the_same_office_twice(self, council, members, refused):
        self.elect(council, membership=members[0].memberships.get())
        refused("office_held", self.elect, council, membership=members[0].memberships.get())
        assert len(officers([council], START)) == 1

    def test_a_post_keeps_the_papers(self, council, officer):
        post = officer.postings.get().post
        self.elect(council, "secretary", post=post)
        assert officers([council], START)[0].person_id == officer.pk
        refused = pytest.raises(Refusal, match="이미")
        with refused:
            self.elect(council, "secretary", post=post)

    def test_only_members_of_that_very_body_lead_it(self, council, part, members, refused):
        other = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
        seat = members[1].memberships.get(seat__body=council)
        refused("officer_not_member", self.elect, part, membership=seat)
        refused("officer_not_member", self.elect, other, membership=seat)
        refused("officer_not_member", self.elect, council, membership=seat, start=TERM_END + DAY)

    def test_it_is_a_member_or_a_post(self, council, officer, members, refused):
        post, seat = officer.postings.get().post, members[0].memberships.get()
        refused("officer_needed", self.elect, council)
        refused("officer_needed", self.elect, council, post=post, membership=seat)

    def test_it_is_an_office_that_there_is(self, council, members, refused):
        refused("unknown_office", self.elect, council, "king", membership=members[0].memberships.get())

    def test_an_office_ends_and_may_be_taken_again(self, council, members, refused):
        seat = members[0].memberships.get()
        office = self.elect(council, membership=seat)
        ended = offices.end_office(office, on=START, by=None, at=NOON)
        assert ended.end == START
        assert Event.objects.get(name="office.ended").facts["kind"] == "chair"
        refused("office_over", offices.end_office, office, on=START, by=None, at=NOON)
        assert self.elect(council, membership=seat, start=START + DAY).pk

    def test_it_does_not_end_before_it_began(self, council, members, refused):
        office = self.elect(council, membership=members[0].memberships.get())
        refused("ends_before_start", offices.end_office, office, on=START - DAY, by=None, at=NOON)


def test_the_database_holds_it_too(council, members):
    membership = members[0].memberships.get()
    for wrong in (
        {"ended_on": START},
        {"end_reason": "moved"},
        {"ended_on": TERM_END + DAY, "end_reason": "moved"},
        {"end": APPOINTED - DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=membership.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.filter(body=council, number=1).update(basis="ex_officio")


def test_somebody_new_may_be_seated_the_day_a_verified_person_asks(council, seat, dong):
    assert roster([council], START) == []
    appoint(seat, verified("newcomer", dong, name="홍길동"))
    assert [member.name for member in roster([council], START)] == ["홍길동"]


def test_a_member_resigns_before_leaving_the_house(member, refused):
    refused("still_a_member", leave_house, member, at=NOON)
    membership = Membership.objects.get(person=member)
    end(membership, on=NOON.date() - DAY)
    leave_house(member, at=NOON)
    assert (member.__class__.objects.get(pk=member.pk).is_active, membership.name) == (False, membership.name)
