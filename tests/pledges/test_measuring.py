"""An indicator stands on what its keeper takes, from a day on; what it stood on stays to be seen."""

from datetime import date

import pytest

from committees.models import Body
from pledges.actions.measuring import add_measure, take_measure
from pledges.models import Basis
from realtime.models import Event
from tests.cast import NOON, in_office
from tests.pledges.acts import DAY, closed, plan, promised, refused

pytestmark = pytest.mark.django_db
REASON = "일지와 회의록을 맞추어 보았습니다."
PAPER = {"kind": "paper", "opening": "16", "opening_on": date(2026, 9, 30), "evidence": "공약 관리카드"}


@pytest.fixture
def promise(ninth, form, status, autonomy, rule):
    return promised(ninth, plan(form, status, autonomy), at=NOON - 100 * DAY)


@pytest.fixture
def indicator(promise):
    return promise.indicators.get(no=1)


def added(indicator, by=None, **said):
    return add_measure(indicator, by=by, at=NOON, **said)


def taken(indicator, measure, by=None, **said):
    told = {"measure": measure, "effective_on": NOON.date(), "reason": REASON}
    return take_measure(indicator, by=by, at=NOON, **told | said)


def test_a_further_count_stands_beside_the_first_and_moves_nothing(indicator, council, officer):
    first = indicator.stands_on(NOON.date())
    measure = added(indicator, by=officer, kind="meetings", body=council)
    assert (measure.entered_by, measure.body) == (officer, council)
    assert indicator.stands_on(NOON.date()) == first
    assert Event.objects.get(name="measure.added").facts["indicator"] == 1


def test_what_is_taken_holds_from_its_day_on(indicator, council, officer):
    first = indicator.stands_on(NOON.date())
    measure = added(indicator, kind="meetings", body=council)
    basis = taken(indicator, measure, by=officer, effective_on=date(2026, 11, 1))
    assert (basis.decided_by, basis.reason) == (officer, REASON)
    assert [indicator.stands_on(date(2026, 10, 31)), indicator.stands_on(date(2026, 11, 1))] == [
        first, measure,
    ]  # fmt: skip
    taken(indicator, first, effective_on=date(2026, 11, 20))
    assert indicator.stands_on(NOON.date()) == first
    assert Basis.objects.count() == 2


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("evidence_needed", PAPER | {"evidence": ""}),
        ("evidence_needed", PAPER | {"evidence": None}),
        ("amount_below_nought", PAPER | {"opening": "-16"}),
        ("bad_amount", PAPER | {"opening": None}),
        ("bad_date", PAPER | {"opening_on": None}),
        ("outside_administration", PAPER | {"opening_on": date(2023, 12, 31)}),
        ("date_ahead", PAPER | {"opening_on": date(2026, 12, 31)}),
        ("bad_measure", {"kind": "assignments"}),
        ("unknown_choice", {"kind": "meetings", "body": "council"}),
        ("unknown_choice", {"kind": ""}),
        ("measure_exists", {"kind": "log"}),
    ],
)
def test_a_count_that_is_none_or_nobody_s_is_refused(indicator, code, said):
    refused(code, added, indicator, **said)


def test_the_same_count_comes_once_and_another_body_s_is_another(indicator, council, part):
    added(indicator, kind="meetings", body=council)
    refused("measure_exists", added, indicator, kind="meetings", body=Body.objects.get(pk=council.pk))
    refused("bad_measure", added, indicator, kind="questions", body=council)
    assert added(indicator, kind="meetings", body=part).body == part
    assert added(indicator, **PAPER).opening == 16
    refused("measure_exists", added, indicator, **PAPER | {"opening": 17})


def test_only_the_keeper_says_on_what_it_stands(indicator, council, reporter, auditor, officer):
    measure = added(indicator, by=officer, kind="meetings", body=council)
    for person in (reporter, auditor):
        refused("not_pledge_keeper", added, indicator, by=person, **PAPER)
        refused("not_pledge_keeper", taken, indicator, measure, by=person)
    assert taken(indicator, measure, by=officer).measure == measure


def test_it_stands_on_no_count_of_another_and_not_on_the_same_twice(indicator, promise, council):
    second = promise.indicators.get(no=2)
    foreign = added(second, kind="meetings", body=council)
    refused("measure_foreign", taken, indicator, foreign)
    refused("unknown_choice", taken, indicator, 7)
    refused("basis_standing", taken, indicator, indicator.stands_on(NOON.date()))
    taken(second, foreign)
    refused("basis_standing", taken, second, foreign)
    refused("basis_standing", taken, second, foreign, effective_on=date(2027, 1, 1))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("empty_words", {"reason": ""}),
        ("too_long", {"reason": "가" * 301}),
        ("bad_date", {"effective_on": "2026-11-24"}),
        ("bad_date", {"effective_on": None}),
        ("outside_administration", {"effective_on": date(2026, 6, 30)}),
        ("outside_administration", {"effective_on": date(2030, 7, 1)}),
    ],
)
def test_it_is_taken_for_a_reason_and_from_a_day_of_its_administration(indicator, council, code, said):
    measure = added(indicator, kind="meetings", body=council)
    refused(code, taken, indicator, measure, **said)


def test_no_count_is_taken_for_days_that_were_approved(indicator, promise, council, reporter, autonomy):
    closed(promise, reporter, in_office("leader", "head", "자치행정과장", autonomy))
    measure = added(indicator, kind="meetings", body=council)
    refused("quarter_closed", taken, indicator, measure, effective_on=date(2026, 9, 30))
    assert taken(indicator, measure, effective_on=date(2026, 10, 1)).measure == measure
