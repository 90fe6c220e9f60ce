"""What those present hear, and what they may do there."""

from datetime import timedelta
from uuid import uuid4

import pytest

from deliberation import actions
from deliberation.rooms import ThreadRoom
from district.refusals import Refusal
from realtime.kinds import Address, Context, kinds
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db
ROOM = ThreadRoom()
SECRET = "숨겨야하는말"


def key(thread):
    return str(thread.pk)


def replayed(thread, after=0):
    events = list(
        Event.objects.filter(room__kind="thread", room__key=key(thread), seq__gt=after).order_by("seq")
    )
    return [(event.name, data) for event, data in zip(events, ROOM.render(key(thread), events), strict=True)]


def command(thread, name, by, **said):
    context = Context(NOON, None)
    return ROOM.commands[name](Address("thread", key(thread)), by, said, context)


def test_the_kind_is_open():
    assert isinstance(kinds["thread"], ThreadRoom)


def test_everybody_reads_and_only_the_known_speak(thread, resident, unverified, officer, moderator):
    def rights(person):
        return set(ROOM.enter(key(thread), person, NOON))

    assert rights(None) == rights(unverified) == rights(moderator) == {"read"}
    assert rights(resident) == rights(officer) == {"read", "speak"}


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "", "9" * 30, "１", "1 "])
def test_a_room_that_is_not_there_is_not_found(db, wrong):
    for ask in (lambda: ROOM.enter(wrong, None, NOON), lambda: ROOM.snapshot(wrong)):
        with pytest.raises(Refusal) as no:
            ask()
        assert (no.value.code, no.value.status) == ("not_found", 404)


def test_a_room_has_one_number(thread):
    with pytest.raises(Refusal):
        ROOM.enter(f"0{thread.pk}", None, NOON)


def test_a_snapshot_shows_the_newest_fifty_and_the_numbers(question, resident):
    thread = question.thread
    for n in range(55):
        actions.post_comment(thread, by=resident, body=f"말 {n}", at=NOON)
    seen = ROOM.snapshot(key(thread))
    assert [row["body"] for row in seen["comments"]] == [f"말 {n}" for n in range(54, 4, -1)]
    nobody = {"pro": 0, "con": 0, "curious": 0}
    numbers = {"voices": 1, "voices_needed": 100, "comments": 55, "stances": nobody}
    assert seen["tally"] == ROOM.tally(key(thread)) == numbers
    assert seen["thread"] == {
        "id": thread.pk,
        "question": question.pk,
        "proposal": None,
        "opens_at": "2026-11-17T12:00:00+09:00",
        "closes_at": "2026-12-01T12:00:00+09:00",
        "voices_needed": 100,
        "session": None,
        "pinned": None,
        "slow_seconds": 0,
        "above": None,
        "mayor_called_at": None,
        "answer_due": None,
    }
    assert seen["pinned"] is None


def test_hidden_and_withdrawn_words_are_told_to_nobody_again(thread, resident, neighbour, moderator):
    for act in (
        lambda comment: actions.withdraw_comment(comment, by=resident, at=NOON),
        lambda comment: actions.hide_words(comment, by=moderator, ground="abuse", at=NOON),
    ):
        comment = actions.post_comment(thread, by=resident, body=SECRET, at=NOON)
        actions.edit_comment(comment, by=resident, body=f"{SECRET} 고침", at=NOON)
        assert SECRET in str(replayed(thread))
        assert SECRET in str(ROOM.snapshot(key(thread)))
        act(comment)
        assert SECRET not in str(replayed(thread))
        assert SECRET not in str(ROOM.snapshot(key(thread)))
    names = [name for name, _ in replayed(thread)]
    assert names[-1] == "comment.hidden"
    assert replayed(thread)[-1][1] == {"id": comment.pk, "hidden": True, "ground": "abuse"}


