"""Whose it is within the district, and whether its clock runs."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_name, clean_words
from district.models import Department, Person
from district.refusals import Refusal
from papers.actions import lay
from papers.contents import Paper
from papers.models import Attachment
from realtime.publish import publish, ring
from referrals import clocks
from referrals.actions.asking import file_state, until_of
from referrals.actions.recalling import take_back
from referrals.days import check_not_far
from referrals.models import Clock, Handover, Pause, Referral
from referrals.notices import tell_asked, tell_supplied
from referrals.offices import Offices
from referrals.rights import check_holds, check_may_draft, check_may_reroute, check_works, may_draft

LONGEST_REASON = 300
LONGEST_SUPPLEMENT = 5_000
LONGEST_WAIT = timedelta(days=366)


@transaction.atomic
def claim(referral: Referral, *, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """담당 지정. An officer of the department takes it on."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_may_draft(referral, by, at)
    referral.check_standing()
    check_holds(referral, by, at)
    if referral.holder_id == by.pk:
        return referral
    take(referral, by, at)
    publish(referral.room, "referral.claimed", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def take(referral: Referral, by: Person, at: datetime) -> None:
    """Put it into somebody's hands; the caller holds its lock."""
    referral.holder, referral.claimed_at = by, max(at, referral.asked_at)
    referral.save(update_fields=["holder", "claimed_at"])
    file_state(referral)


@transaction.atomic
def release(referral: Referral, *, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """Lay it back for a colleague: whoever has it, or the head where that officer is away."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_works(referral, by, at)
    referral.check_standing()
    referral.check_not_in_approval()
    if referral.holder_id is None:
        raise Refusal("not_held", _("아직 아무도 맡지 않은 일입니다."), 409)
    if referral.holder_id != by.pk:
        _check_leads(referral, by, at)
    referral.holder = referral.claimed_at = None
    referral.save(update_fields=["holder", "claimed_at"])
    file_state(referral)
    publish(referral.room, "referral.released", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def _check_leads(referral: Referral, by: Person, at: datetime) -> None:
    if may_draft(referral, by, at):
        check_holds(referral, by, at)


@transaction.atomic
def reroute(
    referral: Referral, *, to: Department, reason: str, by: Person, at: datetime, ref: UUID | None = None
) -> Referral:
    """재배정. Another department answers; what was promised to the resident stays, and so the clock does."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_may_reroute(referral, by, at)
    referral.check_standing()
    hangs = Offices(day(at)).vacant_step(referral) is not None
    if not hangs:
        referral.check_not_in_approval()
    if referral.department_id == to.pk:
        raise Refusal("same_department", _("이미 그 부서가 맡은 일입니다."), 409)
    if hangs and referral.draft is not None:
        take_back(referral, referral.draft, at)
    left = referral.desk
    moved = Handover(referral=referral, from_department=referral.department, to_department=to, by=by, at=at)
    moved.reason = clean_name(reason, LONGEST_REASON)
    moved.save(force_insert=True)
    referral.department, referral.holder, referral.claimed_at = to, None, None
    referral.save(update_fields=["department", "holder", "claimed_at"])
    file_state(referral)
    tell_asked(referral, at)
    publish(referral.room, "referral.rerouted", referral, by=by, at=at, ref=ref)
    for desk in (left, referral.desk):
        ring(desk)
    return referral


@transaction.atomic
def pause(
    referral: Referral,
    *,
    kind: str,
    reason: str,
    by: Person,
    at: datetime,
    limit_on: date | None = None,
    ref: UUID | None = None,
) -> Referral:
    """Stop the clock: the proposer is asked to complete it, or other offices are asked what they know."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_works(referral, by, at)
    referral.check_standing()
    referral.check_not_in_approval()
    if referral.pause is not None:
        raise Refusal("already_paused", _("기한이 이미 멈추어 있습니다."), 409)
    stop = Pause(referral=referral, kind=kind, began_at=at, by=by, reason=clean_name(reason, LONGEST_REASON))
    stop.limit_on = _limit(referral, kind, limit_on, day(at))
    stop.save(force_insert=True)
    file_state(referral)
    publish(referral.room, "referral.paused", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def _limit(referral: Referral, kind: str, limit_on: date | None, today: date) -> date | None:
    """Until when it may stand still; refuse what asks too late or for too long."""
    if kind not in Pause.Kind.values:
        raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
    if limit_on is not None and limit_on < today:
        raise Refusal("date_past", _("지난 날을 적으셨습니다. 오늘이나 그 뒤의 날을 적어 주세요."), 422)
    if kind == Pause.Kind.SUPPLEMENT:
        asked = day(referral.asked_at)
        last = clocks.due(asked, Clock.objects.on("supplement_ask", asked))
        if today > last:
            raise Refusal("supplement_late", _("보완을 요청할 수 있는 기간이 지났습니다."), 409)
        check_not_far(limit_on, today, LONGEST_WAIT)
        return limit_on
    longest = until_of(today, "inquiry")
    if limit_on is not None and limit_on > longest:
        raise Refusal("limit_too_far", _("조회에는 정해진 기간보다 오래 멈출 수 없습니다."), 422)
    return limit_on or longest


@transaction.atomic
def resume(referral: Referral, *, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """Let the clock run again."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_works(referral, by, at)
    referral.check_standing()
    stop = referral.pause
    if stop is None:
        raise Refusal("not_paused", _("기한이 멈추어 있지 않습니다."), 409)
    return _run_on(referral, stop, by, at, ref)


@transaction.atomic
def supply(
    referral: Referral,
    *,
    words: str,
    by: Person,
    at: datetime,
    papers: Sequence[Paper] = (),
    ref: UUID | None = None,
) -> Referral:
    """보완. What was asked of the proposer has come; who may bring it is the rule of what was asked about."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    referral.check_standing()
    stop = referral.pause
    if stop is None or not referral.asks_proposer:
        raise nothing_asked()
    stop.words, stop.supplied_by = clean_words(words, LONGEST_SUPPLEMENT), by
    stop.save(update_fields=["words", "supplied_by"])
    for paper in papers:
        lay(stop, paper, by=by, at=at, audience=Attachment.Audience.PRIVATE)
    tell_supplied(referral, stop, at)
    return _run_on(referral, stop, by, at, ref)


def nothing_asked() -> Refusal:
    """Nobody waits for it."""
    return Refusal("nothing_asked", _("지금은 보완을 요청받지 않았습니다."), 409)


def _run_on(referral: Referral, stop: Pause, by: Person, at: datetime, ref: UUID | None) -> Referral:
    stop.ended_at = max(at, stop.began_at)
    stop.save(update_fields=["ended_at"])
    file_state(referral)
    publish(referral.room, "referral.resumed", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral
