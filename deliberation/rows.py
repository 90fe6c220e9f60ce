"""How a thread and its words look to the public: the one shape for API, snapshot and frames."""

from typing import Any

from deliberation.models import Comment, Proposal, Question, Session, Thread
from deliberation.models.thread import CAMPS
from district.dates import moment
from referrals.models import Referral
from referrals.rows import referral_rows


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
        "stance": "" if comment.is_hidden else comment.stance,
        "quote": None if comment.is_hidden else quote_row(comment.quote_of),
    }


def quote_row(comment: Comment | None) -> dict[str, Any] | None:
    """The beginning of the words that are quoted, as long as they stand."""
    if comment is None:
        return None
    return {
        "id": comment.pk,
        "author": {"name": comment.author_name, "badge": comment.badge},
        "body": comment.excerpt,
        "hidden": comment.is_hidden,
    }


def thread_row(thread: Thread) -> dict[str, Any]:
    """What stands above the words; whether it is open follows from the dates."""
    subject = thread.subject
    return {
        "id": thread.pk,
        "question": subject.pk if isinstance(subject, Question) else None,
        "proposal": subject.pk if isinstance(subject, Proposal) else None,
        "opens_at": moment(thread.opens_at),
        "closes_at": moment(thread.closes_at),
        "voices_needed": thread.voices_needed,
        "session": session_row(thread.forum_session),
        "above": above_row(thread),
        "pinned": thread.pinned_id,
        "slow_seconds": thread.slow_seconds,
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
    }


def above_row(thread: Thread) -> dict[str, Any] | None:
    """What is talked about where it is neither asked nor proposed, as a pledge, and where that stands."""
    return {"title": thread.heading, "url": thread.address} if thread.heading else None


def call_row(subject: Question | Proposal | None) -> dict[str, Any]:
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
        "stances": {stance: getattr(thread, counter) for stance, counter in CAMPS.items()},
    }


def subject_row(subject: Question | Proposal | None) -> dict[str, Any] | None:
    """What is being talked about, and who owes it an answer: no cell hangs on the clock or on the reader."""
    if subject is None:
        return None
    proposal = subject if isinstance(subject, Proposal) else None
    return {
        "kind": "proposal" if proposal else "question",
        "id": subject.pk,
        "title": subject.title,
        "url": subject.get_absolute_url(),
        **call_row(subject),
        **support_row(proposal),
        **end_row(proposal),
        **answers_row(subject),
    }


def support_row(proposal: Proposal | None) -> dict[str, Any]:
    """How many neighbours agree, of how many, and whether that has opened the review."""
    policy = proposal.policy if proposal else None
    return {
        "supports": proposal.supports if proposal else None,
        "supports_needed": policy.supports_needed if policy else None,
        "review_called_at": moment(proposal.review_called_at if proposal else None),
        "collects_until": moment(proposal.collects_until if proposal else None),
        "stage": proposal.stage if proposal else None,
        "stage_label": str(Proposal.Status(proposal.stage).label) if proposal else "",
    }


def end_row(proposal: Proposal | None) -> dict[str, Any]:
    """Whether it went another way than to an answer, and which."""
    return {
        "end": proposal.end if proposal else "",
        "ended_at": moment(proposal.ended_at if proposal else None),
        "end_reason": proposal.end_reason if proposal else "",
        "transferred_to": proposal.transferred_to if proposal else "",
        "merged_into": proposal.merged_into_id if proposal else None,
        "veiled": bool(proposal and proposal.veiled_at),
        "hidden": bool(proposal and proposal.is_hidden),
        "ground": proposal.ground if proposal else None,
    }


def answers_row(subject: Question | Proposal) -> dict[str, Any]:
    """Who owes it an answer, and what was answered; the second asking beside the first."""
    owed = {"referral": subject.referral_id, "mayor_referral": subject.mayor_referral_id}
    numbers = [number for number in owed.values() if number is not None]
    if not numbers:
        return {"referral": None, "mayor_referral": None, "reconsideration": None}
    asked = Referral.objects.with_file()
    found = list(asked.filter(pk__in=numbers)) + list(asked.filter(again_of=subject.referral_id or 0))
    rows = {each.pk: row for each, row in zip(found, referral_rows(found), strict=True)}
    again = next((rows[each.pk] for each in found if each.again_of_id is not None), None)
    return {
        **{name: rows[number] if number else None for name, number in owed.items()},
        "reconsideration": again,
    }
