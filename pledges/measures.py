"""실적 세기. What an indicator comes to on a day, by each way of counting it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from pledges.happened import Happened, Piece
from pledges.models import Basis, Measure

PAPER = Measure.Kind.PAPER
type Basing = tuple[date, int, int]
"""From when, in which order of those of a day, on which measure."""


@dataclass(slots=True)
class Count:
    """What one measure comes to: in all, and in any span of days."""

    pieces: list[Piece]
    on: date
    opening: Decimal | None = None
    opening_on: date = date.min
    _spans: dict[tuple[date, date], Decimal | None] = field(default_factory=dict, repr=False)

    @property
    def value(self) -> Decimal | None:
        """Of a printed total nobody knows what it was earlier, unless the log tells the same."""
        if self.opening is None:
            return self._sum(self.pieces)
        if self.on >= self.opening_on:
            return self.opening + self._sum(piece for piece in self.pieces if piece[1] > self.opening_on)
        return None

    @property
    def records(self) -> int:
        """How many records or entries lie behind the value; a printed total is one."""
        if self.opening is None:
            return len(self.pieces)
        return 1 + sum(piece[1] > self.opening_on for piece in self.pieces)

    def within(self, first: date, last: date) -> Decimal | None:
        """What fell into these days; None where they are still to come, or nobody can say."""
        if first > self.on:
            return None
        if (first, last) not in self._spans:
            self._spans[first, last] = self._within(first, last)
        return self._spans[first, last]

    def _within(self, first: date, last: date) -> Decimal | None:
        if self.opening is not None and first <= self.opening_on:
            return None
        told = [piece for piece in self.pieces if piece[0] <= last and piece[1] >= first]
        if any(piece[0] < first or piece[1] > last for piece in told):
            return None
        return self._sum(told)

    @staticmethod
    def _sum(pieces: Iterable[Piece]) -> Decimal:
        return sum((piece[2] for piece in pieces), Decimal(0))


def count(measure: Measure, happened: Happened, start: date, on: date) -> Count:
    """What a measure comes to on that day of an administration."""
    if measure.kind != PAPER or measure.opening is None or measure.opening_on is None:
        return Count(happened.pieces(measure, start, on), on)
    until_then = happened.pieces(measure, start, measure.opening_on)
    pieces = happened.pieces(measure, start, on)
    if sum((piece[2] for piece in until_then), Decimal(0)) == measure.opening:
        return Count(pieces, on)  # the log tells the printed total: it knows each day of it
    return Count(pieces, on, measure.opening, measure.opening_on)


def bases(pledges: Iterable[int]) -> Mapping[int, list[Basing]]:
    """On which measures the indicators of these pledges were put, and from when."""
    told: dict[int, list[Basing]] = {}
    rows = Basis.objects.filter(indicator__pledge__in=list(pledges)).order_by()
    for indicator, since, pk, measure in rows.values_list("indicator_id", "effective_on", "pk", "measure_id"):
        told.setdefault(indicator, []).append((since, pk, measure))
    return told


def taken(measures: Sequence[Measure], basings: Iterable[Basing], on: date) -> Measure | None:
    """The one on which an indicator stands that day: the last that was taken by then, else its first."""
    last = max((basing for basing in basings if basing[0] <= on), default=None)
    named = next((measure for measure in measures if last and measure.pk == last[2]), None)
    return named or next(iter(measures), None)
