"""공약 이행 평가. The five fields of the manifesto headquarters, out of our own rows.

Every one says how it is reckoned; none of them is a mark that somebody gave.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from district.models import Administration
from pledges.book import IndicatorReading, PledgeReading
from pledges.models import Pledge, ProgressEntry, Status
from pledges.rates import Sum, Term, exact, number, rate

Channel = ProgressEntry.Channel
NOUGHT = Fraction(0)


@dataclass(frozen=True, slots=True)
class Aim:
    """What was promised of one indicator for the year, and whether it was reached."""

    label: str
    target: Fraction
    actual: Fraction | None
    by_total: bool = False
    """Of the year alone nobody knows: the total is held against all that was promised until then."""

    @property
    def reached(self) -> bool:
        """As much as was promised, or more."""
        return self.actual is not None and self.actual >= self.target

    @property
    def words(self) -> str:
        """실적 ÷ 목표."""
        told = f"{number(self.actual)} ÷ {number(self.target)}"
        return _("%(sum)s (누계)") % {"sum": told} if self.by_total else told


@dataclass(frozen=True, slots=True)
class Row:
    """What one pledge brings into the evaluation of a year."""

    pledge: Pledge
    aims: tuple[Aim, ...] = ()
    heard: Counter[str] = field(default_factory=Counter)
    """주민 참여 실적 by channel."""
    voices: int = 0
    """People who spoke under it in that year."""
    asked: int = 0
    answered: int = 0
    """Words of residents in that year, and how many of them an office answered."""
    evidenced: bool = False
    """Every indicator stands on something that can be opened."""
    updated: bool = False
    """Something was entered or closed in the quarter of that day."""
    differing: tuple[str, ...] = ()
    """인쇄본과 다른 칸."""
    changed: int = 0
    unheard: int = 0
    """변경 of that year, and how many of them no committee heard of."""

    @property
    def fulfilled(self) -> bool:
        """완료, 또는 완료 뒤 계속."""
        return self.pledge.status.meaning in Status.FULFILLED

    @property
    def published(self) -> bool:
        """Whether people can read it."""
        return self.pledge.published_at is not None

    @property
    def spoken_with(self) -> bool:
        """Published with figures and evidence, kept up to date, and nobody left without an answer."""
        return self.published and self.evidenced and self.updated and self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Line:
    """A part of a field: what it is, how much, and how it comes about."""

    label: str
    sum: Sum


@dataclass(frozen=True, slots=True)
class Field:
    """One of the five: its figure, what it means in our rows, and its parts."""

    code: str
    label: str
    formula: str
    sum: Sum
    lines: tuple[Line, ...] = ()
    passed: bool | None = None
    """Pass or Fail, where the field is one of yes or no, and there is anything to agree."""
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """As it is printed: 37.5%, 31건, Pass."""
        if self.passed is not None:
            return "Pass" if self.passed else "Fail"
        return self.sum.shown + (self.sum.unit if self.sum.value is not None else "")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The five fields of an administration in a year, and the pledges from which they come."""

    administration: Administration
    year: int
    on: date
    fields: tuple[Field, ...]
    rows: tuple[Row, ...]


def five(rows: Sequence[Row], people: int) -> tuple[Field, ...]:
    """완료율, 목표달성도, 주민소통, 웹소통, 일치도; drafts count only where publication itself is asked."""
    public = [row for row in rows if row.published]
    return fulfilled(public), reached(public), heard(public, people), online(rows), agreed(public)


def fulfilled(rows: Sequence[Row]) -> Field:
    """완료율."""
    by_status = Counter(row.pledge.status.meaning for row in rows)
    lines = [Line(str(each.label), counted(by_status[each.value], _("건"))) for each in Status.Meaning]
    return Field(
        "fulfilled",
        _("완료율"),
        _("추진상황이 완료이거나 완료 뒤 계속인 공약 ÷ 게시한 모든 공약 × 100. 관리번호마다 한 건입니다."),
        share_of(sum(row.fulfilled for row in rows), len(rows)),
        tuple(lines),
        notes=(_("추진상황은 지금의 것입니다. 지난해의 평가에도 지금의 추진상황으로 셉니다."),),
    )


def reached(rows: Sequence[Row]) -> Field:
    """목표달성도."""
    aims = [(row, aim) for row in rows for aim in row.aims]
    known = [aim for _row, aim in aims if aim.actual is not None]
    parts = [Term(f"{row.pledge.code} {aim.label}", aim.words, ratio(aim)) for row, aim in aims]
    total = sum((ratio(aim) for aim in known), NOUGHT)
    words = f"{exact(total)} ÷ {len(known)}" if known else ""
    mean = Sum(_("평균 이행률"), total / len(known) if known else None, words, tuple(parts))
    notes = [_("100%를 넘긴 지표도 그대로 더합니다.")]
    if any(aim.by_total for _row, aim in aims):
        notes.append(_("그해만의 실적을 알 수 없는 지표는 그해까지의 누계로 견줍니다."))
    if len(known) < len(aims):
        told = _("실적을 알 수 없는 지표 %(n)d개는 이르지 못한 것으로 세고 평균에서는 뺍니다.")
        notes.append(told % {"n": len(aims) - len(known)})
    return Field(
        "reached",
        _("목표달성도"),
        _("그해에 목표가 있는 확인지표 가운데 실적이 목표 이상인 지표의 비율입니다.")
        + " "
        + _("평균 이행률은 Σ(실적 ÷ 목표 × 100) ÷ 지표 수입니다."),
        share_of(sum(aim.reached for _row, aim in aims), len(aims)),
        (Line(_("평균 이행률"), mean),),
        notes=tuple(notes),
    )


