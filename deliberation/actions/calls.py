"""Calling those who must answer: the department at the fifth neighbour, the mayor at the hundredth voice."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.models import Proposal, Question, Thread
from district.models import Department, Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish
from referrals import actions as referrals
from referrals.models import Referral
from search import entries
from search.models import Entry

log = logging.getLogger(__name__)


def department_of(subject: Question | Proposal) -> Department | None:
    """Who has it, or would: the one that asks, that of its category, or the one that keeps participation."""
    if isinstance(subject, Proposal):
        return subject.office
    return subject.department or subject.policy.department


def mayor_due(thread: Thread, at: datetime) -> Question | Proposal | None:
    """The subject whose latch this voice has closed, if it did; that is told after the word itself."""
    subject = thread.subject
    if subject is None or not subject.call_mayor_if_due(thread.voices, at):
        return None
    # It was read before the wait for the lock: its review may have been called, its office changed meanwhile.
    subject = anew(thread)
    if subject is not None:
        hold_entry(subject)
    return subject


def hold_entry(subject: Question | Proposal) -> None:
    """Say the new state in the index before anything is published: officers lock the entry, then the room."""
    if isinstance(subject, Proposal):
        entries.refile(subject, state=subject.stage)
        if subject.referral_id is not None:
            Referral.objects.filter(pk=subject.referral_id).update(entry_states=_states(subject))


def call_review(proposal: Proposal, thread: Thread, *, by: Person | None, at: datetime) -> None:
    """부서검토. Its latch was closed in this transaction: tell so, and hand it to the department."""
    facts = {"supports": proposal.supports, "policy": proposal.policy_id}
    publish(thread.room, "review.called", proposal, by=by, at=at, facts=facts)
    _refer_review(proposal, thread, at)
    tell_of(proposal, "review", _("부서검토가 열렸습니다: %(title)s"), at)


def call_mayor(subject: Question | Proposal, thread: Thread, *, by: Person | None, at: datetime) -> None:
    """구청장 답변. The same for the hundredth voice."""
    facts = {"voices": thread.voices, "policy": subject.policy_id}
    publish(thread.room, "mayor.called", subject, by=by, at=at, facts=facts)
    _refer_mayor(subject, thread, at)
    if isinstance(subject, Proposal):
        tell_of(subject, "mayor", _("구청장 답변을 준비합니다: %(title)s"), at)


def _refer_review(proposal: Proposal, thread: Thread, at: datetime) -> None:
    made = _referred(proposal, thread, at, kind="proposal", label=_("제안"), states=_states(proposal))
    if made is not None:
        proposal.referral = made
        proposal.save(update_fields=["referral"])
        keep_open(thread, made, at)


def _refer_mayor(subject: Question | Proposal, thread: Thread, at: datetime) -> None:
    states = {"open": Proposal.Status.MAYOR_DUE.value, "answered": Proposal.Status.ANSWERED.value}
    known = states if isinstance(subject, Proposal) else {}
    made = _referred(subject, thread, at, kind="mayor", label=_("구청장 답변"), states=known, level="mayor")
    if made is not None:
        subject.mayor_referral = made
        subject.save(update_fields=["mayor_referral"])
        if isinstance(subject, Proposal):
            keep_open(thread, made, at)


def _referred(
    subject: Question | Proposal,
    thread: Thread,
    at: datetime,
    *,
    kind: str,
    label: str | Promise,
    states: Mapping[str, str],
    level: str = "department",
) -> Referral | None:
    department = department_of(subject)
    if department is None:
        return None
    with translation.override(settings.LANGUAGE_CODE), suppress_unset(subject):
        return referrals.refer(
            kind=kind,
            level=level,
            label=str(label),
            title=subject.title,
            url=subject.get_absolute_url(),
            room=thread.room,
            topic=subject.letter_topic,
            department=department,
            entry=Entry.objects.of(subject).first() if states else None,
            entry_states=states,
            asked_by=subject.author if isinstance(subject, Proposal) else None,
            by=None,
            at=at,
        )
    return None


@contextmanager
def suppress_unset(subject: Question | Proposal) -> Iterator[None]:
    """A clock or a chain that is not set costs nobody's word: tick asks again."""
    try:
        yield
    except Refusal as refusal:
        log.warning("%s was not referred: %s", subject.letter_topic, refusal.code)


