"""What the pages of a meeting show, drawn from the one shape of rows."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from committees import door_code
from committees.models import AgendaItem, Attendance, Meeting, Resolution
from committees.rights import Rights, check_keeps, enter, rights_of
from committees.rooms import noun_of
from committees.roster import Member, roster
from committees.rows import inside_of, order_row, quorum_row, remarks_of, resolution_row, snapshot_of
from district.dates import day, moment
from district.models import Department, Person
from district.refusals import Refusal
from district.visitors import person_of
from letters.actions import receipts
from realtime import tickets
from realtime.models import Event

LOG = 200
NOUNS = {"agendaitem": "item", "attendance": "attendance", "resolution": "resolution"}


def meeting_context(
    meeting: Meeting, request: HttpRequest, at: datetime, rights: Rights | None = None
) -> dict[str, Any]:
    """A meeting as everybody may see it, with what this reader may do about it."""
    rights = rights or rights_of(meeting, person_of(request), at)
    # Before the rows: an act in between is then heard twice and drawn once, instead of missed.
    live = tickets.live(request, "meeting", meeting.pk, at, rights.in_meeting)
    members = roster(meeting.bodies.all(), meeting.day)
    snapshot = snapshot_of(meeting, members)
    convener = meeting.round.convener
    return {
        **told(meeting),
        "items": snapshot["items"],
        "quorum": snapshot["tally"],
        "attendances": snapshot["attendances"],
        "resolutions": snapshot["resolutions"],
        "roster": seated(meeting, snapshot["attendances"], members),
        "live": live,
        "snapshot": snapshot,
        "inside": {"items": [], "resolutions": []},
        "rights": rights,
        "may_enter_floor": rights.entitled,
        "may_run": rights.runs,
        "may_take_roll": rights.keeps,
        "notice": notice_of(meeting) if rights.runs else None,
        "topic": convener.topic,
        "calendar_url": reverse("calendar", args=[convener.slug]),
    }


def told(meeting: Meeting) -> dict[str, Any]:
    """What stands above every page of a meeting."""
    return {
        "meeting": meeting,
        "body": meeting.round.convener,
        "title": meeting.title,
        "part": meeting.part_name,
        "state": meeting.state,
        "state_label": meeting.get_state_display(),
        "starts": meeting.starts_at,
        "over": meeting.is_over,
        "edition": meeting.edition,
        "canonical": meeting.address,
    }


def seated(
    meeting: Meeting, attendances: list[dict[str, Any]], members: list[Member]
) -> list[dict[str, Any]]:
    """Everybody who sits on the day of the meeting, and whether they are there; nobody of a printed one."""
    if meeting.source:
        return []
    came = {row["seat"]: row for row in attendances}
    return [
        {
            "seat": member.seat_id,
            "name": member.name,
            "badge": " · ".join(member.offices),
            "offices": member.offices,
            "basis": member.basis,
            "affiliation": member.affiliation,
            "present": bool(row and row["present"]),
            "mode": row["mode"] if row else "",
            "mode_label": row["mode_label"] if row else "",
            "attendance": row["id"] if row else None,
        }
        for member in members
        for row in [came.get(member.seat_id)]
    ]


def notice_of(meeting: Meeting) -> dict[str, int]:
    """How many have the notice, and how many said so."""
    told_to = receipts(f"meeting/{meeting.pk}/notice/")
    return {"members": len(told_to), "receipts": sum(1 for when in told_to.values() if when)}


def floor_context(
    meeting: Meeting, request: HttpRequest, at: datetime, rights: Rights | None = None
) -> dict[str, Any]:
    """The same for those who sit in it: with the words of closed items and what members write."""
    person = person_of(request)
    rights = rights or enter(meeting, person, purpose="floor", at=at)
    floor_live = tickets.live(request, "floor", meeting.pk, at, rights.on_floor(meeting))
    context = meeting_context(meeting, request, at, rights)
    me = own_place(meeting, rights, person)
    hint = check_in_hint(meeting, me, at)
    return {
        **context,
        "floor_live": floor_live,
        "inside": inside_of(meeting),
        "remarks": remarks_of(meeting),
        "me": me,
        "may_check_in": me is not None and not me["present"] and hint is None,
        "check_in_hint": hint,
        "check_in_url": reverse("meeting-check-in", args=[meeting.pk]),
        "inside_url": reverse("api-meeting-inside", args=[meeting.pk]),
    }


def own_place(meeting: Meeting, rights: Rights, person: Person | None) -> dict[str, Any] | None:
    """This member's own seat and whether they are counted; None for those who do not sit in it."""
    if rights.member is None:
        return None
    attendance = Attendance.objects.filter(meeting=meeting, person=person).select_related("seat").first()
    return {
        "seat": rights.member.seat_id,
        "name": rights.member.name,
        "present": attendance is not None and attendance.left_at is None,
        "attendance": attendance.pk if attendance else None,
    }


