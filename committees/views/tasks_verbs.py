"""What may be done with a task by HTTP, and who may look at which: for programs and forms alike."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from committees.actions import assignments
from committees.actions.assignments import StepTold
from committees.actions.floors import LEDGER
from committees.models import Assignment, Body
from committees.rights import gives_tasks, tasked_by
from committees.speakers import found
from district import access
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import not_found
from realtime.acts import enact
from surveys.panel import groups, members

ACTS = {"give": assignments.give_assignment, "remind": assignments.remind_assignment}


def assignments_for(person: Person | None, at: datetime) -> QuerySet[Assignment]:
    """What was given, for everybody; what is drawn up, for whoever may give it and for the audit."""
    given = Assignment.objects.visible_to(person)
    if person is None or not person.is_active:
        return given
    inside = Assignment.objects.select_related("body__department", "body__parent")
    if person.holds(Role.AUDITOR, day(at)):
        return inside
    return given | inside.filter(body__in=tasked_by(person, day(at)))


def assignment_at(key: Any, person: Person | None, at: datetime) -> Assignment:
    """The task of that number, if this person may see it."""
    return found(assignments_for(person, at), key)


def reads_inside(task: Assignment, person: Person | None, at: datetime) -> bool:
    """Whether this person may know who has answered: whoever gives it tasks, and the auditor."""
    if person is None or not person.is_active:
        return False
    return gives_tasks(task.body, person, day(at)) or person.holds(Role.AUDITOR, day(at))


def panels_of(task: Assignment, person: Person, at: datetime) -> list[dict[str, Any]]:
    """Who was asked and whether they answered, step by step; that somebody looked is kept."""
    if not reads_inside(task, person, at):
        raise not_found()
    access.read(person, task, purpose="assignments_panels", at=at)
    steps = task.steps.exclude(survey=None).select_related("survey")
    return [
        {
            "order": step.order,
            "title": step.title,
            "survey": step.survey_id,
            "groups": groups(step.survey),
            "people": [
                {"name": each.person.name, "group": each.group, "answered": each.has_answered}
                for each in members(step.survey)
            ],
        }
        for step in steps
        if step.survey is not None
    ]


def plan(request: HttpRequest, ref: Any, body: Body, said: dict[str, Any]) -> tuple[Assignment, int]:
    """Draw up a task for this body."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "assignment.plan",
        room=LEDGER,
        arguments={"body": body.pk, **plain(said)},
        act=lambda by, sealed: assignments.plan_assignment(body, by=by, at=at, ref=sealed, **said),
    )


def change(request: HttpRequest, ref: Any, task: Assignment, said: dict[str, Any]) -> tuple[Assignment, int]:
    """Draw it up otherwise."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "assignment.change",
        room=LEDGER,
        arguments={"assignment": task.pk, **plain(said)},
        act=lambda by, sealed: assignments.change_assignment(task, by=by, at=at, ref=sealed, **said),
    )


def act(request: HttpRequest, ref: Any, task: Assignment, verb: str) -> tuple[Assignment, int]:
    """Give it, or remind of it."""
    at, action = timezone.now(), ACTS[verb]
    return enact(
        request,
        ref,
        f"assignment.{verb}",
        room=LEDGER,
        arguments={"assignment": task.pk},
        act=lambda by, sealed: action(task, by=by, at=at, ref=sealed),
    )


def report(request: HttpRequest, ref: Any, task: Assignment, words: Any) -> tuple[Assignment, int]:
    """Say what came of it."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "assignment.report",
        room=LEDGER,
        arguments={"assignment": task.pk, "words": words},
        act=lambda by, sealed: assignments.report_assignment(task, words=words, by=by, at=at, ref=sealed),
    )


def plain(said: dict[str, Any]) -> dict[str, Any]:
    """The same with its steps as rows, for the fingerprint of what was asked."""
    steps: list[StepTold] = said["steps"]
    return {**said, "steps": [asdict(step) for step in steps]}
