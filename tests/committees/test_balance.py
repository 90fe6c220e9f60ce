"""양성평등기본법 제21조: of 27 seats 16 of one sex and not 17; and who the appointed members are together."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from committees.actions import seating, sheets
from committees.balance import ending, gauge, gauges, many_bodies, spread, spreads
from committees.models import Body, BodyRule, MemberSheet, Membership, Seat
from district.models import Neighborhood
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import BEGINNING, NOON, in_office, seated, several
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
START = date(2026, 12, 1)
DAY = timedelta(days=1)
MEN, WOMEN = range(17), range(17, 34)


@pytest.fixture
def body(department):
    """27 appointed seats, and no more than 60 per cent of one sex in them."""
    body = Body.objects.create(
        kind_id="committee", name="혁신·협치위원회", slug="innovation", department=department
    )
    BodyRule.objects.create(
        body=body, valid_from=BEGINNING, gender_ceiling=60, renewals_allowed=1, source="조례 제5조"
    )
    Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(1, 28))
    return body


@pytest.fixture
def people(dong):
    """17 men, born in 1970, and 17 women, born in 1990; what they declared is written down."""
    found = several(dong, {f"person{n}": {"name": f"홍길{n}"} for n in range(34)})
    MemberSheet.objects.bulk_create(
        MemberSheet(
            person=person, gender="m" if n in MEN else "f", birth_year=1970 if n in MEN else 1990,
            changed_at=NOON,
        )
        for n, person in enumerate(found)
    )  # fmt: skip
    return found


def appoint(seat, person, start=START, **more):
    return seating.appoint(seat, person=person, name="홍길동", start=start, by=None, at=NOON, **more)


def sixteen(body, people):
    """Sixteen men sit from the first of December on."""
    return seated(body, people[:16], START, Membership.end_of(START, 2))


def exempt(body, by=None, **more):
    facts = {
        "valid_from": START, "decided_by": "서울특별시 양성평등위원회", "decided_on": date(2026, 11, 2),
        "reason": "그 분야의 전문가가 한 성별뿐임",
    } | more  # fmt: skip
    return sheets.grant_exemption(body, by=by, at=NOON, **facts)


def seat(body, number):
    return body.seats.get(number=number)


def test_sixteen_of_twenty_seven_may_sit_and_a_seventeenth_is_refused_with_the_figures(body, people):
    seated(body, people[:15], START, Membership.end_of(START, 2))
    assert appoint(seat(body, 16), people[15]).pk
    stands = gauge(body, START)
    assert (stands.seats, stands.male, stands.limit, stands.over) == (27, 16, 16, False)
    before = Membership.objects.count(), Event.objects.count()
    with pytest.raises(Refusal) as refused:
        appoint(seat(body, 17), people[16])
    assert (refused.value.code, refused.value.status) == ("gender_ceiling", 409)
    assert str(refused.value) == ("위촉직 27석에 한 성별은 16명까지입니다. 이대로면 남 17명이 됩니다.")
    assert refused.value.facts == {"gender": "m", "seats": 27, "limit": 16, "count": 17}
    assert (Membership.objects.count(), Event.objects.count()) == before
    assert appoint(seat(body, 17), people[17]).pk  # a woman


def test_with_the_exemption_of_the_city_the_seventeenth_sits(body, people, officer):
    sixteen(body, people)
    exempt(body, by=officer, valid_until=START)
    late = START + DAY
    assert code_of_refusal(appoint, seat(body, 17), people[16], late) == ("gender_ceiling", 409)
    assert appoint(seat(body, 17), people[16]).pk
    stands = gauge(body, START)
    assert (stands.male, stands.over, stands.share) == (17, True, Decimal("100.0"))
    assert stands.exemption.decided_by == "서울특별시 양성평등위원회"
    assert Event.objects.get(name="exemption.granted").actor == officer


def test_the_shares_are_those_of_the_law(body, people):
    sixteen(body, people)
    seated_women = list(zip(body.seats.filter(number__gt=16), people[17:28], strict=True))
    Membership.objects.bulk_create(
        Membership(seat=place, person=person, name="이름", start=START, end=Membership.end_of(START, 2))
        for place, person in seated_women
    )
    stands = gauge(body, START)
    assert (stands.male, stands.female, stands.share) == (16, 11, Decimal("59.3"))
    assert stands.sentence == "위촉직 27석 · 여 11명 · 남 16명(59.3%) · 한 성별 16명까지"
    assert stands.plus(male=1).share == Decimal("60.7")
    assert stands.plus(male=1, female=-1).share == Decimal("63.0")


def test_whose_sex_is_not_written_down_is_not_appointed_there(body, resident):
    before = Membership.objects.count(), Event.objects.count()
    assert code_of_refusal(appoint, seat(body, 1), resident) == ("gender_needed", 422)
    assert (Membership.objects.count(), Event.objects.count()) == before
    sheets.write_sheet(resident, body=body, gender="f", by=None, at=NOON)
    assert appoint(seat(body, 1), resident).pk


def test_nobody_is_asked_where_no_ceiling_is_set(body, resident):
    body.rules.update(gender_ceiling=None)
    assert appoint(seat(body, 1), resident).pk
    assert gauge(body, START).limit is None


def test_a_part_has_no_ceiling_of_its_own(body, people):
    sixteen(body, people)
    part = Body.objects.create(parent=body, kind_id="subcommittee", name="분과", slug="part")
    Seat.objects.bulk_create(Seat(body=part, number=n, opened_on=BEGINNING) for n in range(1, 6))
    for place, person in zip(part.seats.all(), people[:5], strict=True):
        assert appoint(place, person).pk
    assert (gauge(part, START).male, gauge(part, START).limit) == (5, None)


def test_who_was_promised_a_seat_for_later_is_counted_then(body, people):
    seated(body, people[:16], date(2027, 6, 1), date(2029, 5, 31))
    assert code_of_refusal(appoint, seat(body, 17), people[16]) == ("gender_ceiling", 409)
    assert appoint(seat(body, 17), people[17]).pk


def test_who_left_is_not_counted_and_officials_never_are(body, people):
    memberships = sixteen(body, people)
    mayor = in_office("mayor2", "mayor", "구청장")
    body.seats.create(number=28, basis="ex_officio", post=mayor.postings.get().post, opened_on=BEGINNING)
    seating.end_membership(memberships[0], on=START, reason="moved", by=None, at=NOON)
    late = START + DAY
    assert appoint(seat(body, 17), people[16], late).pk
    assert (gauge(body, late).male, gauge(body, late).seats) == (16, 27)


@pytest.mark.parametrize(("seats", "limit"), [(1, 1), (2, 1), (3, 2), (5, 3), (10, 6), (27, 16), (35, 21)])
def test_the_limit_is_six_tenths_and_an_even_house_always_passes(body, seats, limit):
    body.seats.filter(number__gt=seats).update(closed_on=BEGINNING)
    if seats > 27:
        Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(28, seats + 1))
    assert gauge(body, START).limit == limit


def test_the_young_and_the_dongs_stand_beside_it(body, people):
    seated(body, [*people[:4], *people[20:23]], START, Membership.end_of(START, 2))
    other = Neighborhood.objects.exclude(pk=people[0].neighborhood_id).first()
    other = other or Neighborhood.objects.create(code="1162060500", name="보라매동")
    type(people[0]).objects.filter(pk__in=[person.pk for person in people[20:22]]).update(neighborhood=other)
    found = spread(body, START)
    assert (found.sitting, found.youth, found.aged) == (7, 3, 7)
    assert found.dongs == ((people[0].neighborhood.name, 5), (other.name, 2))


def test_whoever_sits_in_three_bodies_is_named(body, council, members, people):
    third = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
    third.seats.create(number=1, opened_on=BEGINNING)
    seated(body, [members[3], members[4]], START, Membership.end_of(START, 2))
    assert many_bodies([council], START) == []
    seated(third, [members[3]], START, Membership.end_of(START, 2))
    [found] = many_bodies([council], START)
    assert found.person_id == members[3].pk
    assert set(found.bodies) == {"관악구 협치회의", "혁신·협치위원회", "정책자문단"}
    assert len(many_bodies([council], START, least=2)) == 2


def test_terms_that_end_soon_are_known_unless_they_go_on(council, members):
    day = date(2026, 12, 19)  # ninety days before the nineteenth of March
    assert list(ending([council], day - DAY, 90)) == []
    assert ending([council], day, 90).count() == 10
    Membership.objects.filter(person=members[0]).update(ended_on=date(2026, 12, 25), end_reason="moved")
    assert [each.person for each in ending([council], day, 30)] == [members[0]]
    appoint(council.seats.get(number=2), members[1], date(2027, 3, 20))
    assert ending([council], day, 90).count() == 9


def test_many_bodies_cost_as_much_as_one(body, council, members, people, django_assert_num_queries):
    sixteen(body, people)
    for bodies in ([body], [body, council]):
        with django_assert_num_queries(4):
            gauges(bodies, START)
        with django_assert_num_queries(2):
            spreads(bodies, START)


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"valid_until": START - DAY}, ("ends_before_start", 422)),
        ({"decided_on": date(2026, 12, 25)}, ("not_decided_yet", 422)),
        ({"reason": " "}, ("empty_words", 422)),
        ({"decided_by": "가" * 121}, ("too_long", 422)),
    ],
)
def test_an_exemption_is_written_down_as_it_was_decided(body, said, refusal):
    before = Event.objects.count()
    assert code_of_refusal(exempt, body, **said) == refusal
    assert (body.gender_exemptions.count(), Event.objects.count()) == (0, before)
    assert exempt(body).pk


def test_another_office_grants_none(body, mayor, head):
    assert code_of_refusal(exempt, body, by=mayor) == ("not_keeper", 403)
    assert exempt(body, by=head).recorded_by == head
