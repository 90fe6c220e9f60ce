"""처리 과정 of a recommendation: who has had it, since when and until when, and what comes next."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from committees.models import Recommendation
from committees.templatetags.due import standing
from district.dates import day, month_day
from referrals.models import Pause, Progress, Referral
from referrals.rows import planned_on
from referrals.timeline import Leg, office_now, timeline

DONE, NOW, LATER = "done", "now", "later"


class Station(NamedTuple):
    """One step: its name, who has it, since when, until when, and whether it is over."""

    name: str
    who: str
    since: Any = None
    until: str = ""
    due: date | None = None
    badge: str = ""
    state: str = DONE
    note: str = ""


def course(recommendation: Recommendation, referral: Referral | None, at: datetime) -> list[Station]:
    """All steps from the member's word to what was done, those still to come as well."""
    keeper = recommendation.body.convener.department
    who = recommendation.name or recommendation.body.called
    steps = [Station(_("제안"), who, recommendation.proposed_at)]
    if recommendation.withdrawn_at is not None:
        return [*steps, Station(_("취하"), who, recommendation.withdrawn_at)]
    if recommendation.printed_result:
        office = recommendation.department.name if recommendation.department else ""
        return [*steps, Station(_("처리결과"), office, note=recommendation.printed_result)]
    if referral is None:
        sorting = _("부서에 맡기기"), keeper.name if keeper else "", recommendation.proposed_at
        return [*steps, Station(*sorting, state=NOW), Station(_("처리결과"), "", state=LATER)]
    return [*steps, *_handled(referral, at), *_to_come(referral, at)]


def _handled(referral: Referral, at: datetime) -> Iterator[Station]:
    for leg in timeline(referral):
        yield _answered(referral) if leg.step == Referral.State.ANSWERED else _leg(referral, leg, at)
    for step in referral.progress.all():
        until = _("%(day)s까지로 늦춤") % {"day": month_day(step.planned_on)} if step.planned_on else ""
        yield Station(step.get_kind_display(), referral.department.name, step.on, until, note=step.words)


def _leg(referral: Referral, leg: Leg, at: datetime) -> Station:
    who = leg.office or (_("제안한 위원") if leg.step == Pause.Kind.SUPPLEMENT else _("관계 기관"))
    name = _("부서검토") if leg.step == "review" else leg.label
    if leg.until is not None:
        until = _("%(day)s까지") % {"day": month_day(day(leg.until))}
        return Station(name, who, leg.since, until, note=leg.reason)
    badge, words = standing(leg.due, None, day(at))
    if referral.pause:
        badge, words = "plain", _("기한이 멈춰 있습니다")
    return Station(name, who, leg.since, words, leg.due, badge, NOW, leg.reason)


def _answered(referral: Referral) -> Station:
    outcome = referral.reply.outcome if referral.reply else None
    told = day(referral.answered_at) if referral.answered_at else None
    badge, words = standing(referral.due(), told, told or date.max)
    name = outcome.label if outcome else _("답변")
    return Station(name, office_now(referral), referral.answered_at, words, None, badge)


def _to_come(referral: Referral, at: datetime) -> Iterator[Station]:
    """What follows if all goes its way."""
    who, reply = referral.department.name, referral.reply
    if referral.is_standing:
        yield Station(_("처리결과"), who, state=LATER)
    elif reply and reply.outcome and reply.outcome.needs_date:
        yield from _promised(referral, at)


def _promised(referral: Referral, at: datetime) -> Iterator[Station]:
    who, planned = referral.department.name, planned_on(referral)
    kinds = {step.kind for step in referral.progress.all()}
    badge, words = standing(planned, None, day(at))
    now = Station("", who, None, words, planned, badge, NOW)
    if Progress.Kind.FINISHED in kinds:
        return
    if Progress.Kind.STARTED in kinds:
        yield now._replace(name=_("완료"))
    else:
        yield now._replace(name=_("실시"))
        yield Station(_("완료"), who, state=LATER)
