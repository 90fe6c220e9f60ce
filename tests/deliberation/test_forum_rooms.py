"""What those present at an evening hear, what they may do there, and what a word costs."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation import actions
from deliberation.models import Thread
from deliberation.rooms import ThreadRoom
from deliberation.rows import comment_row, thread_row
from district.models import Person
from district.refusals import Refusal
from realtime.kinds import Address, Context
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.test_statements import MOST, statements

pytestmark = pytest.mark.django_db
ROOM = ThreadRoom()
SECRET = "숨겨야하는말"


def key(session):
    return str(session.thread_id)


def replayed(session, after=0):
    events = list(Event.objects.filter(room__key=key(session), seq__gt=after).order_by("seq"))
    return [(event.name, data) for event, data in zip(events, ROOM.render(key(session), events), strict=True)]


def command(session, name, by, **said):
    context = Context(NOON, None)
    return ROOM.commands[name](Address("thread", key(session)), by, said, context)


def refused(session, name, by, **said):
    with pytest.raises(Refusal) as no:
        command(session, name, by, **said)
    return no.value.code


def test_everybody_reads_an_evening_and_its_facilitator_keeps_it(session, resident, unverified, facilitator):
    def rights(person):
        return set(ROOM.enter(key(session), person, NOON))

    assert rights(None) == rights(unverified) == {"read"}
    assert rights(resident) == {"read", "speak"}
    assert rights(facilitator) == {"read", "speak", "facilitate"}
    assert ROOM.public(key(session))


def test_the_head_of_an_evening_says_which_it_is(session, facilitator, resident):
    def head():
        return ROOM.snapshot(key(session))["thread"]["session"]

    def pinned():
        return ROOM.snapshot(key(session))["thread"]["pinned"]

    assert head() == {
        "id": session.pk, "ordinal": 1, "title": "골목과 안전", "status": "upcoming", "opened_at": None,
        "closed_at": None,
    }  # fmt: skip
    command(session, "session.open", facilitator)
    assert (head()["status"], head()["opened_at"]) == ("open", "2026-11-24T12:00:00+09:00")
    comment = command(session, "comment.post", resident, body="말")
    command(session, "comment.pin", facilitator, comment=comment.pk)
    assert pinned() == comment.pk
    assert ROOM.snapshot(key(session))["pinned"] == comment_row(comment)
    command(session, "session.close", facilitator)
    assert (head()["status"], head()["closed_at"]) == ("closed", "2026-11-24T12:00:00+09:00")
    assert ROOM.snapshot(key(session))["tally"] == {
        "voices": 1, "voices_needed": None, "comments": 1, "stances": {"pro": 0, "con": 0, "curious": 0},
    }  # fmt: skip


def test_whoever_waits_hears_that_the_evening_begins_and_ends(session, facilitator):
    actions.open_session(session, by=facilitator, at=NOON)
    actions.close_session(session, by=facilitator, at=NOON + timedelta(hours=2))
    told = replayed(session)
    assert [name for name, _ in told] == ["session.opened", "session.closed"]
    thread = Thread.objects.visible_to(None).get(pk=session.thread_id)
    assert told[-1][1] == thread_row(thread)


def test_a_pin_is_told_with_its_words_and_its_fall_without(evening, resident, facilitator):
    comment = actions.post_comment(evening.thread, by=resident, body="말", at=NOON)
    command(evening, "comment.pin", facilitator, comment=comment.pk)
    command(evening, "comment.unpin", facilitator)
    assert replayed(evening, 2) == [
        ("comment.pinned", comment_row(comment)),
        ("comment.unpinned", {"id": comment.pk}),
    ]


def test_hidden_words_that_were_pinned_are_told_to_nobody_again(evening, resident, facilitator, moderator):
    comment = actions.post_comment(evening.thread, by=resident, body=SECRET, at=NOON)
    actions.pin_comment(comment, by=facilitator, at=NOON)
    assert SECRET in str(replayed(evening))
    assert "comment.hidden" in ROOM.hiding
    actions.hide_words(comment, by=moderator, ground="abuse", at=NOON)
    assert SECRET not in str(replayed(evening))
    assert SECRET not in str(ROOM.snapshot(key(evening)))


def test_what_moves_before_the_opening_is_told_to_those_who_wait(session, forum, evenings):
    actions.amend_forum(forum, sessions=[replace(evenings[0], title="밤길"), evenings[1]], by=None, at=NOON)
    [(name, thread)] = replayed(session)
    assert (name, thread["session"]["title"]) == ("session.amended", "밤길")


def test_nobody_but_the_facilitator_keeps_an_evening_by_socket(session, evening, resident, officer):
    comment = command(evening, "comment.post", resident, body="말")
    for by in (resident, officer):
        assert refused(evening, "session.open", by) == "not_facilitator"
        assert refused(evening, "session.close", by) == "not_facilitator"
        assert refused(evening, "comment.pin", by, comment=comment.pk) == "not_facilitator"
        assert refused(evening, "comment.unpin", by) == "not_facilitator"
    assert refused(evening, "session.close", None) == "sign_in_needed"


@pytest.mark.parametrize("wrong", [None, "1", True, 10**30, [1], {}])
def test_a_pin_that_names_no_comment_of_the_room_is_refused(evening, comment, facilitator, wrong):
    assert refused(evening, "comment.pin", facilitator, comment=wrong) == "not_found"
    assert refused(evening, "comment.pin", facilitator, comment=comment.pk) == "not_found"
    if wrong is not None:
        assert refused(evening, "comment.unpin", facilitator, comment=wrong) == "not_found"


def test_the_room_of_a_question_has_no_gavel(thread, facilitator, comment):
    room = Address("thread", str(thread.pk))
    for name in ("session.open", "session.close"):
        with pytest.raises(Refusal) as no:
            ROOM.commands[name](room, facilitator, {}, Context(NOON, None))
        assert no.value.code == "not_found"


def test_a_dropped_evening_has_no_room(forum, evenings, session):
    actions.amend_forum(forum, sessions=evenings[1:], by=None, at=NOON)
    with pytest.raises(Refusal) as no:
        ROOM.enter(key(session), None, NOON)
    assert no.value.status == 404


@pytest.mark.django_db(transaction=True)
def test_a_word_in_an_evening_takes_two_statements_more_than_under_a_question(
    evening, comment, resident, member, officer
):
    def cost(thread, person):
        by, bare = Person.objects.get(pk=person.pk), Thread.objects.get(pk=thread.pk)
        return statements(lambda: actions.post_comment(bare, by=by, body="말", at=NOON, ref=uuid4()))

    actions.post_comment(evening.thread, by=resident, body="말", at=NOON)
    asked, told = cost(comment.thread, resident)
    assert asked <= MOST, told
    for person, more in ((resident, 2), (member, 2), (officer, 0)):
        count, told = cost(evening.thread, person)
        assert count <= asked + more, told


def test_a_frame_drawn_from_the_row_at_hand_is_the_one_drawn_from_the_table(session, facilitator, member):
    acts = [
        lambda: actions.open_session(session, by=facilitator, at=NOON),
        lambda: actions.post_comment(session.thread, by=member, body="말", at=NOON),
        lambda: actions.pin_comment(session.thread.comments.get(), by=facilitator, at=NOON),
        lambda: actions.close_session(session, by=facilitator, at=NOON),
    ]
    for act in acts:
        row = act()
        event = Event.objects.order_by("id").last()
        with CaptureQueriesContext(connection) as seen:
            at_hand = ROOM.render(key(session), [event], {event.row_key: row})
        assert len(seen) == 0, seen.captured_queries
        assert at_hand == ROOM.render(key(session), [event])


def test_a_replay_of_an_evening_reads_the_rows_once(
    evening, resident, facilitator, django_assert_max_num_queries
):
    for _ in range(10):
        comment = actions.post_comment(evening.thread, by=resident, body="말", at=NOON)
        actions.pin_comment(comment, by=facilitator, at=NOON)
    events = list(Event.objects.filter(room__key=key(evening)).order_by("seq"))
    with django_assert_max_num_queries(2):
        assert len(ROOM.render(key(evening), events)) == 21
