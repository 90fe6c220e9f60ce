"""일자. When something was done, as exactly as the sheet says it: a day, a month, a quarter, half a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.utils.translation import gettext as _

from district.refusals import Refusal
from pledges.models.doings import ProgressEntry

Precision = ProgressEntry.Precision
LONGEST = 60
YEARS = range(1900, 2200)
YEAR = re.compile(r"(?P<year>[0-9]{4}|['’‘][0-9]{2})\s*(?:\.|년|$)\s*")
QUARTER = re.compile(r"(?P<quarter>[1-4])\s*(?:/\s*4\s*)?분기|(?P<of_four>[1-4])\s*/\s*4")
HALF = re.compile(r"(?P<half>[상하])반기")
POINT = re.compile(r"(?P<first>[0-9]{1,2})\s*(?:[.월일]|$)\s*(?:(?P<second>[0-9]{1,2})\s*[.일]?)?")
ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
TILDES = re.compile(r"\s*[~∼〜～]\s*")
WEEKDAY = re.compile(r"\s*\([월화수목금토일]\)")


class Dated(Protocol):
    """What says when it was, as an entry of the log does."""

    starts_on: date
    ends_on: date
    precision: str


@dataclass(frozen=True, slots=True)
class When:
    """From a day to a day, and how exactly that is known."""

    starts_on: date
    ends_on: date
    precision: str


@dataclass(frozen=True, slots=True)
class _Side:
    """What stands before or behind a tilde."""

    year: int
    month: int | None = None
    day: int | None = None
    quarter: int | None = None
    half: str = ""


def parse(text: str, above: When | None = None) -> When:
    """Read what a sheet prints; a blank cell says what the cell above it says, a month alone its year."""
    words = WEEKDAY.sub("", text).strip()
    if not words and above is not None:
        return above
    if not words or len(words) > LONGEST:
        raise unreadable()
    try:
        return _read(words, above.starts_on.year if above else None)
    except ValueError as error:
        raise unreadable() from error


def said(when: Dated) -> str:
    """The same as the sheets print it: parsed again it is the same days."""
    start, end = when.starts_on, when.ends_on
    match Precision(when.precision):
        case Precision.DAY:
            words = _day(start)
        case Precision.RANGE:
            words = f"{_day(start)} ~ {_day(end)}"
        case Precision.MONTH:
            words = f"{start.year}. {start.month}."
        case Precision.MONTHS:
            year = "" if start.year == end.year else f"{end.year}. "
            words = f"{start.year}. {start.month}.~{year}{end.month}."
        case Precision.QUARTER:
            words = _("%(year)d. %(quarter)d분기") % {"year": start.year, "quarter": quarter_of(start)}
        case Precision.HALF:
            half = _("%(year)d. 상반기") if start.month == 1 else _("%(year)d. 하반기")
            words = half % {"year": start.year}
        case Precision.YEAR:
            words = f"{start.year}."
    return words


def span_days(year: int, quarter: int) -> tuple[date, date]:
    """The first and the last day of a quarter, or of the year where it is 0."""
    first, last = (quarter * 3 - 2, quarter * 3) if quarter else (1, 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def quarter_of(on: date) -> int:
    """In which quarter of its year a day lies."""
    return (on.month + 2) // 3


def quarter_said(year: int, quarter: int) -> str:
    """2026. 3/4, as the forms print a quarter."""
    return f"{year}. {quarter}/4"


def unreadable() -> Refusal:
    """What is not a date of any of these kinds."""
    sentence = _("날짜를 2023. 11. 7., 2023. 6.~7., 2022. 3분기, 2022. 하반기처럼 적어 주세요.")
    return Refusal("bad_partial_date", sentence, status=422)


def _read(words: str, year: int | None) -> When:
    if iso := ISO.fullmatch(words):
        return _of(_Side(int(iso[1]), int(iso[2]), int(iso[3]) if iso[3] else None))
    sides = TILDES.split(words)
    left = _side(sides[0], year, None)
    if len(sides) == 1:
        return _of(left)
    if len(sides) > 2:
        raise ValueError(words)
    return _between(left, _side(sides[1], left.year, left))


def _side(words: str, year: int | None, left: _Side | None) -> _Side:
    if told := YEAR.match(words):
        digits = told["year"]
        year, words = int(digits) if len(digits) == 4 else 2000 + int(digits[1:]), words[told.end() :]
        left = left if left is not None and left.year == year else None
    if year is None:
        raise ValueError(words)
    if not words:
        return _Side(year)
    if told := QUARTER.fullmatch(words):
        return _Side(year, quarter=int(told["quarter"] or told["of_four"]))
    if told := HALF.fullmatch(words):
        return _Side(year, half=told["half"])
    if told := POINT.fullmatch(words):
        return _point(year, int(told["first"]), told["second"], left)
    raise ValueError(words)


def _point(year: int, first: int, second: str | None, left: _Side | None) -> _Side:
    """Behind `12. 1.~` a lone number is a day, behind `6.~` a month."""
    if second is None and left is not None and left.day is not None:
        return _Side(year, left.month, first)
    return _Side(year, first, int(second) if second else None)


def _of(side: _Side) -> When:
    if side.year not in YEARS:
        raise ValueError(side)
    if side.quarter is not None:
        return When(*span_days(side.year, side.quarter), Precision.QUARTER.value)
    if side.half:
        first, last = (1, 2) if side.half == "상" else (3, 4)
        return When(span_days(side.year, first)[0], span_days(side.year, last)[1], Precision.HALF.value)
    if side.month is None:
        return When(*span_days(side.year, 0), Precision.YEAR.value)
    if side.day is None:
        start = date(side.year, side.month, 1)
        end = start.replace(day=monthrange(side.year, side.month)[1])
        return When(start, end, Precision.MONTH.value)
    on = date(side.year, side.month, side.day)
    return When(on, on, Precision.DAY.value)


def _between(left: _Side, right: _Side) -> When:
    first, last = _of(left), _of(right)
    kinds = {Precision.DAY.value: Precision.RANGE.value, Precision.MONTH.value: Precision.MONTHS.value}
    if first.precision != last.precision or first.precision not in kinds or last.ends_on < first.starts_on:
        raise ValueError(left, right)
    if first == last:
        return first
    return When(first.starts_on, last.ends_on, kinds[first.precision])


def _day(on: date) -> str:
    return f"{on.year}. {on.month}. {on.day}."
