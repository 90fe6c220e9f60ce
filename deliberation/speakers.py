"""About which words somebody speaks, at whichever door."""

from typing import Any
from uuid import UUID

from deliberation.models import Comment, Forum, Proposal, Session, Share, Thread
from deliberation.models.about import Target
from deliberation.models.threads import ThreadQuerySet
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


def pinned_in(thread: Thread | None, person: Person | None = None) -> Comment | None:
    """The word that stands above the others in a talk."""
    if thread is None or thread.pinned_id is None:
        return None
    return Comment.objects.with_faces().marked_for(person).filter(pk=thread.pinned_id).first()


def proposal_at(key: Any, person: Person | None) -> Proposal:
    """The published proposal of that number."""
    proposal = Proposal.objects.visible_to(person).published().filter(pk=whole(key)).first()
    if proposal is None:
        raise not_found()
    return proposal


def draft_at(key: UUID, person: Person | None) -> Proposal:
    """The proposal with that key, if this person wrote or joined it; published since, it is there, too."""
    proposal = Proposal.objects.visible_to(person).filter(key=key).first()
    if proposal is None:
        raise not_found()
    return proposal


def share_at(key: UUID) -> Share:
    """The part that is offered by that link; whoever has the link may look at what is offered."""
    share = Share.objects.select_related("proposal__author", "person").filter(key=key).first()
    if share is None:
        raise not_found()
    return share


def target_at(noun: str, key: Any, person: Person | None) -> Target:
    """The words about which somebody turns to those who keep order: a comment's or a proposal's."""
    return proposal_at(key, person) if noun == "proposal" else comment_at(key, person)
