"""By when: every value of the rules, over holidays, pauses and the last days of months."""

from datetime import date

import pytest

from district.calendar import works_between
from district.models import Holiday
from district.refusals import Refusal
from referrals.clocks import due
from referrals.models import Chain, Clock
from referrals.models.rules import Level

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def clock(code, on=DAY):
    return Clock.objects.on(code, on)


def made(amount, unit, *, first_counts=False):
    return Clock(code="own", amount=amount, unit=unit, first_counts=first_counts)


@pytest.mark.parametrize(
    ("code", "start", "last"),
    [
        # 한 달: the 25th is Christmas, then a weekend.
        ("proposal", date(2026, 11, 25), date(2026, 12, 28)),
        ("reconsideration", date(2026, 11, 25), date(2026, 12, 28)),
        ("reconsideration_window", date(2026, 12, 1), date(2026, 12, 16)),
        ("supplement_ask", date(2026, 11, 24), date(2026, 12, 1)),
        ("inquiry", date(2026, 11, 24), date(2026, 12, 15)),
        ("mayor", date(2026, 11, 24), date(2026, 12, 15)),
        ("question", date(2026, 12, 10), date(2027, 1, 4)),
        # 민원: working days, the first of them counted.
        ("complaint_suggestion", date(2026, 11, 20), date(2026, 12, 9)),
        ("complaint_law", date(2026, 11, 20), date(2026, 12, 9)),
        ("complaint_grievance", date(2026, 11, 20), date(2026, 11, 30)),
        ("complaint_query", date(2026, 11, 20), date(2026, 11, 30)),
        ("complaint_grievance", date(2026, 9, 23), date(2026, 10, 6)),
        ("complaint_grievance", date(2026, 12, 24), date(2027, 1, 5)),
    ],
)
def test_each_time_that_is_given_ends_on_the_printed_day(code, start, last):
    assert due(start, clock(code, start)) == last


def test_five_working_days_from_a_friday_end_on_the_next_friday():
    assert due(date(2026, 11, 20), made(5, "working_day")) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2026, 1, 31), date(2026, 3, 3)),  # 2. 28. is a Saturday, 3. 1. Sunday, 3. 2. its substitute
        (date(2027, 8, 31), date(2027, 9, 30)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 12, 10), date(2027, 1, 11)),
    ],
)
def test_a_month_ends_on_the_day_of_its_number_or_on_its_last(start, last):
    assert due(start, made(1, "month")) == last


def test_a_day_that_the_district_takes_off_moves_the_end_and_one_it_gives_back_moves_it_too():
    Holiday.objects.create(date=date(2026, 12, 28), name="임시공휴일")
    assert due(date(2026, 11, 25), clock("proposal")) == date(2026, 12, 29)
    Holiday.objects.create(date=date(2026, 12, 25), name="대체 근무", is_off=False)
    assert due(date(2026, 11, 25), clock("proposal")) == date(2026, 12, 25)
    assert due(date(2026, 12, 10), made(11, "working_day")) == date(2026, 12, 25)


def test_paused_days_are_not_counted_in_any_unit():
    week = (date(2026, 12, 1), date(2026, 12, 8))
    assert due(date(2026, 11, 25), clock("proposal"), [week]) == date(
        2027, 1, 4
    )  # 1. 1. is a holiday, 2. a Saturday
    assert due(date(2026, 11, 24), clock("mayor"), [week]) == date(2026, 12, 22)
    assert due(date(2026, 11, 24), clock("mayor"), [(DAY, DAY)]) == date(2026, 12, 15)


def test_what_is_stopped_on_its_first_day_begins_when_the_clock_runs():
    three_weeks = (DAY, date(2026, 12, 15))
    assert due(DAY, clock("proposal"), [three_weeks]) == date(2027, 1, 14)
    assert due(DAY, clock("complaint_grievance"), [three_weeks]) == date(2026, 12, 23)


def test_two_pauses_that_overlap_rest_each_day_once():
    first, second = (date(2026, 12, 1), date(2026, 12, 8)), (date(2026, 12, 4), date(2026, 12, 10))
    both = due(date(2026, 11, 24), clock("mayor"), [first, second])
    assert both == due(date(2026, 11, 24), clock("mayor"), [(first[0], second[1])]) == date(2026, 12, 24)


def test_a_pause_on_the_last_day_moves_it_and_one_after_it_does_not():
    assert due(date(2026, 11, 24), clock("mayor"), [(date(2026, 12, 15), date(2026, 12, 17))]) == date(
        2026, 12, 17
    )
    assert due(date(2026, 11, 24), clock("mayor"), [(date(2026, 12, 16), date(2026, 12, 30))]) == date(
        2026, 12, 15
    )


def test_a_weekend_on_which_it_would_have_ended_does_not_end_inside_a_pause():
    monday = (date(2026, 12, 28), date(2026, 12, 30))
    assert due(date(2026, 11, 25), clock("proposal"), [monday]) == date(2026, 12, 30)


def test_many_days_of_one_span_are_read_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        works = works_between(date(2026, 11, 1), date(2027, 12, 31))
        due(date(2026, 11, 25), made(1, "month"), works=works)
        due(date(2026, 11, 24), made(100, "working_day"), works=works)


def test_a_new_rule_holds_from_its_day_and_not_before():
    Clock.objects.create(
        code="proposal", valid_from=date(2027, 1, 1), amount=14, unit="day", source="새 조례"
    )
    assert clock("proposal", date(2026, 12, 31)).amount == 1
    assert clock("proposal", date(2027, 1, 1)).amount == 14


@pytest.mark.parametrize(("code", "on"), [("proposal", date(2001, 1, 1)), ("nothing", DAY)])
def test_without_a_rule_nobody_is_promised_a_day(code, on):
    with pytest.raises(Refusal) as refused:
        Clock.objects.on(code, on)
    assert (refused.value.code, refused.value.status) == ("no_clock", 409)


def test_the_line_of_its_own_kind_comes_before_the_common_one():
    assert Chain.objects.on("proposal", Level.DEPARTMENT, DAY).needs_outcome is True
    assert Chain.objects.on("question", Level.DEPARTMENT, DAY).needs_outcome is False
    assert Chain.objects.on("mayor", Level.MAYOR, DAY).roles == ["officer", "head", "director", "mayor"]
    with pytest.raises(Refusal) as refused:
        Chain.objects.on("proposal", Level.DEPARTMENT, date(2001, 1, 1))
    assert refused.value.code == "no_chain"
