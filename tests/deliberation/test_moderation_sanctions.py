"""Two moderators destroy words, a right to speak rests until a day, nobody looks at an identity unseen."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from deliberation import actions
from deliberation.models import Blanking, Block, Comment, Report
from district.models import AccessRecord
from letters.models import Letter
from papers import retention
from realtime import tickets
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON, in_office
from tests.deliberation.order import again, colleague, hide, numbers, refused, report

pytestmark = pytest.mark.django_db
WEEK = NOON + timedelta(days=7)


def ask(comment, by, rule="privacy", reason="전화번호를 적었습니다."):
    return actions.ask_blanking(comment, by=by, rule=rule, reason=reason, at=NOON)


def block(person, by, until=WEEK, at=NOON, rule="abuse", reason="되풀이한 욕설"):
    return actions.block_person(person, by=by, rule=rule, reason=reason, until=until, at=at)


def test_two_moderators_destroy_words_wherever_they_stand(thread, comment, resident, neighbour, moderator):
    secret = "010-1234-5678로 전화하세요"
    mine = actions.post_comment(thread, by=resident, body=f"{secret} 먼저", at=NOON)
    actions.edit_comment(mine, by=resident, body=secret, at=NOON)
    report(mine, neighbour, rule="privacy", words=secret)
    ask(mine, moderator)
    mine.refresh_from_db()
    assert (mine.state, mine.body) == ("hidden", secret)
    actions.confirm_blanking(mine, by=colleague(), at=NOON)
    mine.refresh_from_db()
    assert (mine.state, mine.body, mine.ground) == ("blanked", "", "privacy")
    assert [version.body for version in mine.versions.all()] == [""]
    assert [each.words for each in Report.objects.all()] == [""]
    assert not Entry.objects.of(mine).exclude(tokens="").exists()
    assert "deliberation.Report.words" in retention.places("comment")
    assert numbers(thread) == (1, 1)  # of the other comment


def test_a_blanking_leaves_its_ground_and_both_officers(comment, moderator):
    ask(comment, moderator)
    second = colleague()
    actions.confirm_blanking(comment, by=second, at=NOON)
    event = Event.objects.get(name="comment.blanked")
    assert str(event.room) == f"thread/{comment.thread_id}"
    assert event.facts == {"ground": "privacy", "asked_by": moderator.pk, "confirmed_by": second.pk}
    assert (event.actor, event.office) == (second, "누리집 운영 담당 2")
    asked = Blanking.objects.get()
    assert (asked.asked_by, asked.confirmed_by, asked.reason) == (moderator, second, "전화번호를 적었습니다.")


def test_one_pair_of_eyes_destroys_nothing(comment, moderator):
    ask(comment, moderator)
    assert refused(actions.confirm_blanking, comment, by=moderator, at=NOON) == ("second_person_needed", 403)
    assert Comment.objects.get().body == comment.body
    with pytest.raises(IntegrityError), transaction.atomic():
        Blanking.objects.update(confirmed_by=moderator, confirmed_at=NOON)


def test_words_are_destroyed_on_some_grounds_alone_and_with_a_reason(comment, moderator):
    assert refused(ask, comment, moderator, rule="abuse") == ("unknown_ground", 422)
    assert refused(ask, comment, moderator, rule="") == ("ground_needed", 422)
    assert refused(ask, comment, moderator, reason=" ") == ("empty_words", 422)
    assert not Blanking.objects.exists()


def test_a_blanking_is_asked_once_and_may_be_dropped(comment, moderator):
    assert refused(actions.confirm_blanking, comment, by=moderator, at=NOON) == ("no_blanking_asked", 409)
    assert refused(actions.drop_blanking, comment, by=moderator, at=NOON) == ("no_blanking_asked", 409)
    ask(comment, moderator)
    assert refused(ask, comment, moderator) == ("blanking_waits", 409)
    actions.drop_blanking(comment, by=colleague(), at=NOON)
    comment.refresh_from_db()
    assert (comment.state, bool(comment.body)) == ("hidden", True)
    ask(comment, moderator)


def test_words_that_are_to_be_destroyed_come_back_by_no_way_meanwhile(
    comment, resident, neighbour, moderator
):
    ask(comment, moderator)
    second = colleague()
    assert refused(actions.restore_words, comment, by=second, at=NOON) == ("blanking_waits", 409)
    actions.appeal_hiding(comment, by=resident, words="아닙니다", at=NOON)
    decide = {"by": second, "outcome": "restored", "at": NOON}
    assert refused(actions.decide_appeal, comment, **decide) == ("blanking_waits", 409)
    actions.drop_blanking(comment, by=moderator, at=NOON)
    assert actions.decide_appeal(comment, **decide).state == "standing"


def test_a_measure_that_ends_meanwhile_leaves_them_hidden_on_the_other_ground(comment, neighbour, moderator):
    actions.request_measure(comment, by=neighbour, words="제 번호입니다", at=NOON)
    actions.take_measure(comment, by=moderator, at=NOON)
    ask(comment, moderator)
    actions.due(NOON + timedelta(days=30))
    comment.refresh_from_db()
    assert (comment.state, comment.ground) == ("hidden", "privacy")
    assert comment.measures.get().outcome == "expired"


def test_what_is_destroyed_comes_back_by_no_way(comment, resident, moderator):
    ask(comment, moderator)
    second = colleague()
    actions.confirm_blanking(comment, by=second, at=NOON)
    assert refused(ask, comment, moderator) == ("already_blanked", 409)
    assert refused(actions.restore_words, comment, by=moderator, at=NOON) == ("not_hidden", 409)
    assert refused(actions.appeal_hiding, comment, by=resident, words="왜요", at=NOON) == ("not_hidden", 409)
    assert refused(hide, comment, moderator) == ("comment_gone", 409)


def test_words_taken_back_can_still_be_destroyed(thread, comment, resident, moderator):
    actions.withdraw_comment(comment, by=resident, at=NOON)
    ask(comment, moderator)
    actions.confirm_blanking(comment, by=colleague(), at=NOON)
    assert Comment.objects.get().state == "blanked"
    assert numbers(thread) == (0, 0)


@pytest.mark.parametrize("who", ["resident", "officer", "auditor", "administrator"])
def test_nobody_but_moderators_destroys_or_blocks(request, comment, neighbour, who):
    person = request.getfixturevalue(who)
    assert refused(ask, comment, person) == ("not_moderator", 403)
    assert refused(actions.confirm_blanking, comment, by=person, at=NOON) == ("not_moderator", 403)
    assert refused(block, neighbour, person) == ("not_moderator", 403)


def test_whoever_is_blocked_neither_speaks_nor_agrees_nor_mends_until_the_day(
    thread, comment, resident, neighbour, moderator
):
    mine = actions.post_comment(thread, by=neighbour, body="말", at=NOON)
    tomorrow = NOON + timedelta(days=1)
    block(neighbour, moderator, until=tomorrow)
    person = again(neighbour)
    for act in (
        lambda: actions.post_comment(thread, by=person, body="말", at=NOON),
        lambda: actions.support_comment(comment, by=person, at=NOON),
        lambda: actions.edit_comment(mine, by=person, body="고침", at=NOON),
    ):
        assert refused(act) == ("blocked", 403)
    assert not thread.may_speak(person, NOON)
    assert thread.may_speak(person, tomorrow)
    assert actions.post_comment(thread, by=person, body="다시", at=tomorrow)
    actions.withdraw_comment(mine, by=person, at=NOON)  # what one takes back does nobody harm
    assert Letter.objects.on_screen().filter(person=neighbour, dispatch__about__startswith="block/").exists()


def test_a_refusal_says_until_when(thread, neighbour, moderator):
    block(neighbour, moderator)
    with pytest.raises(Exception, match=r"2026\. 12\. 1\.\(화\) 12:00까지") as no:
        actions.post_comment(thread, by=again(neighbour), body="말", at=NOON)
    assert no.value.facts["until"] == again(neighbour).blocked_until.isoformat()


def test_the_longest_block_holds_and_lifting_gives_the_right_back(thread, neighbour, moderator):
    first = block(neighbour, moderator)
    second = block(neighbour, moderator, until=NOON + timedelta(days=30))
    assert again(neighbour).blocked_until == NOON + timedelta(days=30)
    actions.lift_block(second, by=moderator, at=NOON)
    assert again(neighbour).blocked_until == first.until
    actions.lift_block(first, by=moderator, at=NOON)
    assert again(neighbour).blocked_until is None
    assert actions.post_comment(thread, by=again(neighbour), body="말", at=NOON)
    assert refused(actions.lift_block, first, by=moderator, at=NOON) == ("block_over", 409)


def test_a_block_ends_and_spares_those_in_office(neighbour, officer, moderator):
    assert refused(block, neighbour, moderator, until=NOON) == ("bad_block_end", 422)
    assert refused(block, neighbour, moderator, until=NOON + timedelta(days=366)) == ("bad_block_end", 422)
    assert refused(block, officer, moderator) == ("office_not_blocked", 409)
    assert refused(block, neighbour, moderator, rule="") == ("ground_needed", 422)
    assert refused(block, neighbour, moderator, reason="") == ("empty_words", 422)
    assert not Block.objects.exists()


def test_an_open_line_is_told_apart_as_soon_as_its_holder_is_blocked(neighbour, moderator):
    before = tickets.stamp_of(again(neighbour))
    assert tickets.stamps_of({neighbour.pk}) == {neighbour.pk: before}
    blocked = block(neighbour, moderator)
    assert tickets.stamps_of({neighbour.pk}) == {neighbour.pk: tickets.stamp_of(again(neighbour))}
    assert tickets.stamp_of(again(neighbour)) != before
    actions.lift_block(blocked, by=moderator, at=NOON)
    assert tickets.stamp_of(again(neighbour)) == before


def test_a_moderator_sees_an_identity_on_a_ground_and_leaves_a_trace(comment, moderator):
    assert refused(actions.reveal_author, comment, by=moderator, at=NOON) == ("ground_needed", 422)
    assert not AccessRecord.objects.exists()
    actions.reveal_author(comment, by=moderator, rule="abuse", at=NOON)
    record = AccessRecord.objects.get()
    assert (record.person, record.row, record.purpose) == (moderator, comment, "쓴 사람의 신원: 욕설·비방")


def test_the_auditor_sees_it_without_a_ground_and_leaves_one_too(comment, auditor):
    actions.reveal_author(comment, by=auditor, at=NOON)
    assert AccessRecord.objects.get().office == "감사담당관"


@pytest.mark.parametrize("who", ["resident", "neighbour", "officer", "head", "administrator", "mayor"])
def test_nobody_else_sees_who_is_behind_a_nickname(request, comment, who):
    person = request.getfixturevalue(who)
    assert refused(actions.reveal_author, comment, by=person, rule="abuse", at=NOON) == ("not_revealed", 403)
    assert not AccessRecord.objects.exists()


def test_a_moderator_who_holds_no_office_today_keeps_no_order(comment, moderator):
    moderator.postings.update(end=NOON.date() - timedelta(days=1))
    assert refused(hide, comment, again(moderator)) == ("not_moderator", 403)
    assert in_office("m3", "moderator", "운영 3").offices_on(NOON.date())
