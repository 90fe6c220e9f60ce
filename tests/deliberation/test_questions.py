"""How a question is asked, moved, closed and answered."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Question
from district.refusals import Refusal
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def events(question):
    return list(
        Event.objects.filter(room__kind="thread", room__key=str(question.thread_id))
        .order_by("seq")
        .values_list("name", flat=True)
    )


def refused(act, *args, **kwargs):
    with pytest.raises(Refusal) as no:
        act(*args, **kwargs)
    return no.value.code, no.value.status


def test_a_question_stands_as_the_clock_and_its_result_say(question):
    stages = [
        (NOON - WEEK - timedelta(seconds=1), "upcoming"),
        (NOON - WEEK, "open"),
        (NOON + WEEK - timedelta(seconds=1), "open"),
        (NOON + WEEK, "closed"),
    ]
    for at, status in stages:
        assert question.status(at) == status
        assert list(Question.objects.in_status(status, at)) == [question]
    actions.amend_question(question, result="일곱 곳부터 시작합니다.", by=None, at=NOON + 2 * WEEK)
    question.refresh_from_db()
    assert question.status(NOON + 2 * WEEK) == "concluded"
    assert list(Question.objects.in_status("concluded", NOON + 2 * WEEK)) == [question]
    assert list(Question.objects.in_status("open", NOON)) == [question]
    assert not Question.objects.in_status("closed", NOON + 2 * WEEK).exists()


def test_saying_the_same_again_changes_nothing_and_tells_nobody(question):
    before = events(question)
    actions.amend_question(
        question,
        title=question.title,
        kind=question.kind,
        department=question.department,
        opens_at=question.opens_at,
        closes_at=question.closes_at,
        tags=["안전"],
        by=None,
        at=NOON,
    )
    assert events(question) == before == ["question.opened"]


def test_an_amended_question_is_told_and_found_by_its_new_words(question):
    actions.amend_question(question, title="골목 가로등 순서", tags=["교통"], by=None, at=NOON)
    assert events(question) == ["question.opened", "question.amended"]
    entry = Entry.objects.get(kind="question")
    assert (entry.title, entry.tags) == ("골목 가로등 순서", ["교통"])


def test_a_new_address_is_found_but_is_no_news(question):
    actions.amend_question(question, url="/정책참여/밤길/", by=None, at=NOON)
    assert events(question) == ["question.opened"]
    assert Entry.objects.get(kind="question").url == "/정책참여/밤길/"


def test_a_question_says_nothing_it_has_no_place_for(question):
    with pytest.raises(TypeError):
        actions.amend_question(question, mayor_called_at=NOON, by=None, at=NOON)


def test_the_door_moves_freely_until_somebody_came_through_it(question):
    actions.amend_question(question, opens_at=NOON + WEEK, closes_at=NOON + 2 * WEEK, by=None, at=NOON)
    question.refresh_from_db()
    assert (question.opens_at, question.closes_at) == (NOON + WEEK, NOON + 2 * WEEK)


def test_the_door_only_stays_open_longer_once_somebody_spoke(question, comment):
    amend, tomorrow = actions.amend_question, NOON + timedelta(days=1)
    no = ("question_underway", 409)
    assert refused(amend, question, opens_at=NOON, by=None, at=NOON) == no
    assert refused(amend, question, closes_at=tomorrow, by=None, at=NOON) == no
    amend(question, closes_at=NOON + 2 * WEEK, by=None, at=NOON)
    question.refresh_from_db()
    assert question.closes_at == NOON + 2 * WEEK
    assert refused(amend, question, closes_at=NOON + 4 * WEEK, by=None, at=NOON + 3 * WEEK) == no


def test_a_door_that_closes_before_it_opens_is_refused(question):
    assert refused(actions.amend_question, question, closes_at=NOON - 2 * WEEK, by=None, at=NOON) == (
        "closes_before_opening",
        422,
    )
    with pytest.raises(Refusal) as no:
        actions.open_question(title="거꾸로", opens_at=NOON, closes_at=NOON, by=None, at=NOON)
    assert no.value.code == "closes_before_opening"
    assert Question.objects.count() == 1


def test_no_result_while_residents_are_still_answering(question):
    assert refused(actions.amend_question, question, result="미리", by=None, at=NOON) == (
        "question_still_open",
        409,
    )
    actions.amend_question(question, result="정했습니다.", by=None, at=NOON + WEEK)
    actions.amend_question(question, result="바로잡았습니다.", by=None, at=NOON + 2 * WEEK)
    question.refresh_from_db()
    assert question.result_at == NOON + WEEK


def test_without_thresholds_nothing_is_asked(db):
    with pytest.raises(Refusal) as no:
        actions.open_question(title="너무 이름", opens_at=NOON, closes_at=NOON + WEEK, by=None, at=NOON)
    assert no.value.code == "no_policy"


def test_the_room_is_told_once_that_its_door_opened_and_closed(question):
    later = actions.open_question(
        title="다음 주 질문", opens_at=NOON + WEEK, closes_at=NOON + 2 * WEEK, by=None, at=NOON
    )
    for at in (NOON, NOON + WEEK, NOON + WEEK, NOON + 3 * WEEK, NOON + 3 * WEEK):
        actions.due(at)
    assert events(later) == ["question.opened", "thread.opened", "thread.closed"]
    assert events(question) == [*events(later), "referral.made"]
    states = Entry.objects.filter(kind="question").order_by("title").values_list("state", flat=True)
    assert list(states) == ["closed", "review"]


def test_a_door_that_nobody_watched_is_told_in_order(question):
    later = actions.open_question(
        title="다음 주 질문", opens_at=NOON + WEEK, closes_at=NOON + 2 * WEEK, by=None, at=NOON
    )
    actions.due(NOON + 3 * WEEK)
    assert events(later) == ["question.opened", "thread.opened", "thread.closed"]
