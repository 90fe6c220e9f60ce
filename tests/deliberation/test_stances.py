"""For, against or curious: people are counted, each once, where their newest standing word puts them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from deliberation import actions
from deliberation.models import Thread, Voice
from deliberation.rooms import ThreadRoom
from deliberation.views.opening import opening
from district.refusals import Refusal
from realtime.kinds import Address, Context
from tests.cast import NOON
from tests.deliberation.doors import comments_of, problem, send

pytestmark = pytest.mark.django_db


def say(thread, person, stance="", **more):
    return actions.post_comment(thread, by=person, body="말", at=NOON, ref=uuid4(), stance=stance, **more)


def people(thread):
    """How many are for, against and curious; the counters agree with the rows."""
    thread = Thread.objects.get(pk=thread.pk)
    assert thread.recount() == {}
    return thread.pros, thread.cons, thread.curious


def refused(code, act):
    with pytest.raises(Refusal) as no:
        act()
    assert (no.value.code, no.value.status) == code


def test_a_person_stands_where_they_last_stood_however_often_they_write(thread, resident, neighbour):
    for stance, expected in (("pro", (1, 0, 0)), ("", (1, 0, 0)), ("con", (0, 1, 0)), ("con", (0, 1, 0))):
        say(thread, resident, stance)
        assert people(thread) == expected
    say(thread, neighbour, "curious")
    assert people(thread) == (0, 1, 1)


def test_whose_word_goes_stands_where_they_stood_before(thread, resident, moderator):
    words = [say(thread, resident, stance) for stance in ("pro", "", "con")]
    actions.withdraw_comment(words[2], by=resident, at=NOON)
    assert people(thread) == (1, 0, 0)
    actions.withdraw_comment(words[1], by=resident, at=NOON)
    assert people(thread) == (1, 0, 0)
    actions.hide_words(words[0], by=moderator, ground="spam", at=NOON)
    assert people(thread) == (0, 0, 0)
    assert Voice.objects.get(thread=thread, person=resident).stance == ""


def test_an_older_word_that_goes_moves_nobody(thread, resident):
    first = say(thread, resident, "pro")
    say(thread, resident, "con")
    actions.withdraw_comment(first, by=resident, at=NOON)
    assert people(thread) == (0, 1, 0)


def test_a_word_that_stands_again_counts_where_its_place_is(thread, resident, moderator):
    first = say(thread, resident, "pro")
    actions.hide_words(first, by=moderator, ground="spam", at=NOON)
    say(thread, resident, "con")
    actions.restore_words(first, by=moderator, at=NOON)
    assert people(thread) == (0, 1, 0)


def test_nobody_is_for_or_against_in_a_forum_in_a_reply_or_for_an_office(
    thread, comment, evening, resident, officer
):
    nowhere = ("no_stance_here", 422)
    refused(nowhere, lambda: say(evening.thread, resident, "pro"))
    refused(nowhere, lambda: say(thread, resident, "pro", parent=comment.pk))
    refused(nowhere, lambda: say(thread, officer, "pro"))


@pytest.mark.parametrize("wrong", ["yes", 1, True, ["pro"], {"pro": 1}, "PRO", "pro "])
def test_no_other_stance_is_taken_by_either_door(thread, asked, visit, resident, wrong):
    refused(("unknown_stance", 422), lambda: say(thread, resident, wrong))
    answer = send(visit(resident), "post", comments_of(asked.thread), body="말", stance=wrong)
    assert problem(answer) == ("unknown_stance", 422)
    with pytest.raises(Refusal) as no:
        ThreadRoom().commands["comment.post"](
            Address("thread", str(thread.pk)), resident, {"body": "말", "stance": wrong}, Context(NOON, None)
        )
    assert no.value.code == "unknown_stance"


def test_api_room_and_page_take_the_same_stance(asked, visit, resident, now):
    client, room = visit(resident), Address("thread", str(asked.thread_id))
    row = send(client, "post", comments_of(asked.thread), body="말", stance="con").json()
    assert row["stance"] == "con"
    client.post(f"/threads/{asked.thread_id}/comments/", {"body": "말", "stance": "pro"})
    assert people(asked.thread) == (1, 0, 0)
    ThreadRoom().commands["comment.post"](
        room, resident, {"body": "말", "stance": "curious"}, Context(now, None)
    )
    assert people(asked.thread) == (0, 0, 1)
    assert visit().get(f"/api/v1/threads/{asked.thread_id}/").json()["stances"] == {
        "pro": 0, "con": 0, "curious": 1,
    }  # fmt: skip
    assert ThreadRoom().tally(room.key)["stances"] == {"pro": 0, "con": 0, "curious": 1}


def test_a_hidden_word_shows_no_stance(thread, resident, moderator):
    word = say(thread, resident, "con")
    actions.hide_words(word, by=moderator, ground="spam", at=NOON)
    [row] = ThreadRoom().snapshot(str(thread.pk))["comments"]
    assert (row["stance"], row["quote"], row["hidden"]) == ("", None, True)


# slow mode


def test_a_slow_talk_asks_each_to_rest_and_nobody_else(thread, resident, neighbour, officer, moderator):
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    say(thread, resident)
    say(thread, neighbour)
    say(thread, officer)
    later = NOON + timedelta(seconds=18.2)
    with pytest.raises(Refusal) as no:
        actions.post_comment(thread, by=resident, body="말", at=later)
    assert (no.value.code, no.value.status, no.value.facts["seconds"]) == ("too_soon", 429, 42)
    assert "42초" in str(no.value)
    assert Thread.objects.get(pk=thread.pk).recount() == {}
    actions.post_comment(thread, by=resident, body="말", at=NOON + timedelta(seconds=60))
    actions.slow_thread(thread, seconds=0, by=moderator, at=NOON)
    actions.post_comment(thread, by=resident, body="말", at=NOON + timedelta(seconds=60))


def test_an_office_and_those_who_propose_rest_like_anybody_and_are_no_voice(
    thread, proposal, resident, officer, moderator
):
    for talk, person in ((thread, officer), (proposal.thread, resident)):
        actions.slow_thread(talk, seconds=60, by=moderator, at=NOON)
        say(talk, person)
        refused(("too_soon", 429), lambda talk=talk, person=person: say(talk, person))
        actions.post_comment(talk, by=person, body="말", at=NOON + timedelta(seconds=60))
        told = Thread.objects.get(pk=talk.pk)
        assert (told.voices, told.standing_comments) == (0, 2)
        assert told.recount() == {}


def test_whoever_was_a_voice_before_taking_an_office_stays_one(thread, resident, officer, moderator):
    say(thread, resident, "pro")
    resident.postings.create(post=officer.postings.get().post, start=NOON.date())
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    by = type(resident).objects.get(pk=resident.pk)
    actions.post_comment(thread, by=by, body="말", at=NOON + timedelta(minutes=2))
    told = Thread.objects.get(pk=thread.pk)
    assert (told.voices, told.pros) == (1, 1)
    assert told.recount() == {}


def test_a_word_taken_back_does_not_shorten_the_rest(thread, resident, moderator):
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    actions.withdraw_comment(say(thread, resident), by=resident, at=NOON)
    refused(("too_soon", 429), lambda: say(thread, resident))


def test_who_changed_sides_meanwhile_must_rest_all_the_same(thread, resident, moderator):
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    say(thread, resident, "pro")
    refused(("too_soon", 429), lambda: say(thread, resident, "con"))
    assert people(thread) == (1, 0, 0)


@pytest.mark.parametrize("wrong", [-1, 3601, None, "60", 1.5, True, [60]])
def test_no_other_pause_is_taken(thread, moderator, wrong):
    refused(("bad_pause", 422), lambda: actions.slow_thread(thread, seconds=wrong, by=moderator, at=NOON))


def test_who_keeps_the_talk_slows_it_and_nobody_else(
    thread, evening, resident, officer, facilitator, moderator, mayor
):
    for by in (officer, moderator):
        actions.slow_thread(thread, seconds=30, by=by, at=NOON)
        actions.slow_thread(thread, seconds=0, by=by, at=NOON)
    for by in (facilitator, moderator):
        actions.slow_thread(evening.thread, seconds=30, by=by, at=NOON)
    for by in (resident, mayor):
        refused(
            ("not_talk_keeper", 403), lambda by=by: actions.slow_thread(thread, seconds=30, by=by, at=NOON)
        )
        refused(
            ("not_facilitator", 403),
            lambda by=by: actions.slow_thread(evening.thread, seconds=9, by=by, at=NOON),
        )


def test_the_same_pause_again_tells_nobody(thread, moderator):
    first = actions.slow_thread(thread, seconds=30, by=moderator, at=NOON)
    assert actions.slow_thread(thread, seconds=30, by=moderator, at=NOON).seq == first.seq


def test_a_pause_is_set_by_api_and_page(asked, visit, moderator, resident):
    address = f"/api/v1/threads/{asked.thread_id}/slow/"
    done = send(visit(moderator), "put", address, seconds=45)
    assert (done.status_code, done.json()["slow_seconds"]) == (200, 45)
    assert problem(send(visit(resident), "put", address, seconds=5)) == ("not_talk_keeper", 403)
    assert visit(moderator).post(f"/threads/{asked.thread_id}/slow/", {"seconds": "0"}).status_code == 302
    assert Thread.objects.get(pk=asked.thread_id).slow_seconds == 0
    visit(moderator).post(f"/threads/{asked.thread_id}/slow/", {"seconds": "x"})
    assert Thread.objects.get(pk=asked.thread_id).slow_seconds == 0


# pins under a question


def test_department_and_moderators_put_a_word_above_a_question(
    thread, comment, officer, moderator, resident, mayor
):
    for by in (officer, moderator):
        actions.pin_comment(comment, by=by, at=NOON)
        assert Thread.objects.get(pk=thread.pk).pinned == comment
        actions.unpin_comment(thread, by=by, at=NOON)
    for by in (resident, mayor):
        refused(("not_talk_keeper", 403), lambda by=by: actions.pin_comment(comment, by=by, at=NOON))
        refused(("not_talk_keeper", 403), lambda by=by: actions.unpin_comment(thread, by=by, at=NOON))


def test_an_answer_is_put_above_also_when_all_is_said(question, comment, officer):
    actions.pin_comment(comment, by=officer, at=question.closes_at + timedelta(days=1))
    assert ThreadRoom().snapshot(str(question.thread_id))["pinned"]["id"] == comment.pk


def test_the_page_shows_what_stands_above_and_its_keepers_the_buttons(
    asked, said, visit, officer, resident, now
):
    actions.pin_comment(said, by=officer, at=now)
    for person, keeps in ((officer, True), (resident, False), (None, False)):
        request = RequestFactory().get("/")
        request.user, request.session = person or AnonymousUser(), {}
        seen = opening(asked.thread, request, now, {"room": ""})
        assert (seen["pinned"], seen["may_pin"], seen["may_slow"]) == (said, keeps, keeps)
