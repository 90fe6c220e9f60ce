"""처리 과정: every step of a proposal, who has it, since when and until when."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.templatetags.due import standing
from deliberation.models import Proposal
from district.calendar import day
from district.dates import moment, month_day
from referrals.models import Pause, Progress, Referral
from referrals.rows import planned_on
from referrals.timeline import Leg, office_now, timeline

DONE, NOW, LATER = "done", "now", "later"


class Station(NamedTuple):
    """One step: its code and name, who has it, since when, until when, and whether it is over."""

    step: str
    name: str
    who: str
    since: Any = None
    until: str = ""
    due: date | None = None
    badge: str = ""
    state: str = DONE
    note: str = ""
    to: datetime | None = None

    def row(self) -> dict[str, Any]:
        """As the API gives it: days and moments, and the words are the reader's own."""
        since = self.since
        return {
            "step": self.step,
            "label": str(self.name),
            "who": str(self.who),
            "from": moment(since) if isinstance(since, datetime) else since and since.isoformat(),
            "to": moment(self.to),
            "due": self.due.isoformat() if self.due else None,
            "state": self.state,
            "note": self.note,
        }


def stations(proposal: Proposal, at: datetime) -> list[Station]:
    """All steps from publication to completion, those that are still to come as well."""
    posted = Station("published", _("제안 게시"), _author(proposal), proposal.published_at)
    steps = [posted, _collecting(proposal, at)]
    if proposal.end == Proposal.End.CIVIL:
        steps.append(_ended(proposal))
    if proposal.referral:
        steps += reviewed(proposal.referral, at)
    if proposal.mayor_called_at:
        steps.append(_mayor(proposal, at))
    if proposal.end:
        return steps if proposal.end == Proposal.End.CIVIL else [*steps, _ended(proposal)]
    return [*steps, *_to_come(proposal, at)]


def _author(proposal: Proposal) -> str:
    if proposal.veiled_at is not None:
        return _("제안자")
    return _("제안자 %(name)s") % {"name": proposal.author.masked_name}


def _collecting(proposal: Proposal, at: datetime) -> Station:
    name = _("공감 %(n)d명") % {"n": proposal.policy.supports_needed if proposal.policy else 0}
    who, posted = _("이웃 주민"), proposal.published_at or at
    if proposal.review_called_at:
        days = (day(proposal.review_called_at) - day(posted)).days
        return Station("collecting", name, who, posted, _after(days), to=proposal.review_called_at)
    if proposal.end or _is_over(proposal, at):
        return Station("collecting", name, who, posted, _("다 모이지 않았습니다"))
    last = day(proposal.collects_until or at)
    badge, words = standing(last, None, day(at))
    left = (last - day(at)).days
    words = _("오늘까지") if not left else _("%(n)d일 남음") % {"n": left}
    return Station("collecting", name, who, posted, words, last, badge, NOW)


def _is_over(proposal: Proposal, at: datetime) -> bool:
    """Whether its time for finding neighbours has run out."""
    return proposal.collects_until is None or at >= proposal.collects_until


def _after(days: int) -> str:
    if not days:
        return _("그날 모였습니다")
    return ngettext("%(n)d일 만에", "%(n)d일 만에", days) % {"n": days}


def reviewed(referral: Referral, at: datetime) -> Iterator[Station]:
    """One examination: every hand it went through, every halt, the answer; and what was asked again."""
    for leg in timeline(referral):
        if leg.step == Referral.State.ANSWERED:
            yield _answered(referral)
        elif leg.step != Referral.State.ENDED:
            yield _handled(referral, leg, at)
    yield from (_moved(progress, referral) for progress in referral.progress.all())  # type: ignore[attr-defined]
    again = getattr(referral, "again", None)
    if again is not None:
        yield from reviewed(again, at)


