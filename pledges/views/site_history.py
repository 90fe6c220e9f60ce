"""What was planned by when, and what was changed of it: both versions stay."""

from datetime import date
from typing import Any

from pledges.changes import changes_of
from pledges.charts import quarters, stretch
from pledges.models import Amendment, Milestone, Pledge
from pledges.when import quarter_of, quarter_said


def place_of(on: date) -> tuple[int, int]:
    """The year and the quarter of a day."""
    return on.year, quarter_of(on)


def timeline(pledge: Pledge, on: date) -> dict[str, Any] | None:
    """추진일정. The steps on the line of all quarters, 2022 3/4 to 2026 4/4."""
    steps = list(pledge.milestones.all())
    if not steps:
        return None
    term = pledge.administration
    line = quarters(place_of(term.start), (term.end.year, 4))
    now = line.index(place_of(on)) if place_of(on) in line else None
    return {
        "steps": [step_row(step, line, now, on) for step in steps],
        "from": quarter_said(*line[0]),
        "until": quarter_said(*line[-1]),
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
    first, last = place_of(step.starts_on), place_of(step.ends_on)
    said = quarter_said(*first) if first == last else f"{quarter_said(*first)} ~ {quarter_said(*last)}"
    places = [place for place, quarter in enumerate(line) if first <= quarter <= last]
    drawn = stretch(places[0], places[-1], len(line), now) if places else ""
    late = row["done"] is None and step.ends_on < on
    running = row["done"] is None and step.starts_on <= on <= step.ends_on
    return row | {"when": said, "drawn": drawn, "late": late, "running": running}


def amendments_of(pledge: Pledge) -> list[dict[str, Any]]:
    """변경. Each that was put before a committee, with what it says and what stood before, newest first."""
    told = Amendment.objects.visible_to(None).filter(pledge=pledge).order_by("-number")
    amendments = list(told.select_related("item__meeting__round__convener"))
    changes = changes_of(pledge, amendments) if amendments else {}
    return [{"amendment": each, "changes": changes[each.pk], "item": each.item} for each in amendments]
