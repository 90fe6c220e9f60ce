"""Answering: once a person, and anew until the deadline."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation

from district.dates import day
from district.models import Person
from realtime.publish import publish
from surveys.counting import shift
from surveys.models import Answer, Response, Survey
from surveys.models.survey import LEDGER
from surveys.reading import read_answers


@transaction.atomic
def answer_survey(survey: Survey, *, by: Person, answers: Any, at: datetime, ref: UUID | None) -> Response:
    """Answer what was asked; answering again replaces one's own, and the same again changes nothing."""
    # Locked, or one person's two presses would be two, and an item could change under its answer.
    survey = Survey.objects.locked().get(pk=survey.pk)
    survey.check_open(at)
    survey.check_may_answer(by, at)
    given = read_answers(survey.items.standing().prefetch_related("options"), answers)
    response = survey.responses.filter(person=by).first() or Response(survey=survey, person=by, at=at)
    first = response.pk is None
    if not first and _same(response, given):
        return response
    _keep(survey, response, given, at)
    publish(LEDGER, "survey.answered" if first else "survey.amended", response, by=by, at=at, ref=ref)
    return response


def _keep(survey: Survey, response: Response, given: list[Answer], at: datetime) -> None:
    """What was answered before is nobody's business any more: a person may change their mind unseen."""
    first, by = response.pk is None, response.person
    before = [] if first else list(response.answers.all())
    was = None if first else response.counted
    with translation.override(settings.LANGUAGE_CODE):
        post = by.post_on(day(at))
        response.office = post.label if post else ""
    response.counted = survey.counts(by, at)
    # Of two tabs pressed at once the one that was read first may come to the lock last.
    response.amended_at = None if first else max(at, response.at)
    response.save()
    response.answers.all().delete()
    for answer in given:
        answer.response = response
    Answer.objects.bulk_create(given)
    shift(before if was else [], given if response.counted else [])
    survey.responses_counted += response.counted - (was is True)
    survey.offices_answered += (not response.counted) - (was is False)
    survey.save(update_fields=["responses_counted", "offices_answered"])


def _same(response: Response, given: list[Answer]) -> bool:
    """Whether the very same was answered before."""
    kept = set(response.answers.values_list("item_id", "option_id", "number", "words"))
    return kept == {(one.item_id, one.option_id, one.number, one.words) for one in given}
