"""참여율. How many were asked to a task and how many answered: of a printed one as its log says."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db.models import Count, Max

from committees.models import Assignment, AssignmentStep
from surveys.models import Response
from surveys.panel import rate, rate_in_words


class Rate(NamedTuple):
    """Asked stays as it was on the day the task was given, whoever comes or leaves afterwards."""

    asked: int
    answered: int

    @property
    def words(self) -> str:
        """127명 중 73명 (57.5%)."""
        return rate_in_words(self.answered, self.asked)

    def row(self) -> dict[str, Any]:
        """As the API gives it."""
        return {**rate(self.answered, self.asked), "words": self.words}


def rates(assignments: Iterable[Assignment]) -> dict[int, Rate]:
    """Of several at once: whoever answered any of its surveys has taken part."""
    tasks = list(assignments)
    steps = AssignmentStep.objects.filter(assignment__in=tasks, survey__isnull=False).order_by()
    counted = steps.values("assignment").annotate(
        surveys=Count("pk"), asked=Max("survey__people_asked"), answered=Max("survey__responses_counted")
    )
    told: dict[int, Any] = {row["assignment"]: row for row in counted}
    # One survey has counted its people itself; only of several is somebody looked at twice.
    several = [pk for pk, row in told.items() if row["surveys"] > 1]
    people = _people(several) if several else {}
    return {task.pk: _rate(task, told.get(task.pk), people) for task in tasks}


def _rate(task: Assignment, told: Any, people: dict[int, int]) -> Rate:
    if task.printed_asked is not None:
        return Rate(task.printed_asked, task.printed_answered or 0)
    if told is None:
        return Rate(0, 0)
    return Rate(told["asked"], people.get(task.pk, 0) if told["surveys"] > 1 else told["answered"])


def _people(tasks: list[int]) -> dict[int, int]:
    step = "survey__assignment_step__assignment"
    answered = Response.objects.filter(counted=True, **{f"{step}__in": tasks}).order_by()
    return dict(answered.values_list(step).annotate(Count("person", distinct=True)))
