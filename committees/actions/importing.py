"""들여오기: bodies and rosters of another house, laid beside our own, once, all or nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER
from committees.exchange.told import BodyTold, Bundle, Problem, Sitting, Stay, sittings
from committees.models import Body, BodyKind, Membership, Office, Origin, Seat
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from realtime.publish import publish

SOURCE = re.compile(r"[a-z0-9][a-z0-9-]{1,49}")
# Titles that lead; whatever else somebody is called, they sit as a member.
LEADS = {
    "위원장": Office.Kind.CHAIR,
    "공동위원장": Office.Kind.CHAIR,
    "chair": Office.Kind.CHAIR,
    "chairman": Office.Kind.CHAIR,
    "chairwoman": Office.Kind.CHAIR,
    "부위원장": Office.Kind.VICE_CHAIR,
    "vice chair": Office.Kind.VICE_CHAIR,
    "vice chairman": Office.Kind.VICE_CHAIR,
    "vice chairwoman": Office.Kind.VICE_CHAIR,
    "위원장직무대리": Office.Kind.OTHER,
    # 간사 of an assembly sits and votes; ours keeps the papers.
    "간사": Office.Kind.OTHER,
    "ranking member": Office.Kind.OTHER,
}


@dataclass(slots=True)
class Report:
    """What came in, what had come before, and what cannot."""

    source: str
    bodies: int = 0
    people: int = 0
    memberships: int = 0
    offices: int = 0
    unchanged: int = 0
    held_no_day: list[Stay] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many rows are new or different."""
        return self.bodies + self.people + self.memberships + self.offices

    def in_words(self) -> list[str]:
        """What a clerk reads of it."""
        told = (
            (_("기구 %d곳을 넣습니다."), self.bodies),
            (_("사람 %d명을 넣습니다."), self.people),
            (_("위촉 %d건을 넣습니다."), self.memberships),
            (_("임원 %d건을 넣습니다."), self.offices),
        )
        lines = [sentence % n for sentence, n in told if n]
        if self.unchanged:
            lines.append(_("%d건은 이미 있습니다.") % self.unchanged)
        if self.held_no_day:
            lines.append(_("%d줄은 임기가 하루도 되지 않아 기록만 남깁니다.") % len(self.held_no_day))
        if self.problems:
            lines.append(_("%d줄을 들여올 수 없습니다.") % len(self.problems))
        return lines or [_("바뀌는 것이 없습니다.")]


def check_may_import(by: Person | None, at: datetime) -> None:
    """Whole bodies with their history are laid by whoever keeps bodies; nobody at all is the house itself."""
    if by is not None and not by.holds(Role.ADMIN, day(at)):
        raise Refusal("not_importing", _("기구의 자료는 관리 담당만 들여올 수 있습니다."), status=403)


def check_source(source: str) -> str:
    """By which name a second file of the same house finds its rows."""
    if not SOURCE.fullmatch(source):
        raise Refusal("bad_source", _("자료의 이름은 영문 소문자, 숫자, 붙임표로 적어 주세요."), status=422)
    return source


def import_bodies(
    bundle: Bundle,
    *,
    source: str,
    by: Person | None,
    at: datetime,
    since: date | None = None,
    until: date | None = None,
    dry_run: bool = False,
    ref: UUID | None = None,
) -> Report:
    """Lay them all, or, where one line is wrong, none; the same file a second time changes nothing."""
    check_may_import(by, at)
    check_source(source)
    bundle = bundle.bounded(since, until)
    report = Report(source, problems=list(bundle.problems()), held_no_day=bundle.held_no_day())
    if report.problems:
        if dry_run:
            return report
        raise Refusal(
            "import_refused",
            _("%d줄을 들여올 수 없어 아무것도 넣지 않았습니다.") % len(report.problems),
            status=422,
        )
    with transaction.atomic():
        # Two imports of one source at once would lay everybody twice: the ledger of bodies is the lock.
        list(BodyKind.objects.select_for_update().order_by("code"))
        Laying(bundle, report, at).lay()
        if report.changes:
            _tell(report, by, at, ref)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _tell(report: Report, by: Person | None, at: datetime, ref: UUID | None) -> None:
    body = Body.objects.filter(origins__source=report.source).order_by("pk")[0]
    facts = {"source": report.source, "bodies": report.bodies, "memberships": report.memberships}
    publish(LEDGER, "bodies.imported", body, by=by, at=at, ref=ref, facts=facts)


