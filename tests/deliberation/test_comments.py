"""What may be said, answered, mended, taken back and taken down."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.models import Comment, Reaction
from deliberation.rows import comment_row
from district.refusals import Refusal
from realtime.door import mark, once
from realtime.models import Event
from search.models import Entry
from tests.cast import NOON

pytestmark = pytest.mark.django_db


def say(thread, by, body="가로등이 필요합니다.", at=NOON, **more):
    return actions.post_comment(thread, by=by, body=body, at=at, ref=uuid4(), **more)


def refused(act, *args, **kwargs):
    """The code and status with which it was refused; and that it left nothing behind."""
    before = traces()
    with pytest.raises(Refusal) as no:
        act(*args, **kwargs)
    assert traces() == before
    return no.value.code, no.value.status


def traces():
    """Everything an act could leave."""
    return [
        list(Comment.objects.order_by("id").values()),
        list(Event.objects.order_by("id").values_list("id", flat=True)),
        list(Entry.objects.order_by("id").values()),
        list(Reaction.objects.order_by("id").values()),
    ]


def test_a_comment_stands_with_its_author_and_neighbourhood(thread, resident):
    row = comment_row(say(thread, resident, "  가로등이\r\n필요합니다.  "))
    assert row["author"] == {"name": "관악산다람쥐", "badge": None}
    assert (row["dong"], row["office"], row["body"]) == ("낙성대동", False, "가로등이\n필요합니다.")
    assert (row["hidden"], row["ground"], row["reactions"], row["edited_at"]) == (False, None, 0, None)
    assert row["posted_at"] == "2026-11-24T12:00:00+09:00"


def test_a_name_without_a_nickname_is_masked(thread, neighbour):
    assert comment_row(say(thread, neighbour))["author"]["name"] == "남궁*수"


def test_an_official_is_an_office_and_never_a_name(thread, officer):
    row = comment_row(say(thread, officer, "현장을 확인했습니다."))
    assert row["author"] == {"name": "기획예산과", "badge": "기획예산과"}
    assert (row["office"], row["dong"]) == (True, None)


def test_a_thousand_letters_fit_and_one_more_does_not(thread, resident):
    assert len(say(thread, resident, "가" * 1000).body) == 1000
    assert refused(say, thread, resident, "가" * 1001) == ("too_long", 422)


def test_letters_are_counted_as_people_see_them(thread, resident):
    # 각 written as three parts is one letter
    assert len(say(thread, resident, "\u1100\u1161\u11a8" * 1000).body) == 1000


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "empty_words"),
        (" \n\t ", "empty_words"),
        ("\u200b\u3164", "empty_words"),
        ("\x00\x07", "empty_words"),
        ("가\x00나", "bad_text"),
        ("\ud800가", "bad_text"),
        (None, "bad_text"),
        (["가"], "bad_text"),
    ],
)
def test_what_is_no_word_is_refused(thread, resident, body, code):
    assert refused(say, thread, resident, body) == (code, 422)


def test_words_are_taken_from_the_opening_until_just_before_the_deadline(thread, resident):
    assert say(thread, resident, at=thread.opens_at)
    assert say(thread, resident, at=thread.closes_at - timedelta(microseconds=1))
    early, late = thread.opens_at - timedelta(microseconds=1), thread.closes_at
    assert refused(say, thread, resident, at=early) == ("thread_not_open", 409)
    assert refused(say, thread, resident, at=late) == ("thread_closed", 409)


def test_a_reply_stands_under_a_comment(thread, resident, neighbour):
    comment = say(thread, resident)
    assert comment_row(say(thread, neighbour, "같은 생각입니다.", parent=comment.pk))["parent"] == comment.pk


def test_a_reply_cannot_be_replied_to(thread, resident, neighbour):
    reply = say(thread, neighbour, parent=say(thread, resident).pk)
    assert refused(say, thread, resident, parent=reply.pk) == ("wrong_parent", 422)


def test_a_reply_belongs_to_the_same_thread(thread, resident, policy, department):
    other = actions.open_question(
        title="다른 질문", opens_at=NOON, closes_at=NOON + timedelta(days=1), by=None, at=NOON
    ).thread
    elsewhere = say(other, resident)
    assert refused(say, thread, resident, parent=elsewhere.pk) == ("wrong_parent", 422)


@pytest.mark.parametrize("parent", [0, -1, 2**63, "1", True, [1]])
def test_a_parent_that_is_none_is_refused(thread, resident, parent):
    assert refused(say, thread, resident, parent=parent) == ("wrong_parent", 422)


def test_nobody_replies_to_words_that_no_longer_stand(thread, resident, neighbour, moderator):
    taken, hidden = say(thread, resident), say(thread, resident)
    actions.withdraw_comment(taken, by=resident, at=NOON)
    actions.hide_words(hidden, by=moderator, ground="spam", at=NOON)
    assert refused(say, thread, neighbour, parent=taken.pk) == ("wrong_parent", 422)
    assert refused(say, thread, neighbour, parent=hidden.pk) == ("wrong_parent", 422)


def test_words_are_mended_while_they_are_fresh_and_the_old_ones_are_kept(comment, resident):
    at = NOON + timedelta(minutes=30)
    edited = actions.edit_comment(comment, by=resident, body="가로등이 꼭 필요합니다.", at=at)
    assert (edited.body, edited.edited_at) == ("가로등이 꼭 필요합니다.", at)
    assert [version.body for version in comment.versions.all()] == ["가로등이 필요합니다."]
    later = at + timedelta(seconds=1)
    assert refused(actions.edit_comment, comment, by=resident, body="늦었습니다", at=later) == (
        "edit_window_over",
        409,
    )


def test_only_the_author_mends_and_takes_back(comment, neighbour, moderator):
    for other in (neighbour, moderator):
        assert refused(actions.edit_comment, comment, by=other, body="바꿈", at=NOON) == ("not_author", 403)
        assert refused(actions.withdraw_comment, comment, by=other, at=NOON) == ("not_author", 403)


def test_words_are_not_mended_after_the_deadline_but_may_still_be_taken_back(thread, resident):
    comment = say(thread, resident, at=thread.closes_at - timedelta(minutes=1))
    late = thread.closes_at
    assert refused(actions.edit_comment, comment, by=resident, body="바꿈", at=late) == ("thread_closed", 409)
    assert actions.withdraw_comment(comment, by=resident, at=late).is_hidden


def test_what_was_taken_back_leaves_its_place_without_words(comment, resident):
    row = comment_row(actions.withdraw_comment(comment, by=resident, at=NOON))
    assert (row["hidden"], row["ground"], row["body"]) == (True, "withdrawn", "")
    assert refused(actions.withdraw_comment, comment, by=resident, at=NOON) == ("already_withdrawn", 409)
    assert refused(actions.edit_comment, comment, by=resident, body="다시", at=NOON) == ("comment_gone", 409)


def test_a_moderator_hides_with_a_ground_that_everybody_may_read(comment, moderator, resident):
    row = comment_row(actions.hide_words(comment, by=moderator, ground="privacy", at=NOON))
    assert (row["hidden"], row["ground"], row["body"]) == (True, "privacy", "")
    comment.refresh_from_db()
    assert (comment.hidden_by, comment.hidden_at) == (moderator, NOON)
    assert refused(actions.withdraw_comment, comment, by=resident, at=NOON) == ("comment_gone", 409)
    assert refused(actions.hide_words, comment, by=moderator, ground="spam", at=NOON) == (
        "comment_gone",
        409,
    )


def test_nobody_else_hides(comment, resident, neighbour, officer, mayor, auditor, administrator):
    for other in (resident, neighbour, officer, mayor, auditor, administrator):
        assert refused(actions.hide_words, comment, by=other, ground="spam", at=NOON) == (
            "not_moderator",
            403,
        )


def test_a_moderator_whose_posting_has_ended_hides_no_more(comment, moderator):
    moderator.postings.update(end=NOON.date() - timedelta(days=1))
    moderator.refresh_from_db()
    assert refused(actions.hide_words, comment, by=moderator, ground="spam", at=NOON) == (
        "not_moderator",
        403,
    )


@pytest.mark.parametrize(
    ("ground", "code"),
    [
        ("", "ground_needed"),
        (None, "ground_needed"),
        ("ugly", "unknown_ground"),
        (["spam"], "unknown_ground"),
    ],
)
def test_nothing_is_hidden_without_a_known_ground(comment, moderator, ground, code):
    assert refused(actions.hide_words, comment, by=moderator, ground=ground, at=NOON) == (code, 422)


def test_what_is_gone_is_found_no_more(thread, resident, moderator):
    words = "대출상담환영"
    first, second = say(thread, resident, words), say(thread, resident, words)
    assert Entry.objects.filter(kind="comment", audience="public").count() == 2
    actions.withdraw_comment(first, by=resident, at=NOON)
    actions.hide_words(second, by=moderator, ground="spam", at=NOON)
    assert not Entry.objects.filter(kind="comment", audience="public").exists()
    assert not Entry.objects.filter(kind="comment").exclude(tokens="").exists()


def test_agreeing_twice_is_agreeing_once(comment, neighbour):
    actions.support_comment(comment, by=neighbour, at=NOON, ref=uuid4())
    again = actions.support_comment(comment, by=neighbour, at=NOON, ref=uuid4())
    assert (again.reactions, again.seq) == (1, 3)
    assert Event.objects.filter(name="comment.supported").count() == 1


def test_whoever_agreed_may_agree_no_longer_and_again(comment, neighbour):
    steps = [
        actions.support_comment,
        actions.unsupport_comment,
        actions.unsupport_comment,
        actions.support_comment,
    ]
    counts = [act(comment, by=neighbour, at=NOON, ref=uuid4()).reactions for act in steps]
    assert counts == [1, 0, 0, 1]
    assert Reaction.objects.count() == 1


def test_agreeing_needs_a_verified_neighbour_an_open_thread_and_words_that_stand(
    comment, unverified, neighbour, moderator
):
    support = actions.support_comment
    assert refused(support, comment, by=unverified, at=NOON) == ("verification_needed", 403)
    late = comment.thread.closes_at
    assert refused(support, comment, by=neighbour, at=late) == ("thread_closed", 409)
    actions.hide_words(comment, by=moderator, ground="spam", at=NOON)
    assert refused(support, comment, by=neighbour, at=NOON) == ("comment_gone", 409)


def test_the_same_ref_is_the_same_comment_and_its_first_number(thread, resident):
    ref = mark(uuid4(), "comment.post", thread.room, {"body": "한 번"})

    def post():
        return actions.post_comment(thread, by=resident, body="한 번", at=NOON, ref=ref)

    first = once(resident, ref, post)
    say(thread, resident, "그 사이")
    again = once(resident, ref, post)
    assert (again.row, again.seq, again.repeated) == (first.row, first.seq, True)
    assert thread.comments.count() == 2


def test_an_event_names_the_row_and_never_the_words(comment, resident, moderator):
    actions.edit_comment(comment, by=resident, body="비밀번호는 1234", at=NOON)
    actions.hide_words(comment, by=moderator, ground="privacy", at=NOON)
    told = list(Event.objects.values())
    assert "가로등" not in str(told)
    assert "1234" not in str(told)
    assert [event["facts"] for event in told][-1] == {"ground": "privacy"}
