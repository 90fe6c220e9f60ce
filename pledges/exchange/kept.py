"""이미 있는 것. How a card of the house differs from what a file says of it."""

from collections.abc import Callable, Mapping
from typing import Any

from pledges import amounts
from pledges.models import Indicator, Pledge

WORDS = ("summary", "header", "source", "passages", "charges", "milestones", "tags", "department")
"""What is said of a promise; what was promised is the rest."""


def promised(pledge: Pledge, name: str) -> Any:
    """What a published pledge promises of that name, and what changes by an amendment alone."""
    match name:
        case "indicators":
            return [_laid(each) for each in pledge.indicators.prefetch_related("targets").order_by("no")]
        case "budget":
            lines = pledge.budget_lines.filter(amendment=None)
            return {(line.fund, line.span, line.year): line.amount for line in lines}
    return getattr(pledge, {"form": "form_id", "parent": "parent_id"}.get(name, name))


def _laid(indicator: Indicator) -> tuple[Any, ...]:
    planned = {
        (each.year, each.quarter): each.value
        for each in indicator.targets.all()
        if each.amendment_id is None and each.value is not None
    }
    words = (indicator.name, indicator.metric, indicator.unit)
    return (indicator.no, *words, indicator.weight, planned)


def promises(plan: Mapping[str, Any]) -> dict[str, Any]:
    """The same of a plan that a file tells, as far as it tells it."""
    read: Mapping[str, Callable[[Any], Any]] = {
        "title": _line,
        "form": lambda form: form.pk,
        "parent": lambda parent: parent.pk if parent else None,
        "share": amounts.share,
        "indicators": lambda rows: [_indicator(each) for each in rows],
        "budget": lambda rows: {
            (fund, span, year): amounts.amount(amount) for fund, span, year, amount in rows
        },
    }
    return {name: how(plan[name]) for name, how in read.items() if name in plan}


def _indicator(said: Mapping[str, Any]) -> tuple[Any, ...]:
    weight = amounts.share(said["weight"]) if said["weight"] not in (None, "") else None
    targets = {(one["year"], one["quarter"]): amounts.target(one["value"]) for one in said["targets"]}
    words = (_line(said[name]) for name in ("name", "metric", "unit"))
    return (said["no"], *words, weight, targets)


def _line(words: str) -> str:
    return " ".join(words.split())


def differs(pledge: Pledge, plan: Mapping[str, Any]) -> bool:
    """Whether a file promises something else."""
    return any(promised(pledge, name) != value for name, value in promises(plan).items())


def said_otherwise(pledge: Pledge, plan: Mapping[str, Any]) -> list[str]:
    """Which words about it a file says otherwise."""
    here: Mapping[str, Callable[[], Any]] = {
        "summary": lambda: pledge.summary,
        "header": lambda: pledge.header,
        "source": lambda: pledge.source,
        "passages": lambda: [(each.section, each.title, each.text) for each in pledge.passages.all()],
        "charges": lambda: [each.label for each in pledge.charges.all()],
        "milestones": lambda: [each.title for each in pledge.milestones.all()],
        "tags": lambda: sorted(pledge.tags.names()),
        "department": lambda: pledge.department_id,
    }
    there: Mapping[str, Callable[[Any], Any]] = {
        "summary": str.strip,
        "header": dict,
        "source": _line,
        "passages": lambda rows: [
            (each["section"], _line(each["title"]), each["text"].strip()) for each in rows
        ],
        "charges": lambda rows: [_line(each["label"]) for each in rows],
        "milestones": lambda rows: [_line(each["title"]) for each in rows],
        "tags": sorted,
        "department": lambda department: department.pk,
    }
    return [name for name in WORDS if name in plan and here[name]() != there[name](plan[name])]
