"""Through whose hands a closing goes: by the offices held on the day, in the department of its pledge."""

from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from pledges.models import Closing, ClosingStep, Pledge
from pledges.models.closing import ClosingQuerySet
from referrals.models import Chain
from referrals.reach import MAYORS, departments_of, holds_any


def holds(departments: set[int], role: str, person: Person | None, at: datetime) -> bool:
    """Whether this person holds that office there; a director's may stand above."""
    if role in MAYORS:
        return holds_any(person, frozenset({Role(role)}), at)
    return bool(departments & departments_of(person, role, at))


def chain_on(at: datetime) -> Chain:
    """Through which hands the closings of that day go."""
    return Chain.objects.on("pledge", "department", day(at))


def submits(pledge: Pledge, person: Person | None, at: datetime) -> bool:
    """Whether this person writes for a department that keeps the promise: the first hand of the chain."""
    ours = {pledge.department_id, *pledge.charges.values_list("department", flat=True)} - {None}
    return holds({each for each in ours if each}, chain_on(at).roles[0], person, at)


def hands(closing: Closing) -> ClosingStep | None:
    """The hand that has it now, while it goes from hand to hand."""
    # What was not decided when it came back is gone: an undecided hand is always of the last submission.
    return closing.steps.filter(decided_at=None).order_by("ordinal").first()


def approves(closing: Closing, person: Person | None, at: datetime) -> bool:
    """Whether it is this person's turn."""
    step = hands(closing)
    return step is not None and holds({closing.pledge.department_id}, step.role, person, at)


def closings_awaiting(person: Person | None, at: datetime) -> ClosingQuerySet:
    """마감 결재: those that wait for this person's hand."""
    if person is None or not person.is_active:
        return Closing.objects.none()
    undecided = ClosingStep.objects.filter(closing=OuterRef("pk"), decided_at=None).order_by("ordinal")
    waiting = Closing.objects.annotate(waits_for=Subquery(undecided.values("role")[:1]))
    mine = Q(pk__in=[])
    for role in Role.values:
        if role not in MAYORS:
            mine |= Q(waits_for=role, pledge__department__in=departments_of(person, role, at))
        elif holds_any(person, frozenset({Role(role)}), at):
            mine |= Q(waits_for=role)
    return waiting.filter(mine)


def check_submits(pledge: Pledge, by: Person | None, at: datetime) -> Person:
    """Refuse to send up what somebody else has to write."""
    if by is None or not submits(pledge, by, at):
        sentence = _("이 공약을 맡은 부서의 담당만 마감을 결재에 올릴 수 있습니다.")
        raise Refusal("not_closing_writer", sentence, 403)
    return by


def check_approves(closing: Closing, by: Person | None, at: datetime) -> ClosingStep:
    """Refuse whoever decides nothing here, then what waits for nobody, then whoever's turn it is not."""
    step, ours = hands(closing), {closing.pledge.department_id}
    roles = {*chain_on(at).roles[1:], *([step.role] if step else [])}
    if not any(holds(ours, role, by, at) for role in roles):
        raise _not_approver()
    closing.check_in_approval()
    if step is None or not holds(ours, step.role, by, at):
        raise _not_approver()
    return step


def _not_approver() -> Refusal:
    return Refusal("not_approver", _("결재할 차례가 아닙니다."), 403)
