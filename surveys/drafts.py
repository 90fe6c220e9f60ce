"""Answers that wait while somebody signs in."""

from typing import Any

from django.http import HttpRequest

from surveys.models import Survey
from surveys.models.item import LONGEST_ANSWER

KEPT = "survey_drafts"
MOST_KEPT = 3


def keep_draft(request: HttpRequest, survey: Survey, told: dict[str, Any]) -> None:
    """Nobody answers the same twice because the house had a question."""
    drafts: dict[str, Any] = request.session.get(KEPT, {})
    drafts.pop(str(survey.pk), None)
    drafts[str(survey.pk)] = {
        key: value[: 2 * LONGEST_ANSWER] if isinstance(value, str) else value for key, value in told.items()
    }
    # A session is no archive: the oldest gives way.
    request.session[KEPT] = dict(list(drafts.items())[-MOST_KEPT:])


def kept_draft(request: HttpRequest, survey: Survey) -> dict[str, Any] | None:
    """What waits for this survey."""
    draft: dict[str, Any] | None = request.session.get(KEPT, {}).get(str(survey.pk))
    return draft


def drop_draft(request: HttpRequest, survey: Survey) -> None:
    """They were sent."""
    drafts = request.session.get(KEPT, {})
    if drafts.pop(str(survey.pk), None) is not None:
        request.session[KEPT] = drafts
