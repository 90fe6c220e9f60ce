"""공약 읽기. Pledges with every figure of theirs on one day, in as many queries for one as for a thousand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from committees.models import Body
from pledges import money as funds
from pledges import targets
from pledges.happened import happened
from pledges.measures import Count, bases, taken
from pledges.measures import count as counting
from pledges.models import Indicator, Measure, Milestone, Pledge
from pledges.money import Money
from pledges.rates import WHOLE, Part, Sum, added, rate, shared, weighted
from pledges.targets import NOTHING, Held, Place, in_force
from pledges.when import span_days

__all__ = ["Counted", "IndicatorReading", "Money", "PledgeReading", "Span", "read"]


@dataclass(frozen=True, slots=True)
class Counted:
    """One way to count an indicator on that day; `evidence_url` opens what was counted."""

    measure: Measure
    value: Decimal | None
    """None where nobody knows: a printed total tells nothing of the days before it."""
    taken: bool
    evidence_url: str
    pieces: int
    """How many records or entries lie behind the value."""


@dataclass(frozen=True, slots=True)
class Span:
    """A year or a quarter (0: the year): what was promised for it and what was done in it."""

    year: int
    quarter: int
    target: Decimal | None
    actual: Decimal | None
    """None where it is still to come, or where nobody knows what of a total fell into it."""
    planned: Decimal | None
    """The target of the plan, where an amendment has put another in its place."""
    amended: bool = False

    @property
    def rate(self) -> Sum:
        """실적 ÷ 목표 of this span alone."""
        return rate("", self.actual, self.target)


@dataclass(frozen=True)
class IndicatorReading:
    """An indicator on that day."""

    indicator: Indicator
    target: Decimal | None
    actual: Decimal | None
    rate: Sum
    _held: Mapping[Place, Held] = field(repr=False)
    _count: Count | None = field(repr=False)
    _places: tuple[list[Place], list[Place]] = field(repr=False)
    _counting: Callable[[], tuple[Counted, ...]] = field(repr=False)

    @cached_property
    def counts(self) -> tuple[Counted, ...]:
        """Every measure of it, the one it stands on first."""
        return self._counting()

    @property
    def basis(self) -> Counted | None:
        """On which it stands."""
        return next((one for one in self.counts if one.taken), None)

    @cached_property
    def years(self) -> tuple[Span, ...]:
        """The years of the administration, and any other for which something was promised."""
        told = {*self._places[0], *(place for place in self._held if place[1] == 0)}
        return tuple(self._span(place) for place in sorted(told))

    @cached_property
    def quarters(self) -> tuple[Span, ...]:
        """Its quarters, and any other for which something was promised; none in a list of many pledges."""
        told = {*self._places[1], *(place for place in self._held if place[1])} if self._places[1] else ()
        return tuple(self._span(place) for place in sorted(told))

    def _span(self, place: Place) -> Span:
        held = self._held.get(place, NOTHING)
        done = self._count.within(*span_days(*place)) if self._count else None
        return Span(*place, held.value, done, held.planned, held.amended)


@dataclass(frozen=True)
class PledgeReading:
    """A pledge on that day: `on` is the day that counts, within its administration."""

    pledge: Pledge
    on: date
    indicators: tuple[IndicatorReading, ...]
    subtotal: Sum
    share_rate: Sum
    whole_rate: Sum
    """이 공약 전체: itself and its parts, by their shares; the same on the parent and on each part."""
    money: Money
    next_milestone: Milestone | None
    family: tuple[tuple[Pledge, Sum], ...]
    """It and its parts, each with what it shares in the whole."""

    @cached_property
    def capped(self) -> Sum:
        """목표를 넘은 만큼을 뺀 보기: the subtotal with each indicator at no more than its target."""
        return weighted(_("소계"), _parts(self.indicators), capped=True)

    def indicator(self, no: int) -> IndicatorReading | None:
        """By its number on the card."""
        return next((one for one in self.indicators if one.indicator.no == no), None)


def read(
    pledges: Sequence[Pledge], on: date | Mapping[int, date], *, quarters: bool = True
) -> list[PledgeReading]:
    """Each as it stood on that day or on a day of its own, in the order given.

    Their families are looked up with them. A list of many leaves the quarters in the database.
    """
    told = list(pledges)
    prefetch_related_objects(told, "administration")
    asked = {one.pk: one.runs_until(on if isinstance(on, date) else on[one.pk]) for one in told}
    families = _families(told)
    sheets = _Sheets({one.pk: one for family in families.values() for one in family}, quarters=quarters)
    return [sheets.reading(one, asked[one.pk], families[one.pk]) for one in told]


def _parts(indicators: Iterable[IndicatorReading]) -> list[Part]:
    """What of them makes up a subtotal."""
    return [(str(one.indicator.no), one.indicator.weight, one.actual, one.target) for one in indicators]


def _families(pledges: Sequence[Pledge]) -> dict[int, list[Pledge]]:
    """Of each pledge it and those that make up one promise with it; a draft is seen by drafts alone."""
    known = {one.pk: one for one in pledges}
    roots = {one.parent_id or one.pk for one in pledges}
    others = Pledge.objects.filter(Q(pk__in=roots) | Q(parent__in=roots)).exclude(pk__in=known)
    by_root: dict[int, list[Pledge]] = {}
    for one in [*pledges, *others.select_related("administration")]:
        by_root.setdefault(one.parent_id or one.pk, []).append(one)
    families = {}
    for one in pledges:
        family = by_root[one.parent_id or one.pk]
        seen = family if one.published_at is None else [kin for kin in family if kin.published_at]
        families[one.pk] = sorted(seen, key=lambda kin: (kin.parent_id is not None, kin.order, kin.pk))
    return families


class _Sheets:
    """What lies in the database of some pledges, and what it comes to on a day."""

    def __init__(self, pledges: Mapping[int, Pledge], *, quarters: bool) -> None:
        keys = list(pledges)
        self.quarters = quarters
        self.indicators: dict[int, list[Indicator]] = {}
        by_key: dict[int, Indicator] = {}
        for indicator in Indicator.objects.filter(pledge__in=keys).order_by("no"):
            indicator.pledge = pledges[indicator.pledge_id]
            by_key[indicator.pk] = indicator
            self.indicators.setdefault(indicator.pledge_id, []).append(indicator)
        self.measures = _measures(keys, by_key)
        self.bases = bases(keys)
        self.targets = targets.versions(keys, quarters=quarters)
        self.plans, self.spendings = funds.plans(keys), funds.spendings(keys)
        self.milestones = _milestones(keys)
        self.happened = happened([one for several in self.measures.values() for one in several], keys)
        self.counts: dict[tuple[object, ...], Count] = {}
        self.rated: dict[tuple[int, date], tuple[tuple[IndicatorReading, ...], Sum, Sum]] = {}
        self.places: dict[int, tuple[list[Place], list[Place]]] = {}

    def reading(self, pledge: Pledge, on: date, family: Sequence[Pledge]) -> PledgeReading:
        """All of a pledge on a day."""
        indicators, subtotal, share_rate = self.rates(pledge, on)
        kin = tuple((one, self.rates(one, one.runs_until(on))[2]) for one in family)
        steps = self.milestones.get(pledge.pk, ())
        return PledgeReading(
            pledge=pledge,
            on=on,
            indicators=indicators,
            subtotal=subtotal,
            share_rate=share_rate,
            whole_rate=_whole(kin),
            money=funds.money(
                self.plans.get(pledge.pk, ()),
                self.spendings.get(pledge.pk, ()),
                pledge.administration.start,
                on,
            ),
            next_milestone=next((one for one in steps if not one.done_on or one.done_on > on), None),
            family=kin,
        )

    def rates(self, pledge: Pledge, on: date) -> tuple[tuple[IndicatorReading, ...], Sum, Sum]:
        """Its indicators, their subtotal and what that is of the whole; reckoned once for a family."""
        if (pledge.pk, on) not in self.rated:
            told = tuple(self.indicator(one, on) for one in self.indicators.get(pledge.pk, ()))
            subtotal = weighted(_("소계"), _parts(told))
            share_rate = shared(_("총 이행률"), subtotal, pledge.share)
            self.rated[pledge.pk, on] = told, subtotal, share_rate
        return self.rated[pledge.pk, on]

    def indicator(self, indicator: Indicator, on: date) -> IndicatorReading:
        """One of them, by each way of counting it."""
        start, measures = indicator.pledge.administration.start, self.measures.get(indicator.pk, [])
        stands_on = taken(measures, self.bases.get(indicator.pk, ()), on)
        held = in_force(self.targets.get(indicator.pk, ()), on)
        target = targets.total(each.value for place, each in held.items() if place[1] == 0)
        basis = self.count(stands_on, start, on) if stands_on else None
        actual = basis.value if basis else Decimal(0)
        return IndicatorReading(
            indicator=indicator,
            target=target,
            actual=actual,
            rate=rate(indicator.name, actual, target),
            _held=held,
            _count=basis,
            _places=self.places_of(indicator.pledge),
            _counting=partial(self.counted, measures, stands_on, start, on),
        )

    def counted(
        self, measures: Sequence[Measure], stands_on: Measure | None, start: date, on: date
    ) -> tuple[Counted, ...]:
        """Each way of counting, and where what was counted is told; the one that stands comes first."""
        told = []
        for measure in sorted(measures, key=lambda one: one is not stands_on):
            count, pledge = self.count(measure, start, on), measure.indicator.pledge
            url = f"{pledge.get_absolute_url()}measures/{measure.pk}/"
            told.append(Counted(measure, count.value, measure is stands_on, url, count.records))
        return tuple(told)

    def count(self, measure: Measure, start: date, on: date) -> Count:
        """Two indicators that stand on the meetings of one body are counted once."""
        entered = measure.kind in Measure.ENTERED
        key = (measure.pk if entered else (measure.kind, measure.body_id), start, on)
        if key not in self.counts:
            self.counts[key] = counting(measure, self.happened, start, on)
        return self.counts[key]

    def places_of(self, pledge: Pledge) -> tuple[list[Place], list[Place]]:
        """The years and the quarters of its administration."""
        if pledge.administration_id not in self.places:
            years, quarters = targets.places(pledge.administration.start, pledge.administration.end)
            self.places[pledge.administration_id] = years, quarters if self.quarters else []
        return self.places[pledge.administration_id]


def _whole(family: Sequence[tuple[Pledge, Sum]]) -> Sum:
    label = _("이 공약 전체")
    if sum(one.share for one, _rate in family) != WHOLE:
        return Sum(label, None, note=_("함께하는 공약이 모두 게시되지 않아 합하지 않습니다."))
    return added(label, [(one.code, part) for one, part in family])


def _measures(pledges: Sequence[int], indicators: Mapping[int, Indicator]) -> dict[int, list[Measure]]:
    """By indicator, in the order in which they were laid; each knows its indicator and its body."""
    measures = list(Measure.objects.filter(indicator__pledge__in=pledges).order_by("pk"))
    bodies = Body.objects.in_bulk({one.body_id for one in measures if one.body_id})
    told: dict[int, list[Measure]] = {}
    for measure in measures:
        measure.indicator = indicators[measure.indicator_id]
        measure.body = bodies.get(measure.body_id) if measure.body_id else None
        told.setdefault(measure.indicator_id, []).append(measure)
    return told


def _milestones(pledges: Sequence[int]) -> dict[int, list[Milestone]]:
    """The one that ends first comes first; those whose bars cannot be read are nobody's next step."""
    told: dict[int, list[Milestone]] = {}
    rows = Milestone.objects.filter(pledge__in=pledges, ends_on__isnull=False)
    for one in rows.order_by("ends_on", "order"):
        told.setdefault(one.pledge_id, []).append(one)
    return told
