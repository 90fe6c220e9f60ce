"""What a page shows of a survey: the form, complete without a script, and the results once they are open."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from district.dates import day
from district.models import Person
from district.refusals import Refusal
from district.visitors import person_of
from surveys.counting import results
from surveys.drafts import kept_draft
from surveys.models import Item, Survey
from surveys.rows import answers_of


def survey_card(
    request: HttpRequest,
    survey: Survey,
    at: datetime,
    *,
    told: dict[str, Any] | None = None,
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    """The survey for this reader: with what was just sent, what waits, or what was answered before."""
    person = person_of(request)
    mine = survey.responses.filter(person=person).first() if person else None
    draft = kept_draft(request, survey)
    given = told if told is not None else draft if draft is not None else answers_of(mine) if mine else {}
    faults = {fault["field"]: fault["detail"] for fault in refusal.facts.get("errors", [])} if refusal else {}
    status = survey.status(at)
    items = survey.items.standing().prefetch_related("options")
    card = {
        "survey": survey,
        "status": status,
        "status_label": Survey.Status(status).label,
        "open": status == Survey.Status.OPEN,
        "closed": status == Survey.Status.CLOSED,
        "fields": [field(item, given.get(str(item.key)), faults.get(str(item.key))) for item in items],
        "mine": mine,
        "unfolded": mine is None or refusal is not None or draft is not None,
        "waiting": draft is not None and told is None,
        "refusal": refusal,
        "asks": person is None or survey.asks(person),
        "must_verify": person is not None and not knows(person, at),
        "results": results(survey) if survey.may_see_results(person, at) else None,
    }
    return {"survey_card": card}


def knows(person: Person, at: datetime) -> bool:
    """Whether the district can tell this person from anybody."""
    return person.is_verified or person.post_on(day(at)) is not None


def field(item: Item, value: Any, error: str | None) -> dict[str, Any]:
    """One item as a form draws it, with what was chosen."""
    chosen = {str(each) for each in value} if isinstance(value, list) else {str(value)}
    offered = [(str(option.key), option.text) for option in item.options.all() if option.retired_at is None]
    steps = [(str(step), str(step)) for step in item.scale]
    return {
        "item": item,
        "name": item.field,
        "kind": item.kind,
        "several": item.kind == Item.Kind.MULTIPLE,
        "choices": [
            {"value": key, "text": text, "id": f"{item.field}-{n}", "chosen": key in chosen}
            for n, (key, text) in enumerate(offered or steps)
        ],
        # Where the summary of errors leads: the first control of the item.
        "first": item.field if item.kind == Item.Kind.FREE else f"{item.field}-0",
        "words": value if isinstance(value, str) else "",
        "error": error,
    }
