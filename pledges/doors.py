"""점선 숫자. A figure that opens: how it came about, and how many records lie behind it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pledges.book import IndicatorReading
from pledges.rates import Sum


@dataclass(frozen=True, slots=True)
class Door:
    """Its key on the page, the sentence above its formula, its sum, and what lies behind it."""

    key: str
    title: str
    sum: Sum
    pieces: int = 0
    whole: bool = False
    """Whether its parts are added up below each other; else it is one line."""

    @property
    def rounds(self) -> bool:
        """Whether what is shown is not all of it."""
        value = self.sum.value
        return value is not None and (value * 10**self.sum.decimals).denominator != 1


def in_words(whole: Sum, readings: Iterable[IndicatorReading]) -> Sum:
    """A sum over indicators whose terms say what they are, and not only their number."""
    names = {str(each.indicator.no): each.indicator.name for each in readings}
    terms = tuple(replace(term, label=names.get(term.label, term.label)) for term in whole.terms)
    return replace(whole, terms=terms)
