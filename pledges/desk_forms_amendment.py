"""변경안을 쓰는 양식: what stands now in every cell, and beside it what shall stand there."""

from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from committees.views.turnover.forms import DeskForm
from pledges.book import PledgeReading
from pledges.desk_forms import NumberField
from pledges.desk_forms_grid import CellField, Line, columns_of, times_of, years_of
from pledges.models import Fund, Indicator
from pledges.rates import number


class Box(NamedTuple):
    """One cell: what stands there now, and the field for what shall."""

    now: str
    field: forms.BoundField


class Grid(NamedTuple):
    """The cells of one indicator, or all money."""

    indicator: Indicator | None
    heads: list[str]
    lines: list[Line]


class AmendmentForm(DeskForm):
    """변경안: why, and the cells that change; an empty one stays as it is."""

    reason = forms.CharField(
        label=_("변경하는 까닭"), strip=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, reading: PledgeReading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading, self.administration = reading, reading.pledge.administration
        self.now: dict[str, Decimal | None] = {}
        for each in reading.indicators:
            self.now |= {
                f"t-{each.indicator.no}-{span.year}-{span.quarter}": span.target
                for span in (*each.years, *each.quarters)
            }
            for year in years_of(self.administration):
                for time in filter(None, times_of(self.administration, year)):
                    name = f"t-{each.indicator.no}-{time.code}"
                    self.fields[name] = CellField(label=f"{each.indicator.name} {time.label}")
        for fund in Fund:
            for span, year, label in columns_of(self.administration):
                name = f"b-{fund.value}-{span}-{year}"
                self.now[name] = reading.money.planned.get((fund.value, span, year))
                self.fields[name] = NumberField(label=f"{fund.label} {label}", required=False)

    @property
    def targets(self) -> list[Grid]:
        """A grid an indicator, a line a year."""
        heads = [str(_("한 해")), "1/4", "2/4", "3/4", "4/4"]
        return [
            Grid(each.indicator, heads, self._lines(each.indicator.no)) for each in self.reading.indicators
        ]

    def _lines(self, no: int) -> list[Line]:
        return [
            Line(
                str(year),
                [
                    self._box(f"t-{no}-{time.code}") if time else None
                    for time in times_of(self.administration, year)
                ],
            )
            for year in years_of(self.administration)
        ]

    @property
    def budget(self) -> Grid:
        """Money, a line a fund."""
        columns = columns_of(self.administration)
        lines = [
            Line(
                str(fund.label), [self._box(f"b-{fund.value}-{span}-{year}") for span, year, _name in columns]
            )
            for fund in Fund
        ]
        return Grid(None, [label for _span, _year, label in columns], lines)

    def _box(self, name: str) -> Box:
        return Box(number(self.now.get(name)), self[name])

    def said(self) -> dict[str, Any]:
        """As the action takes it: only what differs from what holds now."""
        told: dict[str, Any] = {"reason": self.cleaned_data["reason"], "targets": [], "budget": []}
        for name, said in self.cleaned_data.items():
            kind, *place = name.split("-")
            if kind == "t" and place and said and said[0] != self.now.get(name):
                no, year, quarter = (int(part) for part in place)
                told["targets"].append((no, year, quarter, said[0]))
            elif kind == "b" and place and said is not None and said != self.now.get(name):
                told["budget"].append((place[0], place[1], int(place[2]), said))
        return told
