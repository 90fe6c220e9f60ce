"""변경의 앞뒤. What an amendment puts in the place of what: a line for its committee, a row for its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from pledges import money, targets
from pledges.models import Amendment, Pledge
from pledges.rates import number
from pledges.when import quarter_said


@dataclass(frozen=True, slots=True)
class Change:
    """One figure of the plan: what stood there until then, and what shall stand there."""

    what: str
    was: Decimal | None
    now: Decimal | None
    unit: str

    def __str__(self) -> str:
        return f"{self.what}: {number(self.was)} → {number(self.now)} {self.unit}"


def changes_of(pledge: Pledge, amendments: Iterable[Amendment]) -> Mapping[int, list[Change]]:
    """By amendment, its targets and then its money; in as many queries for one as for all."""
    told = list(amendments)
    prefetch_related_objects(told, "targets__indicator", "budget_lines")
    promised = targets.versions([pledge.pk], quarters=True)
    planned = money.plans([pledge.pk]).get(pledge.pk, [])
    return {each.pk: [*_of_targets(each, promised), *_of_money(each, planned)] for each in told}


def _of_targets(
    amendment: Amendment, promised: Mapping[int, list[targets.Version[targets.Place]]]
) -> Iterator[Change]:
    stood: dict[int, dict[targets.Place, targets.Held]] = {}
    for target in amendment.targets.all():
        indicator = target.indicator
        if indicator.pk not in stood:
            stood[indicator.pk] = targets.before(promised.get(indicator.pk, ()), *_place_of(amendment))
        when = quarter_said(target.year, target.quarter) if target.quarter else _year(target.year)
        what = _("%(no)d. %(name)s %(when)s 목표")
        yield Change(
            what % {"no": indicator.no, "name": indicator.name, "when": when},
            stood[indicator.pk].get((target.year, target.quarter), targets.NOTHING).value,
            target.value,
            indicator.unit,
        )


def _of_money(amendment: Amendment, planned: list[targets.Version[money.Line]]) -> Iterator[Change]:
    stood = targets.before(planned, *_place_of(amendment))
    for line in amendment.budget_lines.all():
        when = _year(line.year) if line.year else str(line.get_span_display())
        what = _("투자계획 %(fund)s %(when)s") % {"fund": line.get_fund_display(), "when": when}
        was = stood.get((line.fund, line.span, line.year), targets.NOTHING).value
        yield Change(what, was, line.amount, _("백만 원"))


def _year(year: int) -> str:
    return _("%(year)d년") % {"year": year}


def _place_of(amendment: Amendment) -> tuple[date, int]:
    """After which others it takes effect: one that is not enacted comes after all that are."""
    return amendment.effective_on or date.max, amendment.number
