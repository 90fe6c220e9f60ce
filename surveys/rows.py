"""How a survey and one's own answers look: the one shape for API, site and export."""

from datetime import datetime
from typing import Any

from district.dates import moment
from surveys import panel
from surveys.models import Item, Response, Survey


def survey_row(survey: Survey, at: datetime) -> dict[str, Any]:
    """What is asked, of whom and until when; the same for everybody."""
    return {
        "id": survey.pk,
        "title": survey.title,
        "intro": survey.intro,
        "department": survey.department.name if survey.department else None,
        "opens_at": moment(survey.opens_at),
        "closes_at": moment(survey.closes_at),
        "status": survey.status(at),
        "shown": survey.shown,
        "panel": survey.panel,
        "dongs": [dong.name for dong in survey.dongs.all()],
        "url": survey.address,
        "responses": survey.responses_counted,
        "items": [item_row(item) for item in survey.items.all() if item.retired_at is None],
    }


def item_row(item: Item) -> dict[str, Any]:
    """One item, with what is offered."""
    return {
        "key": str(item.key),
        "kind": item.kind,
        "text": item.text,
        "hint": item.hint,
        "required": item.required,
        "most": item.most,
        "low": item.low,
        "high": item.high,
        "steps": item.steps,
        "options": [
            {"key": str(option.key), "text": option.text}
            for option in item.options.all()
            if option.retired_at is None
        ],
    }


def response_row(response: Response) -> dict[str, Any]:
    """What somebody answered, for that person alone."""
    return {
        "survey": response.survey_id,
        "at": moment(response.at),
        "amended_at": moment(response.amended_at),
        "counted": response.counted,
        "answers": answers_of(response),
    }


def answers_of(response: Response) -> dict[str, Any]:
    """Each item's answer by its key, in the shape in which it is sent."""
    told: dict[str, Any] = {}
    for answer in response.answers.select_related("item", "option"):
        key = str(answer.item.key)
        if answer.option is None:
            told[key] = answer.words if answer.number is None else answer.number
        elif answer.item.kind == Item.Kind.MULTIPLE:
            told.setdefault(key, []).append(str(answer.option.key))
        else:
            told[key] = str(answer.option.key)
    return told


def panel_row(survey: Survey, at: datetime) -> dict[str, Any]:
    """Who was asked by name and whether they answered, for whoever asks; at the end what each group said."""
    over = survey.status(at) == Survey.Status.CLOSED
    return {
        "survey": survey.pk,
        **panel.rate(survey.responses_counted, survey.people_asked),
        "words": panel.rate_in_words(survey.responses_counted, survey.people_asked),
        "groups": panel.results_by_group(survey)
        if over
        else [row | {"items": None} for row in panel.groups(survey)],
        "people": [
            {"name": member.person.name, "group": member.group, "answered": member.has_answered}
            for member in panel.members(survey)
        ],
    }
