"""What may be done in a meeting by HTTP: the room's verbs in the room's words, for programs and forms."""

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils import timezone

from committees.actions import agenda, meetings, resolutions
from committees.models import AgendaItem, Attendance, Meeting, Order, Remark, Resolution
from realtime.acts import enact

RUNNING: dict[str, Callable[..., Meeting]] = {
    "call": meetings.call_to_order,
    "recess": meetings.recess,
    "resume": meetings.resume,
    "adjourn": meetings.adjourn,
}


def check_in(request: HttpRequest, ref: Any, meeting: Meeting, code: Any) -> tuple[Attendance, int]:
    """Be counted; with the code of the door, as somebody who stands in the room."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "attendance.check_in",
        room=meeting.room,
        arguments={"code": code or None},
        act=lambda by, sealed: meetings.check_in(meeting, by=by, at=at, code=code or "", ref=sealed),
    )


def take_roll(
    request: HttpRequest, ref: Any, meeting: Meeting, seat: Any, mode: Any
) -> tuple[Attendance, int]:
    """The secretary's mark beside a name."""
    at, said = timezone.now(), {"seat": seat, "mode": mode}
    return enact(
        request,
        ref,
        "attendance.record",
        room=meeting.room,
        arguments=said,
        act=lambda by, sealed: meetings.take_roll(meeting, by=by, at=at, ref=sealed, **said),
    )


def end_attendance(request: HttpRequest, ref: Any, attendance: Attendance) -> tuple[Attendance, int]:
    """Go before it is over."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "attendance.end",
        room=attendance.meeting.room,
        arguments={"attendance": attendance.pk},
        act=lambda by, sealed: meetings.end_attendance(attendance, by=by, at=at, ref=sealed),
    )


def run(request: HttpRequest, ref: Any, meeting: Meeting, verb: str) -> tuple[Meeting, int]:
    """개의, 정회, 속개, 산회."""
    at, action = timezone.now(), RUNNING[verb]
    return enact(
        request,
        ref,
        f"meeting.{verb}",
        room=meeting.room,
        arguments={},
        act=lambda by, sealed: action(meeting, by=by, at=at, ref=sealed),
    )


def cancel(request: HttpRequest, ref: Any, meeting: Meeting, reason: Any) -> tuple[Meeting, int]:
    """Call it off, and say why."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "meeting.cancel",
        room=meeting.room,
        arguments={"reason": reason},
        act=lambda by, sealed: agenda.cancel_meeting(meeting, reason=reason, by=by, at=at, ref=sealed),
    )


def take_up(request: HttpRequest, ref: Any, item: AgendaItem) -> tuple[AgendaItem, int]:
    """Bring an item to the floor."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "item.take_up",
        room=item.meeting.room,
        arguments={"item": item.pk},
        act=lambda by, sealed: meetings.take_up(item, by=by, at=at, ref=sealed),
    )


def finish(request: HttpRequest, ref: Any, item: AgendaItem) -> tuple[AgendaItem, int]:
    """Take it from the floor."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "item.finish",
        room=item.meeting.room,
        arguments={"item": item.pk},
        act=lambda by, sealed: meetings.finish(item, by=by, at=at, ref=sealed),
    )


def record_resolution(
    request: HttpRequest, ref: Any, item: AgendaItem, said: dict[str, Any]
) -> tuple[Resolution, int]:
    """Write down how an item ended."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "resolution.record",
        room=item.meeting.room,
        arguments={"item": item.pk, **said},
        act=lambda by, sealed: resolutions.record_resolution(item, by=by, at=at, ref=sealed, **said),
    )


def post_remark(request: HttpRequest, ref: Any, item: AgendaItem, body: Any) -> tuple[Remark, int]:
    """A member's word on an item, heard on the floor alone."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "remark.post",
        room=item.meeting.floor_room,
        arguments={"item": item.pk, "body": body},
        act=lambda by, sealed: meetings.post_remark(item, by=by, body=body, at=at, ref=sealed),
    )


def place_order(
    request: HttpRequest, ref: Any, resolution: Resolution, asked: dict[str, Any]
) -> tuple[Order, int]:
    """Ask something of a department: what, department, due."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "order.place",
        room=resolution.item.meeting.room,
        arguments={"resolution": resolution.pk, **asked, "department": asked["department"].pk},
        act=lambda by, sealed: resolutions.place_order(resolution, by=by, at=at, ref=sealed, **asked),
    )


def report_order(request: HttpRequest, ref: Any, order: Order, report: Any, url: Any) -> tuple[Order, int]:
    """Say what became of it."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "order.report",
        room=order.resolution.item.meeting.room,
        arguments={"order": order.pk, "report": report, "url": url or None},
        act=lambda by, sealed: resolutions.report_order(
            order, report=report, by=by, at=at, url=url or "", ref=sealed
        ),
    )


def lay_paper(request: HttpRequest, ref: Any, item: AgendaItem, upload: UploadedFile) -> None:
    """Lay a paper with an item."""
    at = timezone.now()
    enact(
        request,
        ref,
        "paper.lay",
        room=item.meeting.room,
        arguments={"item": item.pk, "name": upload.name, "size": upload.size},
        act=lambda by, sealed: agenda.lay_paper(item, upload, by=by, at=at, ref=sealed),
    )
