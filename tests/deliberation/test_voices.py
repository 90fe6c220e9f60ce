"""How the district counts: people, not comments, and each only once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation.actions import hide_words, post_comment, withdraw_comment
from deliberation.models import Voice
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def policy(policy):
    """Five neighbours are enough here, so that a test can count them."""
    policy.voices_needed = 5
    policy.save()
    return policy


def say(thread, by, body="가로등이 필요합니다.", at=NOON, **more):
    return post_comment(thread, by=by, body=body, at=at, ref=uuid4(), **more)


def called(question):
    question.refresh_from_db()
    return question.mayor_called_at is not None


def voices(thread):
    thread.refresh_from_db()
    assert thread.recount() == {}
    return thread.voices


def test_one_loud_resident_does_not_call_the_mayor(question, resident):
    for _ in range(question.policy.voices_needed):
        say(question.thread, resident)
    assert not called(question)
    assert voices(question.thread) == 1
    assert question.thread.standing_comments == 5


def test_the_last_voice_needed_calls_the_mayor_and_sets_the_day_of_the_answer(question, residents):
    neighbours = residents(5)
    for person in neighbours[:4]:
        say(question.thread, person)
    assert not called(question)
    say(question.thread, neighbours[4])
    assert called(question)
    assert question.mayor_called_at == NOON
    # 15 working days after Tuesday, 24 November 2026
    assert question.answer_due.isoformat() == "2026-12-15"


def test_the_mayor_is_called_exactly_once(question, residents):
    for person in residents(8):
        say(question.thread, person)
    events = Event.objects.filter(name="mayor.called")
    assert [event.facts for event in events] == [{"voices": 5, "policy": question.policy_id}]
    assert events[0].row == question


def test_a_voice_withdrawn_before_the_last_does_not_count_towards_it(question, residents):
    neighbours = residents(6)
    for person in neighbours[:3]:
        say(question.thread, person)
    gone = say(question.thread, neighbours[3])
    withdraw_comment(gone, by=neighbours[3], at=NOON)
    say(question.thread, neighbours[4])
    assert voices(question.thread) == 4
    assert not called(question)
    say(question.thread, neighbours[5])
    assert called(question)


def test_a_voice_hidden_before_the_last_does_not_count_towards_it(question, residents, moderator):
    neighbours = residents(5)
    spam = say(question.thread, neighbours[0], "대출 상담")
    hide_words(spam, by=moderator, ground="spam", at=NOON)
    for person in neighbours[1:]:
        say(question.thread, person)
    assert voices(question.thread) == 4
    assert not called(question)


def test_the_mayors_duty_outlives_the_words_that_brought_it(question, residents, moderator):
    said = [say(question.thread, person) for person in residents(5)]
    withdraw_comment(said[0], by=said[0].author, at=NOON + timedelta(minutes=1))
    hide_words(said[1], by=moderator, ground="abuse", at=NOON + timedelta(minutes=2))
    assert voices(question.thread) == 3
    assert called(question)
    assert question.mayor_called_at == NOON


def test_the_latch_does_not_close_again_when_the_voices_come_back(question, residents):
    neighbours = residents(6)
    said = [say(question.thread, person) for person in neighbours[:5]]
    withdraw_comment(said[0], by=neighbours[0], at=NOON)
    say(question.thread, neighbours[5], at=NOON + timedelta(days=1))
    assert called(question)
    assert question.mayor_called_at == NOON
    assert Event.objects.filter(name="mayor.called").count() == 1


def test_whoever_withdraws_one_of_two_comments_still_counts(thread, resident):
    first = say(thread, resident)
    second = say(thread, resident)
    withdraw_comment(first, by=resident, at=NOON)
    assert voices(thread) == 1
    withdraw_comment(second, by=resident, at=NOON)
    assert voices(thread) == 0
    say(thread, resident)
    assert voices(thread) == 1


@pytest.mark.parametrize("office", ["officer", "head", "director", "mayor"])
def test_an_office_speaks_as_the_office_and_is_no_voice(request, thread, office):
    official = request.getfixturevalue(office)
    comment = say(thread, official)
    assert voices(thread) == 0
    assert (comment.counted, comment.office, comment.author_name) == (False, True, comment.badge)
    assert not Voice.objects.exists()


def test_a_verified_official_speaks_as_the_office_too(thread, officer, dong):
    officer.level, officer.neighborhood = 3, dong
    officer.save()
    comment = say(thread, officer)
    assert (comment.badge, comment.dong) == ("기획예산과", None)
    assert voices(thread) == 0


@pytest.mark.parametrize("office", ["moderator", "auditor", "administrator"])
def test_those_who_keep_order_or_accounts_have_no_voice_by_their_office(request, thread, office):
    official = request.getfixturevalue(office)
    with pytest.raises(Refusal) as refused:
        say(thread, official)
    assert refused.value.code == "verification_needed"
    official.level = 2
    official.save()
    assert say(thread, official).badge is None
    assert voices(thread) == 1


def test_an_unverified_account_may_not_speak_and_leaves_nothing(thread, unverified):
    with pytest.raises(Refusal) as refused:
        say(thread, unverified)
    assert (refused.value.code, refused.value.status) == ("verification_needed", 403)
    assert not thread.comments.exists()
    assert not Voice.objects.exists()
    assert not Event.objects.filter(name="comment.posted").exists()


def test_a_question_keeps_the_thresholds_of_its_publication_day(question, policy, residents):
    type(policy).objects.create(valid_from="2026-11-20", voices_needed=2, source="새 계획")
    for person in residents(4):
        say(question.thread, person)
    assert not called(question)


def test_a_recount_finds_a_counter_that_is_wrong(thread, resident):
    say(thread, resident)
    thread.refresh_from_db()
    thread.voices = 7
    assert thread.recount() == {"voices": (7, 1)}
