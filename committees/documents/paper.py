"""보고서의 틀. What every report has: its title, its day, numbered rows, and a sum that counts once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from committees.balance import Gauge
from committees.models import Body
from district.models import District, Person
from papers.document import Block, Cell, Document, Heading, Paragraph

FEWEST = 5
"""Of fewer than these no sex and no age is told: everybody would know whose it is."""


class Asked(NamedTuple):
    """Of which bodies, as of which day, written when."""

    bodies: list[Body]
    on: date
    at: datetime

    @property
    def families(self) -> set[int]:
        """Those bodies, by number."""
        return {body.pk for body in self.bodies}


def paper(title: str, asked: Asked, blocks: Iterable[Block]) -> Document:
    """A4 across, the day on the right above, the district in the foot."""
    as_of = Paragraph(_("%(on)s 기준") % {"on": printed(asked.on)}, align="right")
    return Document(
        title=title,
        blocks=(Heading(title), as_of, *blocks),
        orientation="landscape",
        office=District.current().full_name,
        written_at=asked.at,
    )


def printed(on: date | None) -> str | None:
    """2026. 3. 19., as tables write a day; nothing where there is none."""
    return None if on is None else f"{on.year}. {on.month}. {on.day}."


def span(start: date, end: date) -> str:
    """From the first day to the last, each whole, one below the other."""
    return f"{printed(start)}~\n{printed(end)}"


def titled(body: Body, asked: Asked) -> str:
    """Its name; a part stands below its whole."""
    return f"└ {body.called}" if body.parent_id in asked.families else body.name


def numbered(rows: Iterable[Sequence[Any]]) -> list[list[Any]]:
    """연번."""
    return [[n, *row] for n, row in enumerate(rows, 1)]


def counted(asked: Asked, rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """The rows that add up: whoever sits in a part sits in its whole as well."""
    pairs = zip(asked.bodies, rows, strict=True)
    return [row for body, row in pairs if body.parent_id not in asked.families]


def summed(rows: Sequence[Sequence[Any]], before: int, columns: Iterable[int]) -> list[Any]:
    """계 below several rows; `before` says how many cells the word spans, the number left out."""
    if len(rows) < 2:
        return []
    adding = set(columns)
    cells = range(before, len(rows[0]))
    return [Cell(_("계"), columns=before + 1), *(added(rows, n) if n in adding else "" for n in cells)]


def added(rows: Sequence[Sequence[Any]], n: int) -> int | None:
    """What is told in that column; where nothing is told, that is no nought."""
    figures = [row[n] for row in rows if row[n] is not None]
    return sum(figures) if figures else None


def told(gauge: Gauge) -> tuple[int | None, int | None]:
    """남 and 여, where there are enough of them to be told."""
    return (gauge.male, gauge.female) if gauge.known >= FEWEST else (None, None)


def gone(people: Iterable[int | None]) -> dict[int, str]:
    """What those are called now who have left the house: by no name."""
    left = Person.objects.filter(pk__in={pk for pk in people if pk is not None}).exclude(left_at=None)
    return {person.pk: person.public_name for person in left}
