"""Who sits on a day: appointed people and posts, vacancies, hands that change."""

from datetime import date, timedelta

import pytest

from committees.models import Body, Membership, Office, Seat
from committees.roster import HeadCount, badge_of, head_counts, member_at, officers, roster, seats_of
from district.models import Posting
from tests.cast import APPOINTED, BEGINNING, MEMBERS, TERM_END, in_office, seated

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)


def names(*bodies, on=TODAY):
    return [member.name for member in roster(bodies, on)]


@pytest.fixture
def mayors_seat(council, mayor):
    post = mayor.postings.get().post
    return Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=BEGINNING)


def test_those_appointed_sit_in_the_order_of_the_alphabet(council, members):
    assert names(council) == MEMBERS


def test_an_empty_seat_is_nobody(council, dong, members):
    Membership.objects.filter(person=members[3]).update(ended_on=TODAY - DAY, end_reason="moved")
    assert names(council) == MEMBERS[:3] + MEMBERS[4:]
    assert [place.taken for place in seats_of(council, TODAY)].count(False) == 1


def test_the_last_day_is_a_day_in_office(council, members):
    assert len(roster([council], TERM_END)) == 10
    assert roster([council], TERM_END + DAY) == []
    assert len(roster([council], APPOINTED)) == 10
    assert roster([council], APPOINTED - DAY) == []


def test_the_last_day_of_one_who_leaves_early_is_one_too(council, members):
    Membership.objects.filter(person=members[0]).update(ended_on=TODAY, end_reason="resigned")
    assert MEMBERS[0] in names(council)
    assert MEMBERS[0] not in names(council, on=TODAY + DAY)


def test_a_seat_that_was_taken_away_seats_nobody(council, members):
    council.seats.filter(number=1).update(closed_on=TODAY)
    assert len(roster([council], TODAY - DAY)) == 10
    assert len(roster([council], TODAY)) == 9


def test_an_official_sits_as_the_post_and_not_by_name(council, mayors_seat, mayor):
    (member,) = roster([council], TODAY)
    assert (member.name, member.basis, member.person_id) == ("구청장", "ex_officio", mayor.pk)


def test_a_post_that_changes_hands_between_two_meetings_changes_who_sits(
    council, mayors_seat, mayor, resident
):
    handover = date(2026, 7, 1)
    mayor.postings.update(end=handover - DAY)
    Posting.objects.create(post=mayors_seat.post, person=resident, start=handover)
    assert [member.person_id for member in roster([council], handover - DAY)] == [mayor.pk]
    assert [member.person_id for member in roster([council], handover)] == [resident.pk]
    assert member_at([council], mayor, handover) is None


def test_between_two_hands_the_newer_one_holds_the_post(council, mayors_seat, mayor, resident):
    Posting.objects.create(post=mayors_seat.post, person=resident, start=TODAY)
    assert [member.person_id for member in roster([council], TODAY)] == [resident.pk]
    assert member_at([council], mayor, TODAY) is None
    assert member_at([council], resident, TODAY).name == "구청장"


def test_a_vacant_post_leaves_its_seat_empty_and_keeps_its_sign(council, mayors_seat, mayor):
    mayor.postings.update(end=TODAY - DAY)
    assert roster([council], TODAY) == []
    place = seats_of(council, TODAY)[-1]
    assert (place.name, place.taken, place.basis) == ("구청장", False, "ex_officio")


def test_somebody_with_two_seats_is_counted_once(council, members, mayors_seat, mayor):
    Posting.objects.create(post=mayors_seat.post, person=members[4], start=TODAY)
    assert len(roster([council], TODAY)) == 10
    assert len({member.person_id for member in roster([council], TODAY)}) == 10


def test_somebody_who_sits_in_both_parts_is_counted_once_when_both_meet(council, part, members):
    other = Body.objects.create(parent=council, kind_id="subcommittee", name="복지 분과", slug="council-care")
    Seat.objects.bulk_create(Seat(body=other, number=n, opened_on=BEGINNING) for n in (1, 2))
    seated(other, members[4:6])
    assert names(part, other) == MEMBERS[1:6]


def test_officers_are_named_in_their_order(council, chair, secretary, members):
    Office.objects.create(
        body=council, kind="vice_chair", membership=members[2].memberships.get(), start=APPOINTED
    )
    said = [(officer.label, officer.name) for officer in officers([council], TODAY)]
    assert said == [("위원장", MEMBERS[0]), ("부위원장", MEMBERS[2]), ("간사", "협치팀 주무관")]


