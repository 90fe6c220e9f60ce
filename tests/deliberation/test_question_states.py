"""Every state of a question, and every act that would carry it where it may not go."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import ParticipationPolicy, Question
from district.refusals import Refusal
from referrals.actions import write_reply
from surveys.actions import answer_survey
from tests.cast import NOON
from tests.deliberation.test_question_answers import LAMPS, SINGLE, answered, questionnaire, reflected
from tests.deliberation.test_questions import WEEK

pytestmark = pytest.mark.django_db
STATES = {
    "upcoming": NOON - WEEK - timedelta(hours=1),
    "open": NOON,
    "closed": NOON + WEEK,
    "review": NOON + WEEK,
    "concluded": NOON + 2 * WEEK,
    "answered": NOON + 2 * WEEK,
}
OVER = ("closed", "review", "concluded", "answered")
MAY = None
REFUSED = {
    "speak": {"upcoming": "thread_not_open", **dict.fromkeys(OVER, "thread_closed")},
    "answer the survey": {"upcoming": "survey_not_open", **dict.fromkeys(OVER, "survey_closed")},
    "open earlier": {
        "open": "question_underway",
        "closed": "question_underway",
        **dict.fromkeys(OVER[1:], "question_in_review"),
    },
    "stay open longer": {"closed": "question_underway", **dict.fromkeys(OVER[1:], "question_in_review")},
    "close sooner": {
        "open": "question_underway",
        "closed": "question_underway",
        **dict.fromkeys(OVER[1:], "question_in_review"),
    },
    "summarise": dict.fromkeys(("upcoming", "open"), "question_still_open"),
    "conclude": dict.fromkeys(("upcoming", "open"), "question_still_open"),
    "reflect": dict.fromkeys(("upcoming", "open"), "question_still_open"),
    "answer as the mayor's office": {"answered": "already_answered"},
    "take the survey back": dict.fromkeys(STATES, "survey_laid"),
}


@pytest.fixture
def stand(question, resident, officer, head, director, mayor):
    """Bring the question into a state, by acts alone: stand("review")."""
    ParticipationPolicy.objects.update(voices_needed=1)
    actions.amend_question(question, survey=questionnaire(), by=None, at=NOON - 8 * timedelta(days=1))

    def bring(state):
        if state == "upcoming":
            return anew(question)
        actions.post_comment(question.thread, by=resident, body="가로등이요.", at=NOON, ref=uuid4())
        if state in OVER[1:]:
            actions.due(NOON + WEEK)
        if state in OVER[2:]:
            actions.amend_question(question, result="시작합니다.", by=None, at=NOON + WEEK)
        if state == "answered":
            answered(anew(question).mayor_referral, officer, head, director, mayor)
        return anew(question)

    return bring


def anew(question):
    return Question.objects.visible_to(None).get(pk=question.pk)


def acts(question, at, *, resident, officer, department):
    """Each act, ready to be tried."""

    def amend(**said):
        return lambda: actions.amend_question(question, by=None, at=at, **said)

    told = [reflected(department=department)]
    choice, day = {str(SINGLE): str(LAMPS)}, timedelta(days=1)
    mayors = question.mayor_referral
    return {
        "speak": lambda: actions.post_comment(question.thread, by=resident, body="또", at=at, ref=uuid4()),
        "answer the survey": lambda: answer_survey(
            question.survey, by=resident, answers=choice, at=at, ref=uuid4()
        ),
        "open earlier": amend(opens_at=question.opens_at - day),
        "stay open longer": amend(closes_at=question.closes_at + 4 * WEEK),
        "close sooner": amend(closes_at=question.closes_at - day),
        "summarise": amend(summary="가로등이 많았습니다."),
        "conclude": amend(result="여덟 곳부터 시작합니다."),
        "reflect": amend(result="여덟 곳부터 시작합니다.", reflections=told),
        "answer as the mayor's office": lambda: mayors and write_reply(mayors, by=officer, at=at, words="답"),
        "take the survey back": lambda: question.check_keeps_survey(asks=False),
    }


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", REFUSED)
def test_a_step_that_is_not_allowed_is_refused_with_its_code(
    stand, resident, officer, department, state, act
):
    question, at = stand(state), STATES[state]
    assert question.status(at) == state
    assert list(Question.objects.in_status(state, at)) == [question]
    deed = acts(question, at, resident=resident, officer=officer, department=department)[act]
    code = REFUSED[act].get(state, MAY)
    if code is MAY:
        deed()
        return
    with pytest.raises(Refusal) as refused:
        deed()
    assert refused.value.code == code
    assert Question.objects.values().get(pk=question.pk) == {
        field.attname: getattr(question, field.attname) for field in Question._meta.concrete_fields
    }


@pytest.mark.parametrize("state", STATES)
def test_in_every_state_the_page_of_the_api_says_it(stand, state, visit, monkeypatch):
    question, at = stand(state), STATES[state]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    row = visit().get(f"/api/v1/questions/{question.pk}/").json()
    assert row["status"] == state
    listed = visit().get("/api/v1/questions/", {"status": state}).json()["results"]
    assert [one["id"] for one in listed] == [question.pk]
