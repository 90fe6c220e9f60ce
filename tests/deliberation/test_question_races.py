"""The last minute of a question, on the database that a real town hall uses."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.actions.reviews import hand_over
from deliberation.models import Question
from letters.models import Dispatch
from referrals.models import Referral
from surveys.models import Survey
from tests.cast import NOON
from tests.deliberation.test_question_answers import answered, questionnaire
from tests.deliberation.test_questions import WEEK
from tests.deliberation.test_races import afresh, at_once, check_the_books, say

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]
AFTER = NOON + 2 * WEEK


def test_ten_clocks_hand_a_question_to_its_department_once(question, resident):
    say(question.thread, resident)
    at_once([lambda: actions.due(NOON + WEEK)] * 10)
    assert Referral.objects.count() == 1
    assert Question.objects.get().referral == Referral.objects.get()
    check_the_books(question.thread)


def test_a_department_given_while_the_door_closes_is_asked_once(question, department, resident):
    say(question.thread, resident)
    Question.objects.update(department=None)
    at = NOON + WEEK
    acts = [lambda: actions.amend_question(question, department=department, by=None, at=at)]
    at_once([lambda: actions.due(at), *acts, lambda: actions.due(at), *acts])
    hand_over(question.thread_id, at)
    assert Referral.objects.count() == 1
    check_the_books(question.thread)


def test_words_of_the_last_minute_and_its_closing_leave_the_books_true(question, residents):
    people = residents(12)
    at = NOON + WEEK - timedelta(seconds=1)

    def speak(person):
        return actions.post_comment(question.thread, by=afresh(person), body="또요.", at=at)

    came = at_once(
        [*[lambda person=person: speak(person) for person in people], lambda: actions.due(NOON + WEEK)]
    )
    assert Referral.objects.count() == 1
    question.thread.refresh_from_db()
    assert question.thread.voices == sum(not isinstance(each, str) and each is not None for each in came)
    check_the_books(question.thread)


def test_an_answer_is_told_once_by_however_many_clocks(question, resident, officer, head, director):
    say(question.thread, resident)
    actions.due(NOON + WEEK)
    answered(Referral.objects.get(), officer, head, director)
    at_once([lambda: actions.due(AFTER)] * 8)
    (dispatch,) = Dispatch.objects.filter(about__startswith=f"question/{question.pk}/answer/")
    assert dispatch.letters.filter(road="screen").count() == 1


def test_a_survey_laid_by_two_at_once_is_one(question):
    at_once([lambda: actions.amend_question(question, survey=questionnaire(), by=None, at=NOON)] * 6)
    assert Question.objects.get().survey == Survey.objects.get()
    assert Survey.objects.get().items.count() == 2
    check_the_books(question.thread)
