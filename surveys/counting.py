"""What came in, counted by the database and never row by row."""

from collections import defaultdict
from typing import Any

from django.db.models import Count

from surveys.models import Answer, Item, Option, Survey

ONE_DECIMAL = 1


def results(survey: Survey) -> dict[str, Any]:
    """Each item with how many chose what; words are never among it, and an office is counted apart."""
    counted = Answer.objects.filter(item__survey=survey, response__counted=True)
    people = dict(counted.values_list("item").annotate(Count("response", distinct=True)).order_by())
    chosen: dict[int, dict[Any, int]] = defaultdict(dict)
    for item, option, number, many in (
        counted.values_list("item", "option", "number").annotate(Count("pk")).order_by()
    ):
        chosen[item][option if option is not None else number] = many
    items = [
        _item(item, people.get(item.pk, 0), chosen[item.pk])
        for item in survey.items.prefetch_related("options")
        if item.retired_at is None or item.pk in people
    ]
    return {
        "survey": survey.pk,
        "responses": survey.responses_counted,
        "offices": survey.responses.filter(counted=False).count(),
        "asked": survey.panel_members.count() if survey.panel == Survey.Panel.NAMED else None,
        "items": items,
    }


def _item(item: Item, people: int, chosen: dict[Any, int]) -> dict[str, Any]:
    return {
        "key": str(item.key),
        "kind": item.kind,
        "text": item.text,
        "retired": item.retired_at is not None,
        "answered": people,
        "low": item.low,
        "high": item.high,
        "mean": _mean(chosen) if item.kind == Item.Kind.SCALE else None,
        "options": [
            _share(str(option.key), option.text, chosen.get(option.pk, 0), people)
            | {"retired": option.retired_at is not None}
            for option in _shown(item, chosen)
        ],
        "steps": [
            _share(str(step), str(step), chosen.get(step, 0), people) | {"number": step}
            for step in item.scale
        ],
    }


def _shown(item: Item, chosen: dict[Any, int]) -> list[Option]:
    """What is offered, and what somebody chose while it was."""
    return [one for one in item.options.all() if one.retired_at is None or one.pk in chosen]


def _share(key: str, text: str, many: int, people: int) -> dict[str, Any]:
    """Of those who answered this item; where several may be chosen the shares need not make a hundred."""
    share = round(100 * many / people, ONE_DECIMAL) if people else 0.0
    return {"key": key, "text": text, "count": many, "share": share}


def _mean(chosen: dict[Any, int]) -> float | None:
    total = sum(chosen.values())
    return round(sum(step * many for step, many in chosen.items()) / total, 2) if total else None