def check_in_hint(meeting: Meeting, me: dict[str, Any] | None, at: datetime) -> str | None:
    """What stands between this member and being counted."""
    return doors_shut(meeting, at) if me is not None and not me["present"] else None


def doors_shut(meeting: Meeting, at: datetime) -> str | None:
    """Why nobody can come in now, if so."""
    try:
        meeting.check_doors_open(at)
    except Refusal as refusal:
        return str(refusal)
    return None


def console_context(
    meeting: Meeting, request: HttpRequest, at: datetime, rights: Rights | None = None
) -> dict[str, Any]:
    """The secretary's and the chair's own: what may be done now, and with which words."""
    context = floor_context(meeting, request, at, rights)
    enough = context["quorum"]["met"]
    notice = context["notice"] or {"receipts": 0, "members": 0}
    return {
        **context,
        "receipts": notice["receipts"],
        "notified": notice["members"],
        "can": {
            "call": enough and allows(partial(meeting.check_may_call, at)),
            "recess": allows(meeting.check_in_session),
            "resume": enough and allows(meeting.check_may_resume),
            "adjourn": meeting.state in Meeting.RUNNING,
        },
        "rule": meeting.rule,
        "log": log_of(meeting, context["snapshot"]),
        "form_choices": Resolution.Form.choices,
        "method_choices": Resolution.Method.choices,
        "modes": Attendance.Mode.choices,
        "departments": list(Department.objects.values("id", "name")),
        "resolvable": resolvable(meeting, context["items"]),
    }


def log_of(meeting: Meeting, snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    """What has happened in this meeting, newest first, with its rows at hand: the minutes come from it."""
    kind, key = meeting.room
    at_hand = {noun: {row["id"]: row for row in snapshot[f"{noun}s"]} for noun in NOUNS.values()}
    lines = []
    for event in Event.objects.filter(room__kind=kind, room__key=key).order_by("-seq")[:LOG]:
        noun = NOUNS.get(noun_of(event))
        data = {noun: at_hand[noun].get(int(event.row_id))} if noun else {}
        lines.append({"seq": event.seq, "name": event.name, "at": moment(event.at), "data": data})
    return lines


def resolvable(meeting: Meeting, items: list[dict[str, Any]]) -> list[int]:
    """The item that may be decided now: the one on the floor, if it is one to decide and is not decided."""
    if meeting.state != Meeting.State.IN_SESSION:
        return []
    here = [item for item in items if item["state"] == AgendaItem.State.ON_FLOOR]
    return [item["id"] for item in here if item["resolvable"] and item["resolution"] is None]


def screen_context(meeting: Meeting, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The wall of the room; the code of the door only on the secretary's own projector."""
    context = meeting_context(meeting, request, at)
    shown = context["may_run"] and not context["over"]
    return {
        **context,
        "check_in_url": door(meeting, request, at) if shown else None,
        "door_code_url": reverse("meeting-door-code", args=[meeting.pk]) if shown else None,
    }


def door(meeting: Meeting, request: HttpRequest, at: datetime) -> str:
    """The address whose code says that somebody stands in the room."""
    address = reverse("meeting-check-in", args=[meeting.pk])
    return request.build_absolute_uri(f"{address}?code={door_code.code_of(meeting, at)}")


def check_in_context(meeting: Meeting, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """One button for a member; for others, kindly, what is missing."""
    person = person_of(request)
    me = own_place(meeting, rights_of(meeting, person, at), person)
    code = request.GET.get("code", "")
    return {
        **told(meeting),
        "me": me,
        "code": code,
        "code_good": bool(code) and door_code.holds(meeting, code, at),
        "check_in_hint": check_in_hint(meeting, me, at),
        "quorum": quorum_row(meeting),
        "may_enter_floor": me is not None,
    }


def resolution_context(resolution: Resolution, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """A resolution as everybody may read it, and what this reader may add to it."""
    person, meeting = person_of(request), resolution.item.meeting
    may_order = allows(partial(check_keeps, meeting, person, day(at)))
    orders = [
        order_row(order, told=may_order or resolution.item.is_open or order.is_asked_of(person, at))
        for order in resolution.orders.all()
    ]
    return {
        **told(meeting),
        "resolution": resolution_row(resolution, inside=may_order) | {"orders": orders},
        "record": resolution,
        "closed": not resolution.item.is_open,
        "may_order": may_order,
        "reportable": [
            order.pk
            for order in resolution.orders.all()
            if allows(partial(order.check_may_report, person, at))
        ],
        "departments": list(Department.objects.values("id", "name")) if may_order else [],
    }


def allows(rule: Callable[[], Any]) -> bool:
    """Whether a rule would let this reader do it."""
    try:
        rule()
    except Refusal:
        return False
    return True