def _states(proposal: Proposal) -> dict[str, str]:
    """What the proposal calls itself in the index while its department has it, and afterwards."""
    status = Proposal.Status
    called = proposal.mayor_called_at is not None
    return {
        "open": (status.MAYOR_DUE if called else status.REVIEW).value,
        "answered": (status.MAYOR_DUE if called else status.REVIEWED).value,
        "started": status.UNDERWAY.value,
        "finished": status.DONE.value,
    }


def keep_open(thread: Thread, referral: Referral, at: datetime) -> None:
    """Words are taken until the answer is due; where the door had closed, it opens again."""
    due = referral.due()
    if due is None:
        return
    until = timezone.make_aware(
        datetime.combine(due + timedelta(days=1), time.min), timezone.get_default_timezone()
    )
    if until <= thread.closes_at:
        return
    thread.closes_at = until
    was, thread.told = thread.told, thread.status(at)
    thread.save(update_fields=["closes_at", "told"])
    if was == Thread.Told.CLOSED and thread.told == Thread.Told.OPEN:
        publish(thread.room, "thread.opened", thread, by=None, at=at)


def tell_of(
    proposal: Proposal,
    about: str,
    title: Promise,
    at: datetime,
    *,
    words: str = "",
    people: Iterable[Person] | None = None,
) -> None:
    """A letter to those who propose it, or to these people, and to whoever follows it."""
    proposers = [person for person, _percent, _main in proposal.proposers()]
    because = _("내신 제안") if people is None else _("공감하거나 의견을 쓰신 제안")
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            f"{proposal.topic}/{about}",
            title=str(title % {"title": proposal.title}),
            words=words,
            url=proposal.get_absolute_url(),
            topic=proposal.letter_topic,
            people=proposers if people is None else people,
            because=str(because),
            at=at,
        )


def tell_lapsed(proposal: Proposal, at: datetime) -> None:
    """Its time is over and too few agreed: those who proposed it hear so, once."""
    if proposal.status(at) == Proposal.Status.LAPSED:
        tell_of(proposal, "lapsed", _("공감을 모으는 기간이 끝났습니다: %(title)s"), at)


def due(at: datetime) -> None:
    """Refer what was called before there was a department, a clock or a chain for it."""
    asked = Q(mayor_called_at__isnull=False, mayor_referral=None)
    for pk in Question.objects.filter(asked, result_at=None).values_list("thread", flat=True):
        _refer_waiting(pk, at)
    called = asked | Q(review_called_at__isnull=False, referral=None)
    for pk in Proposal.objects.filter(called, end="").values_list("thread", flat=True):
        _refer_waiting(pk, at)


@transaction.atomic
def _refer_waiting(pk: int, at: datetime) -> None:
    thread = Thread.objects.locked().get(pk=pk)
    subject = anew(thread)
    if subject is None or department_of(subject) is None:
        return
    hold_entry(subject)
    if isinstance(subject, Proposal) and subject.review_called_at and subject.referral_id is None:
        _refer_review(subject, thread, at)
    if subject.mayor_called_at and subject.mayor_referral_id is None:
        _refer_mayor(subject, thread, at)


def anew(thread: Thread) -> Question | Proposal | None:
    """The subject as it stands under the thread's lock."""
    subject = thread.subject
    if subject is None:
        return None
    if isinstance(subject, Proposal):
        subject = Proposal.objects.with_file().get(pk=subject.pk)
    else:
        subject = Question.objects.visible_to(None).get(pk=subject.pk)
    subject.thread = thread
    return subject
