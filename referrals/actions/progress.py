"""이행: what became of what was promised."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish, ring
from referrals.actions.asking import file_state
from referrals.days import check_not_before, check_not_far
from referrals.models import Progress, Referral
from referrals.rights import check_works

LONGEST_PROGRESS = 2_000


@transaction.atomic
def report_progress(
    referral: Referral,
    *,
    kind: str,
    on: date,
    by: Person,
    at: datetime,
    words: str = "",
    planned_on: date | None = None,
    ref: UUID | None = None,
) -> Referral:
    """Say that it is late and why, that it has begun, or that it is done."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_works(referral, by, at)
    step = Progress(referral=referral, kind=kind, on=on, planned_on=planned_on, by=by, at=at)
    step.words = clean_words(words, LONGEST_PROGRESS) if words.strip() else ""
    _check_order(referral, kind)
    _check_days(referral, step, day(at))
    step.save(force_insert=True)
    file_state(referral)
    publish(referral.room, "referral.progressed", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def _check_order(referral: Referral, kind: str) -> None:
    """Begun once, done once, and late only before that."""
    if kind not in Progress.Kind.values:
        raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
    if referral.answered_at is None:
        raise Refusal("not_answered", _("아직 답변하지 않은 일입니다."), 409)
    moved = {step.kind for step in referral.progress.all()}
    repeated = kind != Progress.Kind.DELAYED and kind in moved
    if Progress.Kind.FINISHED in moved or repeated:
        raise Refusal("progress_over", _("이미 적은 단계입니다."), 409)


def _check_days(referral: Referral, step: Progress, today: date) -> None:
    if step.on > today:
        raise Refusal("date_ahead", _("아직 오지 않은 날입니다. 오늘이나 그 앞의 날을 적어 주세요."), 422)
    check_not_before(step.on, day(referral.asked_at))
    if step.kind != Progress.Kind.DELAYED:
        step.planned_on = None
        return
    if not step.words:
        raise Refusal("delay_reason_needed", _("늦어지는 까닭을 적어 주세요."), 422)
    if step.planned_on is None:
        raise Refusal("date_needed", _("언제 실시할지 날짜를 적어 주세요."), 422)
    if step.planned_on < today:
        raise Refusal("date_past", _("지난 날을 적으셨습니다. 오늘이나 그 뒤의 날을 적어 주세요."), 422)
    check_not_far(step.planned_on, today)
