"""기한. What must be done until when, in working days, beside an order of a resolution."""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from district import dates
from district.calendar import working_days_between

register = template.Library()
SOON = 3


@register.inclusion_tag("committees/_due.html")
def due_badge(order: dict[str, Any]) -> dict[str, Any]:
    """One row of an order: its day, and how it stands to it."""
    today = dates.day(timezone.now())
    due = date.fromisoformat(order["due"]) if order["due"] else None
    done = day_of_iso(order["reported_at"])
    state, words = standing(due, done, today)
    return {"state": state, "words": words, "due": due}


def standing(due: date | None, done: date | None, today: date) -> tuple[str, str]:
    """Kept, plain, soon or late; and the sentence for it."""
    if done is not None:
        return "kept", kept(due, done)
    if due is None:
        return "plain", _("기한 없음")
    if today > due:
        return "late", _("업무일 %(n)d일 지났습니다") % {"n": apart(due, today)}
    if today == due:
        return "soon", _("오늘까지")
    left = apart(today, due)
    return ("soon" if left <= SOON else "plain"), _("업무일 %(n)d일 남음") % {"n": left}


def kept(due: date | None, done: date) -> str:
    """How much earlier or later than promised it was done."""
    if due is None or done == due:
        return _("처리함")
    if done < due:
        return _("업무일 %(n)d일 먼저 처리함") % {"n": apart(done, due)}
    return _("업무일 %(n)d일 늦게 처리함") % {"n": apart(due, done)}


def apart(start: date, end: date) -> int:
    """How many working days later; the first day is over, so from a Sunday nothing is taken off."""
    return max(working_days_between(start + timedelta(days=1), end), 1)


def day_of_iso(moment: str | None) -> date | None:
    """The date of a time as a row writes it."""
    return dates.day(datetime.fromisoformat(moment)) if moment else None


@register.filter
def iso_day(moment: str | None) -> str:
    """2026. 12. 9.(수), from a time as a row writes it."""
    on = day_of_iso(moment)
    return dates.official(on) if on else ""
