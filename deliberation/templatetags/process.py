"""처리 과정. Moments in a table of steps: no more of a date than its row needs."""

from datetime import date, datetime

from django import template

from district import dates

register = template.Library()


@register.filter
def short_moment(value: date | datetime | None, now: datetime) -> str:
    """10. 28.(수) 21:14; the year where it is another than this, the hour where it is known."""
    if value is None:
        return ""
    timed = isinstance(value, datetime)
    on = dates.day(value) if isinstance(value, datetime) else value
    told = dates.month_day(on) if on.year == dates.day(now).year else dates.official(on)
    return f"{told} {dates.local(value):%H:%M}" if timed and isinstance(value, datetime) else told
