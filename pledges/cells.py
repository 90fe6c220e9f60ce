"""카드의 칸. What a formula and a printed cell find on a card: its tables, its log, its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from district.calendar import working_days_between
from pledges.book import IndicatorReading, PledgeReading
from pledges.happened import counting_entries
from pledges.models import BudgetLine, FactRow, FactTable, Figure, PrintedCell, Target

TURN = "amendment__effective_on"

type Logged = tuple[int, str, date, Decimal]
"""Of which indicator, of which kind, until when, how many."""


@dataclass(slots=True)
class Cells:
    """A card on the day of its reading, with everything on it that a formula may ask for."""

    reading: PledgeReading
    tables: dict[str, FactTable] = field(default_factory=dict)
    rows: dict[str, list[FactRow]] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    printed: list[PrintedCell] = field(default_factory=list)
    logged: list[Logged] = field(default_factory=list)
    turned_targets: list[tuple[int, int, int, date]] = field(default_factory=list)
    """Of which indicator, year and quarter an amendment put another target, and from when."""
    turned_plans: list[tuple[str, str, int, date]] = field(default_factory=list)
    """And of whose money, within the administration or outside it, of which year."""

    @property
    def years(self) -> range:
        """Those of its administration."""
        administration = self.reading.pledge.administration
        return range(administration.start.year, administration.end.year + 1)

    @property
    def turns(self) -> list[date]:
        """The days on which an amendment took effect."""
        return [on for *_place, on in (*self.turned_targets, *self.turned_plans)]

    def asked(self, name: str, arguments: Sequence[Any]) -> Fraction | None:
        """What a formula asks for by that name; it was checked when it was kept."""
        answer = getattr(self, f"_{name}")(*arguments)
        return None if answer is None else Fraction(answer)

    def parts(self, name: str, arguments: Sequence[Any]) -> Sequence[Decimal]:
        """What a row, a column or the log adds up to its figure."""
        told: Iterable[Decimal | None] = ()
        match name:
            case "row":
                told = self.along(*arguments)
            case "column":
                told = self._down(*arguments)
            case "log":
                told = self._counts(*arguments)
        return [part for part in told if part is not None]

    def indicator(self, no: int) -> IndicatorReading | None:
        """By its number on the card."""
        return self.reading.indicator(no)

    def along(self, code: str, label: str) -> list[Decimal | None]:
        """The figures of a row, None where a cell holds words or nothing."""
        row = next((row for row in self.rows.get(code, ()) if row.label == label), None)
        return [figure(cell) for cell in row.cells] if row else []

    def _cell(self, code: str, label: str, column: str) -> Decimal | None:
        table = self.tables.get(code)
        titles = dict(zip(table.columns if table else (), self.along(code, label), strict=False))
        return titles.get(column)

    def _row(self, code: str, label: str) -> Decimal | None:
        return added(self.along(code, label))

    def _column(self, code: str, column: str) -> Decimal | None:
        return added(self._down(code, column))

    def _down(self, code: str, column: str) -> list[Decimal | None]:
        return [self._cell(code, row.label, column) for row in self.rows.get(code, ())]

    @staticmethod
    def _days(start: str, end: str) -> int:
        return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1

    @staticmethod
    def _working_days(start: str, end: str) -> int:
        return working_days_between(date.fromisoformat(start), date.fromisoformat(end))

    def _target(self, no: int, year: int | None = None) -> Decimal | None:
        told = self.indicator(no)
        if told is None or year is None:
            return told.target if told else None
        return next((span.target for span in told.years if span.year == year), None)

    def _actual(self, no: int) -> Decimal | None:
        told = self.indicator(no)
        return told.actual if told else None

    def _rate(self, no: int) -> Fraction | None:
        told = self.indicator(no)
        return told.rate.value if told else None

    def _weight(self, no: int) -> Decimal | None:
        told = self.indicator(no)
        return told.indicator.weight if told else None

    def _log(self, no: int, kind: str = "") -> Decimal | None:
        return added(self._counts(no, kind))

    def _counts(self, no: int, kind: str = "") -> list[Decimal]:
        start, on = self.reading.pledge.administration.start, self.reading.on
        return [
            count
            for number, of, until, count in self.logged
            if number == no and of.startswith(kind) and start <= until <= on
        ]

    def _plan(self, year: int | None = None) -> Decimal | None:
        lines = self.reading.money.planned.items()
        return added(amount for (_fund, _span, of), amount in lines if year in {None, of})

    def _spent(self, year: int | None = None) -> Decimal | None:
        return added(amount for (_fund, of), amount in self.reading.money.spent.items() if year in {None, of})

    def _share(self) -> Decimal:
        return self.reading.pledge.share


def figure(cell: object) -> Decimal | None:
    """A cell that holds a figure; words and nothing are none."""
    try:
        told = Decimal(cell) if isinstance(cell, str) else None
    except InvalidOperation:
        return None
    return told if told is not None and told.is_finite() else None


def added(figures: Iterable[Decimal | None]) -> Decimal | None:
    """Their sum; nothing where none of them is a figure."""
    told = [each for each in figures if each is not None]
    return sum(told, Decimal(0)) if told else None


def cells_of(readings: Iterable[PledgeReading]) -> Mapping[int, Cells]:
    """The cards of these pledges, in as many queries for one as for a hundred."""
    told = {reading.pledge.pk: Cells(reading) for reading in readings}
    for table in FactTable.objects.filter(pledge__in=told).order_by("order", "id"):
        told[table.pledge_id].tables[table.code] = table
    rows = FactRow.objects.filter(table__pledge__in=told).select_related("table").order_by("order", "id")
    for row in rows:
        told[row.table.pledge_id].rows.setdefault(row.table.code, []).append(row)
    for one in Figure.objects.filter(pledge__in=told).order_by("order", "id"):
        told[one.pledge_id].figures.append(one)
    for cell in PrintedCell.objects.filter(pledge__in=told).order_by("id"):
        told[cell.pledge_id].printed.append(cell)
    entries = counting_entries().filter(pledge__in=told).order_by("ends_on", "id")
    enacted = {"amendment__enacted_at__isnull": False}
    targets = Target.objects.filter(indicator__pledge__in=told, **enacted)
    for pledge, *target in targets.values_list("indicator__pledge", "indicator__no", "year", "quarter", TURN):
        told[pledge].turned_targets.append(tuple(target))
    lines = BudgetLine.objects.filter(pledge__in=told, **enacted)
    for pledge, *line in lines.values_list("pledge", "fund", "span", "year", TURN):
        told[pledge].turned_plans.append(tuple(line))
    rows_of_log = entries.values_list("pledge_id", "indicator__no", "kind", "ends_on", "count")
    for pledge, no, kind, ends_on, count in rows_of_log:
        told[pledge].logged.append((no or 0, kind, ends_on, count or Decimal(0)))
    return told
