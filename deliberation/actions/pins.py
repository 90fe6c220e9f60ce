"""Keeping a talk: a word is put above the others, and all are asked to take their time."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from deliberation.actions.comments import lock_comment, unmoved
from deliberation.models import Comment, Thread
from district.calendar import day
from district.models import Person
from realtime.models import Room
from realtime.publish import publish


def _office(thread: Thread, by: Person, at: datetime) -> str:
    """For which office this is done."""
    session = thread.forum_session
    if session is not None and session.facilitator is not None:
        return session.facilitator.label
    return next((post.label for post in by.offices_on(day(at))), "")


@transaction.atomic
def pin_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Put a word above the others; the one that stood there gives way."""
    comment = lock_comment(comment)
    thread = comment.thread
    thread.check_may_keep(by, at)
    thread.check_pinnable(comment)
    if thread.pinned_id == comment.pk:
        return unmoved(comment)
    thread.pinned = comment
    thread.save(update_fields=["pinned"])
    publish(thread.room, "comment.pinned", comment, by=by, at=at, ref=ref, office=_office(thread, by, at))
    return comment


@transaction.atomic
def unpin_comment(
    thread: Thread, *, by: Person, at: datetime, ref: UUID | None = None, comment: int | None = None
) -> Thread:
    """Take down what stands above; a comment that stands there no more is left alone."""
    thread = Thread.objects.locked().get(pk=thread.pk)
    thread.check_may_keep(by, at)
    thread.check_still_kept()
    if thread.pinned_id is None or comment not in (None, thread.pinned_id):
        return _as_it_is(thread)
    was = Comment.objects.with_faces().get(pk=thread.pinned_id)
    was.thread, thread.pinned = thread, None
    thread.save(update_fields=["pinned"])
    office = _office(thread, by, at)
    thread.seq = publish(thread.room, "comment.unpinned", was, by=by, at=at, ref=ref, office=office)
    return thread


@transaction.atomic
def slow_thread(thread: Thread, *, seconds: Any, by: Person, at: datetime, ref: UUID | None = None) -> Thread:
    """Let everybody rest so long between two words; nought lets them speak as they like."""
    thread = Thread.objects.locked().get(pk=thread.pk)
    thread.check_may_slow(by, at)
    pause = thread.check_pause(seconds)
    if thread.slow_seconds == pause:
        return _as_it_is(thread)
    thread.slow_seconds = pause
    thread.save(update_fields=["slow_seconds"])
    office, facts = _office(thread, by, at), {"seconds": pause}
    publish(thread.room, "thread.slowed", thread, by=by, at=at, ref=ref, office=office, facts=facts)
    return thread


def _as_it_is(thread: Thread) -> Thread:
    """What was already so leaves no event; its number is the room's present one."""
    thread.seq = Room.objects.seq_of(*thread.room).seq
    return thread
