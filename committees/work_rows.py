"""How a task and a recommendation look: the one shape for API, site and open data."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from committees.models import Assignment, AssignmentStep, Body, Recommendation
from committees.participation import rates
from district.dates import moment
from referrals.models import Referral
from referrals.rows import referral_row


def assignment_rows(assignments: Iterable[Assignment], on: date) -> list[dict[str, Any]]:
    """Several tasks, with the rates of all of them read at once."""
    tasks = list(assignments)
    told = rates(tasks)
    return [_task(task, on) | {"rate": told[task.pk].row()} for task in tasks]


def assignment_row(assignment: Assignment, on: date) -> dict[str, Any]:
    """One task with its steps."""
    steps = [step_row(step) for step in assignment.steps.all()]
    return assignment_rows([assignment], on)[0] | {"steps": steps, "report": assignment.report}


def _task(task: Assignment, on: date) -> dict[str, Any]:
    return {
        "id": task.pk,
        "body": body_named(task.body),
        "title": task.title,
        "brief": task.brief,
        "stage": task.stage(on),
        "stage_label": str(Assignment.Stage(task.stage(on)).label),
        "starts_on": task.starts_on.isoformat(),
        "due_on": task.due_on.isoformat(),
        "printed_when": task.printed_when,
        "given_at": moment(task.given_at),
        "reported_at": moment(task.reported_at),
        "source": task.source,
        "url": task.get_absolute_url(),
    }


def step_row(step: AssignmentStep) -> dict[str, Any]:
    """One step; its questions are read where they are asked."""
    return {
        "order": step.order,
        "kind": step.kind,
        "title": step.title,
        "words": step.words,
        "due_on": step.due_on.isoformat(),
        "survey": step.survey_id,
    }


def body_named(body: Body) -> dict[str, Any]:
    """A body in a row of something else."""
    return {"id": body.pk, "name": body.name, "url": body.address}


def recommendation_row(recommendation: Recommendation) -> dict[str, Any]:
    """What was asked, by whom, and how it stands."""
    part, department = recommendation.part, recommendation.department
    return {
        "id": recommendation.pk,
        "body": body_named(recommendation.body),
        "part": part.called if part else None,
        "year": recommendation.year,
        "number": recommendation.number,
        "label": recommendation.label,
        "title": recommendation.title,
        "text": recommendation.text,
        "author": {"name": recommendation.name, "badge": recommendation.badge},
        "state": recommendation.state,
        "state_label": recommendation.state_label,
        "result": recommendation.result,
        "department": department.name if department else None,
        "item": recommendation.item_id,
        "proposed_at": moment(recommendation.proposed_at),
        "printed_when": recommendation.printed_when,
        "source": recommendation.source,
        "url": recommendation.get_absolute_url(),
    }


def file_of(recommendation: Recommendation) -> Referral | None:
    """The referral with all that its course and its answer are drawn from."""
    if recommendation.referral_id is None:
        return None
    return Referral.objects.with_file().get(pk=recommendation.referral_id)


def referral_of(recommendation: Recommendation) -> dict[str, Any] | None:
    """The same as the API gives it."""
    referral = file_of(recommendation)
    return referral_row(referral) if referral else None
