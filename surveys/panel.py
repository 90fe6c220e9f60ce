"""Those who were asked by name: how many of them answered, who has not, and what each group said."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from surveys.counting import items_counted, items_of, percent
from surveys.models import Answer, Item, Response, Survey

FEWEST = 5
"""Of fewer than these nothing is told: each of them would be known by what they chose."""
COUNTED = "response__person__survey_panels"


def rate(answered: int, asked: int) -> dict[str, Any]:
    """회수율, with both numbers, for the one says nothing without the other."""
    return {"asked": asked, "answered": answered, "percent": percent(answered, asked)}


def rate_in_words(answered: int, asked: int) -> str:
    """127명 중 73명 (57.5%)."""
    told = rate(answered, asked)
    if told["percent"] is None:
        return "-"
    return _("%(asked)s명 중 %(answered)s명 (%(percent)s%%)") % told


def members(survey: Survey) -> QuerySet[Any]:
    """Everybody who was asked, in their groups, with whether they answered: never when, and never what."""
    given = Response.objects.filter(survey=survey, person=OuterRef("person"))
    return survey.panel_members.select_related("person").annotate(has_answered=Exists(given))


def not_answered(survey: Survey) -> QuerySet[Any]:
    """Those whose answer is still awaited and who have not left the house."""
    return members(survey).filter(has_answered=False, person__is_active=True)


def groups(survey: Survey) -> list[dict[str, Any]]:
    """How many of each group were asked, and how many answered."""
    asked = Count("pk")
    rows = members(survey).order_by().values_list("group", "has_answered").annotate(asked)
    counted: dict[str, dict[bool, int]] = defaultdict(lambda: {True: 0, False: 0})
    for group, has_answered, many in rows:
        counted[group][has_answered] = many
    return [
        {"group": group, **rate(told[True], told[True] + told[False])}
        for group, told in sorted(counted.items())
    ]


def results_by_group(survey: Survey) -> list[dict[str, Any]]:
    """What each group said; of a small one only how many answered. For reports, so the rows are counted."""
    told = groups(survey)
    hidden = withheld({row["group"]: row["answered"] for row in told})
    items, people, chosen = items_of(survey), _people(survey), _chosen(survey)
    for row in told:
        group = row["group"]
        shown = items_counted(items, _in(group, people), _in(group, chosen)) if group not in hidden else None
        row["items"] = None if shown is None else [item for item in shown if item["kind"] != Item.Kind.FREE]
    return told


def withheld(answered: dict[str, int]) -> set[str]:
    """The groups that are too small; with them the next, if the whole less the others would tell of a few."""
    order = sorted(answered, key=lambda group: (answered[group], group))
    hidden = [group for group in order if answered[group] < FEWEST]
    rest = [group for group in order if answered[group] >= FEWEST]
    while rest and 0 < sum(answered[group] for group in hidden) < FEWEST:
        hidden.append(rest.pop(0))
    return set(hidden)


def _in(group: str, counted: dict[str, dict[int, Any]]) -> Callable[[Item], Any]:
    return lambda item: counted[group][item.pk]


def _answers(survey: Survey) -> "QuerySet[Answer]":
    # In one filter with the survey, or a person's part in another panel would be counted here.
    asked = {f"{COUNTED}__survey": survey}
    return Answer.objects.filter(item__survey=survey, response__counted=True, **asked).order_by()


def _people(survey: Survey) -> dict[str, dict[int, int]]:
    told: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    each = Count("response", distinct=True)
    for group, item, many in _answers(survey).values_list(f"{COUNTED}__group", "item").annotate(each):
        told[group][item] = many
    return told


def _chosen(survey: Survey) -> dict[str, dict[int, dict[Any, int]]]:
    told: dict[str, dict[int, dict[Any, int]]] = defaultdict(lambda: defaultdict(dict))
    cells: Iterable[Any] = (
        _answers(survey)
        .values_list(f"{COUNTED}__group", "item", "option", "number")
        .annotate(many=Count("pk"))
    )
    for group, item, option, number, many in cells:
        told[group][item][option if option is not None else number] = many
    return told