def heard(rows: Sequence[Row], people: int) -> Field:
    """주민소통."""
    by_channel: Counter[str] = Counter()
    for row in rows:
        by_channel.update(row.heard)
    lines = [Line(str(each.label), counted(by_channel[each.value], _("건"))) for each in Channel]
    if by_channel[""]:
        lines.append(Line(_("방법을 적지 않음"), counted(by_channel[""], _("건"))))
    lines.append(Line(_("댓글로 의견을 낸 사람"), counted(people, _("명"))))
    total = sum(by_channel.values())
    words = " + ".join(str(count) for count in by_channel.values())
    return Field(
        "heard",
        _("주민소통"),
        _("그해의 주민 참여(소통) 실적을 소통 방법마다 세어 더합니다.")
        + " "
        + _("댓글로 의견을 낸 사람은 한 번씩만 세어 따로 적습니다."),
        Sum(_("주민소통"), Fraction(total), words, unit=_("건"), decimals=0),
        tuple(lines),
    )


def online(rows: Sequence[Row]) -> Field:
    """웹소통."""
    public = [row for row in rows if row.published]
    asked, answered = sum(row.asked for row in public), sum(row.answered for row in public)
    return Field(
        "online",
        _("웹소통"),
        _("다음을 모두 갖춘 공약 ÷ 모든 공약 × 100: 수와 증빙을 갖추어 게시했고,")
        + " "
        + _("기준일이 든 분기에 새로 적거나 마감했으며, 답하지 않은 의견이 없습니다."),
        share_of(sum(row.spoken_with for row in rows), len(rows)),
        (
            Line(
                _("수와 증빙을 갖추어 게시한 공약"), share_of(sum(row.evidenced for row in public), len(rows))
            ),
            Line(_("이 분기에 갱신한 공약"), share_of(sum(row.updated for row in public), len(public))),
            Line(_("부서가 답한 의견"), share_of(answered, asked)),
        ),
        notes=(_("아직 게시하지 않은 공약도 모든 공약에 들어갑니다."),),
    )


def agreed(rows: Sequence[Row]) -> Field:
    """일치도."""
    differing = [f"{row.pledge.code} {cell}" for row in rows for cell in row.differing]
    changed, unheard = sum(row.changed for row in rows), sum(row.unheard for row in rows)
    return Field(
        "agreed",
        _("일치도"),
        _("인쇄본과 다른 칸이 없고, 위원회를 거치지 않은 변경이 없으면 Pass입니다."),
        counted(len(differing) + unheard, _("건")) if rows else Sum("", None),
        (
            Line(_("인쇄본과 다른 칸"), counted(len(differing), _("건"))),
            Line(_("그해에 시행한 변경"), counted(changed, _("건"))),
            Line(_("위원회를 거치지 않은 변경"), counted(unheard, _("건"))),
        ),
        passed=not differing and not unheard if rows else None,
        notes=tuple(differing),
    )


def aims_of(reading: PledgeReading, year: int) -> tuple[Aim, ...]:
    """What of a pledge was promised for that year."""
    told = (aim_of(each, year) for each in reading.indicators)
    return tuple(aim for aim in told if aim is not None)


def aim_of(reading: IndicatorReading, year: int) -> Aim | None:
    """The year's own, or the total until then where of the year alone nobody knows."""
    span = next((each for each in reading.years if each.year == year), None)
    if span is None or not span.target:
        return None
    indicator = reading.indicator
    label = f"{indicator.no}. {indicator.name}"
    if span.actual is not None:
        return Aim(label, Fraction(span.target), Fraction(span.actual))
    until = [Fraction(each.target) for each in reading.years if each.year <= year and each.target]
    done = None if reading.actual is None else Fraction(reading.actual)
    return Aim(label, sum(until, NOUGHT), done, by_total=True)


def evidenced(reading: PledgeReading) -> bool:
    """Whether every indicator has a figure that stands on something to open."""
    bases = [(each.basis, each.actual) for each in reading.indicators]
    return bool(bases) and all(basis and basis.pieces and actual is not None for basis, actual in bases)


def ratio(aim: Aim) -> Fraction:
    """실적 ÷ 목표 × 100; nought where nobody knows."""
    return NOUGHT if aim.actual is None else aim.actual / aim.target * 100


def share_of(part: int, whole: int) -> Sum:
    """So many of so many."""
    return rate("", Fraction(part), Fraction(whole)) if whole else Sum("", None, f"{part} ÷ {whole}")


def counted(many: int, unit: str) -> Sum:
    """So many."""
    return Sum("", Fraction(many), unit=unit, decimals=0)


def lines_of(evaluation: Evaluation) -> Iterable[tuple[str, str, str, str, str, str]]:
    """Field, name, part, figure, unit and formula: line by line, as a table for programs has it."""
    for each in evaluation.fields:
        unit = "" if each.passed is not None or each.sum.value is None else each.sum.unit
        shown = each.shown if each.passed is not None else each.sum.shown
        yield each.code, each.label, "", shown, unit, each.sum.words
        for line in each.lines:
            unit = line.sum.unit if line.sum.value is not None else ""
            yield each.code, each.label, line.label, line.sum.shown, unit, line.sum.words
