"""About which words somebody speaks, at whichever door."""

from typing import Any

from deliberation.models import Comment, Thread
from district.intake import whole
from district.models import Person
from district.refusals import not_found


def thread_at(key: Any, person: Person | None) -> Thread:
    """The thread of that number, if this person may see it."""
    thread = Thread.objects.visible_to(person).filter(pk=whole(key)).first()
    if thread is None:
        raise not_found()
    return thread


def comment_at(key: Any, person: Person | None, **within: Any) -> Comment:
    """The comment of that number, if this person may see it."""
    comment = Comment.objects.visible_to(person).filter(pk=whole(key), **within).first()
    if comment is None:
        raise not_found()
    return comment
