"""What may be done by HTTP with a survey, for programs and forms alike."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from realtime.acts import enact
from surveys.actions import answer_survey, remind_panel
from surveys.models import Response, Survey
from surveys.models.survey import LEDGER


def answer(request: HttpRequest, ref: Any, survey: Survey, told: Any) -> tuple[Response, int]:
    """Answer, or answer anew."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "survey.answer",
        room=LEDGER,
        arguments={"survey": survey.pk, "answers": told},
        act=lambda by, sealed: answer_survey(survey, by=by, answers=told, at=at, ref=sealed),
    )


def remind(request: HttpRequest, ref: Any, survey: Survey) -> tuple[Survey, int]:
    """Write to those who have not answered."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "survey.remind",
        room=LEDGER,
        arguments={"survey": survey.pk},
        act=lambda by, sealed: remind_panel(survey, by=by, at=at, ref=sealed),
    )
