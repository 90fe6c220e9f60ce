"""The door through which residents ask for seats and members look after their own."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees.models import Application, Call
from committees.serializers import mine as shapes
from committees.speakers import found
from committees.views import seat_asking as verbs
from committees.views.calls import mine_at
from committees.views.calls_desk import told
from committees.views.mine import seats_context
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of


def done(row: Application, seq: int, status: int = 200) -> Response:
    """The application as it is now."""
    rows = Application.objects.select_related("call__body", "renews").prefetch_related("wishes__body")
    fresh = shapes.own_row(rows.get(pk=row.pk), timezone.now())
    return kept_from_others(Response(fresh | {"seq": seq}, status=status))


class MySeats(APIView):
    """나의 위원회."""

    @extend_schema(
        operation_id="me_seats",
        responses={200: shapes.MySeatsSerializer, **problems(403)},
    )
    def get(self, request: Request) -> Response:
        """My seats, offices and tasks, what I asked of the district, and what I am asked."""
        signed_in(request)
        at = timezone.now()
        mine = seats_context(request._request, at)
        return kept_from_others(
            Response({
                "seats": [shapes.seat_row(row) for row in mine["seats"]],
                "offices": [shapes.office_row(office) for office in mine["offices"]],
                "tasks": [shapes.task_row(step) for step in mine["tasks"]],
                "recommendations": [shapes.recommended_row(row) for row in mine["recommendations"]],
                "asked": [shapes.own_row(row, at) for row in mine["asked"]],
            })
        )  # fmt: skip


class MyApplications(APIView):
    """내 지원."""

    @extend_schema(
        operation_id="me_applications",
        parameters=PAGING,
        responses={200: page_schema(shapes.OwnApplicationSerializer), **problems(403, 422)},
    )
    def get(self, request: Request) -> Response:
        """My own, newest first; nobody else's."""
        rows = Application.objects.visible_to(signed_in(request)).select_related("call__body", "renews")
        page = page_of(rows.prefetch_related("wishes__body"), request.query_params)
        at = timezone.now()
        listed = {"results": [shapes.own_row(row, at) for row in page.rows], **page.links(request)}
        return kept_from_others(Response(listed))


class Apply(APIView):
    """지원."""

    @extend_schema(
        operation_id="calls_apply",
        parameters=[ROW, KEY],
        request=shapes.ApplySerializer,
        responses={201: shapes.OwnApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Ask for a seat, once a call."""
        call = found(Call.objects.visible_to(person_of(request)), id)
        said = told(shapes.ApplySerializer, request)
        row, seq = verbs.apply(request._request, ref_of(request), call, said)
        return done(row, seq, 201)


class Withdraw(APIView):
    """취하."""

    @extend_schema(
        operation_id="applications_withdraw",
        parameters=[KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.OwnApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Take one's own back; what it said is emptied."""
        signed_in(request)
        row, seq = verbs.withdraw(request._request, ref_of(request), mine_at(request._request, key))
        return done(row, seq)


class Answer(APIView):
    """연임 의사."""

    @extend_schema(
        operation_id="applications_answer",
        parameters=[KEY],
        request=shapes.StaySerializer,
        responses={200: shapes.OwnApplicationDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, key: UUID) -> Response:
        """Whether one stays on."""
        signed_in(request)
        said: dict[str, Any] = told(shapes.StaySerializer, request)
        row, seq = verbs.answer(request._request, ref_of(request), mine_at(request._request, key), **said)
        return done(row, seq)
