"""Days on which the offices are open, as the district counts them."""

from datetime import UTC, date, datetime

import pytest

from district.calendar import add_working_days, day, is_working_day, working_days_between
from district.models import Administration, Holiday

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("year", "days"), [(2023, 247), (2026, 245)])
def test_the_working_days_of_a_year(year, days):
    assert working_days_between(date(year, 1, 1), date(year, 12, 31)) == days


@pytest.mark.parametrize("on", [date(2026, 7, 17), date(2026, 5, 1), date(2026, 11, 21), date(2026, 6, 3)])
def test_constitution_day_labour_day_saturdays_and_elections_are_off(on):
    assert not is_working_day(on)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 20), 14, date(2026, 12, 9)),
        (date(2026, 11, 20), 7, date(2026, 11, 30)),
        (date(2026, 9, 23), 7, date(2026, 10, 6)),
        (date(2026, 12, 24), 7, date(2027, 1, 5)),
    ],
)
def test_a_case_is_due_when_its_days_are_over_the_first_one_counted(start, days, end):
    assert add_working_days(start, days, first_counts=True) == end


def test_a_count_may_begin_on_the_next_day():
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 21), 1, first_counts=True) == date(2026, 11, 23)


def test_the_district_adds_a_day_off():
    Holiday.objects.create(date=date(2026, 11, 24), name="임시공휴일")
    assert not is_working_day(date(2026, 11, 24))
    assert add_working_days(date(2026, 11, 23), 1) == date(2026, 11, 25)
    assert working_days_between(date(2026, 11, 23), date(2026, 11, 25)) == 2


def test_the_district_takes_a_day_off_back():
    Holiday.objects.create(date=date(2026, 7, 17), name="제헌절 정상 근무", is_off=False)
    assert is_working_day(date(2026, 7, 17))


def test_no_row_turns_a_sunday_into_a_working_day():
    Holiday.objects.create(date=date(2026, 11, 22), name="잘못 적은 날", is_off=False)
    assert not is_working_day(date(2026, 11, 22))


def test_a_count_of_years_reads_the_districts_days_once_a_year(django_assert_num_queries):
    with django_assert_num_queries(3):
        add_working_days(date(2026, 1, 1), 600)


def test_the_day_is_the_one_on_the_districts_wall():
    assert day(datetime(2026, 11, 20, 15, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_the_administration_of_a_day():
    eighth = Administration.objects.create(name="민선8기", start=date(2022, 7, 1), end=date(2026, 6, 30))
    assert Administration.objects.on(date(2026, 6, 30)) == eighth
    assert Administration.objects.on(date(2026, 7, 1)) is None
