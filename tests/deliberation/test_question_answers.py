"""From the last word to the answer: who is asked, what is told, to whom, and once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.actions.questions import Questionnaire
from deliberation.models import ParticipationPolicy, Question, Reflection
from deliberation.models.question import Reflected
from deliberation.question_course import stations
from district.dates import day
from letters.actions import follow
from letters.models import Dispatch, Letter
from realtime.models import Event
from referrals.actions import approve, submit, write_reply
from referrals.models import Clock, Referral
from search.find import find
from search.models import Entry
from surveys.actions import Choice, Draft, answer_survey
from surveys.models import Survey
from tests.cast import NOON
from tests.deliberation.test_questions import WEEK, events, refused

pytestmark = pytest.mark.django_db
AFTER = NOON + 2 * WEEK
SINGLE, FREE, LAMPS, ROADS = uuid4(), uuid4(), uuid4(), uuid4()


@pytest.fixture
def closed(question, comment):
    """The question after its last word, when the clock has looked."""
    actions.due(NOON + WEEK)
    return question_of(question)


def question_of(question):
    return Question.objects.visible_to(None).get(pk=question.pk)


def answered(referral, *hands, at=AFTER, words="가로등 일곱 곳을 먼저 바꿉니다."):
    """The department writes, and every hand of its chain approves."""
    officer, *approvers = hands
    reply = write_reply(referral, by=officer, at=at, words=words)
    submit(reply, by=officer, at=at)
    for hand in approvers:
        reply.refresh_from_db()
        approve(reply, by=hand, at=at)


def reflected(**facts):
    told = {
        "key": uuid4(), "opinion": "가로등을 먼저", "verdict": "taken", "people": 12,
        "words": "일곱 곳을 바꿉니다.",
    }  # fmt: skip
    return Reflected(**told | facts)


def questionnaire(**facts):
    items = (
        Draft(
            key=SINGLE,
            kind="single",
            text="무엇이 먼저입니까?",
            options=[Choice(LAMPS, "가로등"), Choice(ROADS, "길")],
        ),
        Draft(key=FREE, kind="free", text="까닭을 적어 주세요."),
    )
    return Questionnaire(**{"items": items} | facts)


# 부서검토


def test_the_last_word_hands_the_question_to_its_department_once(question, comment, department):
    actions.due(NOON)
    assert not Referral.objects.exists()
    actions.due(NOON + WEEK)
    actions.due(NOON + WEEK)
    referral = Referral.objects.get()
    asked = question_of(question)
    assert asked.referral == referral
    assert (referral.kind, referral.level, referral.department) == ("question", "department", department)
    assert (referral.title, referral.url) == (question.title, f"/questions/{question.pk}/")
    assert asked.status(NOON + WEEK) == "review"
    assert list(Question.objects.in_status("review", NOON + WEEK)) == [question]
    assert not Question.objects.in_status("closed", NOON + WEEK).exists()
    assert events(question)[-2:] == ["thread.closed", "referral.made"]
    assert Entry.objects.get(kind="question").state == "review"


def test_a_question_for_which_no_time_is_set_is_closed_and_waits_for_one(question, comment):
    clocks = Clock.objects.filter(code="question")
    facts = clocks.values("code", "valid_from", "amount", "unit", "first_counts", "source").get()
    clocks.delete()
    actions.due(NOON + WEEK)
    assert events(question)[-1] == "thread.closed"
    assert question_of(question).status(NOON + WEEK) == "closed"
    Clock.objects.create(**facts)
    actions.due(NOON + WEEK)
    assert question_of(question).status(NOON + WEEK) == "review"
    assert Referral.objects.count() == 1


def test_what_was_written_down_after_it_had_ended_is_handed_to_nobody(policy, department):
    told = {
        "title": "지난 질문",
        "department": department,
        "opens_at": NOON - 3 * WEEK,
        "closes_at": NOON - WEEK,
    }
    past = actions.open_question(**told, by=None, at=NOON)
    actions.due(NOON)
    assert question_of(past).status(NOON) == "closed"
    assert not Referral.objects.exists()


def test_a_question_of_no_department_is_only_closed(policy):
    asked = actions.open_question(
        title="누구의 일도 아님", opens_at=NOON - WEEK, closes_at=NOON, by=None, at=NOON - WEEK
    )
    actions.due(NOON)
    assert question_of(asked).status(NOON) == "closed"
    assert list(Question.objects.in_status("closed", NOON)) == [asked]
    assert not Referral.objects.exists()


def test_the_door_stays_where_it_is_once_the_department_has_begun(question):
    actions.due(NOON + WEEK)
    later = NOON + 4 * WEEK
    assert refused(actions.amend_question, question, closes_at=later, by=None, at=AFTER) == (
        "question_in_review",
        409,
    )
    actions.amend_question(question, closes_at=question.closes_at, title="같은 때", by=None, at=AFTER)
    assert question_of(question).title == "같은 때"


def test_whoever_has_to_answer_finds_it_by_its_new_name(closed):
    actions.amend_question(closed, title="골목 가로등 순서", by=None, at=AFTER)
    assert Referral.objects.get().title == "골목 가로등 순서"


def test_a_door_moved_to_an_hour_that_is_over_hands_it_on_as_well(question):
    actions.amend_question(question, closes_at=NOON - timedelta(hours=1), by=None, at=NOON)
    assert question_of(question).status(NOON) == "review"
    actions.due(NOON)
    assert Referral.objects.count() == 1


# 답변


def test_an_answer_is_told_once_to_all_who_spoke_and_to_whoever_follows(
    closed, resident, neighbour, officer, head, director
):
    follow(neighbour, topic=closed.letter_topic, title=closed.title, url=closed.url, at=NOON)
    answered(closed.referral, officer, head, director)
    for at in (AFTER, AFTER, AFTER + timedelta(days=1)):
        actions.due(at)
    dispatch = Dispatch.objects.get(about=f"question/{closed.pk}/answer/{closed.referral_id}")
    assert dispatch.topic == closed.letter_topic
    assert dispatch.url == f"/questions/{closed.pk}/#answer-department"
    assert "가로등 일곱" not in dispatch.title + dispatch.words
    told = Letter.objects.filter(dispatch=dispatch, road="screen").values_list("person", flat=True)
    assert list(told) == [resident.pk]  # the follower's is written when it is spread


def test_whoever_took_their_words_back_is_not_told(question, comment, resident, officer, head, director):
    actions.withdraw_comment(comment, by=resident, at=NOON)
    actions.due(NOON + WEEK)
    answered(question_of(question).referral, officer, head, director)
    actions.due(AFTER)
    dispatch = Dispatch.objects.get(about__startswith=f"question/{question.pk}/answer/")
    assert not dispatch.letters.exists()


def test_an_answer_of_long_ago_is_no_news(closed, officer, head, director):
    answered(closed.referral, officer, head, director)
    actions.due(AFTER + timedelta(days=91))
    assert not Dispatch.objects.filter(about__startswith="question/").exists()


def test_a_result_is_told_once(closed, resident):
    actions.amend_question(closed, result="일곱 곳부터 시작합니다.", by=None, at=AFTER)
    actions.due(AFTER)
    actions.amend_question(closed, result="여덟 곳부터 시작합니다.", by=None, at=AFTER)
    actions.due(AFTER)
    dispatch = Dispatch.objects.get(about=f"question/{closed.pk}/result")
    assert list(dispatch.letters.filter(road="screen").values_list("person", flat=True)) == [resident.pk]


def test_the_mayor_answers_last_and_the_question_says_so(
    question, comment, residents, officer, head, director, mayor
):
    ParticipationPolicy.objects.update(voices_needed=3)
    for person in residents(2):
        actions.post_comment(question.thread, by=person, body="저도요.", at=NOON, ref=uuid4())
    asked = question_of(question)
    assert asked.mayor_owes
    assert asked.mayor_referral.level == "mayor"
    assert asked.referral is None
    actions.due(NOON + WEEK)
    actions.amend_question(question, result="시작합니다.", by=None, at=AFTER)
    assert question_of(question).status(AFTER) == "concluded"
    answered(asked.mayor_referral, officer, head, director, mayor)
    asked = question_of(question)
    assert asked.status(AFTER) == "answered"
    assert not asked.mayor_owes
    assert list(Question.objects.in_status("answered", AFTER)) == [question]
    assert not Question.objects.in_status("concluded", AFTER).exists()
    actions.due(AFTER)
    about = f"question/{question.pk}/answer/{asked.mayor_referral_id}"
    assert Dispatch.objects.get(about=about).letters.filter(road="screen").count() == 3


# 처리 과정


def test_every_step_says_who_has_it_since_when_and_until_when(question, department):
    names = [(step.name, step.who, step.state) for step in stations(question_of(question), NOON)]
    assert names == [
        ("의견 듣기", "주민", "now"),
        ("부서검토", department.name, "later"),
        ("결과 공개", department.name, "later"),
        ("구청장 답변", "구청장", "later"),
    ]


def test_the_department_is_seen_to_have_it_with_its_day(closed, officer, head, director):
    closed.referral = Referral.objects.with_file().get()
    review = stations(closed, NOON + WEEK)[1]
    assert (review.name, review.who) == ("부서검토", "기획예산과")
    assert (review.state, review.due, day(review.since)) == ("now", closed.referral.due(), day(NOON + WEEK))
    answered(closed.referral, officer, head, director)
    closed.referral = Referral.objects.with_file().get()
    steps = stations(closed, AFTER)
    assert [step.state for step in steps] == ["done", *["done"] * (len(steps) - 2), "later"]


# 반영 결과


def test_what_became_of_each_opinion_follows_its_block(closed, department):
    first, second = (
        reflected(department=department),
        reflected(verdict="not", opinion="모두 바꾸기", people=None),
    )
    told = {"result": "일곱 곳부터 시작합니다.", "summary": "가로등이 많았습니다."}
    actions.amend_question(closed, **told, reflections=[first, second], by=None, at=AFTER)
    kept = Reflection.objects.get(key=first.key)
    changed = reflected(key=first.key, verdict="partly", department=department, until=day(AFTER))
    actions.amend_question(closed, reflections=[second, changed], by=None, at=AFTER)
    rows = list(Reflection.objects.all())
    assert [(row.key, row.ordinal, row.verdict) for row in rows] == [
        (second.key, 1, "not"),
        (first.key, 2, "partly"),
    ]
    assert rows[1].pk == kept.pk
    before = Event.objects.count()
    actions.amend_question(closed, **told, reflections=[second, changed], by=None, at=AFTER)
    assert Event.objects.count() == before
    actions.amend_question(closed, reflections=[changed], by=None, at=AFTER)
    assert [row.key for row in Reflection.objects.all()] == [first.key]


def test_nothing_is_reflected_while_residents_are_still_answering(question, department):
    amend, still = actions.amend_question, ("question_still_open", 409)
    each = [reflected(department=department)]
    assert refused(amend, question, result="미리", reflections=each, by=None, at=NOON) == still
    assert refused(amend, question, summary="미리", by=None, at=NOON) == still


def test_no_opinion_is_reflected_without_a_result_or_by_nobody(closed, department):
    amend = actions.amend_question
    each = [reflected(department=department)]
    assert refused(amend, closed, reflections=each, by=None, at=AFTER) == ("result_needed", 422)
    nobodys = [reflected(department=None)]
    assert refused(amend, closed, result="함", reflections=nobodys, by=None, at=AFTER) == (
        "reflection_nobodys",
        422,
    )
    runs = [reflected(department=department, link_label="사업", link_url="javascript:alert(1)")]
    assert refused(amend, closed, result="함", reflections=runs, by=None, at=AFTER) == ("bad_address", 422)
    assert not Reflection.objects.exists()


def test_what_became_of_it_is_found(closed, department):
    told = [reflected(opinion="골목 반사경을 달아 주세요", department=department)]
    actions.amend_question(closed, result="시작합니다.", reflections=told, by=None, at=AFTER)
    assert [entry.kind for entry in find("반사경", None)] == ["question"]


# 설문


def test_the_survey_of_a_question_is_laid_beside_it_and_found_again(question):
    actions.amend_question(question, survey=questionnaire(), by=None, at=NOON)
    survey = question_of(question).survey
    assert (survey.title, survey.opens_at, survey.closes_at) == (
        question.title,
        question.opens_at,
        question.closes_at,
    )
    assert events(question) == ["question.opened", "question.amended"]
    actions.amend_question(question, survey=questionnaire(), by=None, at=NOON)
    assert Survey.objects.get() == survey
    assert events(question) == ["question.opened", "question.amended"]


def test_whoever_answered_the_survey_is_told_as_well(question, comment, neighbour, officer, head, director):
    actions.amend_question(question, survey=questionnaire(), by=None, at=NOON)
    answer_survey(
        question_of(question).survey, by=neighbour, answers={str(SINGLE): str(LAMPS)}, at=NOON, ref=uuid4()
    )
    told = set(question_of(question).people_to_tell())
    assert told == {comment.author, neighbour}


def test_a_survey_may_end_before_the_talk_and_ask_some_dongs(question, dong):
    asked = questionnaire(closes_at=NOON + timedelta(days=1), dongs=(dong,), shown="at_end")
    actions.amend_question(question, survey=asked, by=None, at=NOON)
    survey = question_of(question).survey
    assert (survey.closes_at, survey.panel, survey.shown) == (NOON + timedelta(days=1), "dongs", "at_end")
    assert list(survey.dongs.all()) == [dong]


def test_a_new_question_brings_its_survey_along(policy, department):
    asked = actions.open_question(
        title="새 질문", department=department, opens_at=NOON, closes_at=NOON + WEEK, survey=questionnaire(),
        by=None, at=NOON,
    )  # fmt: skip
    assert question_of(asked).survey.items.count() == 2
    other = actions.open_question(
        title="둘째", department=department, opens_at=NOON, closes_at=NOON + WEEK, survey=questionnaire(),
        by=None, at=NOON,
    )  # fmt: skip
    assert question_of(other).survey != question_of(asked).survey


def test_a_survey_that_was_laid_is_not_taken_back_whole(question):
    question.check_keeps_survey(asks=False)
    actions.amend_question(question, survey=questionnaire(), by=None, at=NOON)
    laid = question_of(question)
    laid.check_keeps_survey(asks=True)
    assert refused(laid.check_keeps_survey, asks=False) == ("survey_laid", 409)


# 한 해에 몇 번


def test_questions_are_counted_in_the_quarter_in_which_their_door_opens(question, department):
    for month in (1, 3, 4, 12):
        opens = NOON.replace(year=2025, month=month, day=1, hour=0)
        actions.open_question(
            title=f"{month}월",
            department=department,
            opens_at=opens,
            closes_at=opens + WEEK,
            by=None,
            at=NOON,
        )
    assert Question.objects.by_quarter(2025) == {1: 2, 2: 1, 3: 0, 4: 1}
    assert Question.objects.by_quarter(2026) == {1: 0, 2: 0, 3: 0, 4: 1}
    assert Question.objects.by_quarter(2024) == dict.fromkeys(range(1, 5), 0)
