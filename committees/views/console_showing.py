"""What the pages show from which a meeting is run: the console, the projector, the door."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse

from committees import door_code
from committees.models import (
    AgendaItem,
    Attendance,
    Meeting,
    Motion,
    Phrase,
    Recusal,
    Resolution,
    Vote,
)
from committees.rights import Rights, rights_of
from committees.rooms import noun_of
from committees.rows import quorum_row
from committees.steps import at_hand, in_writing, on_wall
from committees.views.showing import allows, check_in_hint, floor_context, meeting_context, own_place, told
from district.dates import moment
from district.models import Department
from district.visitors import person_of
from realtime.models import Event

LOG = 200
NOUNS = {
    "agendaitem": "item",
    "attendance": "attendance",
    "resolution": "resolution",
    "speakingturn": "turn",
    "motion": "motion",
    "recusal": "recusal",
    "observer": "observer",
    "vote": "vote",
}
BY_HAND = (Resolution.Method.UNANIMOUS, Resolution.Method.HANDS)
"""How an item may end without a vote of its own."""


def console_context(
    meeting: Meeting, request: HttpRequest, at: datetime, rights: Rights | None = None
) -> dict[str, Any]:
    """The secretary's and the chair's own: what may be done now, and with which words."""
    context = floor_context(meeting, request, at, rights)
    enough = context["quorum"]["met"]
    notice = context["notice"] or {"receipts": 0, "members": 0}
    return {
        **context,
        "back": "console",
        "hand": at_hand(context["snapshot"], context["inside"]),
        "written": in_writing(context["snapshot"], context["inside"]) if meeting.is_written else [],
        "receipts": notice["receipts"],
        "notified": notice["members"],
        "can": {
            "call": enough and allows(partial(meeting.check_may_call, at)),
            "recess": allows(meeting.check_in_session),
            "resume": enough and allows(meeting.check_may_resume),
            "adjourn": meeting.state in Meeting.RUNNING,
        },
        "rule": meeting.rule,
        "log": log_of(meeting, context["snapshot"], context["inside"]),
        "phrases": phrases_of(meeting),
        "form_choices": Resolution.Form.choices,
        "method_choices": [(each.value, each.label) for each in BY_HAND],
        "vote_methods": Vote.Method.choices,
        "motion_kinds": Motion.Kind.choices,
        "recusal_kinds": Recusal.Kind.choices,
        "item_kinds": AgendaItem.Kind.choices,
        "modes": Attendance.Mode.choices,
        "departments": list(Department.objects.values("id", "name")),
        "resolvable": resolvable(meeting, context["items"]),
    }


def chair_context(
    meeting: Meeting, request: HttpRequest, at: datetime, rights: Rights | None = None
) -> dict[str, Any]:
    """The chair's desk: the same meeting, with nothing to type."""
    return {**console_context(meeting, request, at, rights), "back": "chair"}


def phrases_of(meeting: Meeting) -> list[str]:
    """What a secretary types again and again, here and everywhere."""
    bodies = [meeting.round.convener_id, *(body.pk for body in meeting.bodies.all())]
    kept = Phrase.objects.filter(Q(body=None) | Q(body__in=bodies))
    return list(dict.fromkeys(kept.values_list("words", flat=True)))


def log_of(meeting: Meeting, snapshot: dict[str, Any], inside: dict[str, Any]) -> list[dict[str, Any]]:
    """What has happened in this meeting, newest first, with its rows at hand: the minutes come from it."""
    kind, key = meeting.room
    at_rows = {noun: rows_at_hand(snapshot, inside, f"{noun}s") for noun in NOUNS.values()}
    lines = []
    for event in Event.objects.filter(room__kind=kind, room__key=key).order_by("-seq")[:LOG]:
        noun = NOUNS.get(noun_of(event))
        data = {noun: at_rows[noun].get(int(event.row_id))} if noun else {}
        lines.append({"seq": event.seq, "name": event.name, "at": moment(event.at), "data": data})
    return lines


def rows_at_hand(snapshot: dict[str, Any], inside: dict[str, Any], kind: str) -> dict[int, dict[str, Any]]:
    """Rows by number, those of a closed item with their words."""
    return {row["id"]: row for row in (*snapshot[kind], *inside.get(kind, ()))}


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
        "wall": on_wall(context["snapshot"]),
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
