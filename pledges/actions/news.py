"""공약의 소식. What whoever follows a promise hears of it, and whose hand a closing waits for."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from district.dates import day, official
from letters.actions import tell
from letters.models import Follow
from pledges.models import Amendment, Closing, ClosingStep, Pledge, ProgressEntry
from pledges.rights import hands
from pledges.when import said
from referrals.offices import Offices


def tell_entered(entry: ProgressEntry, at: datetime) -> None:
    """Something was done for it."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("공약 %(pledge)s: 새 추진실적을 적었습니다")
        words = f"{said(entry)} {entry.title}"
        place = f"entries/#entry-{entry.pk}"
        _tell(entry.pledge, f"entry/{entry.pk}", title, at, words=words, place=place)


def tell_restated(pledge: Pledge, at: datetime) -> None:
    """It stands otherwise than before."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("공약 %(pledge)s: 추진상황이 바뀌었습니다")
        _tell(pledge, f"status/{at.isoformat()}", title, at, words=pledge.status.label)


def tell_enacted(amendment: Amendment, at: datetime) -> None:
    """What was promised was changed: why, and from when."""
    on = amendment.effective_on
    with translation.override(settings.LANGUAGE_CODE):
        title = _("공약 %(pledge)s: 목표나 투자계획이 바뀌었습니다")
        from_day = _("%(day)s부터 시행합니다.") % {"day": official(on)} if on is not None else ""
        words = "\n".join(filter(None, [from_day, amendment.reason]))
        about = f"amendment-{amendment.number}"
        _tell(amendment.pledge, about, title, at, words=words, place=f"#{about}")


def tell_turn(closing: Closing, at: datetime) -> None:
    """The next hand learns that a closing waits for it."""
    step = hands(closing)
    if step is not None:
        people = Offices(day(at)).holders(closing.pledge.department_id, step.role)
        with translation.override(settings.LANGUAGE_CODE):
            title = _("결재할 공약 마감이 있습니다: %(closing)s") % {"closing": str(closing)}
            address = reverse("desk-pledge-approvals")
            tell(f"closing/step/{step.pk}", title=title, url=address, people=people, at=at)


def tell_returned(step: ClosingStep, at: datetime) -> None:
    """Whoever wrote it learns that it came back, and why."""
    closing = step.closing
    people = {closing.written_by_id} if closing.written_by_id else set()
    with translation.override(settings.LANGUAGE_CODE):
        title = _("공약 마감이 돌아왔습니다: %(closing)s") % {"closing": str(closing)}
        address = reverse("desk-pledge-closing", args=[closing.pledge_id, closing.pk])
        about = f"closing/step/{step.pk}/returned"
        tell(about, title=title, words=step.note, url=address, people=people, at=at)


def _tell(pledge: Pledge, about: str, title: str, at: datetime, *, words: str, place: str = "") -> None:
    # Six hundred promises of an import leave no line for nobody.
    if not Follow.objects.standing().filter(topic=pledge.topic).exists():
        return
    tell(
        f"{pledge.topic}/{about}",
        title=title % {"pledge": str(pledge)},
        words=words,
        url=f"{pledge.get_absolute_url()}{place}",
        topic=pledge.topic,
        at=at,
    )
