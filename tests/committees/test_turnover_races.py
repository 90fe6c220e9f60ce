"""Two clerks at one turnover in the same moment, on the database that a real town hall uses."""

import pytest

from committees.actions import appointing, certifying, choosing
from committees.models import Application, Certificate, Membership
from committees.roster import head_counts
from district.models import Department
from letters.models import Dispatch
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.committees.turnover import START, big_council, papers, planned, selected
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def call(department):
    return planned(big_council(department))


@pytest.fixture
def clerks(department):
    department = Department.objects.get(pk=department.pk)
    return [in_office(f"clerk{n}", "officer", f"협치팀 주무관 {n}", department) for n in range(2)]


def codes(came):
    return sorted(each for each in came if isinstance(each, str))


def test_two_who_decide_at_once_decide_once_and_tell_once(call, clerks, resident):
    papers(call, 1, 0, person=resident)
    selected(call, 15, 11)
    choosing.choose_many(
        call,
        call.applications.filter(person=resident).values_list("pk", flat=True),
        "selected",
        by=None,
        at=NOON,
    )
    came = at_once([lambda by=by: choosing.decide_call(call, by=by, at=NOON) for by in clerks])
    assert codes(came) == ["call_decided"]
    assert Event.objects.filter(name="call.decided").count() == 1
    assert Dispatch.objects.get(about=f"call/{call.pk}/selected").letters.filter(road="screen").count() == 1


def test_two_who_appoint_at_once_fill_each_seat_once(call, clerks):
    selected(call, 16, 11)
    call = choosing.decide_call(call, by=None, at=NOON)
    choosing.assign_parts(call, by=None, at=NOON)
    came = at_once([lambda by=by: appointing.appoint_all(call, by=by, at=NOON) for by in clerks])
    assert codes(came) == ["call_appointed"]
    counts = head_counts([call.body], START)[call.body_id]
    assert (counts.appointed, counts.ex_officio, counts.sitting) == (27, 9, 36)
    assert Membership.objects.filter(seat__body__parent=call.body).count() == 27


def test_the_seventeenth_is_not_slipped_in_beside_the_decision(call, clerks):
    rows = selected(call, 17, 10)
    choosing.choose(rows[0], "reserve", by=None, at=NOON)
    came = at_once([
        lambda: choosing.decide_call(call, by=clerks[0], at=NOON),
        lambda: choosing.choose(rows[0], "selected", by=clerks[1], at=NOON),
    ])  # fmt: skip
    men = Application.objects.filter(call=call, state="selected", gender="m").count()
    call.refresh_from_db()
    # Whoever came first: a list of seventeen men was never decided.
    assert (men, call.decided_at, codes(came)) in [
        (16, NOON, ["call_decided"]),
        (17, None, ["gender_ceiling"]),
    ]


def test_numbers_have_no_gap_and_no_twin_under_two_presses_at_once(call, clerks):
    selected(call, 16, 11)
    call = choosing.decide_call(call, by=None, at=NOON)
    appointing.appoint_all(call, by=None, at=NOON)
    memberships = list(Membership.objects.filter(application__call=call).order_by("seat__number"))
    halves = [memberships, memberships[13:], memberships, memberships[:14]]
    came = at_once([
        lambda some=some, by=by: certifying.certify(some, by=by, at=NOON)
        for some, by in zip(halves, clerks * 2, strict=True)
    ])  # fmt: skip
    assert codes(came) == []
    assert sorted(Certificate.objects.values_list("number", flat=True)) == list(range(1, 28))
    told = [{row.membership_id: row.number for row in rows} for rows in came]
    assert all(one[key] == other[key] for one in told for other in told for key in one.keys() & other.keys())
