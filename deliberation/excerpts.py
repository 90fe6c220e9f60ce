"""The sentence under a title in the search."""

from typing import Any

from deliberation.models import Comment, Question


def of_questions(questions: list[Question]) -> dict[Any, str]:
    """Why the district asks."""
    return {question.pk: question.purpose for question in questions}


def of_comments(comments: list[Comment]) -> dict[Any, str]:
    """What was said, if it still stands."""
    return {comment.pk: comment.shown_body for comment in comments}
