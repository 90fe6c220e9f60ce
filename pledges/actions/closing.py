"""마감. A department reports a quarter or a year of its promise, and through its hands it becomes final."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from pledges import quarters
from pledges.actions.entering import hold
from pledges.actions.news import tell_returned, tell_turn
from pledges.actions.plans import optional
from pledges.book import PledgeReading, read
from pledges.models import Closing, ClosingStep, Pledge
from pledges.models.pledge import LEDGER
from pledges.rates import NOTHING, number
from pledges.rights import chain_on, check_approves, check_submits
from realtime.publish import publish

LONGEST_REPORT = 5_000
LONGEST_NOTE = 1_000


@transaction.atomic
def write_closing(
    pledge: Pledge,
    *,
    year: Any,
    quarter: Any,
    by: Person,
    at: datetime,
    words: Any = "",
    problems: Any = "",
    remedies: Any = "",
    seen: datetime | None = None,
    ref: UUID | None = None,
) -> Closing:
    """Write how it went, or write it anew; over a colleague's words only by whoever has `seen` them."""
    pledge = hold(pledge, by, at)
    last = quarters.within(pledge.administration, year, quarter)[1]
    if day(at) <= last:
        raise Refusal("quarter_not_over", _("그때가 지난 뒤에 마감할 수 있습니다."), 409)
    closing = pledge.closings.filter(year=year, quarter=quarter).first()
    if closing is None:
        closing = Closing(pledge=pledge, year=year, quarter=quarter)
    else:
        closing.check_draft()
        closing.check_may_overwrite(by, seen)
    closing.words = optional(words, LONGEST_REPORT)
    closing.problems = optional(problems, LONGEST_REPORT)
    closing.remedies = optional(remedies, LONGEST_REPORT)
    closing.written_by, closing.written_at = by, at
    closing.save()
    publish(LEDGER, "closing.written", closing, by=by, at=at, ref=ref, facts=_facts(closing))
    return closing


def _facts(closing: Closing) -> dict[str, Any]:
    return {"pledge": closing.pledge_id, "year": closing.year, "quarter": closing.quarter}


def _held(closing: Closing) -> Closing:
    """The closing under the lock of its pledge."""
    pledge = Pledge.objects.locked().select_related("administration").get(pk=closing.pledge_id)
    closing = Closing.objects.get(pk=closing.pk)
    closing.pledge = pledge
    return closing


@transaction.atomic
def submit_closing(closing: Closing, *, by: Person, at: datetime, ref: UUID | None = None) -> Closing:
    """올리기. It is complete; from here on the next hand has it, and what it tells of stands still."""
    closing = _held(closing)
    check_submits(closing.pledge, by, at)
    closing.check_draft()
    closing.check_said()
    turn = (closing.steps.aggregate(last=Max("turn"))["last"] or 0) + 1
    roles = enumerate(chain_on(at).roles, 1)
    steps = [ClosingStep(closing=closing, turn=turn, ordinal=n, role=role) for n, role in roles]
    ClosingStep.objects.bulk_create(steps)
    _decide(closing.steps.get(turn=turn, ordinal=1), by, at, ClosingStep.Verdict.APPROVED, "")
    closing.submitted_at = at
    closing.save(update_fields=["submitted_at"])
    tell_turn(closing, at)
    publish(LEDGER, "closing.submitted", closing, by=by, at=at, ref=ref, facts=_facts(closing))
    return closing


def _decide(step: ClosingStep, by: Person, at: datetime, verdict: str, note: str) -> None:
    held = [post for post in by.offices_on(day(at)) if post.role == step.role]
    step.by, step.decided_at, step.verdict, step.note = by, at, verdict, note
    step.office = held[0].title if held else ""
    step.save(update_fields=["by", "office", "decided_at", "verdict", "note"])


@transaction.atomic
def approve_closing(
    closing: Closing, *, by: Person, at: datetime, note: Any = "", ref: UUID | None = None
) -> Closing:
    """결재. The next hand has it; with the last one its figures are final, whatever is counted later."""
    closing = _held(closing)
    step = check_approves(closing, by, at)
    _decide(step, by, at, ClosingStep.Verdict.APPROVED, optional(note, LONGEST_NOTE))
    if closing.steps.filter(decided_at=None).exists():
        tell_turn(closing, at)
        publish(LEDGER, "closing.passed", closing, by=by, at=at, ref=ref, facts=_facts(closing))
    else:
        _finish(closing, at)
        publish(LEDGER, "closing.approved", closing, by=by, at=at, ref=ref, facts=_facts(closing))
    return closing


def _finish(closing: Closing, at: datetime) -> None:
    pledge = closing.pledge
    last = quarters.within(pledge.administration, closing.year, closing.quarter)[1]
    closing.figures = figures_of(read([pledge], last)[0], last)
    closing.approved_at = at
    closing.save(update_fields=["figures", "approved_at"])
    if pledge.reported_on is None or pledge.reported_on < last:
        pledge.reported_on = last
        pledge.save(update_fields=["reported_on"])


def figures_of(reading: PledgeReading, on: date) -> dict[str, Any]:
    """What the pledge stood at that day, as it is shown."""
    return {
        "on": on.isoformat(),
        "rate": _shown(reading.subtotal.shown),
        "share_rate": _shown(reading.share_rate.shown),
        "indicators": [
            {
                "no": each.indicator.no,
                "target": _shown(number(each.target)),
                "actual": _shown(number(each.actual)),
                "rate": _shown(each.rate.shown),
            }
            for each in reading.indicators
        ],
    }


def _shown(words: str) -> str | None:
    return None if words == NOTHING else words


@transaction.atomic
def return_closing(
    closing: Closing, *, note: Any, by: Person, at: datetime, ref: UUID | None = None
) -> Closing:
    """돌려보내기. It goes back to whoever wrote it, with the reason."""
    closing = _held(closing)
    step = check_approves(closing, by, at)
    _decide(step, by, at, ClosingStep.Verdict.RETURNED, clean_words(note, LONGEST_NOTE))
    # Those who were never asked leave no line: the next submission goes through all hands anew.
    closing.steps.filter(decided_at=None).delete()
    closing.submitted_at, step.closing = None, closing
    closing.save(update_fields=["submitted_at"])
    tell_returned(step, at)
    publish(LEDGER, "closing.returned", closing, by=by, at=at, ref=ref, facts=_facts(closing))
    return closing
