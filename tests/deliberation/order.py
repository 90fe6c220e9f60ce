"""What the tests of moderation have in common: the words, the people, and how a refusal is asked for."""

from uuid import uuid4

import pytest

from deliberation import actions
from district.models import Person
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON, in_office


def again(person):
    """As a request of its own would read them."""
    return Person.objects.get(pk=person.pk)


def colleague(login="moderator2"):
    """A second moderator, or a third."""
    return in_office(login, "moderator", f"누리집 운영 담당 {login[-1]}")


def report(comment, by, rule="abuse", at=NOON, **more):
    return actions.report_words(comment, by=by, rule=rule, at=at, ref=uuid4(), **more)


def hide(comment, by, ground="abuse", at=NOON):
    return actions.hide_words(comment, by=by, ground=ground, at=at, ref=uuid4())


def refused(act, *args, **told):
    """The code and status with which it is refused; nothing has been published."""
    before = Event.objects.count()
    with pytest.raises(Refusal) as no:
        act(*args, **told)
    assert Event.objects.count() == before
    return no.value.code, no.value.status


def numbers(thread):
    thread.refresh_from_db()
    assert thread.recount() == {}
    return thread.voices, thread.standing_comments
