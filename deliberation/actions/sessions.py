"""Keeping an evening: its facilitator opens it, puts a word above the others, and closes it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deliberation.actions.comments import unmoved
from deliberation.models import Comment, Session, Thread
from deliberation.models.forum import not_pinnable
from district.models import Person
from realtime.models import Room
from realtime.publish import publish
from search import entries


def _lock_session(session: Session) -> tuple[Session, Thread]:
    """The session as it stands once nobody else can open, close or speak in it."""
    thread = Thread.objects.locked().get(pk=session.check_has_talk().pk)
    # Read after the wait: its twin may have opened it in the meantime.
    session = Session.objects.visible_to(None).get(pk=session.pk)
    session.thread = thread
    return session, thread


def _label(session: Session) -> str:
    return session.facilitator.label if session.facilitator else ""


@transaction.atomic
def open_session(session: Session, *, by: Person, at: datetime, ref: UUID | None = None) -> Session:
    """The evening begins: from now on words are taken."""
    session.check_may_facilitate(by, at)
    session, thread = _lock_session(session)
    session.check_may_open()
    session.opened_at, thread.told = at, Thread.Told.OPEN
    session.save(update_fields=["opened_at"])
    thread.save(update_fields=["told"])
    entries.refile(session, state=session.status)
    publish(thread.room, "session.opened", session, by=by, at=at, ref=ref, office=_label(session))
    return session


@transaction.atomic
def close_session(session: Session, *, by: Person, at: datetime, ref: UUID | None = None) -> Session:
    """The evening ends: what was said stays, and nothing is added."""
    session.check_may_facilitate(by, at)
    session, thread = _lock_session(session)
    session.check_open()
    # Two machines may disagree by a second; an evening does not end before it began.
    session.closed_at = max(at, session.opened_at or at)
    thread.told = Thread.Told.CLOSED
    session.save(update_fields=["closed_at"])
    thread.save(update_fields=["told"])
    entries.refile(session, state=session.status)
    publish(thread.room, "session.closed", session, by=by, at=at, ref=ref, office=_label(session))
    return session


@transaction.atomic
def pin_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Put a word above the others; the one that stood there gives way."""
    session = comment.thread.forum_session
    if session is None:
        raise not_pinnable()
    session.check_may_facilitate(by, at)
    session, thread = _lock_session(session)
    session.check_open()
    comment = Comment.objects.with_faces().get(pk=comment.pk)
    comment.thread = thread
    session.check_pinnable(comment)
    if session.pinned_id == comment.pk:
        return unmoved(comment)
    session.pinned = comment
    session.save(update_fields=["pinned"])
    publish(thread.room, "comment.pinned", comment, by=by, at=at, ref=ref, office=_label(session))
    return comment


@transaction.atomic
def unpin_comment(
    session: Session, *, by: Person, at: datetime, ref: UUID | None = None, comment: int | None = None
) -> Session:
    """Take down what stands above; a comment that stands there no more is left alone."""
    session.check_may_facilitate(by, at)
    session, thread = _lock_session(session)
    session.check_open()
    if session.pinned_id is None or comment not in (None, session.pinned_id):
        session.seq = Room.objects.seq_of(*thread.room).seq
        return session
    was = Comment.objects.with_faces().get(pk=session.pinned_id)
    was.thread, session.pinned = thread, None
    session.save(update_fields=["pinned"])
    session.seq = publish(thread.room, "comment.unpinned", was, by=by, at=at, ref=ref, office=_label(session))
    return session
