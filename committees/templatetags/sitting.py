"""A meeting's rows in a template, said as the browser says them when it mends the page."""

from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.models import Meeting
from district import dates

register = template.Library()

KIB = 1024
WORDS = ("title", "text", "ground", "source", "papers")
"""What of an item is not for everybody."""
EMPTY = {
    "id": "__id__",
    "label": "",
    "title": "",
    "text": "",
    "kind": "",
    "resolvable": False,
    "disclosure": "open",
    "state": "",
    "papers": [],
}
"""From which the browser draws an item that is laid while somebody reads."""

VERDICTS = {
    "adopted": gettext_lazy("가결"),
    "amended": gettext_lazy("가결"),
    "rejected": gettext_lazy("부결"),
    "deferred": gettext_lazy("보류"),
    "discarded": gettext_lazy("폐기"),
    "carried": gettext_lazy("가결"),
    "elected": gettext_lazy("당선"),
    "run_off": gettext_lazy("결선투표"),
    "tied": gettext_lazy("동수"),
}
SAID = {
    "attendance.recorded": gettext_lazy("%(name)s 출석(%(mode)s)"),
    "attendance.ended": gettext_lazy("%(name)s 퇴장"),
    "meeting.called": gettext_lazy("개의를 선포하다"),
    "meeting.recessed": gettext_lazy("정회를 선포하다"),
    "meeting.resumed": gettext_lazy("속개를 선포하다"),
    "meeting.adjourned": gettext_lazy("산회를 선포하다"),
    "meeting.cancelled": gettext_lazy("회의를 취소하다"),
    "item.taken_up": gettext_lazy("%(label)s을 상정하다"),
    "item.finished": gettext_lazy("%(label)s을 마치다"),
    "resolution.recorded": gettext_lazy("%(label)s 결과: %(form)s"),
    "agenda.changed": gettext_lazy("의사일정을 고치다"),
    "meeting.postponed": gettext_lazy("회의를 연기하다"),
    "turn.began": "%(name)s %(kind)s",
    "list.closed": gettext_lazy("발언 신청을 마감하다"),
    "list.opened": gettext_lazy("발언 신청을 다시 받다"),
    "motion.moved": gettext_lazy("%(name)s %(kind)s를 내다"),
    "motion.seconded": gettext_lazy("%(motion)s에 재청하다"),
    "motion.withdrawn": gettext_lazy("%(motion)s 철회하다"),
    "motion.lapsed": gettext_lazy("%(motion)s 재청이 없어 폐기되다"),
    "recusal.recorded": "%(name)s %(kind)s",
    "recusal.withdrawn": gettext_lazy("%(name)s %(kind)s 거두다"),
    "observer.recorded": gettext_lazy("%(name)s 배석"),
    "observer.removed": gettext_lazy("%(name)s 배석을 마치다"),
    "vote.opened": gettext_lazy("%(method)s 표결을 시작하다"),
    "vote.closed": gettext_lazy("%(method)s 표결 결과: %(result)s"),
    "vote.voided": gettext_lazy("%(method)s 표결이 무효가 되다"),
    "minutes.published": gettext_lazy("회의록을 공개하다"),
}
"""What the minutes say of each act; the rest of what a room tells they leave out."""


@register.filter
def clock(iso: str | None) -> str:
    """19:42, of a moment as a row writes it."""
    return f"{dates.local(datetime.fromisoformat(iso)):%H:%M}" if iso else ""


@register.simple_tag
def blank_item() -> dict[str, Any]:
    """An item with every part and no words."""
    return EMPTY


def of_number(rows: list[dict[str, Any]] | None, number: int | None) -> dict[str, Any] | None:
    """The row of that number."""
    return next((row for row in rows or () if row["id"] == number), None)


@register.filter
def of_item(resolutions: list[dict[str, Any]], item: dict[str, Any] | None) -> dict[str, Any] | None:
    """How that item ended."""
    return of_number(resolutions, item.get("resolution")) if item else None


