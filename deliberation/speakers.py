"""Who speaks, and about which words, at whichever door."""

from typing import Any

from deliberation.models import Comment, Thread
from district.intake import MAX_INTEGER
from district.models import Person
from district.refusals import not_found, sign_in_needed


def speaker(person: Person | None) -> Person:
    """Somebody with a name; a reader is asked to sign in first."""
    if person is None:
        raise sign_in_needed()
    return person


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


def whole(key: Any) -> int:
    """A row's number, however it was sent; what cannot be one names nothing."""
    if isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 20 and key == str(int(key)):
        key = int(key)  # written as we write it: 007 would be another room than 7
    if type(key) is not int or key > MAX_INTEGER:
        raise not_found()
    return key
