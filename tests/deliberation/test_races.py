"""What many do in the same moment, on the database that a real town hall uses."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from deliberation import actions
from deliberation.models import Comment, Question, Thread
from district.models import Person
from district.refusals import Refusal
from realtime.door import mark, once
from realtime.models import Event
from tests.cast import NOON

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def at_once(acts):
    """Let all begin in the same moment; what came of each, a refusal as its code."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=30)
            return act()
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(run, acts))


def say(thread, person, **more):
    return actions.post_comment(thread, by=person, body="가로등이 필요합니다.", at=NOON, ref=uuid4(), **more)


def afresh(person):
    """As a request of its own would read them."""
    return Person.objects.get(pk=person.pk)


def check_the_books(thread):
    """Nothing lost, nothing doubled, no number left out."""
    thread.refresh_from_db()
    assert thread.recount() == {}
    seqs = list(Event.objects.filter(room__key=str(thread.pk)).order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_fifty_people_posting_at_once_call_the_mayor_exactly_once(question, residents):
    people = residents(110)
    for person in people[:60]:
        say(question.thread, person)
    came = at_once([lambda person=person: say(question.thread, person) for person in people[60:]])
    assert all(isinstance(comment, Comment) for comment in came)
    question.refresh_from_db()
    assert question.mayor_called_at == NOON
    [call] = Event.objects.filter(name="mayor.called")
    assert call.facts["voices"] == question.policy.voices_needed == 100
    assert Event.objects.filter(name="comment.posted").count() == 110
    check_the_books(question.thread)
    assert question.thread.voices == 110
    # The call stands right after the word that brought it.
    before = Event.objects.get(room=call.room, seq=call.seq - 1)
    assert Event.objects.filter(room=call.room, name="comment.posted", seq__lt=call.seq).count() == 100
    assert (before.name, before.actor_id) == ("comment.posted", call.actor_id)


def test_one_person_posting_fifty_times_at_once_is_one_voice(question, resident):
    at_once([lambda: say(question.thread, resident) for _ in range(50)])
    check_the_books(question.thread)
    assert (question.thread.voices, question.thread.standing_comments) == (1, 50)


def test_neighbours_who_agree_at_once_are_all_counted(thread, comment, residents):
    people = residents(30)
    support, unsupport = actions.support_comment, actions.unsupport_comment
    at_once([lambda person=person: support(comment, by=person, at=NOON, ref=uuid4()) for person in people])
    comment.refresh_from_db()
    assert comment.reactions == 30
    no_more = [
        lambda person=person: unsupport(comment, by=person, at=NOON, ref=uuid4()) for person in people[:10]
    ]
    twice = [lambda: support(comment, by=people[20], at=NOON, ref=uuid4()) for _ in range(5)]
    at_once(no_more + twice)
    comment.refresh_from_db()
    assert comment.reactions == comment.supports.filter(withdrawn_at=None).count() == 20
    check_the_books(thread)


def test_of_two_who_hide_at_once_one_does_and_the_voice_falls_once(thread, comment, moderator, resident):
    hide = [
        lambda ground=ground: actions.hide_words(comment, by=afresh(moderator), ground=ground, at=NOON)
        for ground in ("spam", "abuse")
    ]
    take = [lambda: actions.withdraw_comment(comment, by=resident, at=NOON)]
    came = at_once(hide + take)
    assert sum(isinstance(outcome, Comment) for outcome in came) == 1
    assert {outcome for outcome in came if isinstance(outcome, str)} <= {"comment_gone", "already_withdrawn"}
    check_the_books(thread)
    assert (thread.voices, thread.standing_comments) == (0, 0)


def test_no_reply_comes_after_its_comment_was_hidden(thread, moderator, residents):
    people = residents(8)
    for _ in range(5):
        above = say(thread, people[0])
        acts = [lambda person=person, above=above: say(thread, person, parent=above.pk) for person in people]
        acts.append(
            lambda above=above: actions.hide_words(above, by=afresh(moderator), ground="spam", at=NOON)
        )
        at_once(acts)
        [hidden] = Event.objects.filter(name="comment.hidden", row_id=str(above.pk))
        for reply in above.replies.all():
            assert Event.objects.get(name="comment.posted", row_id=str(reply.pk)).seq < hidden.seq
    check_the_books(thread)


def test_one_request_sent_many_times_at_once_is_done_once_and_answered_alike(
    thread, resident, neighbour, moderator
):
    first, second = say(thread, resident), say(thread, resident)
    deeds = [
        (resident, lambda ref: actions.post_comment(thread, by=resident, body="말", at=NOON, ref=ref)),
        (resident, lambda ref: actions.edit_comment(first, by=resident, body="고침", at=NOON, ref=ref)),
        (neighbour, lambda ref: actions.support_comment(first, by=neighbour, at=NOON, ref=ref)),
        (neighbour, lambda ref: actions.unsupport_comment(first, by=neighbour, at=NOON, ref=ref)),
        (moderator, lambda ref: actions.hide_words(first, by=moderator, ground="spam", at=NOON, ref=ref)),
        (resident, lambda ref: actions.withdraw_comment(second, by=resident, at=NOON, ref=ref)),
    ]
    for number, (who, deed) in enumerate(deeds):
        ref = mark(uuid4(), f"deed {number}", thread.room, {})
        came = at_once([lambda who=who, deed=deed, ref=ref: once(who, ref, lambda: deed(ref))] * 6)
        assert not [outcome for outcome in came if isinstance(outcome, str)], number
        assert len({(done.row.pk, done.seq) for done in came}) == 1, number
        assert Event.objects.filter(ref=str(ref)).count() == 1
    check_the_books(thread)


def test_the_deadline_lets_nothing_through_after_it_was_told(question, residents):
    late = question.closes_at
    posts = [
        lambda person=person, n=n: actions.post_comment(
            question.thread, by=person, body="말", at=late - timedelta(seconds=1 - n % 2)
        )
        for n, person in enumerate(residents(20))
    ]
    came = at_once([*posts, lambda: actions.due(late), lambda: actions.due(late)])
    assert came.count("thread_closed") == 10
    assert Event.objects.filter(name="thread.closed").count() == 1
    check_the_books(question.thread)


def test_everything_at_once_ends_and_adds_up(question, residents, moderator, officer):
    thread, people = question.thread, residents(12)
    said = [say(thread, person) for person in people]
    acts = [
        *(lambda person=person: say(thread, person) for person in people[:6]),
        *(lambda n=n: say(thread, people[n], parent=said[n + 1].pk) for n in range(4)),
        *(lambda n=n: actions.support_comment(said[n], by=people[-1], at=NOON) for n in range(6)),
        *(lambda n=n: actions.withdraw_comment(said[n], by=people[n], at=NOON) for n in range(4)),
        *(lambda n=n: actions.edit_comment(said[n], by=people[n], body="고침", at=NOON) for n in range(4)),
        *(
            lambda n=n: actions.hide_words(said[n], by=afresh(moderator), ground="spam", at=NOON)
            for n in range(2, 6)
        ),
        *(
            lambda n=n: actions.amend_question(
                Question.objects.get(), closes_at=NOON + timedelta(days=8 + n), by=None, at=NOON
            )
            for n in range(4)
        ),
        lambda: say(thread, afresh(officer)),
        lambda: actions.due(NOON),
    ]
    came = at_once(acts)
    known = {"comment_gone", "already_withdrawn", "wrong_parent", "question_underway"}
    assert {outcome for outcome in came if isinstance(outcome, str)} <= known
    check_the_books(Thread.objects.get(pk=thread.pk))


def test_whoever_changes_sides_at_once_and_takes_it_back_stands_in_one_camp(thread, residents, moderator):
    people, sides = residents(6), ["pro", "con", "curious", ""]
    said = [say(thread, person, stance=sides[n % 3]) for n, person in enumerate(people)]
    acts = [
        *(
            lambda person=person, side=side: say(thread, person, stance=side, quote=said[0].pk)
            for person in people
            for side in sides
        ),
        *(lambda n=n: actions.withdraw_comment(said[n], by=people[n], at=NOON) for n in range(2, 5)),
        lambda: actions.hide_words(said[5], by=afresh(moderator), ground="spam", at=NOON),
        lambda: actions.pin_comment(said[4], by=afresh(moderator), at=NOON),
    ]
    came = at_once(acts)
    assert {outcome for outcome in came if isinstance(outcome, str)} <= {"not_pinnable"}
    thread.refresh_from_db()
    check_the_books(thread)
    assert thread.pros + thread.cons + thread.curious == len(people)
    assert thread.pinned is None or not thread.pinned.is_hidden


def test_a_slow_talk_takes_one_word_of_a_person_however_many_they_send(
    thread, resident, neighbour, moderator
):
    actions.slow_thread(thread, seconds=60, by=moderator, at=NOON)
    came = at_once([lambda person=person: say(thread, person) for person in (resident, neighbour)] * 10)
    assert came.count("too_soon") == 18
    check_the_books(thread)
    assert thread.standing_comments == 2
