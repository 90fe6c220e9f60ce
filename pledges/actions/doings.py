"""들여온 실적: what a card says was done, spent and printed, beside what the house has of it already."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from district.models import Person
from district.refusals import Refusal
from pledges import amounts, formula
from pledges.actions.entering import add_entry, add_spending
from pledges.actions.measuring import take_measure
from pledges.book import IndicatorReading, read
from pledges.exchange.logs import LOGS
from pledges.exchange.told import EntryTold, PledgeTold
from pledges.models import FactRow, FactTable, Figure, Fund, Indicator, Pledge, PrintedCell, ProgressEntry
from pledges.rates import number
from pledges.when import When, parse, span_days

CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
# Of which day a paper tells and where on it a cell stands: nobody reads the cell otherwise for it.
BESIDE = {"told_on", "order"}


class Doings:
    """What one card tells beside its plan."""

    def __init__(
        self, pledge: Pledge, told: PledgeTold, as_of: date, by: Person | None, at: datetime
    ) -> None:
        self.pledge, self.told, self.as_of, self.by, self.at = pledge, told, as_of, by, at
        self.entries = self.spendings = self.cells = 0
        self.replaced = 0
        """Of the cells, those of a published card that the file says otherwise."""
        self.notes: list[str] = []

    def lay(self, *, stand: bool) -> None:
        """Everything that is not there yet; a new pledge is put on the counts its card names."""
        self._lay_entries()
        self._lay_spendings()
        self._lay_tables()
        self._lay_printed()
        if stand and self.told.indicators:
            self._stand()
        if self.told.tells_doings and (self.pledge.reported_on or date.min) < self.as_of:
            Pledge.objects.filter(pk=self.pledge.pk).update(reported_on=self.as_of)

    @staticmethod
    def dated(told: PledgeTold) -> list[tuple[EntryTold, When]]:
        """Its log with the days of each line; a blank cell is as the cell above it."""
        above: dict[str, When] = {}
        dated = []
        for entry in told.entries:
            try:
                above[entry.kind] = parse(entry.when, above.get(entry.kind))
            except Refusal as refusal:
                raise _named(refusal, entry) from None
            dated.append((entry, above[entry.kind]))
        return dated

    def _lay_entries(self) -> None:
        if not self.told.entries:
            return
        kept = {
            (row.kind, row.starts_on, row.ends_on, row.title, row.text): row
            for row in ProgressEntry.objects.standing().filter(pledge=self.pledge)
        }
        indicators = {each.no: each for each in self.pledge.indicators.all()}
        laid: dict[tuple[str, int], ProgressEntry] = {}
        for entry, when in _in_order(self.dated(self.told)):
            twin = laid.get(entry.same_as) if entry.same_as else None
            if twin is not None and not (when.starts_on <= twin.ends_on and twin.starts_on <= when.ends_on):
                # The same event cannot have been twice: its dated line knows when it was.
                when = When(twin.starts_on, twin.ends_on, twin.precision)  # noqa: PLW2901
            words = " ".join(entry.title.split()), entry.text.strip()
            row = kept.get((entry.kind, when.starts_on, when.ends_on, *words))
            laid[entry.place] = row or self._enter(entry, when, _of(indicators, entry), twin)

    def _enter(
        self, entry: EntryTold, when: When, indicator: Indicator | None, twin: ProgressEntry | None
    ) -> ProgressEntry:
        self.entries += 1
        try:
            return add_entry(
                self.pledge, when=when, title=entry.title, text=entry.text, kind=entry.kind,
                channel=entry.channel, indicator=indicator, count=entry.count, evidence=entry.evidence,
                note=entry.note, same_as=twin, printed_when=entry.printed_when, by=self.by, at=self.at,
            )  # fmt: skip
        except Refusal as refusal:
            raise _named(refusal, entry) from None

    def _lay_spendings(self) -> None:
        spent: dict[tuple[str, int], Decimal] = {}
        if not self.told.spendings:
            return
        for row in self.pledge.spendings.filter(withdrawn_at=None):
            place = (row.fund, row.spent_on.year)
            spent[place] = spent.get(place, Decimal(0)) + row.amount
        for cell in self.told.spendings:
            amount, kept = amounts.amount(cell.amount), spent.get((cell.fund, cell.year))
            if kept is None:
                self._spend(cell.fund, cell.year, amount)
            elif kept != amount:
                said = {"code": self.told.code, "fund": Fund(cell.fund).label, "year": cell.year,
                        "here": number(kept), "there": number(amount)}  # fmt: skip
                sentence = _(
                    "%(code)s: %(year)d년 %(fund)s 집행액은 %(here)s입니다. 파일의 %(there)s은 그대로 둡니다."
                )
                self.notes.append(sentence % said)

    def _spend(self, fund: str, year: int, amount: Decimal) -> None:
        last = min(span_days(year, 0)[1], self.as_of, self.pledge.administration.end)
        evidence = _("%s 예산 집행액") % self.told.source
        add_spending(
            self.pledge,
            fund=fund,
            spent_on=last,
            amount=amount,
            evidence=evidence[:300],
            by=self.by,
            at=self.at,
        )
        self.spendings += 1

    def _lay_tables(self) -> None:
        for table in self.told.tables:
            cells = {
                "order": table.order, "title": table.title[:120], "unit": table.unit[:20],
                "columns": table.columns, "note": table.note[:500], "evidence": table.evidence[:300],
                "section": table.section[:20],
            }  # fmt: skip
            place = {"pledge": self.pledge, "code": _code(table.code)}
            row = self._keep(table.title, FactTable, place, cells)
            for order, (label, figures) in enumerate(table.rows, 1):
                place = {"table": row, "label": label[:120]}
                name = f"{table.title} {label}"
                self._keep(name, FactRow, place, {"order": order, "cells": list(figures)})
        for order, figure in enumerate(self.told.figures, 1):
            formula.check(figure.formula)
            cells = {
                "order": order, "label": figure.label[:160], "unit": figure.unit[:20],
                "formula": figure.formula, "decimals": figure.decimals, "note": figure.note[:300],
            }  # fmt: skip
            place = {"pledge": self.pledge, "code": _code(figure.code)}
            self._keep(figure.label, Figure, place, cells)

    def _lay_printed(self) -> None:
        """The paper of a later day stands in the place of the one before it."""
        kept = {cell.place: cell for cell in self.pledge.printed_cells.all()} if self.told.printed else {}
        fresh = []
        for printed in self.told.printed.values():
            if printed.formula:
                formula.check(printed.formula)
            place = printed.place[:120]
            words = {
                "text": printed.text[:120], "formula": printed.formula, "note": printed.note[:500],
                "told_on": self.as_of,
            }  # fmt: skip
            cell = kept.get(place)
            if cell is None:
                fresh.append(PrintedCell(pledge=self.pledge, place=place, **words))
            elif cell.told_on is None or cell.told_on <= self.as_of:
                self._change(_("인쇄본 %(place)s") % {"place": place}, cell, words)
        self.cells += len(PrintedCell.objects.bulk_create(fresh))

    def _keep[Row: Model](
        self, name: str, model: type[Row], place: dict[str, Any], cells: dict[str, Any]
    ) -> Row:
        """The row at that place, as the file tells it."""
        row = model._default_manager.filter(**place).first()
        if row is not None:
            self._change(name, row, cells)
            return row
        self.cells += 1
        return model._default_manager.create(**place, **cells)

    def _change(self, name: str, row: Model, cells: dict[str, Any]) -> None:
        """Say it otherwise; what stood on a card that is out is told, before it is done and after."""
        was = {cell: getattr(row, cell) for cell, told in cells.items() if getattr(row, cell) != told}
        if not was:
            return
        # A later paper that prints the same is not told cell by cell: what changed would be lost among it.
        if self.pledge.published_at is not None and not was.keys() <= BESIDE:
            self.replaced += 1
            read = [cell for cell in was if cell not in BESIDE]
            said = {"code": self.told.code, "place": name[:120],
                    "here": _together(was[cell] for cell in read),
                    "there": _together(cells[cell] for cell in read)}  # fmt: skip
            self.notes.append(_("%(code)s: ‘%(place)s’의 %(here)s을(를) %(there)s(으)로 바꿉니다.") % said)
        for cell in was:
            setattr(row, cell, cells[cell])
        row.save(update_fields=list(was))
        self.cells += 1

    def _stand(self) -> None:
        """On the house's count where it says what the paper says; else on the paper, until it is taken."""
        [reading] = read([self.pledge], self.as_of)
        wanted = {each.no: each.basis for each in self.told.indicators}
        for each in reading.indicators:
            kind = wanted.get(each.indicator.no, "")
            if kind and each.basis is not None and each.basis.measure.kind != kind:
                self._take(each, kind)

    def _take(self, told: IndicatorReading, kind: str) -> None:
        asked = next((one for one in told.counts if one.measure.kind == kind), None)
        if asked is None:
            return
        if asked.value != told.actual:
            said = {"code": self.told.code, "no": told.indicator.no, "here": number(asked.value),
                    "there": number(told.actual), "kind": asked.measure}  # fmt: skip
            sentence = _(
                "%(code)s 지표 %(no)d: ‘%(kind)s’로 %(here)s, 인쇄본은 %(there)s이어서 인쇄본에 둡니다."
            )
            self.notes.append(sentence % said)
            return
        take_measure(
            told.indicator, measure=asked.measure, effective_on=self.pledge.administration.start,
            reason=_("들여올 때 이 집의 기록으로 센 수가 인쇄된 누계와 같았습니다."), by=self.by, at=self.at,
        )  # fmt: skip