class Laying:
    """One import under way: what is there already, and the rows that are missing."""

    def __init__(self, bundle: Bundle, report: Report, at: datetime) -> None:
        self.bundle, self.report, self.at, self.source = bundle, report, at, report.source
        self.known = {(row.noun, row.their_id): row for row in Origin.objects.filter(source=self.source)}
        self.bodies: dict[str, Body] = {}
        self.people: dict[str, int] = {}

    def lay(self) -> None:
        """Bodies from the top down, then people, then the days they sat, then what stands beside it."""
        for told in self._from_the_top():
            self._lay_body(told)
        self._lay_people()
        self._lay_sittings(sittings(self.bundle.sound()))
        for stay in self.report.held_no_day:
            self._remember("stay", stay.id, stay.told, stay.line)
        for aside in self.bundle.asides:
            self._remember(aside.noun, aside.id, aside.told, aside.line)

    def _from_the_top(self) -> Iterator[BodyTold]:
        laid: set[str] = set()
        waiting = list(self.bundle.bodies.values())
        while waiting:
            ready = [body for body in waiting if not body.parent or body.parent in laid]
            laid.update(body.id for body in ready)
            waiting = [body for body in waiting if body.id not in laid]
            yield from ready

    def _lay_body(self, told: BodyTold) -> None:
        row = self.known.get(("organization", told.id))
        parent = self.bodies.get(told.parent)
        if row is not None and row.body is not None:
            self.bodies[told.id] = row.body
            self._follow(row, told)
            return
        _check_name(parent, told.name)
        kind = told.kind if BodyKind.objects.filter(pk=told.kind).exists() else _usual_kind(parent)
        body = Body.objects.create(
            parent=parent, kind_id=kind, name=told.name, slug=self._slug(), order=len(self.bodies)
        )
        self.bodies[told.id] = body
        self._remember("organization", told.id, told.told, told.line, body=body)
        self.report.bodies += 1

    def _follow(self, row: Origin, told: BodyTold) -> None:
        """A body that is called otherwise now; what else its source says is kept."""
        if row.told == told.told:
            self.report.unchanged += 1
            return
        if row.body is not None and row.body.name != told.name:
            _check_name(row.body.parent, told.name)
        row.told = told.told
        row.save(update_fields=["told"])
        Body.objects.filter(origins=row).update(name=told.name)
        self.report.bodies += 1

    def _slug(self) -> str:
        taken = Body.objects.filter(slug__startswith=f"{self.source[:50]}-").count()
        return f"{self.source[:50]}-{taken + 1}"

    def _lay_people(self) -> None:
        """Nobody signs in as one of them: a person by name, as whoever is appointed without an account."""
        for (noun, id_), row in self.known.items():
            if noun == "person" and row.person_id is not None:
                self.people[id_] = row.person_id
        new = [told for told in self.bundle.people.values() if told.id not in self.people]
        closed = make_password(None)
        made = Person.objects.bulk_create(
            Person(email=None, name=told.name, password=closed, created_at=self.at) for told in new
        )
        self.people |= {told.id: person.pk for told, person in zip(new, made, strict=True)}
        Origin.objects.bulk_create(
            Origin(
                source=self.source, noun="person", their_id=told.id, order=told.line, told=told.told,
                person=person,
            )
            for told, person in zip(new, made, strict=True)
        )  # fmt: skip
        self.report.people += len(made)

    def _lay_sittings(self, wanted: Sequence[Sitting]) -> None:
        there = {
            (row.seat.body_id, row.person_id, row.start): row
            for row in Membership.objects.filter(origins__source=self.source).select_related("seat")
        }
        benches = {id_: Bench(body) for id_, body in self.bodies.items()}
        new: list[tuple[Sitting, Membership]] = []
        for sitting in sorted(wanted, key=lambda sitting: sitting.start):
            key = (self.bodies[sitting.body].pk, self.people[sitting.person], sitting.start)
            if key in there:
                self._extend(there[key], sitting)
                continue
            new.append((sitting, self._membership(sitting, benches[sitting.body])))
        Membership.objects.bulk_create([membership for _sitting, membership in new])
        self._remember_stays(new)
        self._elect(new)
        self.report.memberships += len(new)

    def _membership(self, sitting: Sitting, bench: "Bench") -> Membership:
        last = sitting.stays[-1]
        return Membership(
            seat=bench.seat_for(sitting),
            person_id=self.people[sitting.person],
            name=self.bundle.people[sitting.person].name,
            affiliation=last.affiliation,
            start=sitting.start,
            end=sitting.last_day,
        )

    def _extend(self, membership: Membership, sitting: Sitting) -> None:
        """Known already; a line that was closed or prolonged since moves its last day."""
        if membership.end == sitting.last_day or membership.ended_on is not None:
            self.report.unchanged += 1
            return
        membership.end = sitting.last_day
        membership.save(update_fields=["end"])
        self._remember_stays([(sitting, membership)])
        self.report.memberships += 1

    def _remember_stays(self, laid: Iterable[tuple[Sitting, Membership]]) -> None:
        rows = [
            Origin(
                source=self.source, noun="stay", their_id=stay.id, order=stay.line, told=stay.told,
                body_id=membership.seat.body_id, membership=membership,
            )
            for sitting, membership in laid
            for stay in sitting.stays
        ]  # fmt: skip
        Origin.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["source", "noun", "their_id"],
            update_fields=["told", "order", "membership"],
        )

    def _remember(self, noun: str, id_: str, told: Any, line: int, body: Body | None = None) -> None:
        Origin.objects.update_or_create(
            source=self.source,
            noun=noun,
            their_id=id_,
            defaults={"told": told, "order": line, "body": body},
        )

    def _elect(self, new: Iterable[tuple[Sitting, Membership]]) -> None:
        offices = [
            Office(
                body_id=membership.seat.body_id, kind=LEADS[stay.role.lower()], title=stay.role,
                membership=membership, start=stay.start or sitting.start, end=stay.last_day,
            )
            for sitting, membership in new
            for stay in sitting.stays
            if stay.role.lower() in LEADS
        ]  # fmt: skip
        Office.objects.bulk_create(offices)
        self.report.offices += len(offices)


