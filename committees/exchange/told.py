"""What a file says of bodies, people and the days they sat, before a row of ours is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

DAY = timedelta(days=1)
MOST_ROWS = 50_000
LONGEST = {"body": 160, "person": 40, "role": 40, "affiliation": 80, "id": 255}
"""What our own columns hold."""


@dataclass(frozen=True, slots=True)
class BodyTold:
    """기구. What the source calls it, and what it is a part of."""

    id: str
    name: str
    parent: str = ""
    kind: str = ""
    told: dict[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class PersonTold:
    """사람. Told apart by the source's own number, else by the name alone."""

    id: str
    name: str
    told: dict[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Stay:
    """One line of a roster: as what somebody sat, from the first day to the last, both included."""

    id: str
    body: str
    person: str
    role: str = ""
    affiliation: str = ""
    start: date | None = None
    last_day: date | None = None
    told: dict[str, Any] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True, slots=True)
class Aside:
    """What the source also says and no row of ours has a place for: kept, so that it goes out again."""

    noun: str
    id: str
    told: dict[str, Any]
    line: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line cannot come in."""

    line: int
    code: str
    sentence: str


@dataclass(slots=True)
class Bundle:
    """All that the files of one source say."""

    bodies: dict[str, BodyTold] = field(default_factory=dict)
    people: dict[str, PersonTold] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    def bounded(self, since: date | None, until: date | None) -> "Bundle":
        """The same, with the days that the source leaves out."""
        dated = [
            replace(stay, start=stay.start or since, last_day=stay.last_day or until) for stay in self.stays
        ]
        return Bundle(self.bodies, self.people, dated, self.asides)

    def sound(self) -> list[Stay]:
        """The lines that say on which days somebody sat."""
        return [stay for stay in self.stays if stay.start and stay.last_day and stay.start <= stay.last_day]

    def problems(self) -> Iterator[Problem]:
        """Every line that says nothing that could be written; the empty list means all come in."""
        yield from self._of_numbers()
        yield from self._of_bodies()
        for person in self.people.values():
            yield from _named(person.line, person.name, "person")
        for stay in self.stays:
            yield from self._of_stay(stay)

    def _of_numbers(self) -> Iterator[Problem]:
        told: list[BodyTold | PersonTold | Stay | Aside] = [*self.stays, *self.asides]
        for each in [*self.bodies.values(), *self.people.values(), *told]:
            if len(each.id) > LONGEST["id"]:
                yield Problem(each.line, "too_long", _("%d자까지 넣을 수 있습니다.") % LONGEST["id"])
        seen: set[str] = set()
        for stay in self.stays:
            if stay.id in seen:
                yield Problem(stay.line, "line_twice", _("번호가 같은 줄이 앞에 있습니다: %s") % stay.id[:40])
            seen.add(stay.id)

    def _of_bodies(self) -> Iterator[Problem]:
        named: set[tuple[str, str]] = set()
        for body in self.bodies.values():
            yield from _named(body.line, body.name, "body")
            if body.parent and (body.parent, body.name) in named:
                yield Problem(body.line, "body_twice", _("상위 기구 아래에 이름이 같은 기구가 있습니다."))
            named.add((body.parent, body.name))
            if body.parent and body.parent not in self.bodies:
                yield Problem(body.line, "unknown_parent", _("상위 기구가 파일에 없습니다: %s") % body.parent)
            if self._circles(body):
                yield Problem(body.line, "body_circle", _("상위 기구를 따라가면 자신으로 돌아옵니다."))

    def _circles(self, body: BodyTold) -> bool:
        seen, above = {body.id}, body.parent
        while above in self.bodies:
            if above in seen:
                return True
            seen.add(above)
            above = self.bodies[above].parent
        return False

    def _of_stay(self, stay: Stay) -> Iterator[Problem]:
        if stay.body not in self.bodies:
            yield Problem(stay.line, "unknown_body", _("기구가 파일에 없습니다: %s") % stay.body)
        if stay.person not in self.people:
            yield Problem(stay.line, "unknown_person", _("사람이 파일에 없습니다: %s") % stay.person)
        if stay.start is None:
            yield Problem(stay.line, "start_needed", _("시작한 날이 없습니다. 모두에게 쓸 날을 정해 주세요."))
        if stay.last_day is None:
            yield Problem(stay.line, "end_needed", _("끝나는 날이 없습니다. 모두에게 쓸 날을 정해 주세요."))
        for what in ("role", "affiliation"):
            if len(getattr(stay, what)) > LONGEST[what]:
                yield Problem(stay.line, "too_long", _("%d자까지 넣을 수 있습니다.") % LONGEST[what])

    def held_no_day(self) -> list[Stay]:
        """Lines that end before they begin: the source closed them on the day it opened them."""
        return [stay for stay in self.stays if stay.start and stay.last_day and stay.last_day < stay.start]


def _named(line: int, name: str, what: str) -> Iterator[Problem]:
    if not name.strip():
        yield Problem(line, "name_needed", _("이름이 없습니다."))
    elif len(name) > LONGEST[what]:
        yield Problem(line, "too_long", _("%d자까지 넣을 수 있습니다.") % LONGEST[what])


@dataclass(frozen=True, slots=True)
class Sitting:
    """All lines that touch, as one time in office: a change of role or party is no new appointment."""

    body: str
    person: str
    start: date
    last_day: date
    stays: tuple[Stay, ...]


def sittings(stays: Iterable[Stay]) -> list[Sitting]:
    """The times in office of everybody, in the order of body, person and day."""
    found: list[Sitting] = []
    in_order = sorted(stays, key=lambda stay: (stay.body, stay.person, _days(stay)))
    for (body, person), mine in groupby(in_order, key=lambda stay: (stay.body, stay.person)):
        found.extend(_joined(body, person, list(mine)))
    return found


def _joined(body: str, person: str, mine: list[Stay]) -> Iterator[Sitting]:
    held: list[Stay] = []
    last = date.min
    for stay in mine:
        start, end = _days(stay)
        if held and start - last > DAY:
            yield Sitting(body, person, _days(held[0])[0], last, tuple(held))
            held = []
        last = max(last, end) if held else end
        held.append(stay)
    if held:
        yield Sitting(body, person, _days(held[0])[0], last, tuple(held))


def _days(stay: Stay) -> tuple[date, date]:
    if stay.start is None or stay.last_day is None:
        raise ValueError("only dated lines are joined")
    return stay.start, stay.last_day


def told_apart(stays: Iterable[Stay]) -> list[Stay]:
    """Two of one name who sat at the same time are two people; a source without numbers knows no better."""
    found: list[Stay] = []
    in_order = sorted(stays, key=lambda stay: (stay.body, stay.person, stay.start or date.min, stay.line))
    for _key, group in groupby(in_order, key=lambda stay: (stay.body, stay.person)):
        hands: list[Stay] = []  # the last line of each of the namesakes so far
        for stay in group:
            free = next((n for n, held in enumerate(hands) if not _at_once(held, stay)), len(hands))
            hands[free : free + 1] = [stay]
            found.append(replace(stay, person=f"{stay.person}#{free + 1}") if free else stay)
    return sorted(found, key=lambda stay: stay.line)


def _at_once(one: Stay, other: Stay) -> bool:
    return (one.last_day or date.max) >= (other.start or date.min)
