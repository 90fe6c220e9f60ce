"""성별·청년·동. Who the appointed members of a body are together, counted without a name."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from committees.models import Body, BodyRule, Gender, GenderExemption, Membership, Seat
from district.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Gauge:
    """위촉직 성별 현황. So many seats, so many of each, and how many of one there may be."""

    seats: int = 0
    female: int = 0
    male: int = 0
    unknown: int = 0
    ceiling: int | None = None
    exemption: GenderExemption | None = None

    @property
    def known(self) -> int:
        """Of how many it is written down."""
        return self.female + self.male

    @property
    def fuller(self) -> str:
        """The sex of which there are more; neither, where they are even."""
        if self.female == self.male:
            return ""
        return (Gender.FEMALE if self.female > self.male else Gender.MALE).value

    @property
    def most(self) -> int:
        """How many there are of that one."""
        return max(self.female, self.male)

    @property
    def share(self) -> Decimal | None:
        """Its part of those who sit, as a table prints it: 16 of 27 → 59.3."""
        sitting = self.known + self.unknown
        return per_cent(self.most, sitting) if sitting else None

    @property
    def limit(self) -> int | None:
        """How many of one sex the law lets sit in so many seats: 27 → 16."""
        if self.ceiling is None:
            return None
        # Of three seats no two could be filled: nobody can come closer to even than half of them.
        return max(self.seats * self.ceiling // 100, (self.seats + 1) // 2)

    @property
    def over(self) -> bool:
        """Whether there are more than that."""
        return self.limit is not None and self.most > self.limit

    @property
    def sentence(self) -> str:
        """위촉직 27석 · 여 11명 · 남 16명(59.3%) · 한 성별 16명까지."""
        told = [_("위촉직 %(n)d석") % {"n": self.seats}]
        for gender, n in ((Gender.FEMALE, self.female), (Gender.MALE, self.male)):
            share = f"({self.share}%)" if gender == self.fuller else ""
            told.append(_("%(gender)s %(n)d명") % {"gender": gender.label, "n": n} + share)
        if self.unknown:
            told.append(_("미기재 %(n)d명") % {"n": self.unknown})
        if self.limit is not None:
            told.append(_("한 성별 %(n)d명까지") % {"n": self.limit})
        return " · ".join(told)

    def plus(self, female: int = 0, male: int = 0, unknown: int = 0) -> "Gauge":
        """As it would stand with those who are about to be chosen."""
        return replace(
            self, female=self.female + female, male=self.male + male, unknown=self.unknown + unknown
        )

    def check(self) -> None:
        """Refuse one more of the fuller sex than the law allows, unless whoever may has let it pass."""
        if not self.over or self.exemption is not None:
            return
        facts: dict[str, Any] = {"seats": self.seats, "limit": self.limit, "count": self.most}
        sentence = _(
            "위촉직 %(seats)d석에 한 성별은 %(limit)d명까지입니다. 이대로면 %(gender)s %(count)d명이 됩니다."
        ) % {**facts, "gender": Gender(self.fuller).label}
        raise Refusal("gender_ceiling", sentence, gender=self.fuller, **facts)


@dataclass(frozen=True, slots=True)
class Spread:
    """청년과 동. How many are young, of how many that is known, and where they live."""

    sitting: int = 0
    youth: int = 0
    aged: int = 0
    dongs: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifold:
    """겸임. Somebody who was appointed to many bodies at once."""

    person_id: int
    name: str
    bodies: tuple[str, ...]


def per_cent(part: int, whole: int) -> Decimal:
    """Half up to a tenth, as the district rounds."""
    return (Decimal(part * 100) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def gauge(body: Body, on: date) -> Gauge:
    """How a body stands on that day."""
    return gauges([body], on)[body.pk]


def gauges(bodies: Iterable[Body], on: date) -> dict[int, Gauge]:
    """Many at once; a part of a body has no ceiling of its own."""
    bodies = list(bodies)
    seats = Counter(
        Seat.objects.standing(on)
        .filter(body__in=bodies, basis=Seat.Basis.APPOINTED)
        .values_list("body", flat=True)
    )
    sexes: Counter[tuple[int, str]] = Counter()
    for body, gender in _sitting(bodies, on).values_list("seat__body", "person__member_sheet__gender"):
        sexes[body, gender or ""] += 1
    rules = rules_on(bodies, on)
    exempt = {each.body_id: each for each in GenderExemption.objects.on(on).filter(body__in=bodies)}
    return {
        body.pk: Gauge(
            seats=seats[body.pk],
            female=sexes[body.pk, Gender.FEMALE],
            male=sexes[body.pk, Gender.MALE],
            unknown=sexes[body.pk, ""],
            ceiling=rules[body.pk].gender_ceiling if body.pk in rules and not body.parent_id else None,
            exemption=exempt.get(body.pk),
        )
        for body in bodies
    }


def spread(body: Body, on: date) -> Spread:
    """Who else they are, in one body."""
    return spreads([body], on)[body.pk]


def spreads(bodies: Iterable[Body], on: date) -> dict[int, Spread]:
    """Many at once."""
    bodies = list(bodies)
    rules = rules_on(bodies, on)
    people: dict[int, list[tuple[int | None, str | None]]] = {body.pk: [] for body in bodies}
    facts = ("seat__body", "person__member_sheet__birth_year", "person__neighborhood__name")
    for body, year, dong in _sitting(bodies, on).values_list(*facts):
        people[body].append((year, dong))
    return {
        body: _spread(rows, on, rules[body].youth_until if body in rules else 0)
        for body, rows in people.items()
    }


def _spread(rows: list[tuple[int | None, str | None]], on: date, youth_until: int) -> Spread:
    years = [year for year, dong in rows if year is not None]
    dongs = Counter(dong for year, dong in rows if dong)
    return Spread(
        sitting=len(rows),
        youth=sum(on.year - year <= youth_until for year in years),
        aged=len(years),
        dongs=tuple(sorted(dongs.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def many_bodies(bodies: Iterable[Body], on: date, least: int | None = None) -> list[Manifold]:
    """Who of these bodies' appointed members sits in so many of the district's, in 가나다 order."""
    bodies = list(bodies)
    if least is None:
        least = min((rule.many_bodies for rule in rules_on(bodies, on).values()), default=3)
    people = _sitting(bodies, on).values("person")
    seated = Membership.objects.sitting(on).filter(person__in=people, seat__body__parent=None)
    held: dict[int, list[tuple[str, str]]] = {}
    for person, name, body in seated.order_by("seat__body__order", "seat__body").values_list(
        "person", "name", "seat__body__name"
    ):
        held.setdefault(person, []).append((name, body))
    found = [
        Manifold(person, rows[0][0], tuple(body for name, body in rows))
        for person, rows in held.items()
        if len(rows) >= least
    ]
    return sorted(found, key=lambda each: (each.name, each.person_id))


def ending(bodies: Iterable[Body], on: date, within_days: int) -> QuerySet[Membership]:
    """Those whose last day comes within so many days, and who have not been appointed anew."""
    again = Membership.objects.filter(
        seat__body=OuterRef("seat__body"), person=OuterRef("person"), start__gt=OuterRef("start")
    )
    last = Coalesce("ended_on", "end")
    leaving = Membership.objects.annotate(until=last).filter(
        ~Exists(again),
        seat__body__in=list(bodies),
        until__gte=on,
        until__lte=on + min(timedelta(days=within_days), date.max - on),
    )
    return leaving.select_related("seat__body__parent", "term", "person").order_by("until", "name")


def _sitting(bodies: list[Body], on: date) -> QuerySet[Membership]:
    """Those who were appointed and sit; officials by their office do not count."""
    standing = Q(seat__closed_on=None) | Q(seat__closed_on__gt=on)
    return Membership.objects.sitting(on).filter(standing, seat__body__in=bodies)


def rules_on(bodies: Iterable[Body], on: date) -> dict[int, BodyRule]:
    """The rules in force that day, of many; a part without its own goes by those of the whole."""
    bodies = list(bodies)
    families = {body.pk for body in bodies} | {body.parent_id for body in bodies if body.parent_id}
    rules = {
        rule.body_id: rule
        for rule in BodyRule.objects.filter(body__in=families, valid_from__lte=on).order_by("valid_from")
    }
    found = {body.pk: rules.get(body.pk) or rules.get(body.parent_id or 0) for body in bodies}
    return {body: rule for body, rule in found.items() if rule is not None}
