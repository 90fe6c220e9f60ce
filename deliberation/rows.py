"""How a thread and its words look to the public: the one shape for API, snapshot and frames."""

from typing import Any

from deliberation.models import Comment, Question, Session, Thread
from district.dates import moment


def comment_row(comment: Comment) -> dict[str, Any]:
    """A comment as everybody may see it; of hidden words only their place and the ground."""
    return {
        "id": comment.pk,
        "author": {"name": comment.author_name, "badge": comment.badge},
        "dong": comment.dong,
        "office": comment.office,
        "body": comment.shown_body,
        "parent": comment.parent_id,
        "posted_at": moment(comment.posted_at),
        "edited_at": moment(comment.edited_at),
        "reactions": comment.reactions,
        "hidden": comment.is_hidden,
        "ground": comment.ground,
    }


def thread_row(thread: Thread) -> dict[str, Any]:
    """What stands above the words; whether it is open follows from the dates."""
    subject = thread.subject
    return {
        "id": thread.pk,
        "question": subject.pk if subject else None,
        "opens_at": moment(thread.opens_at),
        "closes_at": moment(thread.closes_at),
        "voices_needed": thread.voices_needed,
        "session": session_row(thread.forum_session),
        **call_row(subject),
    }


def session_row(session: Session | None) -> dict[str, Any] | None:
    """The evening of a forum whose talk this is; its facilitator opens and closes it."""
    if session is None:
        return None
    return {
        "id": session.pk,
        "ordinal": session.ordinal,
        "title": session.title,
        "status": session.status,
        "opened_at": moment(session.opened_at),
        "closed_at": moment(session.closed_at),
        "pinned": session.pinned_id,
    }


def call_row(subject: Question | None) -> dict[str, Any]:
    """Whether the mayor owes an answer, and by when."""
    due = subject.answer_due if subject else None
    return {
        "mayor_called_at": moment(subject.mayor_called_at if subject else None),
        "answer_due": due.isoformat() if due else None,
    }


def tally_row(thread: Thread) -> dict[str, Any]:
    """The running numbers: people, and what they said."""
    return {
        "voices": thread.voices,
        "voices_needed": thread.voices_needed,
        "comments": thread.standing_comments,
    }
