"""Keeping an evening: its facilitator opens it and closes it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deliberation.models import Session, Thread
from district.models import Person
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
