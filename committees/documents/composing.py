"""구성현황과 성별 현황. Of whom a body is made, and by what right."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from committees.balance import Gauge, Spread, gauges, rules_on, spreads
from committees.documents.paper import (
    FEWEST,
    Asked,
    counted,
    gone,
    numbered,
    paper,
    printed,
    span,
    summed,
    titled,
    told,
)
from committees.models import Body, BodyRule, Office, Term
from committees.roster import HeadCount, Officer, head_counts, officers
from district.dates import day
from papers.document import Cell, Column, Document, Note, Table


def composition(asked: Asked) -> Document:
    """위원회 구성현황. Each body with its ground, its seats, who leads it and until when."""
    bodies, on = asked.bodies, asked.on
    counts, measured, leaders = head_counts(bodies, on), gauges(bodies, on), chairs(bodies, on)
    terms = {term.body_id: term for term in Term.objects.filter(body__in=bodies, start__lte=on, end__gte=on)}
    rules = rules_on(bodies, on)
    rows = [
        [
            titled(body, asked), ground_of(body), department_of(body),
            places(body, counts[body.pk], rules.get(body.pk)),
            *seated(body, counts[body.pk], measured[body.pk], asked),
            leaders.get(body.pk), term_of(terms.get(body.pk)), printed(body.sunset_on),
        ]
        for body in bodies
    ]  # fmt: skip
    total = summed(counted(asked, rows), 3, range(3, 9))
    table = Table(composed(), numbered(rows), heads=composed_heads(), total=total, unit=_("(단위: 명)"))
    return paper(_("위원회 구성현황"), asked, [table, *composition_notes(asked)])


def composed() -> list[Column]:
    """연번 to 존속기한."""
    return [
        Column(_("연번"), 0.7), Column(_("위원회"), 2.5, "left", head=True),
        Column(_("설치 근거"), 2.7, "left"), Column(_("담당 부서"), 1.4), Column(_("정원"), 0.75, "right"),
        Column(_("계"), 0.75, "right"), Column(_("당연직"), 0.95, "right"),
        Column(_("위촉직"), 0.95, "right"), Column(_("남"), 0.8, "right"), Column(_("여"), 0.8, "right"),
        Column(_("위원장"), 1.5), Column(_("기수와 임기"), 1.95), Column(_("존속기한"), 1.75),
    ]  # fmt: skip


def composed_heads() -> list[list[Cell]]:
    """현원 over three columns, 위촉직 성별 over two."""
    labels = [column.label for column in composed()]
    above = [Cell(_("현원"), columns=3), Cell(_("위촉직 성별"), columns=2)]
    whole = [Cell(label, rows=2) for label in (*labels[:5], *labels[10:])]
    return [[*whole[:5], *above, *whole[5:]], [Cell(label) for label in labels[5:10]]]


def composition_notes(asked: Asked) -> list[Note]:
    """What the figures leave out."""
    few = _("당연직은 성별에 넣지 않으며, 위촉직 가운데 성별을 아는 위원이 %(n)d명 미만이면 적지 않습니다.")
    parts = _("분과 위원은 본 기구의 위원이므로 계에 다시 넣지 않으며, 분과의 성별은 따로 적지 않습니다.")
    has_parts = any(body.parent_id in asked.families for body in asked.bodies)
    return [Note(few % {"n": FEWEST}), *([Note(parts)] if has_parts else [])]


def ground_of(body: Body) -> str | None:
    """The ordinance with its article."""
    return "\n".join(filter(None, [body.legal_basis, body.legal_article])) or None


def department_of(body: Body) -> str | None:
    """Who keeps it; a part is kept with its whole."""
    department = body.convener.department
    return department.name if department else None


def places(body: Body, count: HeadCount, rule: BodyRule | None) -> int:
    """정원: as its own rule has it, else the places that there are."""
    own = rule is not None and rule.body_id == body.pk and rule.seats_at_most
    return own or count.seats


def seated(body: Body, count: HeadCount, gauge: Gauge, asked: Asked) -> list[int | None]:
    """현원, by what right, and the sexes: of a part none, or what the whole keeps back could be computed."""
    # Of today alone: two days beside each other would tell the sex of whoever came between them.
    shown = body.parent_id is None and asked.on == day(asked.at)
    sexes = told(gauge) if shown else (None, None)
    return [count.sitting, count.ex_officio, count.appointed, *sexes]


def term_of(term: Term | None) -> str | None:
    """제4기, and its days as they were printed."""
    if term is None:
        return None
    days = term.printed or span(term.start, term.end)
    return _("제%(n)d기") % {"n": term.number} + f"\n{days}"


def chairs(bodies: Sequence[Body], on: date) -> dict[int, str]:
    """Who leads each on that day, two of them beside each other."""
    held = [officer for officer in officers(bodies, on) if officer.kind == Office.Kind.CHAIR]
    nameless = gone(officer.person_id for officer in held)
    found: dict[int, list[Officer]] = {}
    for officer in held:
        found.setdefault(officer.body_id, []).append(officer)
    return {
        body: "\n".join(nameless.get(each.person_id or 0, each.name) for each in led)
        for body, led in found.items()
    }


def sexes(asked: Asked) -> Document:
    """위촉직 성별 현황. The yearly report of 양성평등기본법 제21조: appointed members alone."""
    asked = asked._replace(bodies=[body for body in asked.bodies if body.parent_id is None])
    measured, spread = gauges(asked.bodies, asked.on), spreads(asked.bodies, asked.on)
    rows = [
        [body.name, department_of(body), *balanced(measured[body.pk], spread[body.pk])]
        for body in asked.bodies
    ]
    notes = [
        Note(_("양성평등기본법 제21조: 위촉직의 한 성별은 10분의 6을 넘지 않아야 합니다.")),
        Note(_("위촉직 %(n)d명 미만의 성별과 나이는 적지 않으며, 계에도 넣지 않습니다.") % {"n": FEWEST}),
    ]
    total = summed(rows, 2, (2, 3, 4, 5, 6, 9))
    table = Table(
        measured_columns(), numbered(rows), heads=measured_heads(), total=total, unit=_("(단위: 명, %)")
    )
    return paper(_("위원회 위촉직 성별 현황"), asked, [table, *notes])


def measured_columns() -> list[Column]:
    """연번 to 비고."""
    return [
        Column(_("연번"), 0.6), Column(_("위원회"), 3, "left", head=True), Column(_("담당 부서"), 1.5),
        Column(_("정원"), 0.8, "right"), Column(_("현원"), 0.8, "right"),
        Column(_("남"), 0.7, "right"), Column(_("여"), 0.7, "right"), Column(_("미기재"), 0.9, "right"),
        Column(_("많은 성별 비율(%)"), 1.1, "right"), Column(_("한 성별 한도"), 0.9, "right"),
        Column(_("청년"), 0.8, "right"), Column(_("비고"), 1.6),
    ]  # fmt: skip


def measured_heads() -> list[list[Cell]]:
    """위촉직 over two columns, 성별 over three."""
    labels = [column.label for column in measured_columns()]
    above = [Cell(_("위촉직"), columns=2), Cell(_("위촉직 성별"), columns=3)]
    whole = [Cell(label, rows=2) for label in (*labels[:3], *labels[8:])]
    return [[*whole[:3], *above, *whole[3:]], [Cell(label) for label in labels[3:8]]]


def balanced(gauge: Gauge, spread: Spread) -> list[Any]:
    """Seats, people, sexes, share, limit, the young, and what is to be said of it."""
    enough = gauge.known >= FEWEST
    return [
        gauge.seats, gauge.known + gauge.unknown, *told(gauge), (gauge.unknown or None) if enough else None,
        str(gauge.share) if enough else None, gauge.limit, spread.youth if spread.aged >= FEWEST else None,
        remark(gauge) if enough else None,
    ]  # fmt: skip


def remark(gauge: Gauge) -> str | None:
    """Whether the ceiling is kept, passed, or lifted."""
    if gauge.ceiling is None:
        return None
    if not gauge.over:
        return _("준수")
    return _("예외 인정") if gauge.exemption else _("한도 초과")
