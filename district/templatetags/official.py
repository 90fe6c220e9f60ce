"""Dates in templates, as the district writes them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from district import dates

register = template.Library()


@register.filter
def official(value: Any) -> str:
    """2026. 11. 21.(토), whether it is a date or a moment."""
    if isinstance(value, datetime):
        value = dates.day(value)
    return dates.official(value) if isinstance(value, date) else ""


@register.filter
def official_time(value: Any) -> str:
    """2026. 11. 21.(토) 14:00"""
    return dates.official_time(value) if isinstance(value, datetime) else ""


@register.simple_tag
def official_range(start: Any, end: Any) -> str:
    """2026. 11. 21.(토)~11. 30.(월)"""
    first, last = (dates.day(at) if isinstance(at, datetime) else at for at in (start, end))
    return dates.official_range(first, last) if first and last else ""


@register.filter
def ago(value: Any) -> str:
    """3분 전; the template keeps the full date in its <time>."""
    return dates.ago(value, timezone.now()) if isinstance(value, datetime) else ""


@register.filter
def percent(value: Any) -> str:
    """1.0 %: rounded half up, and only where it is shown."""
    if not isinstance(value, Fraction):
        return ""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return f"{exact.quantize(Decimal('0.1'), ROUND_HALF_UP)} %"


@register.filter
def short_day(value: Any) -> str:
    """12. 8.(화): where the year is said above."""
    on = dates.day(value) if isinstance(value, datetime) else value
    return dates.month_day(on) if isinstance(on, date) else ""


@register.filter
def day_of(value: Any) -> str:
    """The number on the leaf of a calendar: 8."""
    return str(dates.local(value).day) if isinstance(value, datetime) else ""


@register.filter
def month_of(value: Any) -> str:
    """What stands under it: 12월 화."""
    if not isinstance(value, datetime):
        return ""
    on = dates.day(value)
    return _("%(month)d월 %(weekday)s") % {"month": on.month, "weekday": dates.WEEKDAYS[on.weekday()]}


@register.filter
def hour_of(value: Any) -> str:
    """14:00 on the district's clock."""
    return f"{dates.local(value):%H:%M}" if isinstance(value, datetime) else ""
