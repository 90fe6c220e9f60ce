"""접수함. What awaits an answer, by due day: computed anew for each look, for no day is stored."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Max, OuterRef, Q, Subquery

from district.dates import day
from district.intake import MAX_INTEGER
from district.models import Department, Person
from district.paging import bad_cursor
from referrals.clocks import Calendar, calendar_of
from referrals.models import Referral, Step
from referrals.models.referral import ReferralQuerySet
from referrals.offices import Offices
from referrals.places import WARNED_BEFORE, Place, by_place, places_of, soon_until
from referrals.reach import INSIDE, MAYORS, answers_for, departments_of, holds_any

PAGE = 50
STANDING = ("waiting", "claimed", "drafting", "in_approval", "paused")
CLOSED = ("answered", "ended")
_signer = Signer(salt="referrals.inbox", sep=".")


@dataclass(frozen=True, slots=True)
class Line:
    """One referral with what its clock says today."""

    referral: Referral
    due: date | None
    days_left: int | None
    # The office for whose approval it waits, where nobody holds it today.
    vacant: str = ""

    @property
    def is_late(self) -> bool:
        """Whether its day is over."""
        return self.days_left is not None and self.days_left < 0

    @property
    def days_late(self) -> int:
        """How many working days it is late."""
        return max(0, -(self.days_left or 0))

    @property
    def is_soon(self) -> bool:
        """Whether few working days are left."""
        return self.days_left is not None and 0 <= self.days_left <= WARNED_BEFORE


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How the list is narrowed; nothing chosen is everything that waits."""

    department: int | None = None
    state: str = ""
    kind: str = ""
    due: str = ""
    q: str = ""
    hands: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether it asks for what was answered or has ended."""
        return self.state in CLOSED

    def given(self) -> dict[str, Any]:
        """What was chosen, by name."""
        told = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in told.items() if value}


def rows_of(person: Person, asked: Asked, at: datetime) -> ReferralQuerySet:
    """The referrals inside for this person, narrowed by what the database knows."""
    referrals = Referral.objects.inside(person, at)
    if asked.department:
        referrals = referrals.filter(department=asked.department)
    if asked.kind:
        referrals = referrals.filter(kind=asked.kind)
    if words := asked.q.strip():
        referrals = referrals.filter(title__icontains=words)
    if asked.hands == "mine":
        referrals = _in_hands_of(referrals, person, at)
    return referrals.in_state(asked.state) if asked.state else referrals.standing()


def waiting(person: Person, asked: Asked, at: datetime) -> list[Place]:
    """What waits, the first due first; those that stand still come last."""
    today = day(at)
    places = places_of(rows_of(person, asked, at), today)
    if asked.due == "late":
        return [place for place in places if place.due < today]
    if asked.due == "soon":
        last = soon_until(today)
        return [place for place in places if today <= place.due <= last]
    return places


def lines_of(places: list[Place], at: datetime) -> list[Line]:
    """These lines, with what their clocks say today and whether somebody sits where they wait."""
    today, files = day(at), by_place(places)
    works = calendar_of([today, *(day(each.asked_at) for each in files)])
    offices = Offices(today) if any(each.current_step for each in files) else None
    return [line_of(each, today, works, offices) for each in files]


def line_of(referral: Referral, today: date, works: Calendar, offices: Offices | None = None) -> Line:
    """One line with today's clock."""
    vacant = offices.vacant(referral) if offices else ""
    return Line(referral, referral.due(works=works), referral.days_left(today, works), vacant)


def newest(person: Person, at: datetime) -> str:
    """The last that came to this person's departments, by being asked or by being handed over; sealed."""
    mine = Referral.objects.inside(person, at).order_by()
    last = mine.aggregate(asked=Max("pk"), moved=Max("handovers__pk"))
    return _signer.sign(f"{last['asked'] or 0}:{last['moved'] or 0}")


def arrived(person: Person, asked: Asked, at: datetime, after: str) -> int:
    """How many of these lines came after that."""
    try:
        last, moved = (int(number) for number in _signer.unsign(after).split(":"))
    except (BadSignature, ValueError):
        raise bad_cursor() from None
    fresh = Q(pk__gt=last) | Q(handovers__pk__gt=moved)
    return rows_of(person, asked, at).filter(fresh).order_by().values("pk").distinct().count()


def _in_hands_of(referrals: ReferralQuerySet, person: Person, at: datetime) -> ReferralQuerySet:
    """`mine`: what I took on, and what waits for my approval."""
    hand = Step.objects.awaited().filter(reply__referral=OuterRef("pk")).order_by("ordinal").values("role")
    mine = Q(hand=None, holder=person)
    for role in sorted(INSIDE):
        mine |= Q(hand=role, department__in=departments_of(person, role, at))
    for role in sorted(MAYORS):
        if holds_any(person, frozenset({role}), at):
            mine |= Q(hand=role)
    return referrals.annotate(hand=Subquery(hand[:1])).filter(mine)


@dataclass(frozen=True, slots=True)
class Slice:
    """Some places, and the ways on."""

    places: list[Place]
    next: str | None
    previous: str | None
    count: int


def slice_of(places: list[Place], cursor: str | None, size: int = PAGE) -> Slice:
    """Those behind a place; by day and number, so that what was answered meanwhile shifts nothing."""
    first, last = 0, size
    if cursor is not None:
        backwards, edge = _opened(cursor)
        before = bisect_left(places, edge) if backwards else bisect_right(places, (*edge, MAX_INTEGER))
        first, last = (max(0, before - size), before) if backwards else (before, before + size)
    shown = places[first:last]
    after = _sealed("o", shown[-1]) if shown and last < len(places) else None
    ahead = _sealed("n", shown[0]) if shown and first > 0 else None
    return Slice(shown, after, ahead, len(places))


def _sealed(way: str, place: Place) -> str:
    return _signer.sign(f"{way}{place.due.isoformat()}:{place.pk}")


def _opened(cursor: str) -> tuple[bool, tuple[date, int]]:
    try:
        told = _signer.unsign(cursor)
    except BadSignature:
        raise bad_cursor() from None
    due, number = told[1:].split(":")
    return told[0] == "n", (date.fromisoformat(due), int(number))


def departments_seen_by(person: Person, at: datetime) -> list[Department]:
    """Whose inbox this person may open; the mayor's office and whoever audits choose among all."""
    watching = Referral.objects.inside(person, at).values("department")
    own = answers_for(person, at)
    found = Department.objects.filter(pk__in=own) | Department.objects.filter(pk__in=watching)
    return list(found.distinct())


def kinds_of(person: Person, at: datetime) -> list[tuple[str, str]]:
    """What sorts of things are asked here."""
    told = Referral.objects.inside(person, at).order_by("kind", "label").values_list("kind", "label")
    return list({kind: (kind, label) for kind, label in told.distinct()}.values())


def others(department: Department | None) -> Any:
    """To whom something may be handed over."""
    rest = Department.objects.all()
    return rest.exclude(pk=department.pk) if department else rest
