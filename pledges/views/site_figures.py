"""The figures of one reading as the page sets them: rows, doors to their formulas, charts, money."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from pledges.book import Counted, IndicatorReading, Money, PledgeReading, Span
from pledges.charts import Chart, Pair
from pledges.doors import Door, in_words
from pledges.models import BudgetLine, Fund, Measure, Pledge
from pledges.rates import WHOLE, number, rate
from pledges.when import span_days


def figures_of(reading: PledgeReading) -> dict[str, Any]:
    """Everything on the page that a count may move."""
    pledge = reading.pledge
    family = [each for each, _sum in reading.family]
    return {
        "pledge": pledge,
        "reading": reading,
        "rows": [row_of(each) for each in reading.indicators],
        "weights_total": sum(
            (each.indicator.weight or Decimal(0) for each in reading.indicators), Decimal(0)
        ),
        "capped": reading.capped if reading.capped.value != reading.subtotal.value else None,
        "family": family,
        "family_head": pledge.parent or pledge if len(family) > 1 else None,
        "shares": ":".join(f"{each.share.normalize():f}" for each in family),
        "doors": doors(reading, len(family) > 1),
        "charts": [charts_of(each, reading.on) for each in reading.indicators],
        "money": money_of(reading.money, pledge, reading.on),
    }


def row_of(reading: IndicatorReading) -> dict[str, Any]:
    """An indicator in the table, with the count on which it stands and those beside it."""
    return {
        "reading": reading,
        "indicator": reading.indicator,
        "key": f"rate-{reading.indicator.no}",
        "count_key": f"count-{reading.indicator.no}",
        "shown_actual": number(reading.actual),
        "beside": len(reading.counts) > 1,
        "counts": [(each, short(each)) for each in reading.counts],
        "over": reading.rate.value is not None and reading.rate.value > WHOLE,
    }


def short(counted: Counted) -> str:
    """인쇄본, 일지 or 집계: by what sort of count a number came about."""
    names = {Measure.Kind.PAPER: _("인쇄본"), Measure.Kind.LOG: _("일지")}
    return names.get(Measure.Kind(counted.measure.kind), _("집계"))


def doors(reading: PledgeReading, shared: bool) -> list[Door]:
    """Every figure of the page with what opens behind it, in the order in which it stands there."""
    pieces = sum(each.basis.pieces for each in reading.indicators if each.basis)
    told = [Door("rate", _("이행률"), in_words(reading.subtotal, reading.indicators), pieces, whole=True)]
    if shared:
        told.append(Door("share", _("몫을 곱한 이행률"), reading.share_rate))
        told.append(Door("whole", _("공약 전체 이행률"), reading.whole_rate, whole=True))
    if reading.money.plan_total is not None:
        told.append(Door("money", _("계획 전체에 견준 집행률"), reading.money.rate))
        told.append(Door("money-to-date", _("이때까지의 계획에 견준 집행률"), reading.money.rate_to_date))
    for each in reading.indicators:
        behind = each.basis.pieces if each.basis else 0
        told.append(Door(f"rate-{each.indicator.no}", each.indicator.name, each.rate, behind))
    return told


def charts_of(reading: IndicatorReading, on: date) -> dict[str, Any]:
    """해마다 and, of the last year planned by quarters, 분기마다; the tables behind have all years."""
    indicator = reading.indicator
    name = indicator.metric or indicator.name
    charts = [Chart(_("%(name)s, 해마다") % {"name": name}, indicator.unit, pairs_of(reading.years, on))]
    planned = [span.year for span in reading.quarters if span.target is not None and span.year <= on.year]
    if planned:
        year = max(planned)
        spans = tuple(span for span in reading.quarters if span.year == year)
        title = _("%(year)d년 분기마다 %(name)s") % {"year": year, "name": name}
        charts.append(Chart(title, indicator.unit, pairs_of(spans, on)))
    quarters = [span for span in reading.quarters if span.target is not None or span.actual]
    untold = any(pair.actual is None and not pair.to_come for chart in charts for pair in chart.pairs)
    return {
        "indicator": indicator,
        "charts": charts,
        "years": reading.years,
        "quarters": quarters,
        "untold": untold,
    }


def pairs_of(spans: tuple[Span, ...], on: date) -> tuple[Pair, ...]:
    """What is still to come, or not known, has no bar of nought."""
    return tuple(
        Pair(
            f"{span.quarter}/4" if span.quarter else str(span.year),
            span.target,
            span.actual,
            to_come=span_days(span.year, span.quarter)[0] > on,
        )
        for span in spans
    )


def money_of(money: Money, pledge: Pledge, on: date) -> dict[str, Any] | None:
    """돈. Year by year what was planned and spent, and of whose money; nothing for a promise without any."""
    if money.plan_total is None and money.spent_total is None:
        return None
    years = range(pledge.administration.start.year, pledge.administration.end.year + 1)
    rows = [money_row(money, str(year), BudgetLine.Span.YEAR, year) for year in years]
    for span in (BudgetLine.Span.BEFORE, BudgetLine.Span.AFTER):
        if any(kind == span for _fund, kind, _year in money.planned):
            rows.append(money_row(money, str(span.label), span, 0))
    return {
        "rows": rows,
        "funds": [row for fund in Fund if (row := fund_row(money, fund))],
        "total": money.plan_total,
        "spent": money.spent_total,
        "until": on.year,
    }


def money_row(money: Money, label: str, span: str, year: int) -> dict[str, Any]:
    """A year: the plan, what was spent, and how much of the plan that is."""
    planned = added(money.planned, lambda key: key[1:] == (span, year))
    spent = added(money.spent, lambda key: key[1] == year) if year else None
    return {"label": label, "planned": planned, "spent": spent, "rate": rate(label, spent or 0, planned)}


def fund_row(money: Money, fund: Fund) -> dict[str, Any] | None:
    """Whose money: the same over all years."""
    planned = added(money.planned, lambda key: key[0] == fund)
    spent = added(money.spent, lambda key: key[0] == fund)
    if planned is None and spent is None:
        return None
    return {
        "label": fund.label,
        "planned": planned,
        "spent": spent,
        "rate": rate(str(fund.label), spent or 0, planned),
    }


def added(cells: Mapping[Any, Decimal], wanted: Any) -> Decimal | None:
    """What stands in the cells that are meant; nothing where there is none."""
    found = [value for key, value in cells.items() if wanted(key)]
    return sum(found, Decimal(0)) if found else None
