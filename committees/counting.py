"""회의 횟수. How often a body met in a year, as its own rule counts."""

from dataclasses import dataclass
from datetime import date

from committees.models import Body, BodyRule, Meeting
from district.refusals import Refusal

HELD = (Meeting.State.IN_SESSION, Meeting.State.RECESSED, Meeting.State.ADJOURNED)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many in that year, and what was counted: 회차 or 개별회의."""

    year: int
    n: int
    unit: str
    unit_label: str


def held_in(body: Body, year: int, rule: BodyRule | None) -> Counted:
    """One round of four 분과 is one for whom rounds count, and four for whom meetings do."""
    unit = BodyRule.CountingUnit(rule.counting_unit if rule else BodyRule.CountingUnit.ROUND)
    held = Meeting.objects.of(body).filter(round__year=year, state__in=HELD)
    counted = "round" if unit == BodyRule.CountingUnit.ROUND else "pk"
    return Counted(year, held.values(counted).distinct().count(), unit.value, str(unit.label))


def rule_in(body: Body, year: int, today: date) -> BodyRule | None:
    """The rule by which that year is counted: the last one that held in it."""
    try:
        return body.rule_on(min(today, date(year, 12, 31)))
    except Refusal:
        return None