def _code(code: str) -> str:
    """By which a formula, a passage or a printed cell names a table or a figure."""
    if not CODE.fullmatch(code):
        raise Refusal("bad_plan", _("현황표와 계산값의 코드는 영문 소문자, 숫자, 붙임표로 적어 주세요."), 422)
    return code


def _together(cells: Iterable[Any]) -> str:
    """What stood there, as a clerk reads it."""
    told = (", ".join(map(_shown, cell)) if isinstance(cell, list) else _shown(cell) for cell in cells)
    return "‘" + " / ".join(told)[:120] + "’"


def _shown(cell: Any) -> str:
    """A cell in which nothing stands is a dash."""
    return "-" if cell in (None, "") else str(cell)


def _named(refusal: Refusal, entry: EntryTold) -> Refusal:
    """The same refusal, with the line of the log at which it was given."""
    refusal.sentence = _("추진실적 %(no)d번: %(why)s") % {"no": entry.no, "why": refusal.sentence}
    return refusal


def _of(indicators: dict[int, Indicator], entry: EntryTold) -> Indicator | None:
    """The indicator toward which it counts; one that the card has not is refused where a count needs it."""
    return indicators.get(entry.indicator) if entry.indicator is not None else None


def _in_order(dated: list[tuple[EntryTold, When]]) -> list[tuple[EntryTold, When]]:
    """Each log in its own order, and what is told a second time after what it tells again."""
    queues = {kind: [each for each in dated if each[0].kind == kind] for kind in LOGS.values()}
    known = {entry.place for entry, _when in dated}
    done: set[tuple[str, int]] = set()
    ordered = []
    while any(queues.values()):
        ready = next(
            (kind for kind, queue in queues.items() if queue and _ready(queue[0][0], done, known)), None
        )
        kind = ready or next(kind for kind, queue in queues.items() if queue)
        ordered.append(queues[kind].pop(0))
        done.add(ordered[-1][0].place)
    return ordered


def _ready(entry: EntryTold, done: set[tuple[str, int]], known: set[tuple[str, int]]) -> bool:
    return entry.same_as is None or entry.same_as in done or entry.same_as not in known
