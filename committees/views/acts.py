"""The door through which programs act in a meeting: each view parses, calls one verb, gives the row."""
# ruff: noqa: A002 (the address calls it id)

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from committees import serializers as shapes
from committees.rights import enter
from committees.rows import (
    attendance_row,
    attendance_rows,
    item_row,
    meeting_row,
    order_row,
    quorum_row,
    remark_row,
    resolution_row,
)
from committees.speakers import attendance_at, item_at, meeting_at, order_at, resolution_at
from committees.views import verbs
from committees.views.api import heard_in
from district.paging import page_of
from district.schema import KEY, PAGING, REFUSED, ROW, UNCHANGED, Reading, page_schema, problems
from district.visitors import kept_from_others, person_of, signed_in
from realtime.acts import ref_of, said_in


class Attendances(Reading):
    """출석. Who is there."""

    @extend_schema(
        operation_id="attendances_list",
        parameters=[ROW, *PAGING],
        responses={200: shapes.AttendancePageSerializer, **UNCHANGED, **problems(404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Those who came, the last first, and how many that makes."""
        meeting = meeting_at(id, person_of(request))
        heard = heard_in(meeting)
        page = page_of(meeting.attendances.select_related("seat"), request.query_params)
        rows = {"results": attendance_rows(meeting, page.rows), "tally": quorum_row(meeting)}
        return Response({**rows, **page.links(request), **heard._asdict()})

    @extend_schema(
        operation_id="attendances_post",
        parameters=[ROW, KEY],
        request=shapes.PresenceSerializer,
        responses={201: shapes.AttendanceDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Be counted oneself; or, with `seat`, count a member as the secretary."""
        meeting, said, ref = meeting_at(id, person_of(request)), said_in(request), ref_of(request)
        if "seat" in said:
            seat, mode = said["seat"], said.get("mode")
            attendance, seq = verbs.take_roll(request._request, ref, meeting, seat, mode)
        else:
            attendance, seq = verbs.check_in(request._request, ref, meeting, said.get("code"))
        return Response(attendance_row(attendance) | {"seq": seq}, status=201)


class AttendanceEnd(APIView):
    """Going before it is over."""

    @extend_schema(
        operation_id="attendances_end",
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.AttendanceDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """The member's own word, or the secretary's."""
        asked = attendance_at(id, person_of(request))
        attendance, seq = verbs.end_attendance(request._request, ref_of(request), asked)
        return Response(attendance_row(attendance) | {"seq": seq})


def ran(request: Request, id: int, verb: str) -> Response:
    """Do one thing to a meeting, and answer with the meeting as it is now."""
    person = person_of(request)
    meeting, seq = verbs.run(request._request, ref_of(request), meeting_at(id, person), verb)
    return Response(meeting_row(meeting_at(meeting.pk, person)) | {"seq": seq})


def running(operation: str) -> Any:
    """What the schema says of such an act."""
    return extend_schema(
        operation_id=operation,
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.MeetingDoneSerializer, **REFUSED},
    )


class MeetingCall(APIView):
    """개의."""

    @running("meetings_call")
    def post(self, request: Request, id: int) -> Response:
        """Call to order, once enough are there."""
        return ran(request, id, "call")


class MeetingRecess(APIView):
    """정회."""

    @running("meetings_recess")
    def post(self, request: Request, id: int) -> Response:
        """Pause."""
        return ran(request, id, "recess")


class MeetingResumption(APIView):
    """속개."""

    @running("meetings_resume")
    def post(self, request: Request, id: int) -> Response:
        """Go on, if enough came back."""
        return ran(request, id, "resume")


class MeetingAdjournment(APIView):
    """산회."""

    @running("meetings_adjourn")
    def post(self, request: Request, id: int) -> Response:
        """End it; the item on the floor is finished with it."""
        return ran(request, id, "adjourn")


class MeetingCancellation(APIView):
    """취소."""

    @extend_schema(
        operation_id="meetings_cancel",
        parameters=[ROW, KEY],
        request=shapes.CancellationSerializer,
        responses={200: shapes.MeetingDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Call it off before it has begun; its members are told why."""
        person, reason = person_of(request), said_in(request).get("reason", "")
        meeting, seq = verbs.cancel(request._request, ref_of(request), meeting_at(id, person), reason)
        return Response(meeting_row(meeting_at(meeting.pk, person)) | {"seq": seq})


class ItemTakenUp(APIView):
    """상정."""

    @extend_schema(
        operation_id="agenda_items_take_up",
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.ItemDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Bring it to the floor; the one before is finished in the same act."""
        person = person_of(request)
        item, seq = verbs.take_up(request._request, ref_of(request), item_at(id, person))
        return Response(item_row(item_at(item.pk, person)) | {"seq": seq})


class ItemFinished(APIView):
    """마침."""

    @extend_schema(
        operation_id="agenda_items_finish",
        parameters=[ROW, KEY],
        request=shapes.ActSerializer,
        responses={200: shapes.ItemDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Take it from the floor."""
        person = person_of(request)
        item, seq = verbs.finish(request._request, ref_of(request), item_at(id, person))
        return Response(item_row(item_at(item.pk, person)) | {"seq": seq})


class ItemResolution(APIView):
    """의결."""

    @extend_schema(
        operation_id="agenda_items_resolve",
        parameters=[ROW, KEY],
        request=shapes.NewResolutionSerializer,
        responses={201: shapes.ResolutionDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write down how the item on the floor ended."""
        person, told = person_of(request), said_in(request)
        said = {name: told.get(name) for name in ("form", "method", "text", "yes", "no", "abstain")}
        resolution, seq = verbs.record_resolution(
            request._request, ref_of(request), item_at(id, person), said
        )
        return Response(resolution_row(resolution_at(resolution.pk, person)) | {"seq": seq}, status=201)


class Remarks(APIView):
    """서면 발언. What members write on an item; there for those who sit in it."""

    @extend_schema(
        operation_id="remarks_list",
        parameters=[ROW, *PAGING],
        responses={200: page_schema(shapes.RemarkSerializer), **problems(403, 404, 422)},
    )
    def get(self, request: Request, id: int) -> Response:
        """Newest first."""
        person = signed_in(request)
        item = item_at(id, person)
        enter(item.meeting, person, purpose="remarks_list", at=timezone.now())
        page = page_of(item.remarks.all(), request.query_params)
        rows = {"results": [remark_row(remark) for remark in page.rows], **page.links(request)}
        return kept_from_others(Response(rows))

    @extend_schema(
        operation_id="remarks_post",
        parameters=[ROW, KEY],
        request=shapes.NewRemarkSerializer,
        responses={201: shapes.RemarkDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """Write on an item."""
        asked, body = item_at(id, person_of(request)), said_in(request).get("body", "")
        remark, seq = verbs.post_remark(request._request, ref_of(request), asked, body)
        return kept_from_others(Response(remark_row(remark) | {"seq": seq}, status=201))


class Orders(APIView):
    """처리할 일."""

    @extend_schema(
        operation_id="orders_post",
        parameters=[ROW, KEY],
        request=shapes.NewOrderSerializer,
        responses={201: shapes.OrderDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """What the resolution asks of a department."""
        resolution = resolution_at(id, person_of(request))
        asked = shapes.AddressedSerializer(data=said_in(request))
        asked.is_valid(raise_exception=True)
        due, department = asked.validated_data.get("due"), asked.validated_data["department"]
        said = {"what": said_in(request).get("what", ""), "department": department, "due": due}
        order, seq = verbs.place_order(request._request, ref_of(request), resolution, said)
        told = resolution.item.is_open
        return Response(order_row(order, told=told) | {"seq": seq}, status=201)


class OrderReport(APIView):
    """처리 결과."""

    @extend_schema(
        operation_id="orders_report",
        parameters=[ROW, KEY],
        request=shapes.ReportSerializer,
        responses={200: shapes.OrderDoneSerializer, **REFUSED},
    )
    def post(self, request: Request, id: int) -> Response:
        """What became of it, by the department that was asked."""
        asked, said = order_at(id, person_of(request)), said_in(request)
        report, url = said.get("report", ""), said.get("url", "")
        order, seq = verbs.report_order(request._request, ref_of(request), asked, report, url)
        return Response(order_row(order, told=asked.resolution.item.is_open) | {"seq": seq})
