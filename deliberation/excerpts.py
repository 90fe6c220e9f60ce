"""The sentence under a title in the search."""

from typing import Any

from deliberation.models import Comment, Forum, Proposal, Question, Session


def of_questions(questions: list[Question]) -> dict[Any, str]:
    """Why the district asks."""
    return {question.pk: question.purpose for question in questions}


def of_proposals(proposals: list[Proposal]) -> dict[Any, str]:
    """What is proposed, unless it is closed."""
    return {proposal.pk: proposal.shown_body for proposal in proposals}


def of_forums(rows: list[Forum] | list[Session]) -> dict[Any, str]:
    """Why the district calls people together; of a session, where it is held."""
    return {
        row.pk: row.purpose or row.outcome if isinstance(row, Forum) else f"{row.area} {row.place}".strip()
        for row in rows
    }


def of_comments(comments: list[Comment]) -> dict[Any, str]:
    """What was said, if it still stands."""
    return {comment.pk: comment.shown_body for comment in comments}
