"""때가 된 마감. A department hears once that a quarter is due soon, and once that it is late."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from django.conf import settings
from django.db.models import F, Q
from django.db.models.functions import TruncDate
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from district.calendar import add_working_days
from district.dates import day, official
from district.models import Department
from district.models.offices import Role
from letters.actions import tell
from letters.models import Dispatch
from pledges.models import Pledge, PledgeRule
from pledges.quarters import closing_due, last_over, quarter_end
from pledges.when import span_days
from referrals.offices import Offices

WARNED_BEFORE = 3
"""Working days before the last day on which a department hears of it."""
MOST_NAMED = 10
LOOKED_BACK = 3
"""A rule may give ninety working days: then two quarters wait, and a third is just over."""


def due(at: datetime) -> None:
    """Tell each department of the quarters that it has not closed: soon, and late, each once."""
    today = day(at)
    year, quarter = last_over(today)
    for _back in range(LOOKED_BACK):
        _tell_of(year, quarter, today, at)
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)


def _tell_of(year: int, quarter: int, today: date, at: datetime) -> None:
    rule = PledgeRule.objects.filter(valid_from__lte=quarter_end(year, quarter)).order_by("valid_from").last()
    if rule is None:
        return
    last = closing_due(rule, year, quarter)
    if today > last:
        # After a week nobody is told of it for the first time: what was imported since is not late.
        if today <= add_working_days(last, 5):
            _tell(year, quarter, "late", last, at)
    elif last <= add_working_days(today, WARNED_BEFORE):
        _tell(year, quarter, "soon", last, at)


def _tell(year: int, quarter: int, what: str, last: date, at: datetime) -> None:
    open_ones = unclosed(year, quarter)
    about = f"closing/{year}-{quarter}/{what}/{last.isoformat()}/%d"
    told = set(
        Dispatch.objects.filter(about__in=[about % pk for pk in open_ones]).values_list("about", flat=True)
    )
    names = dict(Department.objects.filter(pk__in=open_ones).values_list("pk", "name"))
    offices = Offices(day(at))
    for pk, pledges in open_ones.items():
        people = offices.holders(pk, Role.OFFICER) | offices.holders(pk, Role.HEAD)
        if about % pk not in told and people:
            with translation.override(settings.LANGUAGE_CODE):
                said = {"year": year, "quarter": quarter, "department": names[pk], "day": official(last)}
                title = TITLES[what]() % said
                words = "\n".join([_("마감 기한 %(day)s") % said, *_named(pledges)])
            tell(about % pk, title=title, words=words, url=reverse("desk-pledges"), people=people, at=at)


def unclosed(year: int, quarter: int) -> dict[int, list[str]]:
    """The promises that were out by the end of that quarter and were not closed, by department."""
    first, last = span_days(year, quarter)
    closed = Q(closings__year=year, closings__quarter=quarter, closings__approved_at__isnull=False)
    out = Pledge.objects.filter(administration__start__lte=last, administration__end__gte=first).annotate(
        out_on=TruncDate("published_at", tzinfo=timezone.get_default_timezone())
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = out.filter(out_on__lte=last).exclude(pk__in=Pledge.objects.filter(closed).values("pk"))
    for department, code, title in rows.order_by("order", "pk").values_list(F("department"), "code", "title"):
        found[department].append(f"{code} {title}")
    return dict(found)


def _named(pledges: list[str]) -> list[str]:
    over = len(pledges) - MOST_NAMED
    return pledges[:MOST_NAMED] + ([_("그 밖에 %d건") % over] if over > 0 else [])


TITLES: dict[str, Callable[[], str]] = {
    "soon": lambda: _("%(year)d년 %(quarter)d/4분기 공약 마감 기한이 다가옵니다: %(department)s"),
    "late": lambda: _("%(year)d년 %(quarter)d/4분기 공약 마감 기한이 지났습니다: %(department)s"),
}
