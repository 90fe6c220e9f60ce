"""What came in: counted as it comes, shown without a look at the rows, and held against them as a check."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Count

from surveys.models import Answer, Item, Option, Survey

TENTHS, HUNDREDTHS = 10, 100


def shift(before: Iterable[Answer], after: Iterable[Answer]) -> None:
    """Count what somebody answers now instead of what they answered before; the survey's lock is held."""
    before, after = list(before), list(after)
    items = Item.objects.in_bulk({answer.item_id for answer in (*before, *after)})
    options = Option.objects.in_bulk(
        {answer.option_id for answer in (*before, *after) if answer.option_id is not None}
    )
    for answers, more in ((before, -1), (after, 1)):
        for pk in {answer.item_id for answer in answers}:
            items[pk].answered += more
        for answer in answers:
            if answer.option_id is not None:
                options[answer.option_id].chosen += more
            elif answer.number is not None:
                items[answer.item_id].count_step(answer.number, more)
    Item.objects.bulk_update(items.values(), ["answered", "chosen_steps"])
    Option.objects.bulk_update(options.values(), ["chosen"])


def results(survey: Survey) -> dict[str, Any]:
    """Each item with how many chose what; words are never among it, and an office is counted apart."""
    survey.refresh_from_db(fields=["responses_counted", "offices_answered", "people_asked"])
    return {
        "survey": survey.pk,
        "responses": survey.responses_counted,
        "offices": survey.offices_answered,
        "asked": survey.people_asked if survey.is_by_name else None,
        "percent": percent(survey.responses_counted, survey.people_asked),
        "items": items_counted(items_of(survey), lambda item: item.answered, kept),
    }


def items_of(survey: Survey) -> list[Item]:
    """All that is or was asked, in its order."""
    return list(survey.items.prefetch_related("options"))


def kept(item: Item) -> dict[Any, int]:
    """How many chose what of this item, as it was counted."""
    if item.kind == Item.Kind.SCALE:
        return item.steps_counted()
    return {option.pk: option.chosen for option in item.options.all()}


def items_counted(
    items: Iterable[Item], people: Callable[[Item], int], chosen: Callable[[Item], dict[Any, int]]
) -> list[dict[str, Any]]:
    """The items with their counts, those that were retired only if somebody answered them."""
    return [
        _item(item, people(item), chosen(item)) for item in items if item.retired_at is None or people(item)
    ]


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
    return [one for one in item.options.all() if one.retired_at is None or chosen.get(one.pk)]


def _share(key: str, text: str, many: int, people: int) -> dict[str, Any]:
    """Of those who answered this item; where several may be chosen the shares need not make a hundred."""
    return {"key": key, "text": text, "count": many, "share": percent(many, people) or 0.0}


def _mean(chosen: dict[Any, int]) -> float | None:
    return half_up(sum(step * many for step, many in chosen.items()), sum(chosen.values()), HUNDREDTHS)


def percent(part: int, whole: int) -> float | None:
    """So many of a hundred, to one decimal; of nobody there is no part."""
    return half_up(100 * part, whole, TENTHS)


def half_up(part: int, whole: int, steps: int) -> float | None:
    """Rounded as a clerk rounds: in whole numbers, for 0.25 % of a float may be less than a quarter."""
    return (2 * steps * part + whole) // (2 * whole) / steps if whole else None


def recount(survey: Survey) -> dict[str, tuple[Any, Any]]:
    """What the counters say beside what the rows say, where they disagree; a check, never the way."""
    rows = Counter(survey.responses.values_list("counted", flat=True))
    named = survey.panel_members.count() if survey.is_by_name else 0
    told = {
        "responses_counted": (survey.responses_counted, rows[True]),
        "offices_answered": (survey.offices_answered, rows[False]),
        "people_asked": (survey.people_asked, named),
        **dict(_items_recounted(survey)),
    }
    return {name: pair for name, pair in told.items() if pair[0] != pair[1]}


def _items_recounted(survey: Survey) -> Iterator[tuple[str, tuple[Any, Any]]]:
    counted = Answer.objects.filter(item__survey=survey, response__counted=True).order_by()
    people = dict(counted.values_list("item").annotate(Count("response", distinct=True)))
    chosen: dict[int, dict[Any, int]] = defaultdict(dict)
    for item, option, number, many in counted.values_list("item", "option", "number").annotate(Count("pk")):
        chosen[item][option if option is not None else number] = many
    for item in items_of(survey):
        yield f"{item.key}", (item.answered, people.get(item.pk, 0))
        if item.kind != Item.Kind.FREE:
            found = chosen[item.pk]
            yield f"{item.key} chosen", (kept(item), {key: found.get(key, 0) for key in kept(item)})
