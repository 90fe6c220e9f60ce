"""How a pledge looks to programs: every figure with its formula, exact beside what is shown."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from district.dates import moment
from pledges.book import Counted, IndicatorReading, Money, PledgeReading, Span
from pledges.models import BudgetLine, Fund, Milestone
from pledges.rates import Sum

UNIT = "백만 원"


def head_row(reading: PledgeReading) -> dict[str, Any]:
    """A pledge in a list: where it stands, how much of it was done, and what it cost."""
    pledge = reading.pledge
    return {
        "id": pledge.pk,
        "code": pledge.code,
        "title": pledge.title,
        "administration": {"id": pledge.administration_id, "name": pledge.administration.name},
        "parent": pledge.parent.code if pledge.parent else None,
        "on": reading.on.isoformat(),
        "reported_on": dated(pledge.reported_on),
        "url": pledge.get_absolute_url(),
        "status": {
            "code": pledge.status.code, "label": pledge.status.label, "meaning": pledge.status.meaning,
        },
        "department": {"id": pledge.department_id, "name": pledge.department.name},
        "summary": pledge.summary,
        "tags": sorted(tag.name for tag in pledge.tags.all()),
        "share": decimal(pledge.share),
        **rates_row(reading),
        "indicators": [indicator_head(each) for each in reading.indicators],
        "budget": {"unit": UNIT, "total": decimal(reading.money.plan_total)},
        "spending": spending_head(reading.money),
        "next_milestone": milestone_row(reading.next_milestone) if reading.next_milestone else None,
        "thread": pledge.thread_id,
        "published_at": moment(pledge.published_at),
    }  # fmt: skip


def rates_row(reading: PledgeReading) -> dict[str, Any]:
    """소계, 총 이행률 and the rate of the promise in all."""
    return {
        **rated("rate", reading.subtotal),
        "rate_capped": shown_or_none(reading.capped),
        **rated("share_rate", reading.share_rate),
        **rated("whole_rate", reading.whole_rate),
    }


def indicator_head(reading: IndicatorReading) -> dict[str, Any]:
    """An indicator with what was promised and what was done by that day."""
    indicator, basis = reading.indicator, reading.basis
    return {
        "no": indicator.no,
        "name": indicator.name,
        "metric": indicator.metric,
        "unit": indicator.unit,
        "weight": decimal(indicator.weight),
        "target": decimal(reading.target),
        "actual": decimal(reading.actual),
        **rated("rate", reading.rate),
        "formula": reading.rate.words,
        "evidence_url": basis.evidence_url if basis else None,
    }


def indicator_row(reading: IndicatorReading) -> dict[str, Any]:
    """The same with each way of counting it, and year by year."""
    basis = reading.basis
    return indicator_head(reading) | {
        "stands_on": basis.measure.pk if basis else None,
        "measures": [measure_row(each) for each in reading.counts],
        "years": [span_row(each) for each in reading.years],
        "quarters": [span_row(each) | {"quarter": each.quarter} for each in reading.quarters],
    }


def measure_row(counted: Counted) -> dict[str, Any]:
    """One way to count; both the paper's and the house's own stay visible."""
    measure = counted.measure
    return {
        "id": measure.pk,
        "kind": measure.kind,
        "label": str(measure),
        "value": decimal(counted.value),
        "taken": counted.taken,
        "pieces": counted.pieces,
        "opening": decimal(measure.opening),
        "opening_on": dated(measure.opening_on),
        "evidence": measure.evidence,
        "evidence_url": counted.evidence_url,
    }


def span_row(span: Span) -> dict[str, Any]:
    """A year or a quarter: promised, as first promised, and done."""
    return {
        "year": span.year,
        "target": decimal(span.target),
        "planned": decimal(span.planned),
        "amended": span.amended,
        "actual": decimal(span.actual),
        **rated("rate", span.rate),
    }


def budget_row(money: Money) -> dict[str, Any]:
    """투자계획."""
    lines = [
        {
            "fund": fund, "fund_label": str(Fund(fund).label), "span": span,
            "span_label": str(BudgetLine.Span(span).label), "year": year or None, "amount": decimal(amount),
        }
        for (fund, span, year), amount in sorted(money.planned.items(), key=lambda each: _placed(*each[0]))
    ]  # fmt: skip
    return {"unit": UNIT, "total": decimal(money.plan_total), "lines": lines}


def spending_head(money: Money) -> dict[str, Any]:
    """집행액과 집행률."""
    return {
        "unit": UNIT,
        "total": decimal(money.spent_total),
        **rated("rate", money.rate),
        "formula": money.rate.words,
        **rated("rate_to_date", money.rate_to_date),
        "formula_to_date": money.rate_to_date.words,
    }


def spending_row(money: Money) -> dict[str, Any]:
    """The same year by year."""
    order = [fund.value for fund in Fund]
    spent = sorted(money.spent.items(), key=lambda each: (each[0][1], order.index(each[0][0])))
    lines = [
        {"fund": fund, "fund_label": str(Fund(fund).label), "year": year, "amount": decimal(amount)}
        for (fund, year), amount in spent
    ]
    return spending_head(money) | {"lines": lines}


def milestone_row(milestone: Milestone) -> dict[str, Any]:
    """추진일정의 한 줄."""
    return {
        "order": milestone.order,
        "title": milestone.title,
        "starts_on": dated(milestone.starts_on),
        "ends_on": dated(milestone.ends_on),
        "done_on": dated(milestone.done_on),
    }


def formula_of(told: Sum) -> dict[str, Any]:
    """A sum line by line, as a reader may follow it."""
    return {
        "words": told.words,
        "note": told.note,
        "terms": [
            {"label": each.label, "words": each.words, "exact": str(each.value)} for each in told.terms
        ],
    }


def rated(name: str, told: Sum) -> dict[str, str | None]:
    """A rate as it is shown, and exactly; nothing, and not nought, where there is nothing to reckon."""
    return {name: shown_or_none(told), f"{name}_exact": None if told.value is None else str(told.value)}


def shown_or_none(told: Sum) -> str | None:
    """A sum as it is shown; `-` is nothing."""
    return None if told.value is None else told.shown


def decimal(value: Decimal | Fraction | int | None) -> str | None:
    """A count or an amount, exactly, in digits that a program reads: 7.5, 2536."""
    if value is None:
        return None
    exact = Fraction(value)
    text = f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def dated(on: date | None) -> str | None:
    """A day as the API writes it."""
    return on.isoformat() if on else None


def heads(readings: Iterable[PledgeReading]) -> list[dict[str, Any]]:
    """Several at once."""
    return [head_row(each) for each in readings]


def _placed(fund: str, span: str, year: int) -> tuple[int, int, int]:
    spans, funds = [each.value for each in BudgetLine.Span], [each.value for each in Fund]
    return spans.index(span), year, funds.index(fund)
