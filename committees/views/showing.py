"""What the pages of a meeting show, drawn from the one shape of rows."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from committees.follow_up import past_order_rows
from committees.models import Attendance, Meeting, Minutes, Resolution
from committees.replies import replies_of
from committees.rights import Rights, check_keeps, enter, rights_of
from committees.roster import Member, roster
from committees.rows import inside_of, order_row, remarks_of, resolution_row, snapshot_of
from committees.templatetags.sitting import doors_at
from committees.views.floor_showing import ballots_of, follows_of, proceedings_of
from district.dates import day
from district.models import Department, Person
from district.refusals import Refusal
from district.visitors import person_of
from letters.actions import receipts
from realtime import tickets


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
        "proceedings": proceedings_of(snapshot),
        "written": meeting.is_written,
        "staged": meeting.is_written or meeting.state != Meeting.State.SCHEDULED or at >= doors_at(meeting),
        "minutes_url": minutes_url(meeting, rights),
        "rights": rights,
        "may_enter_floor": rights.entitled,
        "may_run": rights.runs,
        "may_take_roll": rights.keeps,
        "notice": notice_of(meeting) if rights.runs else None,
        "topic": convener.topic,
        "follows": follows_of(meeting, person_of(request)),
        "calendar_url": reverse("calendar", args=[convener.slug]),
        "past_orders": [] if meeting.source else past_order_rows(meeting),
    }


def minutes_url(meeting: Meeting, rights: Rights) -> str:
    """Where its minutes are read, once they are published; before, for those whose business they are."""
    minutes = Minutes.objects.filter(meeting=meeting).first()
    shown = minutes is not None and (minutes.published_at is not None or rights.entitled)
    return f"/meetings/{meeting.pk}/minutes/" if shown else ""


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
    inside = inside_of(meeting)
    return {
        **context,
        "floor_live": floor_live,
        "inside": inside,
        "proceedings": proceedings_of(context["snapshot"], inside),
        "ballots": ballots_of(meeting, person) if me is not None and person is not None else {},
        "remarks": remarks_of(meeting),
        "rsvp": None if meeting.is_over or meeting.source else replies_of(meeting, person, rights),
        "me": me,
        "may_speak": may_speak(meeting, me),
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


def may_speak(meeting: Meeting, me: dict[str, Any] | None) -> bool:
    """Whether this member can ask for the floor at all: there is one only while the meeting sits."""
    return me is not None and me["present"] and meeting.state == Meeting.State.IN_SESSION


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
