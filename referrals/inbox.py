"""접수함. What awaits an answer, by due day: computed anew for each look, for no day is stored."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.core.signing import BadSignature, Signer

from district.dates import day
from district.models import Department, Person
from district.paging import bad_cursor
from referrals.actions.reminding import WARNED_BEFORE
from referrals.clocks import Calendar, calendar_of
from referrals.models import Referral
from referrals.reach import answers_for
from referrals.rights import holds

PAGE = 50
STANDING = ("waiting", "claimed", "drafting", "in_approval", "paused")
CLOSED = ("answered", "ended")
# Later than any day: what stands still sorts behind what runs.
NEVER = date.max
_signer = Signer(salt="referrals.inbox", sep=".")


@dataclass(frozen=True, slots=True)
class Line:
    """One referral with what its clock says today."""

    referral: Referral
    due: date | None
    days_left: int | None

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

    @property
    def place(self) -> tuple[date, int]:
        """Where it stands in the order by due day."""
        return (self.due or NEVER, self.referral.pk)


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


def rows_of(person: Person, asked: Asked, at: datetime) -> Any:
    """The referrals inside for this person, narrowed by what the database knows."""
    referrals = Referral.objects.inside(person, at)
    if asked.department:
        referrals = referrals.filter(department=asked.department)
    if asked.kind:
        referrals = referrals.filter(kind=asked.kind)
    if words := asked.q.strip():
        referrals = referrals.filter(title__icontains=words)
    return referrals.in_state(asked.state) if asked.state else referrals.standing()


def lines_of(person: Person, asked: Asked, at: datetime) -> list[Line]:
    """What waits, the first due first; those that stand still come last."""
    today = day(at)
    standing = list(rows_of(person, asked, at).with_file())
    works = calendar_of([today, *(day(each.asked_at) for each in standing)])
    lines = [line_of(each, today, works) for each in standing]
    chosen = [line for line in lines if _is_due(line, asked.due) and _is_in(line, asked.hands, person, at)]
    return sorted(chosen, key=lambda line: line.place)


def line_of(referral: Referral, today: date, works: Calendar) -> Line:
    """One line with today's clock."""
    return Line(referral, referral.due(works=works), referral.days_left(today, works))


def _is_due(line: Line, due: str) -> bool:
    return {"late": line.is_late, "soon": line.is_soon}.get(due, True)


def _is_in(line: Line, hands: str, person: Person, at: datetime) -> bool:
    """`mine`: what I took on, and what waits for my approval."""
    if hands != "mine":
        return True
    step = line.referral.current_step
    if step is not None:
        return holds(line.referral, step.role, person, at)
    return line.referral.holder_id == person.pk


@dataclass(frozen=True, slots=True)
class Slice:
    """Some lines, and the ways on."""

    lines: list[Line]
    next: str | None
    previous: str | None
    count: int


def slice_of(lines: list[Line], cursor: str | None, size: int = PAGE) -> Slice:
    """The lines behind a place; by day and number, so that what was answered meanwhile shifts nothing."""
    first, last = 0, size
    if cursor is not None:
        backwards, place = _opened(cursor)
        edge = sum(line.place < place if backwards else line.place <= place for line in lines)
        first, last = (max(0, edge - size), edge) if backwards else (edge, edge + size)
    shown = lines[first:last]
    after = _sealed("o", shown[-1]) if shown and last < len(lines) else None
    before = _sealed("n", shown[0]) if shown and first > 0 else None
    return Slice(shown, after, before, len(lines))


def _sealed(way: str, line: Line) -> str:
    due, number = line.place
    return _signer.sign(f"{way}{due.isoformat()}:{number}")


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
