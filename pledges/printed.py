"""인쇄된 값. A print beside what is computed: as exactly as it is printed, and for its own day."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from pledges.models import PrintedCell
from pledges.rates import NOTHING, shown

EMPTY = frozenset({"", NOTHING})
DIGITS = re.compile(r"(-?[0-9][0-9,]*)(?:\.([0-9]+))?\s*%?")


def digits(text: str) -> tuple[Fraction, int] | None:
    """The figure that is printed and with how many decimals; None where words are printed."""
    told = DIGITS.fullmatch(text.strip())
    if told is None:
        return None
    whole, tail = told[1].replace(",", ""), told[2] or ""
    return Fraction(Decimal(f"{whole}.{tail}" if tail else whole)), len(tail)


def decimals(text: str) -> int:
    """With how many decimals it is printed."""
    told = digits(text)
    return told[1] if told else 1


def agrees(text: str, value: Fraction | None, words: str) -> bool:
    """245 is what 245.236 comes to without decimals; 37 is not what 35.5 comes to."""
    if text.strip() in EMPTY:
        return value is None
    told = digits(text)
    if told is None or value is None:
        return text.strip() == words
    return shown(value, told[1]) == shown(told[0], told[1])


def told_then(cell: PrintedCell, on: date, *, moving: bool, turns: Iterable[date]) -> bool:
    """Whether the print tells of that day: what was done or amended in between does not make it wrong."""
    if cell.told_on is None or cell.told_on == on:
        return True
    first, last = sorted((cell.told_on, on))
    return not moving and not any(first < turn <= last for turn in turns)
