"""관리카드 한 장. A pledge with all that its card prints, read once."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _

from papers.document import Note
from pledges.book import PledgeReading, read
from pledges.card import Layout, fill
from pledges.differences import Difference, differences_of
from pledges.documents.columns import Group, Several, laid
from pledges.figures import FigureReading, figures_of
from pledges.models import Amendment, FactTable, Passage, Pledge, ProgressEntry
from pledges.rates import number

NOTHING = "-"


@dataclass(frozen=True)
class Sheet:
    """What the sections of a card read; nothing in it asks the database again."""

    reading: PledgeReading
    figures: tuple[FigureReading, ...]
    differences: tuple[Difference, ...]
    entries: tuple[ProgressEntry, ...]
    tables: tuple[FactTable, ...]
    passages: tuple[Passage, ...]
    amendments: tuple[Amendment, ...]
    noted: set[str] = field(default_factory=set)
    """The places whose difference stands on the paper already."""

    @property
    def pledge(self) -> Pledge:
        """Whose card it is."""
        return self.reading.pledge

    @property
    def layout(self) -> Layout:
        """The form on which it is printed."""
        layout: Layout = self.pledge.form.layout
        return layout

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years of its administration."""
        term = self.pledge.administration
        return tuple(range(term.start.year, term.end.year + 1))

    @property
    def year(self) -> int:
        """The year of the day for which it is printed."""
        return min(max(self.reading.on.year, self.years[0]), self.years[-1])

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """Its 계산값 as shown, by code."""
        return {each.figure.code: each.sum.shown for each in self.figures}

    def called(self, year: int) -> str:
        """A year as the form calls it: 2022년(하), 2023년, 2026년(상)."""
        term, periods = self.pledge.administration, self.layout.get("periods", {})
        if year == term.start.year and (term.start.month, term.start.day) != (1, 1):
            pattern = periods.get("first", "{year}")
        elif year == term.end.year and (term.end.month, term.end.day) != (12, 31):
            pattern = periods.get("last", "{year}")
        else:
            pattern = periods.get("year", "{year}")
        return fill(pattern, year=year)

    def columns(self, section: Mapping[str, object]) -> list[Group]:
        """The columns of a section, its years and quarters laid out."""
        several: Several = {
            "years": [(year, self.called(year)) for year in self.years],
            "quarters": [(quarter, f"{quarter}/4") for quarter in range(1, 5)],
        }
        names = {"year": str(self.year), "administration": self.pledge.administration.name}
        return laid(section["columns"], several, names)  # type: ignore[arg-type]

    def told(self, value: Decimal | None) -> str:
        """A figure, or what the form writes where there is none."""
        return self.layout.get("nothing", NOTHING) if value is None else number(value)

    def notes(self, *places: str) -> Iterator[Note]:
        """Where the paper of these places says something else than we reckon, with the sum."""
        found = [
            each
            for each in self.differences
            if each.differs and each.place not in self.noted and _within(each.place, places)
        ]
        for _told, same in groupby(found, lambda each: (each.printed, each.computed, each.note)):
            yield Note(_difference(list(same)))
        self.noted.update(each.place for each in found)

    def rest(self) -> Iterator[Note]:
        """The differences that no section has told."""
        yield from self.notes(*(each.place for each in self.differences))


def sheet_of(pledge: Pledge, on: date) -> Sheet:
    """Everything that is printed of a pledge on that day."""
    (reading,) = read([pledge], on)
    entries = pledge.entries.standing().filter(ends_on__lte=reading.on).select_related("indicator", "same_as")
    amendments = pledge.amendments.in_force().filter(effective_on__lte=reading.on)
    return Sheet(
        reading=reading,
        figures=tuple(figures_of([reading])[pledge.pk]),
        differences=tuple(differences_of([reading])[pledge.pk]),
        entries=tuple(entries),
        tables=tuple(pledge.tables.prefetch_related("rows")),
        passages=tuple(pledge.passages.all()),
        amendments=tuple(amendments.select_related("item__meeting__round__convener")),
    )


def _within(place: str, places: Iterable[str]) -> bool:
    return any(place == each or place.startswith(f"{each}.") for each in places)


def _difference(same: list[Difference]) -> str:
    """One line for places that differ alike: the print, ours and its sum, and what explains the print."""
    first = same[0]
    told = {
        "places": ", ".join(dict.fromkeys(each.label for each in same)),
        "printed": first.printed,
        "computed": first.computed if first.formula in ("", first.computed)
        else f"{first.computed} ({first.formula})",
    }  # fmt: skip
    words = [_("※ 인쇄본과 차이: %(places)s 인쇄 %(printed)s, 계산 %(computed)s") % told]
    if first.explained is not None and first.explained.words != first.printed:
        words.append(_("인쇄된 값이 나오는 식: %(formula)s") % {"formula": first.explained.words})
    return ". ".join([*words, first.note]) if first.note else ". ".join(words)
