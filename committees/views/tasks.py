"""지정과제 for people: what members were asked, how many took part, and what I owe."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from committees.documents.tasks import note_of
from committees.models import Assignment, AssignmentStep, Body, Recommendation
from committees.participation import rates
from committees.rights import check_sits
from committees.views.tasks_verbs import assignment_at, reads_inside
from district.dates import day
from district.models import Person
from district.refusals import Refusal
from district.visitors import kept_from_others, person_of
from surveys.counting import results
from surveys.models import Survey
from surveys.panel import FEWEST, members

NEWEST = 5


@require_safe
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    """One task, for everybody; for whoever was asked, with the way to the questions."""
    person, at = person_of(request), timezone.now()
    task = assignment_at(pk, person, at)
    context = assignment_context(task, person, at)
    return kept_from_others(render(request, "committees/tasks/assignment.html", context))


def assignment_context(task: Assignment, person: Person | None, at: datetime) -> dict[str, Any]:
    """Its brief, its days, its rate, its report; of the answers the counts, once it was reported."""
    steps = list(task.steps.select_related("survey"))
    stage, today = task.stage(day(at)), day(at)
    surveys = [step.survey for step in steps if step.survey is not None]
    told = [each for each in surveys if each.responses_counted >= FEWEST]
    return {
        "task": task,
        "body": task.body,
        "stage": stage,
        "stage_label": Assignment.Stage(stage).label,
        "rate": rates([task])[task.pk],
        "note": note_of(task),
        "steps": [{"step": step, "over": today > step.due_on or bool(task.reported_at)} for step in steps],
        "owed": [mine for each in steps if (mine := owed(each, person, at))],
        "results": [{"survey": each, "results": results(each)} for each in told] if task.reported_at else [],
        "at_desk": reads_inside(task, person, at),
    }


def owed(step: AssignmentStep, person: Person | None, at: datetime) -> dict[str, Any] | None:
    """What I was asked, as long as I may answer it."""
    survey = step.survey
    if survey is None or person is None or survey.status(at) == Survey.Status.CLOSED:
        return None
    mine = members(survey).filter(person=person).first()
    if mine is None:
        return None
    is_open = survey.status(at) == Survey.Status.OPEN
    return {"step": step, "survey": survey, "answered": mine.has_answered, "open": is_open}


def tasks_of(body: Body, person: Person | None, at: datetime) -> dict[str, Any]:
    """What stands of them on the page of a body, for `committees/_tasks.html`."""
    tasks = list(Assignment.objects.visible_to(None).filter(body=body)[:NEWEST])
    told = rates(tasks)
    asked = Recommendation.objects.visible_to(None).filter(body=body)
    return {
        "tasks": [{"task": each, "rate": told[each.pk], **staged(each, at)} for each in tasks],
        "tasks_total": Assignment.objects.visible_to(None).filter(body=body).count(),
        "recommendations": list(asked[:NEWEST]),
        "recommendations_total": asked.count(),
        "may_recommend": sits(body, person, at),
    }


def staged(task: Assignment, at: datetime) -> dict[str, Any]:
    """Where it stands, with its word."""
    stage = task.stage(day(at))
    return {"stage": stage, "stage_label": Assignment.Stage(stage).label}


def sits(body: Body, person: Person | None, at: datetime) -> bool:
    """Whether this reader may propose here."""
    try:
        check_sits(body, person, day(at))
    except Refusal:
        return False
    return True
