"""Whom an office's duty concerns, and the letters that tell them of it, each once."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from district.dates import day, official
from district.models import Department, Posting
from district.models.offices import Role
from letters.actions import tell
from referrals.models import Referral, Reply, Step
from referrals.reach import DEEPEST


def desk_url(referral: Referral) -> str:
    """Where its office works on it."""
    return reverse("desk-referral", args=[referral.key])


def holders_of(department: Department, role: str, on: date) -> set[int]:
    """Those who hold that office there on the day; a director's may stand above."""
    held = Posting.objects.on(on).filter(post__role=role, person__is_active=True)
    if role in {Role.MAYOR, Role.ADVISER}:
        return set(held.values_list("person", flat=True))
    above: Department | None = department
    for _height in range(DEEPEST):
        if above is None:
            break
        found = set(held.filter(post__department=above).values_list("person", flat=True))
        if found or role != Role.DIRECTOR:
            return found
        above = above.parent
    return set()


def people_of(referral: Referral, at: datetime) -> set[int]:
    """Whose work it is now: who took it on or might, the head, who has to approve, the mayor's adviser."""
    today = day(at)
    people = {referral.holder_id} if referral.holder_id else set()
    if not people:
        people = holders_of(referral.department, referral.chain.roles[0], today)
    people |= holders_of(referral.department, Role.HEAD, today)
    if (step := referral.current_step) is not None:
        people |= holders_of(referral.department, step.role, today)
    if referral.level == Referral.Level.MAYOR:
        people |= holders_of(referral.department, Role.ADVISER, today)
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
    """Tell the next hand that an answer waits for approval."""
    step = referral.current_step
    if step is not None:
        people = holders_of(referral.department, step.role, day(at))
        _write(f"referral/step/{step.pk}", referral, _told("turn"), people, at)


def tell_returned(referral: Referral, reply: Reply, step: Step, at: datetime) -> None:
    """Tell whoever wrote it that it came back, and why."""
    people = {reply.written_by_id} if reply.written_by_id else set()
    _write(f"referral/step/{step.pk}/returned", referral, _told("returned"), people, at, words=step.note)


def tell_soon(about: str, referral: Referral, at: datetime) -> None:
    """Tell those whose work it is that few days are left."""
    _write(about, referral, _told("soon"), people_of(referral, at), at)


def tell_late(about: str, referral: Referral, at: datetime) -> None:
    """Tell them, and whoever leads them, that its day is over."""
    people = people_of(referral, at) | holders_of(referral.department, Role.DIRECTOR, day(at))
    _write(about, referral, _told("late"), people, at)


def tell_silent(about: str, referral: Referral, at: datetime) -> None:
    """Tell them that what they waited for has not come in its time."""
    _write(about, referral, _told("silent"), people_of(referral, at), at)


def _told(what: str) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "asked": _("답변할 일이 왔습니다: %(title)s"),
            "turn": _("결재할 답변이 있습니다: %(title)s"),
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
