"""실적과 집행을 적기. What was done and what it cost, each once, and no figure without what shows it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_name
from district.models import Person
from district.refusals import Refusal
from papers.actions import lay
from papers.contents import Paper
from papers.models import Attachment
from pledges import amounts, quarters
from pledges.actions.news import tell_entered
from pledges.actions.plans import evidence_of, known, line, optional, unknown_choice
from pledges.models import Fund, Indicator, Milestone, Pledge, ProgressEntry, Spending
from pledges.models.pledge import LEDGER, is_keeper
from pledges.when import When, parse
from realtime.publish import publish

LONGEST_TEXT = 10_000
LONGEST_REASON = 300


def hold(pledge: Pledge, by: Person | None, at: datetime) -> Pledge:
    """The pledge under its lock, in the hands of whoever reports it."""
    pledge = Pledge.objects.held(pledge.pk)
    pledge.check_reporter(by, day(at))
    pledge.check_published()
    return pledge


@transaction.atomic
def add_entry(
    pledge: Pledge,
    *,
    when: Any,
    title: Any,
    by: Person | None,
    at: datetime,
    text: Any = "",
    kind: Any = ProgressEntry.Kind.PROGRESS.value,
    channel: Any = "",
    indicator: Indicator | None = None,
    count: Any = None,
    evidence: Any = "",
    milestone: Milestone | None = None,
    same_as: ProgressEntry | None = None,
    note: Any = "",
    source: Any = "",
    printed_when: Any = "",
    papers: Sequence[Paper] = (),
    ref: UUID | None = None,
) -> ProgressEntry:
    """추진실적. One thing that was done; where it counts, what shows it stands beside it."""
    pledge = hold(pledge, by, at)
    entry = ProgressEntry(pledge=pledge, kind=known(kind, ProgressEntry.Kind), entered_by=by, entered_at=at)
    _place(entry, when, printed_when, at)
    entry.title, entry.text = clean_name(title, 200), optional(text, LONGEST_TEXT)
    entry.channel = known(channel, ProgressEntry.Channel) if channel not in (None, "") else ""
    entry.note = line(note, 300)
    entry.indicator, entry.milestone = _own(pledge, indicator), _own(pledge, milestone)
    entry.same_as = _own(pledge, same_as)
    entry.same_as = _first_told(entry.same_as)
    shown = evidence if evidence not in (None, "") else source
    _count(entry, count, shown)
    entry.save(force_insert=True)
    _lay_papers(entry, papers, by, at)
    tell_entered(entry, at)
    publish(LEDGER, "entry.added", entry, by=by, at=at, ref=ref, facts={"pledge": pledge.pk})
    return entry


def _place(entry: ProgressEntry, when: Any, printed_when: Any, at: datetime) -> None:
    """When it was, and its number after the last one."""
    log = ProgressEntry.objects.filter(pledge=entry.pledge, kind=entry.kind)
    # Nothing is carried down from the row above: whoever writes today says which year it was.
    told = when if isinstance(when, When) else parse(when if isinstance(when, str) else "")
    entry.starts_on, entry.ends_on, entry.precision = told.starts_on, told.ends_on, told.precision
    entry.printed_when = line(printed_when, 60)
    quarters.check_day(entry.pledge.administration, entry.ends_on)
    quarters.check_not_ahead(entry.starts_on, at)
    entry.pledge.check_quarter_open(entry.ends_on)
    entry.no = (log.aggregate(last=Max("no"))["last"] or 0) + 1


def _own[Row: (Indicator, Milestone, ProgressEntry)](pledge: Pledge, row: Row | None) -> Row | None:
    """A row of this very pledge, as it stands under the lock."""
    if row is None:
        return None
    if not isinstance(row, Indicator | Milestone | ProgressEntry) or row.pledge_id != pledge.pk:
        raise unknown_choice()
    return type(row)._default_manager.get(pk=row.pk)


def _first_told(twin: ProgressEntry | None) -> ProgressEntry | None:
    """An echo of an echo echoes what both tell: else one of them would be counted beside it."""
    if twin is None:
        return None
    twin.check_standing()
    first = twin.same_as
    return first if first is not None and first.withdrawn_at is None else twin


def _count(entry: ProgressEntry, count: Any, evidence: Any) -> None:
    """A figure has an indicator to which it counts, and something that shows it."""
    entry.evidence = line(evidence, 300)
    if count in (None, ""):
        return
    entry.count = amounts.amount(count)
    if entry.indicator is None:
        raise Refusal("indicator_needed", _("수를 적으시려면 어느 지표의 실적인지 골라 주세요."), 422)
    entry.evidence = evidence_of(evidence)


def _lay_papers(
    owner: ProgressEntry | Spending, papers: Sequence[Paper], by: Person | None, at: datetime
) -> None:
    for paper in papers:
        lay(owner, paper, by=by, at=at, audience=Attachment.Audience.PUBLIC)


@transaction.atomic
def withdraw_entry(
    entry: ProgressEntry, *, reason: Any, by: Person | None, at: datetime, ref: UUID | None = None
) -> ProgressEntry:
    """거두기. It was entered by mistake; that it was, and why it is no more, stays to be read."""
    pledge = hold(entry.pledge, by, at)
    entry = ProgressEntry.objects.get(pk=entry.pk)
    entry.pledge = pledge
    _withdraw(entry, entry.ends_on, reason, by, at)
    publish(LEDGER, "entry.withdrawn", entry, by=by, at=at, ref=ref, facts={"pledge": pledge.pk})
    return entry


def _withdraw(row: ProgressEntry | Spending, on: date, reason: Any, by: Person | None, at: datetime) -> None:
    row.check_standing()
    # What was approved stays as it was approved; that a record under it was wrong, its keeper may say.
    if by is not None and not is_keeper(by, day(at)):
        row.pledge.check_quarter_open(on)
    row.withdrawn_reason, row.withdrawn_at = clean_name(reason, LONGEST_REASON), at
    row.save(update_fields=["withdrawn_reason", "withdrawn_at"])


@transaction.atomic
def add_spending(
    pledge: Pledge,
    *,
    fund: Any,
    spent_on: Any,
    amount: Any,
    evidence: Any,
    by: Person | None,
    at: datetime,
    papers: Sequence[Paper] = (),
    ref: UUID | None = None,
) -> Spending:
    """집행액. So much of that money was spent by that day, in 백만 원."""
    pledge = hold(pledge, by, at)
    spending = Spending(pledge=pledge, fund=known(fund, Fund), entered_by=by, entered_at=at)
    spending.spent_on = quarters.check_happened(pledge.administration, spent_on, at)
    pledge.check_quarter_open(spending.spent_on)
    spending.amount, spending.evidence = amounts.amount(amount), evidence_of(evidence)
    spending.save(force_insert=True)
    _lay_papers(spending, papers, by, at)
    publish(LEDGER, "spending.added", spending, by=by, at=at, ref=ref, facts={"pledge": pledge.pk})
    return spending


@transaction.atomic
def withdraw_spending(
    spending: Spending, *, reason: Any, by: Person | None, at: datetime, ref: UUID | None = None
) -> Spending:
    """거두기. The amount was wrong; the right one is entered anew."""
    pledge = hold(spending.pledge, by, at)
    spending = Spending.objects.get(pk=spending.pk)
    spending.pledge = pledge
    _withdraw(spending, spending.spent_on, reason, by, at)
    publish(LEDGER, "spending.withdrawn", spending, by=by, at=at, ref=ref, facts={"pledge": pledge.pk})
    return spending


@transaction.atomic
def finish_milestone(
    milestone: Milestone, *, on: date | None, by: Person | None, at: datetime, ref: UUID | None = None
) -> Milestone:
    """추진일정. A step was finished that day; without a day it is open again."""
    pledge = hold(milestone.pledge, by, at)
    milestone = Milestone.objects.get(pk=milestone.pk)
    milestone.pledge = pledge
    if on is not None:
        quarters.check_not_ahead(quarters.day_told(on), at)
        if on < pledge.administration.start:
            raise quarters.outside_administration(pledge.administration)
    milestone.done_on = on
    milestone.save(update_fields=["done_on"])
    facts = {"pledge": pledge.pk, "on": on.isoformat() if on else None}
    publish(LEDGER, "milestone.finished", milestone, by=by, at=at, ref=ref, facts=facts)
    return milestone
