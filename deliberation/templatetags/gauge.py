"""Seats: how people are counted before everybody's eyes."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deliberation.models import Question
from district.calendar import day

register = template.Library()

A_ROW = 25
MOST_SEATS = 150
FEWEST_IN_A_ROW = 10
STEP = 16
LARGE_STEP = 40


@register.inclusion_tag("deliberation/_gauge.html")
def gauge(question: Question, status: str, plain: bool = False) -> dict[str, Any]:
    """사람 수 게이지. How many have spoken, and what happens at the threshold."""
    voices, needed = question.thread.voices, question.policy.voices_needed
    return {
        "question": question,
        "voices": voices,
        "needed": needed,
        "comments": question.thread.standing_comments,
        "called": question.mayor_called_at is not None,
        "owed": question.mayor_owes,
        "next_step": next_step(
            voices, needed, status, called=question.mayor_called_at is not None, owed=question.mayor_owes
        ),
        "plain": plain,
        "waiting": status == "open",
    }


def next_step(voices: int, needed: int, status: str, *, called: bool, owed: bool) -> str:
    """One sentence on what happens next."""
    if called and owed:
        return _("구청장 답변을 준비합니다.")
    if called:
        return _("구청장이 답변했습니다.") if status == "answered" else _("결과를 공개했습니다.")
    if status == "upcoming":
        return _("열리면 의견을 쓰실 수 있습니다.")
    if status != "open":
        return _("%(n)d명이 참여하고 마감되었습니다.") % {"n": voices}
    missing = max(needed - voices, 1)
    if missing == 1:
        return _("한 분이 더 참여하시면 구청장이 답변합니다.")
    return ngettext(
        "%(n)d명이 더 참여하시면 구청장이 답변합니다.",
        "%(n)d명이 더 참여하시면 구청장이 답변합니다.",
        missing,
    ) % {"n": missing}


@register.simple_tag
def seats(voices: int, needed: int, waiting: bool = True) -> SafeString:
    """The drawing: a filled seat spoke, a ring waits; too many seats to draw become a bar."""
    if needed > MOST_SEATS:
        return bar(voices, needed)
    step = LARGE_STEP if needed < FEWEST_IN_A_ROW else STEP
    row = min(needed, A_ROW)
    width, height = step * row, step * -(-needed // row)
    drawn = "".join(
        f'<circle class="seat{state(place, voices, waiting)}" cx="{step * (place % row) + step / 2}"'
        f' cy="{step * (place // row) + step / 2}" r="{radius(place, voices, step, waiting)}"/>'
        for place in range(needed)
    )
    return mark_safe(  # noqa: S308 (nothing but numbers of ours)
        f'<svg class="seats" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false">'
        f"{drawn}</svg>"
    )


@register.filter
def days_left(closes_at: datetime, today: date) -> int:
    """Days until the last word must be in; 0 on the last day."""
    return max((day(closes_at) - today).days, 0)


def state(place: int, voices: int, waiting: bool) -> str:
    if place < voices:
        return " on"
    return " next" if waiting and place == voices else ""


def radius(place: int, voices: int, step: int, waiting: bool) -> float:
    """A ring keeps its line inside the seat."""
    full = step * 0.33
    return round(full - 0.6 if waiting and place == voices else full, 2)


def bar(voices: int, needed: int) -> SafeString:
    """The same count where there are too many seats to draw."""
    filled = round(400 * min(voices, needed) / needed, 1)
    return format_html(
        '<svg class="seats" viewBox="0 0 400 12" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="seat-bar" width="400" height="12" rx="6"/>'
        '<rect class="seat-bar on" width="{}" height="12" rx="6"/></svg>',
        filled,
    )
