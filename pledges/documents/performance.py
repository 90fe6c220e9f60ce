"""확인지표와 추진실적. What was promised for each year and quarter, what was done, and what it comes to."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from committees.documents.paper import printed
from committees.models import AgendaItem
from papers.document import Block, Cell, Note, Table
from pledges.book import IndicatorReading, Span
from pledges.card import fill
from pledges.documents.columns import Group, Leaf, drawn, heads, leaves_of, row, titled
from pledges.documents.sheet import Sheet
from pledges.rates import Sum, number

YEAR = 0


def indicators(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """공약달성 확인지표: the target of each year and of all together."""
    groups = sheet.columns(section)
    yield from _table(
        sheet, section, groups, [row(groups, _target(sheet, one)) for one in sheet.reading.indicators]
    )
    yield from _amended(sheet)
    yield from sheet.notes("targets")


def quarters(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """분기별 목표 of the year for which the card is printed."""
    groups = sheet.columns(section)
    rows = [row(groups, _of_quarter(sheet, one)) for one in sheet.reading.indicators]
    yield from _table(sheet, section, groups, rows)
    yield from sheet.notes("quarters")


def results(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """목표 and 실적 of each year below each other, and the rate beside both."""
    groups = sheet.columns(section)
    rows: list[list[Cell]] = []
    for one in sheet.reading.indicators:
        above, below = [], []
        for leaf in leaves_of(groups):
            if leaf.of in ("side", "years"):
                above.append(Cell(_side(sheet, one, leaf, done=False)))
                below.append(Cell(_side(sheet, one, leaf, done=True)))
            else:
                above.append(Cell(_of_results(one, leaf, trim=section.get("trim", False)), rows=2))
        rows += [above, below]
    yield from _table(sheet, section, groups, rows)
    yield from _formulas(sheet)
    yield from sheet.notes("targets", "performance")


def performance(sheet: Sheet, section: Mapping[str, Any]) -> Iterator[Block]:
    """추진실적 총괄: each indicator, their subtotal, and the total with its share; the sums in full below."""
    groups = sheet.columns(section)
    reading, leaves = sheet.reading, leaves_of(groups)
    rows = [row(groups, _of_performance(sheet, one)) for one in reading.indicators]
    if len(reading.family) > 1:
        rows.append(_sum(leaves, _("소계"), reading.subtotal))
    yield from _table(sheet, section, groups, rows, _sum(leaves, _("총 이행률(%)"), reading.share_rate))
    yield from _family(sheet)
    yield from _formulas(sheet)
    yield from _bases(sheet)
    yield from sheet.notes("performance")


def _table(
    sheet: Sheet,
    section: Mapping[str, Any],
    groups: list[Group],
    rows: list[list[Cell]],
    total: Sequence[Cell] = (),
) -> Iterator[Block]:
    title = fill(section.get("title", ""), year=sheet.year)
    if rows:
        yield from titled(title)
        yield Table(drawn(groups), rows, heads=heads(groups), total=total)


def _named(one: IndicatorReading, leaf: Leaf) -> str:
    told = {"no": str(one.indicator.no), "name": one.indicator.name, "metric": one.indicator.metric}
    return {**told, "unit": one.indicator.unit}[leaf.of]


def _target(sheet: Sheet, one: IndicatorReading) -> Any:
    by_year = {span.year: span.target for span in one.years}

    def told(leaf: Leaf) -> str:
        if leaf.of == "years":
            return sheet.told(by_year.get(leaf.key))
        return sheet.told(one.target) if leaf.of == "target" else _named(one, leaf)

    return told


def _of_quarter(sheet: Sheet, one: IndicatorReading) -> Any:
    spans = {span.quarter: span.target for span in (*one.years, *one.quarters) if span.year == sheet.year}

    def told(leaf: Leaf) -> str:
        if leaf.of in ("target", "quarters"):
            return sheet.told(spans.get(leaf.key if leaf.of == "quarters" else YEAR))
        return _named(one, leaf)

    return told


def _of_performance(sheet: Sheet, one: IndicatorReading) -> Any:
    told = {
        "weight": sheet.told(one.indicator.weight),
        "target": sheet.told(one.target),
        "actual": sheet.told(one.actual),
        "rate": one.rate.shown,
        "note": "",
    }
    return lambda leaf: told[leaf.of] if leaf.of in told else _named(one, leaf)


def _side(sheet: Sheet, one: IndicatorReading, leaf: Leaf, *, done: bool) -> str:
    if leaf.of == "side":
        return _("실적") if done else _("목표")
    span = next((each for each in one.years if each.year == leaf.key), None)
    value = None if span is None else _done(sheet, span) if done else span.target
    per_cent = "%" if one.indicator.unit == "%" and value is not None else ""
    return sheet.told(value) + per_cent


def _done(sheet: Sheet, span: Span) -> Any:
    """What was done in a year; of a year that is still to come nothing is said."""
    return span.actual if span.year <= sheet.reading.on.year else None


def _of_results(one: IndicatorReading, leaf: Leaf, *, trim: bool) -> str:
    if leaf.of != "rate":
        return _named(one, leaf)
    return one.rate.shown.removesuffix(".0") if trim else one.rate.shown


def _sum(leaves: list[Leaf], label: str, total: Sum) -> list[Cell]:
    """A row whose words reach up to its rate, and what stands behind it empty."""
    place = next(n for n, leaf in enumerate(leaves) if leaf.of == "rate")
    behind = [Cell("") for _leaf in leaves[place + 1 :]]
    return [Cell(label, columns=place, align="center", bold=True), Cell(total.shown, bold=True), *behind]


def _family(sheet: Sheet) -> Iterator[Note]:
    family = sheet.reading.family
    if len(family) < 2:
        return
    whole = sheet.reading.whole_rate
    told = {
        "codes": _("와 ").join(_("%(code)s 확인지표") % {"code": one.code} for one, _sum in family),
        "shares": ":".join(number(one.share) for one, _sum in family),
    }
    yield Note(_("※ %(codes)s는 %(shares)s의 비중으로 이행률 산정") % told)
    if whole.value is not None:
        yield Note(
            _("※ 공약 %(code)s 전체의 이행률: %(sum)s = %(exact)s → %(shown)s%%")
            % {"code": family[0][0].code, "sum": whole.words, "exact": whole.exact, "shown": whole.shown}
        )


def _formulas(sheet: Sheet) -> Iterator[Note]:
    """Every rate of the table with its sum; rounded only where it is shown."""
    reading = sheet.reading
    rates = [
        f"{one.indicator.no}. {_spelt(one.rate)}" for one in reading.indicators if one.rate.value is not None
    ]
    if rates:
        yield Note(_("※ 사업 이행률(%%): %(rates)s") % {"rates": " / ".join(rates)})
    if reading.subtotal.value is None:
        return
    if len(reading.family) > 1:
        yield Note(_("※ 소계: %(sum)s") % {"sum": _spelt(reading.subtotal)})
        yield Note(_("※ 총 이행률: %(sum)s") % {"sum": _spelt(reading.share_rate)})
    elif len(reading.indicators) > 1:
        yield Note(_("※ 총 이행률: %(sum)s") % {"sum": _spelt(reading.subtotal)})


def _spelt(told: Sum) -> str:
    if told.exact in (told.shown, told.shown.removesuffix(".0")):
        return f"{told.words} = {told.shown}"
    return f"{told.words} = {told.exact} → {told.shown}"


def _bases(sheet: Sheet) -> Iterator[Note]:
    """On what a count stands, where another way of counting says otherwise."""
    for one in sheet.reading.indicators:
        others = [count for count in one.counts if not count.taken and count.value not in (None, one.actual)]
        if one.basis is None or not others:
            continue
        told = {
            "no": one.indicator.no,
            "basis": str(one.basis.measure),
            "value": number(one.actual),
            "others": ", ".join(f"{count.measure} {number(count.value)}" for count in others),
        }
        yield Note(_("※ %(no)d번 지표의 실적은 ‘%(basis)s’ %(value)s로 셈합니다. 다른 셈: %(others)s") % told)


def _heard(item: AgendaItem | None) -> str:
    """The meeting that decided a change or heard of it; of an item behind closed doors no title."""
    if item is None:
        return ""
    return f"{item.meeting.title} {item.title}" if item.is_open else item.meeting.title


def _amended(sheet: Sheet) -> Iterator[Note]:
    """Both versions of a target, and the item of a committee that heard of it."""
    for amendment in sheet.amendments:
        told = {
            "n": amendment.number,
            "on": printed(amendment.effective_on),
            "reason": amendment.reason,
            "item": _heard(amendment.item),
        }
        yield Note(_("※ 변경 %(n)d호(%(on)s 시행, %(item)s): %(reason)s") % told)
    for one in sheet.reading.indicators:
        for span in (*one.years, *one.quarters):
            if span.amended:
                told = {
                    "no": one.indicator.no,
                    "span": sheet.called(span.year) + (f" {span.quarter}/4" if span.quarter else ""),
                    "planned": sheet.told(span.planned),
                    "held": sheet.told(span.target),
                }
                yield Note(_("※ 변경: %(no)d번 지표 %(span)s 목표 %(planned)s → %(held)s") % told)
