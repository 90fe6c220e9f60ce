"""일어난 일. What the house has on record that a measure can count: read once for all pledges, by its day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Q, QuerySet

from committees.models import Assignment, Body, BodyRule, Meeting
from deliberation.models import Question, Session
from district.dates import day
from district.refusals import Refusal
from pledges.models import Measure, ProgressEntry
from pledges.when import parse

ONE = Decimal(1)
ROUND = BodyRule.CountingUnit.ROUND.value
type Piece = tuple[date, date, Decimal]
"""So many, between two days that may be one."""


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held, as far as it is counted."""

    on: date
    year: int
    round: int
    meeting: int


@dataclass(frozen=True, slots=True)
class Happened:
    """Everything that the measures asked for may count, whatever administration it fell into."""

    entries: dict[int, list[Piece]] = field(default_factory=dict)
    """By indicator."""
    meetings: dict[int, list[Held]] = field(default_factory=dict)
    """By body, in order of day."""
    rules: dict[int, list[tuple[date, str]]] = field(default_factory=dict)
    """How a body counts its meetings, and from when; a part without rules of its own counts as its whole."""
    assignments: dict[int, list[Piece]] = field(default_factory=dict)
    """By body."""
    questions: list[Piece] = field(default_factory=list)
    forums: list[Piece] = field(default_factory=list)

    def counted(self, body: int, start: date, on: date) -> list[tuple[Held, Decimal]]:
        """Its meetings from one day to another, and what each adds: a round that counts once adds it once."""
        seen: set[int] = set()
        told = []
        for held in self.meetings.get(body, []):
            if start <= held.on <= on:
                by_round = self.unit(body, min(on, date(held.year, 12, 31))) == ROUND
                adds = Decimal(0) if by_round and held.round in seen else ONE
                seen.add(held.round)
                told.append((held, adds))
        return told

    def unit(self, body: int, on: date) -> str:
        """회차 or 개별회의, by the last rule that holds that day; 회차 where nothing is said."""
        return next((unit for since, unit in self.rules.get(body, []) if since <= on), ROUND)

    def pieces(self, measure: Measure, start: date, on: date) -> list[Piece]:
        """What a measure counts from one day to another."""
        match measure.kind:
            case Measure.Kind.MEETINGS:
                counted = self.counted(measure.body_id or 0, start, on)
                return [(held.on, held.on, adds) for held, adds in counted if adds]
            case Measure.Kind.ASSIGNMENTS:
                told = self.assignments.get(measure.body_id or 0, [])
            case Measure.Kind.QUESTIONS:
                told = self.questions
            case Measure.Kind.FORUMS:
                told = self.forums
            case _:
                told = self.entries.get(measure.indicator_id, [])
        return [piece for piece in told if start <= piece[1] <= on]


def happened(measures: Sequence[Measure], pledges: Iterable[int]) -> Happened:
    """Read what these measures of these pledges count: as many queries as there are kinds among them."""
    kinds = {measure.kind for measure in measures}
    bodies = {
        kind: {measure.body_id for measure in measures if measure.kind == kind and measure.body_id}
        for kind in Measure.OF_A_BODY
    }
    told = Happened()
    if kinds & Measure.ENTERED:
        _read_entries(told, pledges)
    if Measure.Kind.MEETINGS in kinds:
        _read_meetings(told, bodies[Measure.Kind.MEETINGS])
        _read_rules(told, bodies[Measure.Kind.MEETINGS])
    if Measure.Kind.ASSIGNMENTS in kinds:
        _read_assignments(told, bodies[Measure.Kind.ASSIGNMENTS])
    if Measure.Kind.QUESTIONS in kinds:
        opened = Question.objects.order_by("thread__opens_at").values_list("thread__opens_at", flat=True)
        told.questions.extend(_once(at) for at in opened)
    if Measure.Kind.FORUMS in kinds:
        sessions = held_sessions().values_list("opened_at", "starts_at", "forum__printed_when")
        days = (session_days(*row) for row in sessions)
        told.forums.extend((first, last, ONE) for first, last in filter(None, days))
    return told


def counting_entries() -> QuerySet[ProgressEntry]:
    """What was logged and counts: neither taken back nor told a second time."""
    return ProgressEntry.objects.once().filter(count__isnull=False)


def meetings_of(bodies: Iterable[int]) -> QuerySet[Meeting]:
    """Those that these bodies called or came to, and that are over."""
    told = list(bodies)
    theirs = Q(round__convener__in=told) | Q(bodies__in=told)
    return Meeting.objects.filter(theirs, state=Meeting.State.ADJOURNED)


def given_to(bodies: Iterable[int]) -> QuerySet[Assignment]:
    """The tasks that these bodies or parts of them were given."""
    told = list(bodies)
    theirs = Q(body__in=told) | Q(body__parent__in=told)
    return Assignment.objects.filter(theirs, given_at__isnull=False)


def held_sessions() -> QuerySet[Session]:
    """The evenings of forums that were opened here, or held before this house stood."""
    return Session.objects.filter(Q(opened_at__isnull=False) | Q(key=None)).order_by()


def session_days(
    opened_at: datetime | None, starts_at: datetime | None, printed_when: str
) -> tuple[date, date] | None:
    """When an evening was: of one on paper what its forum prints; None where nobody can read it."""
    if at := opened_at or starts_at:
        return day(at), day(at)
    try:
        when = parse(printed_when)
    except Refusal:
        return None
    return when.starts_on, when.ends_on


def _once(at: datetime) -> Piece:
    on = day(at)
    return on, on, ONE


def _read_entries(told: Happened, pledges: Iterable[int]) -> None:
    rows = counting_entries().filter(pledge__in=list(pledges)).order_by("ends_on", "id")
    for indicator, first, last, count in rows.values_list("indicator_id", "starts_on", "ends_on", "count"):
        if indicator is not None and count is not None:
            told.entries.setdefault(indicator, []).append((first, last, count))


def _read_meetings(told: Happened, bodies: set[int]) -> None:
    rows = meetings_of(bodies).values_list(
        "pk", "round_id", "round__year", "round__convener_id", "bodies__pk", "called_at", "starts_at"
    )
    seen: set[tuple[int, int]] = set()
    for meeting, called, year, convener, came, called_at, starts_at in rows.order_by():
        held = Held(day(called_at or starts_at), year, called, meeting)
        for body in {convener, came} & bodies:
            if (body, meeting) not in seen:
                seen.add((body, meeting))
                told.meetings.setdefault(body, []).append(held)
    for meetings in told.meetings.values():
        meetings.sort(key=lambda held: (held.on, held.meeting))


def _read_rules(told: Happened, bodies: set[int]) -> None:
    parents = dict(Body.objects.filter(pk__in=bodies).order_by().values_list("pk", "parent_id"))
    asked = {*parents, *filter(None, parents.values())}
    rules: dict[int, list[tuple[date, str]]] = {}
    rows = BodyRule.objects.filter(body__in=asked).order_by("-valid_from")
    for body, since, unit in rows.values_list("body_id", "valid_from", "counting_unit"):
        rules.setdefault(body, []).append((since, unit))
    for body, parent in parents.items():
        # Its own from the day of the first on; before that, those of its whole.
        told.rules[body] = [*rules.get(body, []), *(rules.get(parent, []) if parent else [])]


def _read_assignments(told: Happened, bodies: set[int]) -> None:
    rows = given_to(bodies).order_by("given_at", "id")
    for body, parent, given_at in rows.values_list("body_id", "body__parent_id", "given_at"):
        for each in {body, parent or body} & bodies:
            if given_at is not None:
                told.assignments.setdefault(each, []).append(_once(given_at))
