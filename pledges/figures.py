"""계산값. Further figures of a card on one day, each with its formula and the numbers put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pledges.book import PledgeReading
from pledges.formula import moves, reckon
from pledges.models import Figure, PrintedCell
from pledges.printed import agrees, told_then
from pledges.rates import Sum
from pledges.sheets import Sheet, sheets


@dataclass(frozen=True, slots=True)
class FigureReading:
    """A figure on that day, and what the paper prints of it."""

    figure: Figure
    sum: Sum
    printed: str | None
    differs: bool
    note: str


def figures_of(readings: Sequence[PledgeReading]) -> Mapping[int, tuple[FigureReading, ...]]:
    """The further figures of these cards, by pledge."""
    return {pk: figures_on(sheet) for pk, sheet in sheets(readings).items()}


def figures_on(sheet: Sheet) -> tuple[FigureReading, ...]:
    """Those of one card, in its order."""
    printed = {cell.place: cell for cell in sheet.printed}
    return tuple(_read(figure, sheet, printed.get(f"figures.{figure.code}")) for figure in sheet.figures)


def sum_of(figure: Figure, sheet: Sheet) -> Sum:
    """What it comes to, as a sum that remembers how."""
    told = reckon(figure.formula, sheet)
    return Sum(figure.label, told.value, told.words, (), figure.unit, figure.decimals, figure.note)


def _read(figure: Figure, sheet: Sheet, cell: PrintedCell | None) -> FigureReading:
    told = sum_of(figure, sheet)
    if cell is None:
        return FigureReading(figure, told, None, False, figure.note)
    compared = told_then(cell, sheet.reading.on, moving=moves(figure.formula))
    note = " ".join(filter(None, (figure.note, cell.note)))
    differs = compared and not agrees(cell.text, told.value, told.shown)
    return FigureReading(figure, told, cell.text, differs, note)