def test_an_office_is_called_as_the_body_calls_it(council, chair):
    Office.objects.update(title="민간공동의장")
    assert roster([council], TODAY)[0].offices == ("민간공동의장",)
    assert seats_of(council, TODAY)[0].offices == ("민간공동의장",)


def test_an_office_ends_with_the_membership_that_holds_it(council, chair):
    Membership.objects.filter(person=chair).update(ended_on=TODAY, end_reason="illness")
    assert [officer.person_id for officer in officers([council], TODAY)] == [chair.pk]
    assert officers([council], TODAY + DAY) == []


def test_the_keeper_of_the_papers_changes_with_the_post(council, secretary, resident):
    post = secretary.postings.get().post
    secretary.postings.update(end=TODAY - DAY)
    assert [officer.person_id for officer in officers([council], TODAY)] == [None]
    Posting.objects.create(post=post, person=resident, start=TODAY)
    assert [officer.person_id for officer in officers([council], TODAY)] == [resident.pk]


@pytest.mark.parametrize(
    ("who", "badge"),
    [
        ("chair", "협치회의 위원장"),
        ("member", "협치회의 위원"),
        ("secretary", "협치회의 간사"),
        ("resident", ""),
    ],
)
def test_a_badge_says_as_what_somebody_speaks(
    council, who, badge, request, chair, django_assert_max_num_queries
):
    person = request.getfixturevalue(who)
    with django_assert_max_num_queries(2):
        assert badge_of(person, council, TODAY) == badge


def test_whoever_leads_a_part_says_which(council, part, member):
    seat = member.memberships.get(seat__body=part)
    Office.objects.create(body=part, kind="chair", membership=seat, start=APPOINTED)
    assert badge_of(member, council, TODAY) == "협치회의 행정경제 분과 위원장"
    assert badge_of(member, part, TODAY) == "행정경제 분과 위원장"


def test_a_badge_ends_with_the_term(council, member):
    assert badge_of(member, council, TERM_END) == "협치회의 위원"
    assert badge_of(member, council, TERM_END + DAY) == ""


def test_one_is_found_among_many_as_the_roster_shows_them(council, part, members, chair, secretary):
    for person in members:
        found = member_at([council], person, TODAY)
        assert found in roster([council], TODAY)
    assert member_at([part], members[9], TODAY) is None
    assert member_at([council], secretary, TODAY) is None
    assert member_at([council], None, TODAY) is None


def test_places_and_people_are_counted_apart(council, part, members, mayors_seat):
    Posting.objects.create(post=mayors_seat.post, person=members[4], start=TODAY)
    Membership.objects.filter(person=members[3]).update(ended_on=TODAY - DAY, end_reason="moved")
    counted = head_counts([council, part], TODAY)
    assert counted[council.pk] == HeadCount(seats=11, ex_officio=1, appointed=9, vacant=1, sitting=9)
    assert counted[part.pk] == HeadCount(seats=4, ex_officio=0, appointed=3, vacant=1, sitting=3)
    assert counted[council.pk].sitting == len(roster([council], TODAY))


@pytest.mark.parametrize("size", [10, 200])
def test_reading_two_hundred_costs_no_more_looks_than_ten(
    council, part, residents, chair, secretary, mayors_seat, size, django_assert_max_num_queries
):
    wanted = range(20, 20 + size - 10)
    Seat.objects.bulk_create(Seat(body=council, number=n, opened_on=BEGINNING) for n in wanted)
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=f"주민 {seat.number}", start=APPOINTED, end=TERM_END)
        for seat, person in zip(council.seats.filter(number__gte=20), residents(len(wanted)), strict=True)
    )
    with django_assert_max_num_queries(4):
        assert len(roster([council, part], TODAY)) == size + 1
    with django_assert_max_num_queries(4):
        assert len(seats_of(council, TODAY)) == size + 1
    with django_assert_max_num_queries(3):
        assert head_counts([council, part], TODAY)[council.pk].sitting == size + 1
    with django_assert_max_num_queries(1):
        assert len(officers([council, part], TODAY)) == 2
    with django_assert_max_num_queries(3):
        assert member_at([council, part], chair, TODAY).offices == ("위원장",)


def test_the_head_of_the_house_is_no_member_by_the_office_alone(council, members, administrator):
    post = in_office("other", "officer", "다른 주무관").postings.get().post
    Office.objects.create(body=council, kind="secretary", post=post, start=APPOINTED)
    assert len(roster([council], TODAY)) == 10
