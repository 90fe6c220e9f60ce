"""By what law a body is there, by what rules it goes, how its seats are shared, and which it fills now."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from committees.balance import gauge
from committees.documents.paper import FEWEST, gone
from committees.documents.reports import REPORTS
from committees.models import Body, BodyRule, Call, Office
from committees.quorum import needed
from committees.roster import Member, roster
from committees.rule_words import Said, rule_words

BAR = 400.0
NEAR_DAYS = 180
"""존속기한 is said aloud from half a year before."""


@dataclass(frozen=True, slots=True)
class Led:
    """임원, with the days."""

    label: str
    name: str
    start: date
    until: date | None
    membership_id: int | None


def ground(body: Body, sitting: int, at: datetime, today: date) -> dict[str, Any]:
    """What the first tab says beside the seats."""
    rules = rules_of(body, today)
    now = next((rule for rule in rules if rule.valid_from <= today), None)
    most = needed(now.quorum, sitting) if now and sitting else None
    return {
        "rule": now,
        "quorum_needed": most,
        "rule_words": rule_words(now, sitting, most) if now else [],
        "earlier_rules": earlier(rules, now),
        "coming_rule": next((rule for rule in reversed(rules) if rule.valid_from > today), None),
        "sunset_in": (body.sunset_on - today).days if body.sunset_on else None,
        "sunset_near": NEAR_DAYS,
        "led": led(body, today),
        "calls": calls_of(body, at),
        "balance": balance(body, today),
        "reports": [report for report in REPORTS.values() if not report.closed],
    }


def rules_of(body: Body, today: date) -> list[BodyRule]:
    """Its own rules, else those of its whole; the newest first."""
    family = [body.pk, body.parent_id or body.pk]
    found = list(BodyRule.objects.filter(body__in=family).order_by("-valid_from"))
    own = [rule for rule in found if rule.body_id == body.pk]
    return own if any(rule.valid_from <= today for rule in own) else found


def earlier(rules: list[BodyRule], now: BodyRule | None) -> list[tuple[BodyRule, list[Said]]]:
    """Those that were in force before, each in words."""
    before = [rule for rule in rules if now is not None and rule.valid_from < now.valid_from]
    return [(rule, rule_words(rule)) for rule in before]


def led(body: Body, on: date) -> list[Led]:
    """Who leads, since when and until when; a member's office ends at the latest with the membership."""
    found = []
    for office in sorted(Office.objects.occupied(on).filter(body=body), key=lambda office: office.rank):
        membership = office.membership
        ends = [end for end in (office.end, membership.last_day if membership else None) if end]
        key = membership.pk if membership else None
        found.append(Led(office.label, office.name, office.start, min(ends, default=None), key))
    return found


def calls_of(body: Body, at: datetime) -> list[Call]:
    """위원 모집 that residents may answer now."""
    calls = Call.objects.visible_to(None).filter(body__in=[body.pk, *body.parts.values_list("pk", flat=True)])
    return list(calls.filter(opens_at__lte=at, closes_at__gt=at, decided_at=None).order_by("closes_at"))


def balance(body: Body, on: date) -> dict[str, Any] | None:
    """위촉직 by sex as a bar; of a part none, and none where everybody would know whose it is."""
    measured = gauge(body, on) if body.parent_id is None else None
    if measured is None or measured.known < FEWEST:
        return None
    whole = measured.known + measured.unknown
    female, male = (round(BAR * n / whole, 1) for n in (measured.female, measured.male))
    return {
        "gauge": measured,
        "female": female,
        "male": male,
        "male_at": female,
    }


def seated_on(body: Body, on: date) -> list[Member]:
    """Who sat there on that day; whoever has left the house since by no name."""
    members = roster([body], on)
    nameless = gone(member.person_id for member in members if member.membership_id)
    return [
        replace(member, name=nameless[member.person_id], affiliation="")
        if member.person_id in nameless and member.membership_id
        else member
        for member in members
    ]
