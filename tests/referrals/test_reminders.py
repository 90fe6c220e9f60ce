"""A letter before the day and one after it, and never the same one twice."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from letters.models import Dispatch, Letter
from referrals.actions import claim, due, end, pause, reroute
from tests.cast import NOON
from tests.referrals.acts import later

pytestmark = pytest.mark.django_db
SEOUL = ZoneInfo("Asia/Seoul")


def on(month, day, year=2026):
    return datetime(year, month, day, 9, tzinfo=SEOUL)


def told(*parts):
    return [
        dispatch.title.split(":")[0]
        for dispatch in Dispatch.objects.order_by("id")
        if any(f"/{part}/" in dispatch.about for part in parts)
    ]


@pytest.fixture
def referral(ask, officer, head, director):
    """Due on 2026. 12. 24.(목); three working days before is 12. 21.(월)."""
    return ask()


def test_three_working_days_before_and_the_day_after_each_once(referral):
    for day, expected in [
        (on(12, 18), []),
        (on(12, 21), ["답변 기한이 다가옵니다"]),
        (on(12, 24), ["답변 기한이 다가옵니다"]),
        (on(12, 25), ["답변 기한이 다가옵니다", "답변 기한이 지났습니다"]),
        (on(3, 1, 2027), ["답변 기한이 다가옵니다", "답변 기한이 지났습니다"]),
    ]:
        due(day)
        due(day)
        assert told("soon", "late") == expected, day


def test_those_whose_work_it_is_hear_of_it_and_of_a_late_one_the_director_too(
    referral, officer, head, director
):
    due(on(12, 22))
    due(on(12, 28))

    def readers(part):
        letters = Letter.objects.on_screen().filter(dispatch__about__contains=f"/{part}/")
        return set(letters.values_list("person", flat=True))

    assert readers("soon") == {officer.pk, head.pk}
    assert readers("late") == {officer.pk, head.pk, director.pk}


def test_once_somebody_has_it_a_colleague_is_left_in_peace(referral, officer, colleague, head):
    claim(referral, by=officer, at=NOON)
    due(on(12, 22))
    letters = Letter.objects.on_screen().filter(dispatch__about__contains="/soon/")
    assert set(letters.values_list("person", flat=True)) == {officer.pk, head.pk}


def test_what_was_answered_or_ended_reminds_nobody(ask, answer, officer, head):
    answer(ask())
    end(ask(), ground="withdrawn", by=None, at=NOON)
    due(on(12, 22))
    due(on(12, 28))
    assert told("soon", "late") == []


def test_while_the_clock_stands_still_nobody_is_hurried(referral, officer):
    pause(
        referral,
        kind="supplement",
        reason="위치를 적어 주세요.",
        limit_on=later(10).date(),
        by=officer,
        at=later(1),
    )
    due(on(12, 22))
    assert told("soon", "late") == []
    silent = Dispatch.objects.filter(about__contains="/pause/")
    assert [dispatch.title.split(":")[0] for dispatch in silent] == ["기다리던 회신 기한이 지났습니다"]
    due(on(12, 23))
    assert silent.count() == 1


def test_a_day_that_moved_is_told_anew_and_so_is_another_department(referral, officer, elsewhere, stranger):
    due(on(12, 22))
    pause(referral, kind="inquiry", reason="의견을 묻습니다.", by=officer, at=on(12, 22))
    due(on(12, 22))
    assert told("soon") == ["답변 기한이 다가옵니다"]
    due(on(1, 13, 2027))
    assert len(told("soon")) == 2
    reroute(referral, to=elsewhere, reason="치수과 일입니다.", by=officer, at=on(1, 13, 2027))
    due(on(1, 13, 2027))
    assert len(told("soon")) == 3
    assert Letter.objects.on_screen().filter(person=stranger, dispatch__about__contains="/soon/").exists()


def test_many_that_wait_cost_no_more_questions_than_one(ask, officer, django_assert_max_num_queries):
    for _ in range(12):
        ask()
    due(on(12, 22))
    with django_assert_max_num_queries(12):
        due(on(12, 22))


def test_a_referral_of_the_mayors_reminds_the_adviser(ask, officer, adviser, mayor):
    ask(kind="mayor", level="mayor")
    due(on(12, 14))
    letters = Letter.objects.on_screen().filter(dispatch__about__contains="/soon/")
    assert set(letters.values_list("person", flat=True)) == {officer.pk, adviser.pk}
