"""분기. From which day to which, within the years for which a mayor was elected."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from district.calendar import add_working_days, day
from district.models import Administration
from district.refusals import Refusal
from pledges.models import Pledge, PledgeRule
from pledges.when import quarter_of, span_days

QUARTERS = (1, 2, 3, 4)


def quarter_end(year: int, quarter: int) -> date:
    """Its last day on the calendar."""
    return span_days(year, quarter)[1]


def last_over(today: date) -> tuple[int, int]:
    """The quarter that was over last."""
    before = span_days(today.year, quarter_of(today))[0] - timedelta(days=1)
    return before.year, quarter_of(before)


def within(administration: Administration, year: Any, quarter: Any) -> tuple[date, date]:
    """The days of a quarter that are the administration's; refuse one of which none is."""
    check_year(administration, year)
    if type(quarter) is not int or quarter not in {0, *QUARTERS}:
        raise Refusal("bad_quarter", _("분기는 1에서 4까지, 한 해는 0으로 적어 주세요."), 422)
    first, last = span_days(year, quarter)
    if last < administration.start or first > administration.end:
        raise outside_administration(administration)
    return max(first, administration.start), min(last, administration.end)


def check_year(administration: Administration, year: Any) -> None:
    """Refuse a year in which the administration did not govern for a day."""
    if type(year) is not int or not administration.start.year <= year <= administration.end.year:
        raise outside_administration(administration)


def day_told(said: Any) -> date:
    """A day; a moment, or words, are none."""
    if type(said) is not date:
        raise Refusal("bad_date", _("날짜를 2026-11-21처럼 적어 주세요."), 422)
    return said


def check_day(administration: Administration, said: Any) -> date:
    """Refuse a day on which another administration governed."""
    on = day_told(said)
    if not administration.start <= on <= administration.end:
        raise outside_administration(administration)
    return on


def check_happened(administration: Administration, said: Any, at: datetime) -> date:
    """Refuse what has not come yet, too."""
    on = check_day(administration, said)
    check_not_ahead(on, at)
    return on


def check_not_ahead(on: date, at: datetime) -> None:
    """Refuse to tell today of tomorrow."""
    if on > day(at):
        raise Refusal("date_ahead", _("아직 오지 않은 날입니다. 오늘이나 그 앞의 날을 적어 주세요."), 422)


def closed_until(pledge: Pledge) -> date | None:
    """Until which day the figures of a pledge were approved."""
    closed = pledge.closings.exclude(approved_at=None).values_list("year", "quarter")
    return max((quarter_end(*each) for each in closed), default=None)


def check_after_closed(pledge: Pledge, on: date) -> None:
    """Refuse what would change the figures of a day that was approved."""
    last = closed_until(pledge)
    if last is not None and on <= last:
        sentence = _("이미 마감한 때입니다. %s 뒤의 날을 적어 주세요.") % last.isoformat()
        raise Refusal("quarter_closed", sentence, 409)


def outside_administration(administration: Administration) -> Refusal:
    """What happens before it or after it is no doing of this administration."""
    sentence = _("%(name)s의 임기는 %(start)s부터 %(end)s까지입니다. 그 안의 때를 적어 주세요.") % {
        "name": administration.name,
        "start": administration.start.isoformat(),
        "end": administration.end.isoformat(),
    }
    return Refusal("outside_administration", sentence, 422)


def closing_due(rule: PledgeRule, year: int, quarter: int) -> date:
    """By when a quarter is to be reported."""
    return add_working_days(quarter_end(year, quarter), rule.report_working_days)
