"""격자: years by quarters and funds by years, cell by cell as a sheet has them."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from district.models import Administration
from pledges.desk import QUARTERS, Quarter
from pledges.desk_forms import NumberField
from pledges.models import BudgetLine
from pledges.rates import NOTHING, number

Span = BudgetLine.Span


class CellField(NumberField):
    """A cell of targets: (), where nothing is written; (None,) for `-`; else its figure."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def clean(self, value: Any) -> tuple[Decimal | None, ...]:  # type: ignore[override]
        """As it is written."""
        words = value.strip() if isinstance(value, str) else value
        if words in {"", None}:
            return ()
        return (None,) if words == NOTHING else (super().clean(words),)


def cell(value: Decimal | None) -> str:
    """A figure as it stands in its field."""
    return number(value).replace(",", "")


def years_of(administration: Administration) -> range:
    """The years in which it governs, the halves at both ends with them."""
    return range(administration.start.year, administration.end.year + 1)


def times_of(administration: Administration, year: int) -> Iterator[Quarter | None]:
    """The year and its quarters; nothing stands where the administration does not govern."""
    yield Quarter(year, 0)
    for n in range(1, QUARTERS + 1):
        quarter = Quarter(year, n)
        outside = quarter.ends_on < administration.start or quarter.starts_on > administration.end
        yield None if outside else quarter


class Line(NamedTuple):
    """One line of a grid: what it is called, and its fields; None is a cell that is not there."""

    label: str
    cells: list[Any]


def columns_of(administration: Administration) -> list[tuple[str, int, str]]:
    """Before, each year, after."""
    years = [(Span.YEAR.value, year, str(year)) for year in years_of(administration)]
    before, after = (
        (Span.BEFORE.value, 0, str(Span.BEFORE.label)),
        (Span.AFTER.value, 0, str(Span.AFTER.label)),
    )
    return [before, *years, after]


def quarter_in(code: str) -> Quarter | None:
    """2026-3."""
    return Quarter(*(int(part) for part in code.split("-"))) if code else None


def quarter_code(on: date | None) -> str:
    """The quarter of a day, as the field has it."""
    return Quarter.of(on).code if on else ""
