"""Who had it, since when, until when: the public course of one referral."""

from collections.abc import Iterator
from datetime import date, datetime
from operator import attrgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from district.dates import moment
from district.models import Department
from district.models.offices import Role
from referrals.clocks import Calendar
from referrals.models import Referral, Reply, Step


class Leg(NamedTuple):
    """Who had it, or what it stood still for, from when to when."""

    step: str
    office: str
    since: datetime
    until: datetime | None
    due: date | None
    reason: str = ""

    @property
    def label(self) -> str:
        """What the step is called."""
        return labels()[self.step]

    @property
    def lasts(self) -> bool:
        """Whether it is more than a moment."""
        return self.until != self.since

    def row(self) -> dict[str, Any]:
        """As the API gives it."""
        return {
            "step": self.step,
            "label": self.label,
            "office": self.office,
            "from": moment(self.since),
            "to": moment(self.until),
            "due": self.due.isoformat() if self.due else None,
            "reason": self.reason,
        }


class Hand(NamedTuple):
    """One office that had it from a moment on."""

    at: datetime
    step: str
    office: str


def timeline(referral: Referral, works: Calendar | None = None) -> list[Leg]:
    """Every hand it went through, every pause, and how it closed; the same for everybody."""
    due = referral.due(works=works)
    closed = referral.answered_at or referral.ended_at
    hands = sorted(_hands(referral), key=attrgetter("at"))
    ends = [*(hand.at for hand in hands[1:]), closed]
    legs = [
        Leg(hand.step, hand.office, hand.at, end, due if end is None else None)
        for hand, end in zip(hands, ends, strict=True)
    ]
    legs += [
        Leg(pause.kind, "", pause.began_at, pause.ended_at, pause.limit_on, pause.reason)
        for pause in referral.pauses.all()
    ]
    legs.sort(key=attrgetter("since"))
    if closed is not None:
        legs.append(Leg(referral.state.value, office_now(referral), closed, closed, None))
    return legs


def _hands(referral: Referral) -> Iterator[Hand]:
    yield Hand(referral.asked_at, "review", _department_at(referral, referral.asked_at).name)
    for moved in referral.handovers.all():
        yield Hand(moved.at, "review", moved.to_department.name)
    for reply in referral.replies.all():
        if reply.submitted_at is not None:
            yield from _approvals(referral, reply)


def _approvals(referral: Referral, reply: Reply) -> Iterator[Hand]:
    """After each decision the next hand has it, or whoever wrote it once more."""
    steps = list(reply.steps.all())
    for step, after in zip(steps, [*steps[1:], None], strict=True):
        if step.decided_at is None:
            yield from _taken_back(referral, reply)
            return
        department = _department_at(referral, step.decided_at)
        if step.verdict == Step.Verdict.RETURNED:
            yield Hand(step.decided_at, "review", department.name)
        elif after is not None:
            yield Hand(step.decided_at, "approval", office_of(after.role, department))


def _taken_back(referral: Referral, reply: Reply) -> Iterator[Hand]:
    """Whoever wrote it has it again, unless it was taken back only to be handed over."""
    back = reply.returned_at if reply.was_recalled else None
    if back is not None and all(moved.at != back for moved in referral.handovers.all()):
        yield Hand(back, "review", _department_at(referral, back).name)


def _department_at(referral: Referral, at: datetime) -> Department:
    """Which department had it then."""
    later = [moved for moved in referral.handovers.all() if moved.at > at]
    return later[0].from_department if later else referral.department


def office_of(role: str, department: Department) -> str:
    """An office as the public may know it: never a person."""
    label = str(Role(role).label)
    return label if role in {Role.MAYOR, Role.ADVISER} else f"{department.name} {label}"


def office_now(referral: Referral) -> str:
    """Who has it now, who answered, or whom it left."""
    if referral.reply is not None:
        return referral.reply.office_label
    role = referral.holder_role
    if not role:
        return referral.department.name
    return office_of(role, referral.department)


def labels() -> dict[str, str]:
    """What each step is called."""
    return {
        "review": _("검토"),
        "approval": _("결재"),
        "supplement": _("보완 요청"),
        "inquiry": _("관계 기관 조회"),
        "answered": _("답변"),
        "ended": _("끝남"),
    }
