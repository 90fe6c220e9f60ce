"""Who may read the file, draft, approve and hand over: by the offices held on the day."""

from datetime import datetime

from django.utils.translation import gettext as _

from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from referrals.models import Referral, Reply, Step
from referrals.offices import Offices
from referrals.reach import INSIDE, MAYORS, answers_for, departments_of, holds_any

SECOND = 2


def holds(referral: Referral, role: str, person: Person | None, at: datetime) -> bool:
    """Whether this person holds that office for that referral; the mayor's is one for all departments."""
    if role in MAYORS:
        return person is not None and holds_any(person, frozenset({Role(role)}), at)
    return referral.department_id in departments_of(person, role, at)


def may_draft(referral: Referral, person: Person | None, at: datetime) -> bool:
    """Whoever stands first in its chain writes."""
    return holds(referral, referral.chain.roles[0], person, at)


def may_work(referral: Referral, person: Person | None, at: datetime) -> bool:
    """Whoever writes, and the head of the department."""
    return may_draft(referral, person, at) or holds(referral, Role.HEAD, person, at)


def may_approve(reply: Reply, person: Person | None, at: datetime) -> bool:
    """Whoever's turn it is."""
    step = next_step(reply)
    return step is not None and holds(reply.referral, step.role, person, at)


def may_reroute(referral: Referral, person: Person | None, at: datetime) -> bool:
    """Whoever works in its department or leads it, and the mayor's office what the mayor must answer."""
    if referral.level == Referral.Level.MAYOR and holds_any(person, MAYORS, at):
        return True
    return referral.department_id in answers_for(person, at)


def is_held_by_other(referral: Referral, person: Person, at: datetime) -> bool:
    """Whether a colleague has taken it on, who still works there."""
    holder = referral.holder
    return holder is not None and holder.pk != person.pk and may_draft(referral, holder, at)


def may_recall(referral: Referral, person: Person, at: datetime) -> bool:
    """Whoever sent it up, or took it on since, before it is decided."""
    try:
        check_may_draft(referral, person, at)
        check_holds(referral, person, at)
        check_may_recall(referral, at)
    except Refusal:
        return False
    return True


def next_step(reply: Reply) -> Step | None:
    """The hand that has it now, while it is being approved."""
    if reply.submitted_at is None or reply.returned_at is not None or reply.published_at is not None:
        return None
    return next((step for step in reply.steps.all() if step.decided_at is None), None)


def is_staff(person: Person | None, at: datetime) -> bool:
    """Whether the inbox has anything to say to this person."""
    return holds_any(person, INSIDE | MAYORS | {Role.AUDITOR, Role.ADMIN}, at)


def check_works(referral: Referral, person: Person | None, at: datetime) -> None:
    """Refuse the work of another department."""
    if not may_work(referral, person, at):
        raise Refusal("not_its_office", _("이 일을 맡은 부서에서만 할 수 있습니다."), status=403)


def check_may_draft(referral: Referral, person: Person | None, at: datetime) -> None:
    """Refuse whoever does not write for that department."""
    if not may_draft(referral, person, at):
        raise Refusal("not_drafting", _("이 일을 맡은 부서의 담당만 답변을 쓸 수 있습니다."), status=403)


def check_holds(referral: Referral, person: Person, at: datetime) -> None:
    """Refuse to write over a colleague who has taken it on, as long as that colleague still works there."""
    if is_held_by_other(referral, person, at):
        raise Refusal("held_by_other", _("다른 담당이 맡은 일입니다. 먼저 넘겨받아 주세요."), status=409)


def check_may_reroute(referral: Referral, person: Person | None, at: datetime) -> None:
    """Refuse to move what is not one's own."""
    if not may_reroute(referral, person, at):
        raise Refusal("not_its_office", _("이 일을 맡은 부서에서만 할 수 있습니다."), status=403)


def check_may_approve(reply: Reply, person: Person | None, at: datetime) -> Step:
    """Refuse whoever's turn it is not; who was faster is told so."""
    step = next_step(reply)
    if step is None:
        raise Refusal("not_submitted", _("결재를 기다리는 답변이 없습니다."), status=409)
    if holds(reply.referral, step.role, person, at):
        return step
    before = [done for done in reply.steps.all() if done.decided_at is not None]
    if any(holds(reply.referral, done.role, person, at) for done in before[1:]):
        raise Refusal("step_decided", _("이미 결재한 답변입니다."), status=409)
    raise Refusal("not_approver", _("결재할 차례가 아닙니다."), status=403)


def check_in_chain(referral: Referral, person: Person | None, at: datetime) -> None:
    """Refuse whoever decides about no answer here: how many versions there are is the office's to know."""
    if not any(holds(referral, role, person, at) for role in referral.chain.roles[1:]):
        raise Refusal("not_approver", _("결재할 차례가 아닙니다."), status=403)


def check_may_recall(referral: Referral, at: datetime) -> Reply:
    """Refuse to take back what was not sent up, or what somebody has approved and somebody else may yet."""
    draft = referral.draft
    step = next_step(draft) if draft else None
    if draft is None or step is None:
        raise Refusal("not_submitted", _("결재를 기다리는 답변이 없습니다."), status=409)
    # Its writer is the first step, and the second the first that decides.
    if step.ordinal > SECOND and not Offices(day(at)).vacant_step(referral):
        raise Refusal("step_decided", _("이미 결재한 답변입니다."), status=409)
    return draft


def check_staff(person: Person | None, at: datetime) -> None:
    """Refuse the inbox to whoever answers for nothing."""
    if not is_staff(person, at):
        raise Refusal("not_answering", _("답변을 맡은 부서의 직원만 볼 수 있습니다."), status=403)