def _handled(referral: Referral, leg: Leg, at: datetime) -> Station:
    """One hand, or one halt."""
    step, name = leg.step, leg.label
    if step == "review":
        step, name = "reconsideration" if referral.again_of_id else step, _name_of(referral)
    who = leg.office or (_("제안자") if leg.step == Pause.Kind.SUPPLEMENT else _("관계 기관"))
    if leg.until is not None:
        until = _("%(day)s까지") % {"day": month_day(day(leg.until))}
        return Station(step, name, who, leg.since, until, note=leg.reason, to=leg.until)
    badge, words = standing(leg.due, None, day(at))
    if referral.pause:
        badge, words = "plain", _("기한이 멈춰 있습니다")
    return Station(step, name, who, leg.since, words, leg.due, badge, NOW, leg.reason)


def _name_of(referral: Referral) -> str:
    """What a department does with it."""
    if referral.again_of_id:
        return _("재심사")
    return _("민원 처리") if referral.kind.startswith("complaint") else _("부서검토")


def _answered(referral: Referral) -> Station:
    """How it closed, and how that stood to what was promised."""
    outcome = referral.reply.outcome if referral.reply else None
    name = outcome.label if outcome else _("답변")
    told = referral.answered_at
    badge, words = standing(referral.due(), day(told) if told else None, day(told) if told else date.max)
    return Station("answered", name, office_now(referral), told, words, None, badge, to=told)


def _moved(progress: Progress, referral: Referral) -> Station:
    promised = progress.planned_on
    until = _("%(day)s까지로 늦춤") % {"day": month_day(promised)} if promised else ""
    name, who = progress.get_kind_display(), referral.department.name
    return Station(progress.kind, name, who, progress.on, until, note=progress.words)


def _mayor(proposal: Proposal, at: datetime) -> Station:
    referral = proposal.mayor_referral
    done = referral.answered_at if referral else None
    badge, words = standing(proposal.answer_due, day(done) if done else None, day(at))
    return Station(
        "mayor", _("구청장 답변"), _("구청장"), proposal.mayor_called_at, words, proposal.answer_due, badge,
        DONE if done or proposal.end else NOW, to=done,
    )  # fmt: skip


def _ended(proposal: Proposal) -> Station:
    who = _author(proposal)
    if proposal.end != Proposal.End.WITHDRAWN:
        who = proposal.transferred_to or (_office(proposal))
    name, at = proposal.get_end_display(), proposal.ended_at
    return Station(proposal.end, name, who, at, note=proposal.end_reason, to=at)


def _office(proposal: Proposal) -> str:
    if proposal.referral:
        return proposal.referral.department.name
    return proposal.category.department.name if proposal.category and proposal.category.department else ""


def _to_come(proposal: Proposal, at: datetime) -> Iterator[Station]:
    """What follows if all goes its way."""
    first = proposal.referral
    if first is None:
        if not _is_over(proposal, at):
            yield Station("review", _("부서검토"), _office(proposal) or _("맡은 부서"), state=LATER)
            yield Station("answered", _("검토 결과"), _office(proposal) or _("맡은 부서"), state=LATER)
        return
    last = getattr(first, "again", None) or first
    if not last.answered_at and not last.ended_at:
        yield Station("answered", _("검토 결과"), last.department.name, state=LATER)
    reply = last.reply
    if reply and reply.outcome and reply.outcome.needs_date:
        yield from _promised(last, at)


def _promised(referral: Referral, at: datetime) -> Iterator[Station]:
    moved = list(referral.progress.all())  # type: ignore[attr-defined]
    kinds = {one.kind for one in moved}
    planned = planned_on(referral)
    who = referral.department.name
    if Progress.Kind.FINISHED in kinds:
        return
    badge, words = standing(planned, None, day(at))
    if Progress.Kind.STARTED not in kinds:
        yield Station("started", _("실시"), who, None, words, planned, badge, NOW)
        yield Station("finished", _("완료"), who, state=LATER)
    else:
        yield Station("finished", _("완료"), who, None, words, planned, badge, NOW)
