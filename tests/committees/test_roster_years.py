"""Who sat on that day: ten thousand appointments of twenty years, in as many statements as ten."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.hashers import make_password

from committees.balance import gauges
from committees.models import Body, Membership, Office, Seat, Term
from committees.roster import head_counts, officers, roster
from district.models import Person
from tests.cast import BEGINNING

pytestmark = pytest.mark.django_db
FIRST = date(2006, 1, 1)
BODIES, SEATS, TERMS = 10, 100, 10  # every two years, for twenty


@pytest.fixture
def years(department):
    """Ten bodies of a hundred seats; in every tenth seat of each term somebody left after a year."""
    key = make_password(None)
    people = Person.objects.bulk_create(
        Person(email=None, name=f"주민{n}", password=key) for n in range(2000)
    )
    bodies = Body.objects.bulk_create(
        Body(kind_id="panel", name=f"자문단 {n}", slug=f"panel-{n}", department=department)
        for n in range(BODIES)
    )
    seats = Seat.objects.bulk_create(
        Seat(body=body, number=n, opened_on=FIRST) for body in bodies for n in range(1, SEATS + 1)
    )
    rows, n = [], 0
    for term in range(TERMS):
        start = date(FIRST.year + 2 * term, 1, 1)
        for index, seat in enumerate(seats):
            left = index % 10 == 0
            rows.append(
                Membership(
                    seat=seat, person=people[(index + 1000 * (term % 2)) % 2000], name=f"위원{n:05}",
                    start=start, end=Membership.end_of(start, 2), renewal_no=term // 2,
                    ended_on=date(start.year, 12, 31) if left else None,
                    end_reason_id="resigned" if left else None,
                )
            )  # fmt: skip
            n += 1
    Membership.objects.bulk_create(rows, batch_size=1000)
    Term.objects.bulk_create(
        Term(
            body=body, number=n + 1, start=date(FIRST.year + 2 * n, 1, 1),
            end=date(FIRST.year + 2 * n + 1, 12, 31),
        )
        for body in bodies
        for n in range(TERMS)
    )  # fmt: skip
    return bodies


DAYS = [
    FIRST - timedelta(days=1), FIRST, date(2006, 12, 31), date(2007, 1, 1), date(2011, 6, 15),
    date(2025, 12, 31), date(2026, 1, 1),
]  # fmt: skip


def test_the_roster_of_any_day_is_what_the_rows_say(years):
    rows = list(Membership.objects.values_list("person", "start", "end", "ended_on"))
    for on in DAYS:
        sat = {person for person, start, end, ended in rows if start <= on <= (ended or end)}
        found = [member.person_id for member in roster(years, on)]
        assert len(found) == len(set(found)), on
        assert set(found) == sat, on
        assert sum(each.appointed for each in head_counts(years, on).values()) == len(found), on


def test_it_costs_as_much_as_a_small_one(years, council, members, django_assert_num_queries):
    assert Membership.objects.count() == BODIES * SEATS * TERMS + 10
    leader = Membership.objects.filter(seat__body=years[0], start=date(2022, 1, 1)).first()
    Office.objects.create(body=years[0], kind="chair", membership=leader, start=leader.start)
    for bodies, on in (([council], BEGINNING), ([council], date(2026, 11, 24)), (years, date(2022, 5, 5))):
        with django_assert_num_queries(3):
            found = roster(bodies, on)
        with django_assert_num_queries(1):
            officers(bodies, on)
        with django_assert_num_queries(2):
            head_counts(bodies, on)
        with django_assert_num_queries(4):
            gauges(bodies, on)
    # A tenth of a thousand went after a year.
    assert len(found) == 1000


def test_a_member_of_the_roster_says_of_which_appointment_and_term(council, members):
    [first, *_rest] = roster([council], date(2026, 11, 24))
    row = members[0].memberships.get()
    assert (first.membership_id, first.number, first.term_id) == (row.pk, row.seat.number, row.term_id)
    assert (first.renewal_no, first.predecessor_id, first.end) == (0, None, row.end)