def test_a_frame_drawn_from_the_row_at_hand_is_the_one_drawn_from_the_table(thread, resident, officer):
    for person in (resident, officer):
        comment = actions.post_comment(thread, by=person, body="말", at=NOON)
        event = Event.objects.order_by("id").last()
        assert ROOM.render(key(thread), [event], {event.row_key: comment}) == ROOM.render(
            key(thread), [event]
        )


def test_the_mayors_call_is_told_with_its_date_and_no_name(question, residents):
    question.policy.voices_needed = 3
    question.policy.save()
    for person in residents(4):
        actions.post_comment(question.thread, by=person, body="말", at=NOON)
    [called] = [data for name, data in replayed(question.thread) if name == "mayor.called"]
    told = {name: called[name] for name in ("mayor_called_at", "answer_due", "voices", "sentence")}
    assert told == {
        "mayor_called_at": "2026-11-24T12:00:00+09:00",
        "answer_due": "2026-12-15",
        "voices": 3,
        "sentence": "3명이 참여했습니다. 구청장 답변을 준비합니다.",
    }


def test_a_support_is_told_as_a_number(thread, comment, neighbour):
    actions.support_comment(comment, by=neighbour, at=NOON)
    actions.unsupport_comment(comment, by=neighbour, at=NOON)
    assert replayed(thread)[-2:] == [
        ("comment.supported", {"id": comment.pk, "reactions": 0}),
        ("comment.unsupported", {"id": comment.pk, "reactions": 0}),
    ]


def test_a_replay_reads_the_rows_once_however_many_events(thread, resident, django_assert_max_num_queries):
    for _ in range(30):
        actions.post_comment(thread, by=resident, body="말", at=NOON)
    actions.due(NOON)
    events = list(Event.objects.filter(room__key=key(thread)).order_by("seq"))
    with django_assert_max_num_queries(2):
        assert len(ROOM.render(key(thread), events)) == 32


def test_the_same_verbs_are_spoken_into_the_room(thread, resident, neighbour):
    comment = command(thread, "comment.post", resident, body="방에서 말합니다", parent=None)
    command(thread, "comment.edit", resident, comment=comment.pk, body="방에서 고칩니다")
    assert command(thread, "comment.support", neighbour, comment=comment.pk).reactions == 1
    assert command(thread, "comment.unsupport", neighbour, comment=comment.pk).reactions == 0
    assert command(thread, "comment.withdraw", resident, comment=comment.pk).ground == "withdrawn"


@pytest.mark.parametrize(
    ("name", "said", "code"),
    [
        ("comment.post", {"body": "말", "parent": "1"}, "wrong_parent"),
        ("comment.post", {"body": 5}, "bad_text"),
        ("comment.post", {}, "empty_words"),
        ("comment.support", {}, "not_found"),
        ("comment.support", {"comment": "9" * 40}, "not_found"),
        ("comment.support", {"comment": True}, "not_found"),
        ("comment.edit", {"comment": [1], "body": "말"}, "not_found"),
    ],
)
def test_a_frame_that_makes_no_sense_is_refused(thread, resident, name, said, code):
    with pytest.raises(Refusal) as no:
        command(thread, name, resident, **said)
    assert no.value.code == code
    assert not thread.comments.exists()


def test_a_reader_without_a_name_is_asked_to_sign_in(thread, comment):
    for name, said in [("comment.post", {"body": "말"}), ("comment.support", {"comment": comment.pk})]:
        with pytest.raises(Refusal) as no:
            command(thread, name, None, **said)
        assert (no.value.code, no.value.status) == ("sign_in_needed", 403)


def test_a_command_reaches_no_comment_of_another_room(thread, comment, neighbour, department):
    other = actions.open_question(
        title="다른 질문", opens_at=NOON, closes_at=NOON + timedelta(days=1), by=None, at=NOON
    ).thread
    with pytest.raises(Refusal) as no:
        command(other, "comment.support", neighbour, comment=comment.pk)
    assert no.value.code == "not_found"
    assert actions.support_comment(comment, by=neighbour, at=NOON, ref=uuid4()).reactions == 1
