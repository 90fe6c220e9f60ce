"""What the pages of pledges draw: numbers as a sheet prints them, bars, figures that open a formula."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils.safestring import SafeString

from pledges import charts, rates
from pledges.models import ProgressEntry
from pledges.when import quarter_of, quarter_said, said

register = template.Library()
FIGURE = re.compile(r"-?[0-9][0-9,]*(\.[0-9]+)?")


@register.filter
def exactly(value: Fraction | None) -> str:
    """39.982…"""
    return rates.exact(value)


@register.filter
def counted(value: Decimal | Fraction | int | None) -> str:
    """7.5, 2,536, `-` for nothing."""
    return rates.number(value)


@register.filter
def rounded(value: Fraction | None) -> str:
    """37.5: half-up, only here."""
    return rates.shown(value)


@register.filter
def bar(value: Fraction | None) -> SafeString:
    """A rate as a bar."""
    return charts.meter(value)


@register.filter
def wide(chart: charts.Chart) -> SafeString:
    """As a desk sees it."""
    return charts.draw(chart, charts.WIDE)


@register.filter
def narrow(chart: charts.Chart) -> SafeString:
    """As a telephone sees it."""
    return charts.draw(chart, charts.NARROW)


@register.filter
def cell_words(cell: Any) -> str:
    """A cell of a table as the sheet has it: 400,226, words, `-` for nothing."""
    if cell in (None, ""):
        return rates.NOTHING
    return rates.number(Decimal(str(cell).replace(",", ""))) if is_figure(cell) else str(cell)


def is_figure(cell: Any) -> bool:
    """Whether a cell of a table is a number, or words, which may run on."""
    return bool(FIGURE.fullmatch(str(cell)))


@register.filter
def plain_day(on: date | None) -> str:
    """2023. 12. 31."""
    return f"{on.year}. {on.month}. {on.day}." if on else ""


@register.filter
def in_quarter(on: date | None) -> str:
    """2024. 1/4, where a day is only the end of a quarter."""
    return quarter_said(on.year, quarter_of(on)) if on else ""


@register.filter
def when(entry: ProgressEntry) -> str:
    """2022. 11. 1. ~ 2022. 11. 22., as exactly as it is known."""
    return said(entry)


@register.inclusion_tag("pledges/_figure.html")
def figure(key: str, label: str, shown: str, css: str = "") -> dict[str, Any]:
    """점선 숫자. A number that opens how it came about."""
    return {"key": key, "label": label, "shown": shown, "css": css}
