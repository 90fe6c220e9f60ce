"""인쇄본과 차이. What the paper prints beside what the house computes there; neither overwrites the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from district.dates import official
from pledges.book import PledgeReading
from pledges.cells import Cells, cells_of
from pledges.formula import reckon
from pledges.models import PrintedCell
from pledges.places import find
from pledges.printed import agrees, decimals, told_then
from pledges.rates import Sum


@dataclass(frozen=True, slots=True)
class Difference:
    """A printed cell: what is printed, what is computed, and whether and why they disagree."""

    cell: PrintedCell
    place: str
    label: str
    printed: str
    computed: str
    differs: bool
    sum: Sum
    explained: Sum | None
    """A sum that comes out as printed, where one is known."""
    note: str

    @property
    def formula(self) -> str:
        """How the computed one came about."""
        return self.sum.words


def differences_of(readings: Sequence[PledgeReading]) -> Mapping[int, tuple[Difference, ...]]:
    """The printed cells of these cards, by pledge, in the order in which they were laid."""
    return {
        pk: tuple(compared(cell, cells) for cell in cells.printed) for pk, cells in cells_of(readings).items()
    }


def compared(cell: PrintedCell, cells: Cells) -> Difference:
    """One cell as its card has it on that day."""
    found = find(cell.place, cells)
    then = told_then(cell, cells.reading.on, moving=found.moving, turns=found.turns)
    return Difference(
        cell=cell,
        place=cell.place,
        label=found.label,
        printed=cell.text,
        computed=found.text,
        differs=then and not agrees(cell.text, found.sum.value, found.text),
        sum=found.sum,
        explained=_explained(cell, cells) if then else None,
        note=cell.note if then else _of_its_day(cell),
    )


def _explained(cell: PrintedCell, cells: Cells) -> Sum | None:
    if not cell.formula:
        return None
    told = reckon(cell.formula, cells)
    return Sum(_("인쇄된 값이 나오는 식"), told.value, told.words, (), "", decimals(cell.text))


def _of_its_day(cell: PrintedCell) -> str:
    told = _("인쇄본은 %(day)s 기준입니다.") % {"day": official(cell.told_on)} if cell.told_on else ""
    return " ".join(filter(None, (told, cell.note)))