class Bench:
    """The seats of one body, given in the order in which people came: nobody sits on another's knees."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.free_from: list[tuple[date, Seat]] = []
        for seat in body.seats.filter(basis=Seat.Basis.APPOINTED).prefetch_related("memberships"):
            last = max((row.last_day for row in seat.memberships.all()), default=date.min)
            self.free_from.append((last, seat))

    def seat_for(self, sitting: Sitting) -> Seat:
        """The first that is free from that day on, or one more."""
        for n, (last, seat) in enumerate(self.free_from):
            if last < sitting.start and seat.opened_on <= sitting.start:
                self.free_from[n] = (sitting.last_day, seat)
                return seat
        seat = Seat.objects.create(
            body=self.body, number=self._next_number(), opened_on=sitting.start, closed_on=None
        )
        self.free_from.append((sitting.last_day, seat))
        return seat

    def _next_number(self) -> int:
        return max((seat.number for _last, seat in self.free_from), default=self.body.seats.count()) + 1


def _check_name(parent: Body | None, name: str) -> None:
    """Refuse two parts of one body by the same name."""
    if parent is not None and parent.parts.filter(name=name).exists():
        raise Refusal("body_name_taken", _("이름이 같은 분과가 이미 있습니다: %s") % name, status=409)


def _usual_kind(parent: Body | None) -> str:
    return BodyKind.SUBCOMMITTEE if parent is not None else "committee"
