"""Words that wait while their author signs in."""

from typing import Any

from django.http import HttpRequest

from deliberation.models import Thread
from deliberation.models.comment import LONGEST_COMMENT

KEPT = "drafts"
MOST_KEPT = 5
PROPOSED = "proposed"
LONGEST_KEPT = 10_000


def keep_draft(request: HttpRequest, thread: Thread, said: dict[str, Any]) -> None:
    """Nobody writes the same words twice because the house had a question."""
    drafts: dict[str, Any] = request.session.get(KEPT, {})
    drafts.pop(str(thread.pk), None)
    drafts[str(thread.pk)] = said | {"body": said["body"][: 2 * LONGEST_COMMENT]}
    # A session is no archive: the oldest gives way.
    request.session[KEPT] = dict(list(drafts.items())[-MOST_KEPT:])


def kept_draft(request: HttpRequest, thread: Thread) -> dict[str, Any] | None:
    """What waits for this thread, and which comment it was to answer."""
    draft: dict[str, Any] | None = request.session.get(KEPT, {}).get(str(thread.pk))
    return draft


def draft_of(request: HttpRequest, thread: Thread) -> str:
    """The words that wait for this thread's own composer; a reply waits for a form of its own."""
    draft = kept_draft(request, thread)
    return str(draft["body"]) if draft and draft["parent"] is None else ""


def stance_of(request: HttpRequest, thread: Thread) -> str:
    """Where somebody stood when they were sent to sign in."""
    draft = kept_draft(request, thread)
    return str(draft.get("stance") or "") if draft and draft["parent"] is None else ""


def drop_draft(request: HttpRequest, thread: Thread) -> None:
    """They were said."""
    drafts = request.session.get(KEPT, {})
    if drafts.pop(str(thread.pk), None) is not None:
        request.session[KEPT] = drafts


def keep_words(request: HttpRequest, words: dict[str, Any]) -> None:
    """A proposal begun by somebody who has yet to sign in."""
    request.session[PROPOSED] = {name: str(value)[:LONGEST_KEPT] for name, value in words.items() if value}


def kept_words(request: HttpRequest) -> dict[str, Any]:
    """What waits for the form of a new proposal."""
    kept: dict[str, Any] = request.session.get(PROPOSED, {})
    return kept


def drop_words(request: HttpRequest) -> None:
    """They have become a draft."""
    if PROPOSED in request.session:
        del request.session[PROPOSED]
