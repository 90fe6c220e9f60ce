"""운영현황. How often bodies met, how many came, what they decided, and what became of what they asked."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from committees.balance import gauges, per_cent, rules_on
from committees.counting import HELD
from committees.documents.benches import Benches
from committees.documents.composing import seated
from committees.documents.paper import FEWEST, Asked, counted, numbered, paper, summed, titled
from committees.models import Attendance, Body, BodyRule, Meeting, Recommendation, Resolution
from committees.roster import head_counts
from papers.document import Block, Cell, Column, Document, Heading, Note, Table

OPEN = ""


@dataclass(slots=True)
class Year:
    """What one body did in the year: its meetings, who could come and who came, and what was asked."""

    meetings: int = 0
    rounds: set[int] = field(default_factory=set)
    sitting: int = 0
    present: int = 0
    decided: int = 0
    asked: int = 0
    answered: int = 0

    def counted(self, rule: BodyRule | None) -> int:
        """연 회의, as the rule counts."""
        by_meeting = rule is not None and rule.counting_unit == BodyRule.CountingUnit.MEETING
        return self.meetings if by_meeting else len(self.rounds)


def operation(asked: Asked) -> Document:
    """위원회 운영현황. Of the year of that day, up to that day."""
    bodies, on = asked.bodies, asked.on
    rules, counts, measured = rules_on(bodies, on), head_counts(bodies, on), gauges(bodies, on)
    results = results_of(asked)
    years = years_of(asked, results)
    rows = [
        [
            titled(body, asked), *seated(body, counts[body.pk], measured[body.pk], asked),
            years[body.pk].counted(rules.get(body.pk)), *said(years[body.pk]),
        ]
        for body in bodies
    ]  # fmt: skip
    table = Table(
        run(), numbered(rows), heads=run_heads(), total=totalled(asked, rows), unit=_("(단위: 명, 회, 건, %)")
    )
    title = _("%(year)d년 위원회 운영현황") % {"year": on.year}
    return paper(title, asked, [table, *operation_notes(), *outcomes(results)])


def said(year: Year) -> list[Any]:
    """개별회의, 재적과 출석 연인원, 참석률, 의결, 정책제안."""
    rate = str(per_cent(year.present, year.sitting)) if year.sitting else None
    return [
        year.meetings, year.sitting or None, year.present if year.sitting else None, rate, year.decided,
        year.asked, year.answered, year.asked - year.answered,
    ]  # fmt: skip


def totalled(asked: Asked, rows: list[list[Any]]) -> list[Any]:
    """계, and the rate of all of them together."""
    adding = counted(asked, rows)
    total = summed(adding, 1, [*range(1, 10), *range(11, 15)])
    if total:
        sitting = sum(row[8] or 0 for row in adding)
        present = sum(row[9] or 0 for row in adding)
        total[10] = str(per_cent(present, sitting)) if sitting else None
    return total


def run() -> list[Column]:
    """연번 to 검토 중."""
    labels = [
        _("계"), _("당연직"), _("위촉직"), _("남"), _("여"), _("회의"), _("개별회의"), _("재적"),
        _("출석"), _("참석률"), _("의결"), _("접수"), _("회신"), _("검토 중"),
    ]  # fmt: skip
    widths = [0.8, 1, 1, 0.8, 0.8, 0.8, 1.2, 0.9, 0.9, 1, 0.8, 0.8, 0.8, 1.1]
    figures = [Column(label, width, "right") for label, width in zip(labels, widths, strict=True)]
    return [Column(_("연번"), 0.8), Column(_("위원회"), 3.4, "left", head=True), *figures]


def run_heads() -> list[list[Cell]]:
    """구성, 개최 현황, 참석 현황, 정책제안 검토."""
    labels = [column.label for column in run()]
    above = [
        Cell(labels[0], rows=2), Cell(labels[1], rows=2), Cell(_("구성"), columns=5),
        Cell(_("개최 현황"), columns=2), Cell(_("참석 현황(연인원)"), columns=3), Cell(labels[12], rows=2),
        Cell(_("정책제안 검토"), columns=3),
    ]  # fmt: skip
    return [above, [Cell(label) for label in (*labels[2:12], *labels[13:])]]


def operation_notes() -> list[Note]:
    """How the figures were counted."""
    return [
        Note(_("회의는 기구마다 운영 기준이 정한 단위(회차 또는 개별회의)로 셉니다.")),
        Note(_("참석률은 출석 연인원을 재적 연인원으로 나눈 것이며, 출석을 적은 회의만 셉니다.")),
        Note(_("당연직과 성별을 아는 %(n)d명 미만의 위촉직은 성별을 적지 않습니다.") % {"n": FEWEST}),
    ]


def outcomes(results: list[tuple[Recommendation, str]]) -> list[Block]:
    """정책제안 검토 결과: how many ended how, and what share of all that is."""
    tally = Counter(result for each, result in results)
    if not tally:
        return []
    whole = tally.total()
    ended = [(label, n) for label, n in tally.most_common() if label != OPEN]
    rows = [*ended, *([(_("검토 중"), tally[OPEN])] if tally[OPEN] else [])]
    columns = [
        Column(_("결과"), 4, "left", head=True), Column(_("건수"), 1, "right"),
        Column(_("비율(%)"), 1, "right"),
    ]  # fmt: skip
    lines: list[list[str | int]] = [[label, n, str(per_cent(n, whole))] for label, n in rows]
    return [
        Heading(_("정책제안 검토 결과"), 2),
        Table(columns, lines, total=[_("계"), whole, "100.0"], unit=_("(단위: 건, %)")),
    ]


def end_of(asked: Asked) -> datetime:
    """The last moment of that day; what comes later is not yet known to it."""
    return datetime.combine(asked.on, time.max, tzinfo=timezone.get_default_timezone())


def years_of(asked: Asked, results: list[tuple[Recommendation, str]]) -> dict[int, Year]:
    """All of it, by body: so many statements, however many bodies there are."""
    years: dict[int, Year] = defaultdict(Year)
    wholes = {body.pk: [body.pk] for body in asked.bodies}
    parts = list(Body.objects.filter(parent__in=asked.bodies))
    for part in parts:
        wholes[part.parent_id or 0].append(part.pk)
    count_meetings(asked, years, wholes, Benches([*asked.bodies, *parts]))
    decided = Resolution.objects.filter(
        body__in=asked.bodies, year=asked.on.year, decided_at__lte=end_of(asked)
    )
    for body in decided.order_by().values_list("body", flat=True):
        years[body].decided += 1
    for each, result in results:
        for body in filter(None, [each.body_id, each.part_id]):
            years[body].asked += 1
            years[body].answered += result != OPEN
    return years


def count_meetings(
    asked: Asked, years: dict[int, Year], wholes: dict[int, list[int]], benches: Benches
) -> None:
    """Each for whoever called it and whoever met; of those who came, each counts for where they sit."""
    held, came = list(held_in(asked)), defaultdict(set)
    for pk, person in Attendance.objects.filter(meeting__in=held).values_list("meeting", "person"):
        came[pk].add(person)
    for meeting in held:
        there = {body.pk for body in meeting.bodies.all()}
        for body in asked.families & {meeting.round.convener_id, *there}:
            year = years[body]
            year.meetings += 1
            year.rounds.add(meeting.round_id)
            # A meeting copied from a printed page kept no roll.
            if not meeting.source and came[meeting.pk]:
                sat = benches.sitting(there & {*wholes[body]}, meeting.day)
                year.sitting += len(sat)
                year.present += len(sat & came[meeting.pk])


def held_in(asked: Asked) -> Iterable[Meeting]:
    """The meetings of the year that were held by that day, as the page of each body counts them."""
    of = Q(round__convener__in=asked.bodies) | Q(bodies__in=asked.bodies)
    held = Meeting.objects.filter(
        of, round__year=asked.on.year, state__in=HELD, starts_at__lte=end_of(asked)
    )  # fmt: skip
    return held.distinct().select_related("round").prefetch_related("bodies")


def results_of(asked: Asked) -> list[tuple[Recommendation, str]]:
    """정책제안 of the year, each with how it ended by that day."""
    made = Recommendation.objects.filter(
        Q(body__in=asked.bodies) | Q(part__in=asked.bodies),
        withdrawn_at=None,
        year=asked.on.year,
        proposed_at__lte=end_of(asked),
    )
    made = made.select_related("referral__reply__outcome").order_by("proposed_at", "id")
    return [(each, result_of(each, end_of(asked))) for each in made]


def result_of(made: Recommendation, by: datetime) -> str:
    """What its department answered, or what the printed page says; nothing while it is looked at."""
    if made.printed_result:
        return made.printed_result
    reply = made.referral.reply if made.referral else None
    if reply is None or reply.published_at is None or reply.published_at > by:
        return OPEN
    return reply.outcome.label if reply.outcome else _("회신")
