"""지정과제 for programs: what members were asked and how many answered; drawn up, given and reported."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from committees.actions.assignments import StepTold
from committees.models import Assignment
from committees.serializers import work as shapes
from committees.speakers import body_at
from committees.views import tasks_verbs as verbs
from committees.views.api import asked_of
from committees.views.seats import said
from committees.work_rows import assignment_row, assignment_rows
from district.dates import day
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of

DONE = {200: shapes.AssignmentDoneSerializer, **REFUSED}


class Assignments(APIView):
    """지정과제."""

    @extend_schema(
        operation_id="assignments_list",
        parameters=[shapes.AssignmentsAsked, *PAGING],
        responses={200: page_schema(shapes.AssignmentSerializer), **UNCHANGED, **problems(422)},
    )
    def get(self, request: Request) -> Response:
        """What members were asked, the last first; whoever gives tasks reads their own drafts with it."""
        person, at = person_of(request), timezone.now()
        asked = asked_of(request, shapes.AssignmentsAsked)
        tasks = verbs.assignments_for(person, at)
        if "body" in asked:
            tasks = tasks.filter(body=asked["body"])
        if "stage" in asked:
            tasks = tasks.in_stage(asked["stage"], day(at))  # type: ignore[attr-defined]
        page = page_of(tasks, request.query_params)
        answer = Response({"results": assignment_rows(page.rows, day(at)), **page.links(request)})
        return kept_from_others(answer) if person else answer


class BodyAssignments(APIView):
    """지정과제 만들기."""

    @extend_schema(
        operation_id="bodies_plan_assignment",
        parameters=[ROW, KEY],
        request=shapes.NewAssignmentSerializer,
        responses={201: shapes.AssignmentDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Draw up a task; nobody hears of it yet."""
        body = body_at(id, signed_in(request))
        task, seq = verbs.plan(request._request, ref_of(request), body, told_in(request))
        return done(request, task, seq, 201)


class AssignmentDetail(APIView):
    """One task."""

    @extend_schema(
        operation_id="assignments_read",
        parameters=[ROW],
        responses={200: shapes.AssignmentDetailSerializer, **UNCHANGED, **problems(404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Its steps, its days, how many took part, and what came of it."""
        person, at = person_of(request), timezone.now()
        answer = Response(assignment_row(verbs.assignment_at(id, person, at), day(at)))
        return kept_from_others(answer) if person else answer

    @extend_schema(
        operation_id="assignments_change",
        parameters=[ROW, KEY],
        request=shapes.NewAssignmentSerializer,
        responses=DONE,
    )
    def put(self, request: Request, id: int) -> Response:
        """Draw it up otherwise, before it is given."""
        task = verbs.assignment_at(id, signed_in(request), timezone.now())
        changed, seq = verbs.change(request._request, ref_of(request), task, told_in(request))
        return done(request, changed, seq)


class AssignmentGiving(APIView):
    """부여."""

    @extend_schema(operation_id="assignments_give", parameters=[ROW, KEY], request=None, responses=DONE)
    def post(self, request: Request, id: int) -> Response:
        """Put it to whoever sits today, and tell them."""
        return acted(request, id, "give")


class AssignmentReminder(APIView):
    """답하지 않은 분께 알리기."""

    @extend_schema(operation_id="assignments_remind", parameters=[ROW, KEY], request=None, responses=DONE)
    def post(self, request: Request, id: int) -> Response:
        """A letter to whoever has not answered, once a day."""
        return acted(request, id, "remind")


class AssignmentReport(APIView):
    """의견 정리."""

    @extend_schema(
        operation_id="assignments_report",
        parameters=[ROW, KEY],
        request=shapes.AssignmentReportSerializer,
        responses=DONE,
    )
    def post(self, request: Request, id: int) -> Response:
        """Say in public what came of it."""
        task = verbs.assignment_at(id, signed_in(request), timezone.now())
        words = said(request, shapes.AssignmentReportSerializer)["words"]
        reported, seq = verbs.report(request._request, ref_of(request), task, words)
        return done(request, reported, seq)


class AssignmentPanels(APIView):
    """대상자."""

    @extend_schema(
        operation_id="assignments_panels",
        parameters=[ROW],
        responses={200: shapes.TaskPanelsSerializer, **problems(403, 404)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Who was asked and whether they answered; each look is kept in the file of accesses."""
        person, at = signed_in(request), timezone.now()
        panels = verbs.panels_of(verbs.assignment_at(id, person, at), person, at)
        return kept_from_others(Response(shapes.TaskPanelsSerializer({"results": panels}).data))


def told_in(
    request: Request, shape: type[Serializer[Any]] = shapes.NewAssignmentSerializer
) -> dict[str, Any]:
    """A task as it was drawn up, its steps as the action takes them."""
    told = said(request, shape)
    return told | {"steps": [StepTold(**step) for step in told["steps"]]}


def acted(request: Request, id: int, verb: str) -> Response:
    """Do one thing with one task, and answer with the task as it is now."""
    task = verbs.assignment_at(id, signed_in(request), timezone.now())
    row, seq = verbs.act(request._request, ref_of(request), task, verb)
    return done(request, row, seq)


def done(request: Request, task: Assignment, seq: int, status: int = 200) -> Response:
    """The task as it is now, and the number of the act."""
    at = timezone.now()
    now = verbs.assignment_at(task.pk, signed_in(request), at)
    return kept_from_others(Response(assignment_row(now, day(at)) | {"seq": seq}, status=status))
