"""Dates and times as the district writes them."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

WEEKDAYS = "월화수목금토일"


def local(at: datetime) -> datetime:
    """The same moment on the clock of the district."""
    return timezone.localtime(at, timezone.get_default_timezone())


def day(at: datetime) -> date:
    """The date on the district's wall at that moment."""
    return local(at).date()


def moment(at: datetime | None) -> str | None:
    """A time as the API writes it, on the district's clock."""
    return local(at).isoformat() if at else None


def official(on: date) -> str:
    """2026. 11. 21.(토)"""
    return f"{on.year}. {month_day(on)}"


def official_time(at: datetime) -> str:
    """2026. 11. 21.(토) 14:00"""
    here = local(at)
    return f"{official(here.date())} {here:%H:%M}"


def official_range(start: date, end: date) -> str:
    """2026. 11. 21.(토)~11. 30.(월): the second date says only what the first has not."""
    if start == end:
        return official(start)
    return f"{official(start)}~{month_day(end) if start.year == end.year else official(end)}"


def ago(at: datetime, now: datetime) -> str:
    """3분 전, for a day; then the date, without the year while it is this one."""
    passed = now - at
    if passed < timedelta(minutes=1):
        return _("방금")
    if passed < timedelta(hours=1):
        return _("%(n)d분 전") % {"n": passed // timedelta(minutes=1)}
    if passed < timedelta(days=1):
        return _("%(n)d시간 전") % {"n": passed // timedelta(hours=1)}
    on = day(at)
    return month_day(on) if on.year == day(now).year else official(on)


def month_day(on: date) -> str:
    """11. 21.(토), where the year is said above."""
    return f"{on.month}. {on.day}.({WEEKDAYS[on.weekday()]})"


def is_below(birth: date, age: int, at: datetime) -> bool:
    """Whether somebody born that day is, at that moment, not yet of that age (만 나이)."""
    today = day(at)
    birthday_to_come = (today.month, today.day) < (birth.month, birth.day)
    return today.year - birth.year - birthday_to_come < age
