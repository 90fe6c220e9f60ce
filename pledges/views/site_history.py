"""What was planned by when, and what was changed of it: both versions stay."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from pledges.charts import quarters, stretch
from pledges.models import Amendment, BudgetLine, Milestone, Pledge, Target

MONTHS = 3


def quarter_of(on: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return on.year, (on.month - 1) // MONTHS + 1


def timeline(pledge: Pledge, on: date) -> dict[str, Any] | None:
    """추진일정. The steps on the line of all quarters, 2022 3/4 to 2026 4/4."""
    steps = list(pledge.milestones.all())
    if not steps:
        return None
    term = pledge.administration
    line = quarters(quarter_of(term.start), (term.end.year, 4))
    now = line.index(quarter_of(on)) if quarter_of(on) in line else None
    return {
        "steps": [step_row(step, line, now, on) for step in steps],
        "from": quarter_said(line[0]),
        "until": quarter_said(line[-1]),
        "dated": any(step.starts_on for step in steps),
    }


def step_row(step: Milestone, line: Any, now: int | None, on: date) -> dict[str, Any]:
    """A step: from which quarter to which, and whether it is done, due or late."""
    row: dict[str, Any] = {
        "step": step,
        "done": step.done_on if step.done_on and step.done_on <= on else None,
    }
    if step.starts_on is None or step.ends_on is None:
        return row | {"when": "", "drawn": ""}
    first, last = quarter_of(step.starts_on), quarter_of(step.ends_on)
    said = quarter_said(first) if first == last else f"{quarter_said(first)} ~ {quarter_said(last)}"
    places = [place for place, quarter in enumerate(line) if first <= quarter <= last]
    drawn = stretch(places[0], places[-1], len(line), now) if places else ""
    late = row["done"] is None and step.ends_on < on
    running = row["done"] is None and step.starts_on <= on <= step.ends_on
    return row | {"when": said, "drawn": drawn, "late": late, "running": running}


def quarter_said(quarter: tuple[int, int]) -> str:
    """2023. 1/4"""
    return f"{quarter[0]}. {quarter[1]}/4"


def amendments_of(pledge: Pledge) -> list[dict[str, Any]]:
    """변경. Each that was put before a committee, with what it says and what stood before, newest first."""
    told = Amendment.objects.visible_to(None).filter(pledge=pledge).order_by("number")
    amendments = list(told.select_related("item__meeting__round__convener"))
    if not amendments:
        return []
    targets = Target.objects.filter(indicator__pledge=pledge).select_related("indicator")
    lines = BudgetLine.objects.filter(pledge=pledge)
    changed = defaultdict(list)
    for number, change in [*target_changes(targets, amendments), *money_changes(lines, amendments)]:
        changed[number].append(change)
    rows = [{"amendment": each, "changes": changed[each.pk], "item": each.item} for each in amendments]
    return rows[::-1]


def target_changes(targets: Iterable[Target], amendments: list[Amendment]) -> Iterable[tuple[int, Any]]:
    """목표: which indicator, of which year or quarter, what it was and what it becomes."""
    told = list(targets)
    for target in told:
        if target.amendment_id is None:
            continue
        same = [
            each
            for each in told
            if (each.indicator_id, each.year, each.quarter)
            == (target.indicator_id, target.year, target.quarter)
        ]
        when = quarter_said((target.year, target.quarter)) if target.quarter else f"{target.year}."
        what = f"{target.indicator.name} {when} {_('목표')}"
        yield (
            target.amendment_id,
            change(what, before(target, same, amendments), target.value, target.indicator.unit),
        )


def money_changes(lines: Iterable[BudgetLine], amendments: list[Amendment]) -> Iterable[tuple[int, Any]]:
    """투자계획: whose money, of which year."""
    told = list(lines)
    for line in told:
        if line.amendment_id is None:
            continue
        same = [
            each for each in told if (each.fund, each.span, each.year) == (line.fund, line.span, line.year)
        ]
        what = f"{line.year or line.get_span_display()}. {line.get_fund_display()} {_('투자계획')}"
        yield line.amendment_id, change(what, before(line, same, amendments), line.amount, _("백만 원"))


def before(row: Any, same: list[Any], amendments: list[Amendment]) -> Any:
    """What stood there: by the last amendment in force before this one, else by the plan."""
    mine = next((each for each in amendments if each.pk == row.amendment_id), None)
    if mine is None:
        return None
    force = {each.pk: each for each in amendments if each.enacted_at and each.number < mine.number}
    earlier = [each for each in same if each.amendment_id in force or each.amendment_id is None]
    latest = max(
        earlier, key=lambda each: force[each.amendment_id].number if each.amendment_id else 0, default=None
    )
    return None if latest is None else getattr(latest, "value", getattr(latest, "amount", None))


def change(what: str, was: Any, now: Any, unit: str) -> dict[str, Any]:
    """What is changed, from what to what."""
    return {"what": what, "was": was, "now": now, "unit": unit}
