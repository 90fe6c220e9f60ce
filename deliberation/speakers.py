"""About which words somebody speaks, at whichever door."""

from typing import Any

from deliberation.models import Comment, Forum, Session, Thread
from deliberation.models.thread import ThreadQuerySet
from district.intake import whole
from district.models import Person
from district.refusals import not_found


def thread_at(key: Any, person: Person | None) -> Thread:
    """The thread of that number with its subject, if this person may see it."""
    return _found(Thread.objects.visible_to(person).with_subject(), key)


def talk_at(key: Any, person: Person | None) -> Thread:
    """The same where only the words matter, and not what they are about."""
    return _found(Thread.objects.visible_to(person), key)


def _found(threads: ThreadQuerySet, key: Any) -> Thread:
    thread = threads.filter(pk=whole(key)).order_by().first()
    if thread is None:
        raise not_found()
    return thread


def comment_at(key: Any, person: Person | None, **within: Any) -> Comment:
    """The comment of that number, if this person may see it."""
    comment = Comment.objects.visible_to(person).filter(pk=whole(key), **within).first()
    if comment is None:
        raise not_found()
    return comment


def forum_at(key: Any, person: Person | None) -> Forum:
    """The forum of that number, if this person may see it."""
    forum = Forum.objects.visible_to(person).filter(pk=whole(key)).first()
    if forum is None:
        raise not_found()
    return forum


def session_at(key: Any, person: Person | None) -> Session:
    """The session of that number, if this person may see it."""
    session = Session.objects.visible_to(person).filter(pk=whole(key)).first()
    if session is None:
        raise not_found()
    return session


def pinned_in(session: Session | None) -> Comment | None:
    """The word that stands above the others in a session's talk."""
    if session is None or session.pinned_id is None:
        return None
    return Comment.objects.with_faces().filter(pk=session.pinned_id).first()
