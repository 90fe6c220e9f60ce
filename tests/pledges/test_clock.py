"""A department hears once that a quarter is due soon, and once that it is late."""

from datetime import timedelta

import pytest

from district.models import Holiday
from letters.models import Dispatch
from pledges.actions import clock
from pledges.quarters import closing_due
from tests.cast import NOON, in_office
from tests.pledges.acts import DAY, closed, plan, promised

pytestmark = pytest.mark.django_db
# Ten working days after 30 September 2026: Chuseok lies before, 개천절 on 3 October (a Saturday, made up on
# the 5th) and 한글날 on the 9th.
LAST = NOON.replace(month=10, day=16)


@pytest.fixture
def told(form, status, autonomy, rule):
    return plan(form, status, autonomy)


@pytest.fixture
def promise(ninth, told, reporter):
    return promised(ninth, told, at=NOON.replace(month=8, day=1))


def tick(at):
    clock.due(at)
    return list(Dispatch.objects.order_by("pk").values_list("title", flat=True))


def test_the_day_is_counted_in_working_days(rule):
    assert closing_due(rule, 2026, 3) == LAST.date()
    Holiday.objects.create(date=LAST.date() - DAY, name="구민의 날")
    assert closing_due(rule, 2026, 3) == (LAST + 3 * DAY).date()


def test_it_is_told_three_working_days_before_and_on_the_day_after_once_each(promise, reporter, autonomy):
    leader = in_office("leader", "head", "자치행정과장", autonomy)
    assert tick(LAST - 4 * DAY) == []
    soon = "2026년 3/4분기 공약 마감 기한이 다가옵니다: 자치행정과"
    for at in (LAST - 3 * DAY, LAST - 3 * DAY, LAST - DAY, LAST):
        assert tick(at) == [soon]
    told = Dispatch.objects.get()
    assert told.words == "마감 기한 2026. 10. 16.(금)\n6-1 관악청(聽) 운영"
    assert set(told.letters.values_list("person", flat=True)) == {reporter.pk, leader.pk}
    late = "2026년 3/4분기 공약 마감 기한이 지났습니다: 자치행정과"
    for _again in range(2):
        assert tick(LAST + DAY) == [soon, late]


def test_who_closed_it_hears_nothing(promise, reporter, autonomy):
    leader = in_office("leader", "head", "자치행정과장", autonomy)
    closed(promise, reporter, leader, at=LAST - 10 * DAY)
    before = Dispatch.objects.count()
    tick(LAST - DAY)
    tick(LAST + DAY)
    assert Dispatch.objects.count() == before


def test_what_was_promised_after_the_quarter_is_not_late(ninth, told, reporter):
    promised(ninth, told, at=NOON.replace(month=10, day=1))
    assert tick(LAST) == tick(LAST + DAY) == []


def test_what_is_of_an_administration_that_is_over_is_not_awaited(eighth, told, reporter):
    promised(eighth, told | {"indicators": [], "budget": []}, at=NOON.replace(month=6, day=1))
    assert tick(LAST) == []
    second = NOON.replace(month=7, day=14)
    assert tick(second) == ["2026년 2/4분기 공약 마감 기한이 다가옵니다: 자치행정과"]


def test_whoever_begins_long_after_the_day_is_not_scolded_for_it(promise):
    assert tick(LAST + 30 * DAY) == []


def test_of_many_pledges_a_department_hears_in_one_letter(ninth, told, reporter):
    for n in range(1, 14):
        promised(ninth, told | {"code": f"9-{n}"}, at=NOON.replace(month=8, day=1))
    tick(LAST)
    words = Dispatch.objects.get().words.splitlines()
    assert (len(words), words[1], words[-1]) == (12, "9-1 관악청(聽) 운영", "그 밖에 3건")


def test_a_department_in_which_nobody_works_keeps_no_other_waiting(ninth, told, council, promise):
    empty = type(council.department).objects.create(name="빈 과", code="A07")
    told |= {"code": "6-2", "department": empty, "charges": []}
    promised(ninth, told, at=NOON.replace(month=8, day=1))
    assert tick(LAST) == ["2026년 3/4분기 공약 마감 기한이 다가옵니다: 자치행정과"]


def test_a_day_that_moves_is_told_anew_and_two_quarters_may_wait(promise, rule):
    tick(LAST)
    rule.report_working_days = 12
    rule.save()
    assert len(tick(LAST + timedelta(hours=1))) == 2
    rule.report_working_days = 90
    rule.save()
    tick(NOON.replace(year=2027, month=2, day=10))
    assert Dispatch.objects.filter(about__startswith="closing/2026-3/").count() == 3


def test_without_a_rule_nobody_is_told(promise, rule):
    rule.delete()
    assert tick(LAST) == []


def test_the_house_calls_it_every_minute():
    from cms.schedule import CLOCKS

    assert CLOCKS["pledges"] is clock.due