@register.filter
def standing(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items that were not taken off, in their order."""
    return sorted((item for item in items if not item.get("withdrawn")), key=lambda item: item["order"])


@register.filter
def on_floor(items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The item that is being dealt with."""
    return next((item for item in standing(items) if item["state"] == "on_floor"), None)


@register.filter
def coming(items: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The first item that was not dealt with yet."""
    return next((item for item in standing(items) if item["state"] == "pending"), None)


@register.filter
def done(items: list[dict[str, Any]]) -> int:
    """How many items were dealt with."""
    return sum(item["state"] == "done" for item in standing(items))


@register.filter
def shares(attendances: list[dict[str, Any]], quorum: dict[str, Any]) -> dict[str, int]:
    """How those who sit are there: in the room, on the line, gone again, not come."""
    there = [row for row in attendances if row["present"]]
    return {
        "in_person": sum(row["mode"] == "in_person" for row in there),
        "remote": sum(row["mode"] == "remote" for row in there),
        "left": len(attendances) - len(there),
        "absent": max(quorum["sitting"] - len(attendances), 0),
        "missing": max(quorum["needed"] - quorum["present"], 0),
    }


@register.filter
def with_inside(item: dict[str, Any] | None, inside: dict[str, Any] | None) -> dict[str, Any] | None:
    """The item with the words that only those who sit there may read."""
    words = of_number((inside or {}).get("items"), item["id"]) if item else None
    return item | {key: words[key] for key in WORDS} if item and words else item


@register.filter
def verdict(form: str) -> str:
    """가결, 부결, 보류: the one word for the wall."""
    return str(VERDICTS.get(form, ""))


@register.filter
def place_in(item: dict[str, Any] | None, items: list[dict[str, Any]]) -> int:
    """Which of the items this is, counted from one."""
    ids = [other["id"] for other in standing(items)]
    return ids.index(item["id"]) + 1 if item and item["id"] in ids else 0


@register.filter
def of_seat(attendances: list[dict[str, Any]], seat: int | None) -> dict[str, Any] | None:
    """How the member of that seat is there."""
    return next((row for row in attendances if row["seat"] == seat), None)


@register.simple_tag
def logged(events: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """What happened, newest first, as the minutes will say it; what they would not say is left out."""
    lines = (
        {"seq": one["seq"], "at": one["at"], "clock": clock(one["at"]), "words": told(one)}
        for one in events or ()
    )
    return [line for line in lines if line["words"]]


NAMED = ("attendance", "turn", "motion", "recusal", "observer")
"""Rows that bear somebody's name."""


def told(event: dict[str, Any]) -> str:
    """One event in the words of the minutes."""
    data = event.get("data") or {}
    sentence = SAID.get(event["name"])
    return " ".join((str(sentence) % facts_of(data)).split()) if sentence is not None else ""


def facts_of(data: dict[str, Any]) -> dict[str, str]:
    """What a line of the record may name of the rows that an event brought."""
    floor = (row for row in data.get("items", ()) if row["state"] == "on_floor")
    item: dict[str, Any] = data.get("item") or next(floor, {})
    rows = {noun: data.get(noun) or {} for noun in (*NAMED, "resolution", "vote")}
    whose = next((rows[noun] for noun in NAMED if rows[noun]), {})
    return {
        "name": whose.get("name", ""),
        "kind": whose.get("kind_label", ""),
        "mode": rows["attendance"].get("mode_label", ""),
        "label": rows["resolution"].get("item_label") or item.get("label", ""),
        "form": rows["resolution"].get("form_label", ""),
        "motion": rows["motion"].get("label", ""),
        "method": rows["vote"].get("method_label", ""),
        "result": rows["vote"].get("result_label", ""),
    }


@register.simple_tag
def verdicts() -> list[tuple[str, str]]:
    """The one word for the wall, by form."""
    return [(form, str(word)) for form, word in VERDICTS.items()]


@register.simple_tag
def majority_of(meeting: Meeting, quorum: dict[str, Any]) -> str:
    """출석 27명의 과반수는 14명입니다: how many it takes, before anybody counts hands."""
    share = meeting.rule.get_majority_display()
    facts = {"present": quorum["present"], "share": share, "needed": quorum["carries"]}
    return _("출석 %(present)d명 가운데 %(share)s: %(needed)d명") % facts


@register.filter
def weight(size: int | None) -> str:
    """12 KB, 3.4 MB, of a paper."""
    if not size:
        return ""
    return f"{-(-size // KIB)} KB" if size < KIB * KIB else f"{size / KIB / KIB:.1f} MB"


@register.filter
def by_line(meeting: Meeting) -> bool:
    """Whether somebody may be there without being in the room."""
    return meeting.mode != Meeting.Mode.IN_PERSON and meeting.rule.remote_allowed


@register.filter
def doors_at(meeting: Meeting) -> datetime:
    """When members may come in."""
    return meeting.starts_at - timedelta(minutes=meeting.rule.doors_open_minutes)
