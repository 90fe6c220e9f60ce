"""Whom an office's duty concerns, and the letters that tell them of it, each once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from district.dates import day, official
from district.models.offices import Role
from letters.actions import tell
from referrals.models import Pause, Referral, Reply, Step
from referrals.offices import Offices
from referrals.timeline import office_of


def desk_url(referral: Referral) -> str:
    """Where its office works on it."""
    return reverse("desk-referral", args=[referral.key])


def people_of(referral: Referral, at: datetime, offices: Offices | None = None) -> set[int]:
    """Whose work it is now: who took it on or might, the head, who has to approve, the mayor's adviser."""
    offices, department = offices or Offices(day(at)), referral.department_id
    people = {referral.holder_id} if referral.holder_id else set()
    if not people:
        people = offices.holders(department, referral.chain.roles[0])
    people = people | offices.holders(department, Role.HEAD)
    if (step := referral.current_step) is not None:
        people |= offices.holders(department, step.role)
    if referral.level == Referral.Level.MAYOR:
        people |= offices.holders(department, Role.ADVISER)
    return people


def tell_asked(referral: Referral, at: datetime) -> None:
    """Tell a department that it has something to answer, and by when."""
    _write(
        f"referral/{referral.pk}/asked/{referral.handovers.count()}",
        referral,
        _told("asked"),
        people_of(referral, at),
        at,
    )


def tell_turn(referral: Referral, at: datetime) -> None:
    """Tell the next hand that an answer waits for approval, or its office that there is no such hand."""
    step, offices = referral.current_step, Offices(day(at))
    if step is None:
        return
    people = offices.holders(referral.department_id, step.role)
    if people:
        _write(turn_of(step.pk), referral, _told("turn"), people, at)
        return
    writer = {referral.draft.written_by_id} if referral.draft and referral.draft.written_by_id else set()
    people = writer | offices.holders(referral.department_id, Role.HEAD)
    with translation.override(settings.LANGUAGE_CODE):
        office = office_of(step.role, referral.department)
        words = _(
            "%(office)s 자리가 비어 있어 결재를 기다립니다. 새로 오시는 분의 차례가 되며, "
            "그 전에는 답변을 거두어들이거나 다른 부서로 넘기실 수 있습니다."
        ) % {"office": office}
    _write(vacant_of(step.pk), referral, _told("vacant"), people, at, words=words)


def turn_of(step: int) -> str:
    """Under which name the letter to the next hand goes, so that it goes once."""
    return f"referral/step/{step}"


def vacant_of(step: int) -> str:
    """The same for the letter that there is no such hand."""
    return f"referral/step/{step}/vacant"


def tell_recalled(referral: Referral, reply: Reply, at: datetime) -> None:
    """Tell the hand that was to decide that there is nothing to decide any more."""
    step = referral.current_step
    if step is not None:
        people = Offices(day(at)).holders(referral.department_id, step.role)
        _write(f"{turn_of(step.pk)}/recalled", referral, _told("recalled"), people, at)


def tell_supplied(referral: Referral, pause: Pause, at: datetime) -> None:
    """Tell the office that what it asked of the proposer has come; the words stand in its file."""
    about = f"referral/{referral.pk}/supplied/{pause.pk}"
    _write(about, referral, _told("supplied"), people_of(referral, at), at)


def tell_returned(referral: Referral, reply: Reply, step: Step, at: datetime) -> None:
    """Tell whoever wrote it that it came back, and why."""
    people = {reply.written_by_id} if reply.written_by_id else set()
    _write(f"referral/step/{step.pk}/returned", referral, _told("returned"), people, at, words=step.note)


def tell_soon(about: str, referral: Referral, at: datetime) -> None:
    """Tell those whose work it is that few days are left."""
    _write(about, referral, _told("soon"), people_of(referral, at), at)


def tell_late(about: str, referral: Referral, at: datetime) -> None:
    """Tell them, and whoever leads them, that its day is over."""
    offices = Offices(day(at))
    leads = offices.holders(referral.department_id, Role.DIRECTOR)
    _write(about, referral, _told("late"), people_of(referral, at, offices) | leads, at)


def tell_silent(about: str, referral: Referral, at: datetime) -> None:
    """Tell them that what they waited for has not come in its time."""
    _write(about, referral, _told("silent"), people_of(referral, at), at)


def _told(what: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "asked": _("답변할 일이 왔습니다: %(title)s"),
            "turn": _("결재할 답변이 있습니다: %(title)s"),
            "vacant": _("결재할 자리가 비어 있습니다: %(title)s"),
            "recalled": _("결재를 기다리던 답변을 거두어들였습니다: %(title)s"),
            "supplied": _("보완한 내용이 왔습니다: %(title)s"),
            "returned": _("답변이 돌아왔습니다: %(title)s"),
            "soon": _("답변 기한이 다가옵니다: %(title)s"),
            "late": _("답변 기한이 지났습니다: %(title)s"),
            "silent": _("기다리던 회신 기한이 지났습니다: %(title)s"),
        }[what]


def _write(
    about: str, referral: Referral, title: str, people: set[Any], at: datetime, *, words: str = ""
) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        lines = [words] if words else []
        lines.append(f"{referral.label} · {referral.department.name}")
        if (last := referral.due()) is not None:
            lines.append(_("답변 기한 %(day)s") % {"day": official(last)})
        named = title % {"title": referral.title}
        tell(about, title=named, words="\n".join(lines), url=desk_url(referral), people=people, at=at)
