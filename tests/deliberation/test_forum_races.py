"""What two facilitators and a hall of people do in the same moment."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Session, Thread
from realtime.models import Event
from tests.cast import NOON
from tests.deliberation.test_races import afresh, at_once, check_the_books, say

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def test_two_who_open_at_once_open_it_once(session, facilitator):
    def open_it():
        return actions.open_session(Session.objects.get(pk=session.pk), by=afresh(facilitator), at=NOON)

    came = at_once([open_it] * 6)
    assert came.count("session_already_open") == 5
    assert Event.objects.filter(name="session.opened").count() == 1


def test_whatever_is_changed_while_it_opens_is_changed_before_or_refused(
    forum, evenings, session, facilitator
):
    moved = [replace(evenings[0], title="다른 이야기"), evenings[1]]
    came = at_once(
        [
            lambda: actions.open_session(session, by=afresh(facilitator), at=NOON),
            *[lambda: actions.amend_forum(forum, sessions=moved, by=None, at=NOON)] * 3,
            *[lambda: actions.amend_forum(forum, sessions=evenings, by=None, at=NOON)] * 3,
        ]
    )
    assert {one for one in came if isinstance(one, str)} <= {"session_underway"}
    after = Session.objects.get(pk=session.pk)
    assert after.status == "open"
    names = list(Event.objects.filter(room__key=str(session.thread_id)).values_list("name", flat=True))
    assert names.count("session.opened") == 1
    assert after.title == ("다른 이야기" if names.count("session.amended") % 2 else "골목과 안전")


def test_an_evening_that_ends_while_all_speak_and_pin_adds_up(evening, residents, facilitator, moderator):
    people, thread = residents(12), evening.thread
    said = [say(thread, person) for person in people[:6]]
    came = at_once(
        [
            *(lambda person=person: say(thread, person) for person in people),
            *(lambda n=n: actions.pin_comment(said[n], by=afresh(facilitator), at=NOON) for n in range(6)),
            *(
                lambda n=n: actions.hide_words(said[n], by=afresh(moderator), ground="spam", at=NOON)
                for n in range(3)
            ),
            *(lambda n=n: actions.withdraw_comment(said[n], by=people[n], at=NOON) for n in range(2, 5)),
            lambda: actions.close_session(evening, by=afresh(facilitator), at=NOON + timedelta(hours=2)),
        ]
    )
    known = {"thread_closed", "session_over", "not_pinnable", "comment_gone"}
    assert {one for one in came if isinstance(one, str)} <= known
    check_the_books(Thread.objects.get(pk=thread.pk))
    after = Thread.objects.select_related("pinned").get(pk=evening.thread_id)
    assert after.told == "closed"
    assert after.pinned is None or not after.pinned.is_hidden
    last = Event.objects.filter(name__in=["comment.pinned", "comment.unpinned"]).order_by("seq").last()
    assert (after.pinned and str(after.pinned_id)) == (
        last.row_id if last and last.name == "comment.pinned" else None
    )
