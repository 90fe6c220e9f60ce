"""What a turnover meets at its edges: the end of the calendar, two roads to one seat, the turn of a year."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from committees.actions import applying, assignments, calls, certifying, choosing, inviting, seating, terms
from committees.balance import ending
from committees.models import Application, Membership
from committees.renewing import candidates
from district.dates import day
from district.models import Person
from tests.cast import NOON
from tests.committees.acts import code_of_refusal
from tests.committees.applicants import MOTIVE, consent_to, open_call

pytestmark = pytest.mark.django_db
STARTS = day(NOON) + timedelta(days=30)


@pytest.fixture
def call(council, members):
    Membership.objects.filter(seat__body=council).update(end=STARTS - timedelta(days=1))
    return open_call(council, NOON)


def test_who_applied_by_themselves_is_not_asked_as_well(call, members):
    applying.apply(call, motive=MOTIVE, consent=consent_to(NOON).pk, by=members[3], at=NOON)
    calls.add_application(call, name="서면", person=members[4], by=None, at=NOON)
    calls.ask_renewals(call, by=None, at=NOON)
    asked = Application.objects.filter(call=call, state="asked")
    assert asked.count() == len(members) - 2
    assert not asked.filter(person__in=members[3:5]).exists()


def test_who_served_twice_in_a_row_is_asked_once_for_the_later_term(call, council, members):
    council.rules.update(renewal_within_days=400)
    later = members[2].memberships.get()
    earlier = Membership.objects.create(
        seat=later.seat, person=members[2], name="나은서", start=STARTS - timedelta(days=300),
        end=STARTS - timedelta(days=200),
    )  # fmt: skip
    Membership.objects.filter(pk=later.pk).update(start=STARTS - timedelta(days=199))
    calls.ask_renewals(call, by=None, at=NOON)
    asked = [each.membership.pk for each in candidates(call)]
    assert later.pk in asked
    assert earlier.pk not in asked
    assert Application.objects.filter(person=members[2]).count() == 1


def test_no_day_beyond_the_calendar_breaks_a_term(council, members):
    seat = council.seats.create(number=11, opened_on=date(2022, 7, 1))
    told = {"name": "김하나", "by": None, "at": NOON}
    last = date(9999, 12, 31)
    refused = ("bad_date", 422)
    assert code_of_refusal(seating.appoint, seat, person=members[0], start=last, **told) == refused
    assert code_of_refusal(terms.lay_term, council, number=5, start=last, by=None, at=NOON) == refused
    assert not ending([council], last, 90).exists()
    council.rules.update(term_years=32_767)
    assert code_of_refusal(seating.appoint, seat, person=members[0], start=STARTS, **told) == refused


def test_a_body_that_will_be_gone_plans_no_new_members(council):
    council.dissolved_on = STARTS
    council.save()
    assert code_of_refusal(open_call, council, NOON) == ("body_dissolved", 409)


def test_no_year_of_birth_is_taken_in_that_the_appointment_would_refuse(call):
    told = {"name": "김하나", "by": None, "at": NOON}
    assert code_of_refusal(calls.add_application, call, birth_year=1901, **told) == ("bad_birth_year", 422)
    assert code_of_refusal(calls.add_application, call, gender="x", **told) == ("unknown_gender", 422)
    assert calls.add_application(call, birth_year=1931, gender="f", **told).birth_year == 1931


def test_a_certificate_of_new_years_day_is_the_first_of_the_new_year(council, members):
    rows = list(Membership.objects.filter(seat__body=council).order_by("pk")[:3])
    Membership.objects.filter(pk=rows[1].pk).update(start=date(2027, 1, 1))
    eve = datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Seoul"))
    issued = certifying.certify(rows, by=None, at=eve)
    assert {(each.label, each.issued_on.year) for each in issued} == {
        ("제2025-1호", 2025),
        ("제2025-2호", 2025),
        ("제2027-1호", 2027),
    }


def test_nobody_moves_the_address_of_an_account_that_signs_in_without_a_password(council, members):
    membership = members[0].memberships.get()
    Person.objects.filter(pk=members[0].pk).update(password="!", ci_hash=None, last_login=NOON)
    told = {"by": None, "at": NOON}
    assert code_of_refusal(inviting.invite, membership, "b@example.kr", **told) == ("has_account", 409)
    Person.objects.filter(pk=members[0].pk).update(last_login=None)
    kakao = members[0].socialaccount_set.create(provider="kakao", uid="1")
    assert code_of_refusal(inviting.invite, membership, "b@example.kr", **told) == ("has_account", 409)
    kakao.delete()
    assert inviting.invite(membership, "b@example.kr", **told).email == "b@example.kr"


def test_whoever_leaves_keeps_no_word_in_any_call_and_no_seat_is_lost(call, resident, council):
    row = applying.apply(call, motive=MOTIVE, consent=consent_to(NOON).pk, by=resident, at=NOON)
    choosing.choose(row, "selected", by=None, at=NOON)
    applying.forget_applications(resident, at=NOON)
    row.refresh_from_db()
    assert (row.state, row.name, row.motive, row.purged_at) == ("withdrawn", "", "", NOON)


def test_a_plan_at_the_end_of_time_is_refused_at_its_door(call, officer, council):
    client = Client()
    client.force_login(officer)
    said = {
        "title": "계획", "places": 1, "opens_at": "0001-01-01", "closes_at": "2027-01-01T00:00:00+09:00",
        "starts_on": "2027-02-01", "body": council.pk, "ref": "00000000-0000-4000-8000-000000000001",
    }  # fmt: skip
    answer = client.post("/api/v1/calls/", said, content_type="application/json")
    assert answer.status_code == 422


def test_a_task_due_when_the_calendar_ends_is_refused_when_it_is_drawn_up(council, members):
    step = assignments.StepTold(kind="visit", title="현장", due_on=date.max)
    told = {"title": "과제", "brief": "", "starts_on": STARTS, "due_on": date.max, "steps": [step]}
    refused = code_of_refusal(assignments.plan_assignment, council, by=None, at=NOON, **told)
    assert refused == ("bad_date", 422)


def test_no_letter_of_an_address_that_a_database_cannot_keep_breaks_the_search_for_it(db):
    assert code_of_refusal(seating.account_of, "a\x00@gwanak.example") == ("no_such_account", 422)


def test_who_has_left_the_house_is_named_no_more_at_any_door(council, members):
    membership = members[0].memberships.get()
    Membership.objects.filter(pk=membership.pk).update(ended_on=membership.start, end_reason="resigned")
    members[0].leave(NOON)
    listed = Client().get(f"/api/v1/bodies/{council.pk}/memberships/").json()["results"]
    told = [each["name"] for each in listed if each["id"] == membership.pk]
    assert told == ["탈퇴한 주민"]
    assert membership.name not in Client().get(f"/members/{membership.pk}/").text
