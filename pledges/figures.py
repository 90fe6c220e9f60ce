"""계산값. Further figures of a card on one day, each with its formula and the numbers put in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pledges.book import PledgeReading
from pledges.cells import Cells, cells_of
from pledges.formula import asks_plan, moves, reckon
from pledges.models import Figure, PrintedCell
from pledges.printed import agrees, told_then
from pledges.rates import Sum


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
    return {pk: figures_on(cells) for pk, cells in cells_of(readings).items()}


def figures_on(cells: Cells) -> tuple[FigureReading, ...]:
    """Those of one card, in its order."""
    printed = {cell.place: cell for cell in cells.printed}
    return tuple(_read(figure, cells, printed.get(f"figures.{figure.code}")) for figure in cells.figures)


def sum_of(figure: Figure, cells: Cells) -> Sum:
    """What it comes to, as a sum that remembers how."""
    told = reckon(figure.formula, cells)
    return Sum(figure.label, told.value, told.words, (), figure.unit, figure.decimals, figure.note)


def _read(figure: Figure, cells: Cells, cell: PrintedCell | None) -> FigureReading:
    told = sum_of(figure, cells)
    if cell is None:
        return FigureReading(figure, told, None, False, figure.note)
    turns = cells.turns if asks_plan(figure.formula) else ()
    compared = told_then(cell, cells.reading.on, moving=moves(figure.formula), turns=turns)
    note = " ".join(filter(None, (figure.note, cell.note)))
    differs = compared and not agrees(cell.text, told.value, told.shown)
    return FigureReading(figure, told, cell.text, differs, note)
