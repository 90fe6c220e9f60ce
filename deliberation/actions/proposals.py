"""Proposing: what was published stands, until it is answered or goes another way."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deliberation.actions.calls import tell_of
from deliberation.actions.drafting import cleaned_words, lock_draft, write_words
from deliberation.models import ParticipationPolicy, Proposal, Thread
from deliberation.models.consenting import check_consent
from deliberation.models.kept import put_end_aside
from deliberation.models.proposal import LONGEST_REASON
from deliberation.models.stages import End
from district.calendar import day
from district.intake import clean_name, clean_words
from district.models import Person
from district.refusals import Refusal
from papers.actions import shelve
from papers.models import Attachment
from realtime.publish import publish
from referrals import actions as referrals
from referrals.models import Referral
from search import entries

MOMENT = timedelta(microseconds=1)
LONGEST_OFFICE = 120


def lock_proposal(proposal: Proposal) -> tuple[Proposal, Thread, list[Referral]]:
    """As it stands once nobody can speak, agree or answer: its thread's lock, then that of what is owed."""
    thread = Thread.objects.locked().get(pk=proposal.check_published())
    # Before anything is published: an officer locks the referral first, and the room last.
    owed = list(Referral.objects.locked().standing().filter(topic=proposal.topic).order_by("pk"))
    return read_anew(proposal, thread), thread, owed


def read_anew(proposal: Proposal, thread: Thread) -> Proposal:
    """The row as it is under the thread's lock; what was read before the wait may be of yesterday."""
    proposal = Proposal.objects.with_file().get(pk=proposal.pk)
    proposal.thread = thread
    return proposal


@transaction.atomic
def publish_proposal(
    proposal: Proposal, *, consent: Any, by: Person, at: datetime, ref: UUID | None = None
) -> Proposal:
    """Put it before the neighbours; the thresholds and the wording of this day hold for it for good."""
    draft = lock_draft(proposal, by)
    by.check_not_blocked(at)
    by.check_verified()
    draft.check_complete(day(at))
    draft.shares.check_answered()
    draft.consent = check_consent(consent, day(at))
    draft.policy = ParticipationPolicy.objects.on(day(at))
    draft.published_at = at
    draft.collects_until = at + timedelta(days=draft.policy.collect_days)
    draft.thread = Thread.objects.create(opens_at=at, closes_at=draft.collects_until, told=Thread.Told.OPEN)
    draft.save()
    file_proposal(draft, at)
    publish(draft.room, "proposal.published", draft, by=by, at=at, ref=ref)
    return draft


@transaction.atomic
def amend_proposal(
    proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None = None, **words: Any
) -> Proposal:
    """File it elsewhere; the words themselves stay as they were agreed with."""
    proposal, thread, _owed = lock_proposal(proposal)
    proposal.check_author(by)
    proposal.check_may_amend(words)
    cleaned = cleaned_words(words, at)
    changed = write_words(proposal, cleaned)
    if "tags" in cleaned and set(cleaned["tags"]) != set(proposal.tags.names()):
        proposal.tags.set(cleaned["tags"])
        changed = True
    if changed:
        proposal.check_complete(day(at))
        proposal.save(update_fields=["category", "neighborhood", "place"])
        file_proposal(proposal, at)
        publish(thread.room, "proposal.amended", proposal, by=by, at=at, ref=ref)
    return proposal


@transaction.atomic
def withdraw_proposal(
    proposal: Proposal, *, by: Person, at: datetime, reason: str = "", ref: UUID | None = None
) -> Proposal:
    """취하. Its author takes it back, as long as it is not answered; what was said stays to be read."""
    proposal, thread, owed = lock_proposal(proposal)
    proposal.check_author(by)
    proposal.check_unanswered()
    proposal.end_reason = clean_reason(reason)
    end_proposal(proposal, thread, owed, end=Proposal.End.WITHDRAWN, by=by, at=at)
    proposal.seq = publish(thread.room, "proposal.withdrawn", proposal, by=by, at=at, ref=ref)
    return proposal


@transaction.atomic
def transfer_proposal(
    proposal: Proposal, *, to: str, reason: str, by: Person, at: datetime, ref: UUID | None = None
) -> Proposal:
    """이송. It is another office's to decide: handed there at once, and its author is told."""
    proposal, thread, owed = lock_proposal(proposal)
    proposal.check_may_handle(by, at)
    proposal.check_unanswered()
    proposal.transferred_to = clean_name(to, LONGEST_OFFICE)
    proposal.end_reason = clean_words(reason, LONGEST_REASON)
    told = {"to": proposal.transferred_to, "reason": proposal.end_reason}
    end_proposal(proposal, thread, owed, end=Proposal.End.TRANSFERRED, by=by, at=at)
    with translation.override(settings.LANGUAGE_CODE):
        words = _("%(to)s에서 처리합니다. %(reason)s") % told
    tell_of(
        proposal, "transferred", gettext_lazy("제안을 다른 기관으로 보냈습니다: %(title)s"), at, words=words
    )
    office = label_of(by, at)
    proposal.seq = publish(
        thread.room, "proposal.transferred", proposal, by=by, at=at, ref=ref, office=office
    )
    return proposal


@transaction.atomic
def turn_into_case(
    proposal: Proposal, *, by: Person, at: datetime, reason: str = "", ref: UUID | None = None
) -> Proposal:
    """이것은 민원입니다. One press, and it is answered within the time that the law gives for a complaint."""
    proposal, thread, owed = lock_proposal(proposal)
    if proposal.author_id != by.pk:
        proposal.check_may_handle(by, at)
    proposal.check_unanswered()
    department = proposal.office
    if department is None:
        raise Refusal("no_department", _("맡을 부서가 정해져 있지 않습니다."), status=409)
    proposal.end_reason = words = clean_reason(reason)
    end_proposal(proposal, thread, owed, end=Proposal.End.CIVIL, by=by, at=at)
    with translation.override(settings.LANGUAGE_CODE):
        label = _("민원")
    proposal.referral = referrals.refer(
        kind="complaint_suggestion",
        label=label,
        title=proposal.title,
        url=proposal.get_absolute_url(),
        room=thread.room,
        topic=proposal.letter_topic,
        department=department,
        asked_by=proposal.author,
        by=by,
        at=at,
    )
    proposal.save(update_fields=["referral"])
    tell_of(proposal, "civil", gettext_lazy("민원으로 답변해 드립니다: %(title)s"), at, words=words)
    office = "" if proposal.author_id == by.pk else label_of(by, at)
    proposal.seq = publish(
        thread.room, "proposal.reclassified", proposal, by=by, at=at, ref=ref, office=office
    )
    return proposal


@transaction.atomic
def veil_proposal(proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None = None) -> Proposal:
    """내용 가림. On its author's wish only the title and what became of it stay public."""
    proposal, thread, _owed = lock_proposal(proposal)
    proposal.check_author(by)
    if proposal.veiled_at is not None:
        raise Refusal("already_veiled", _("이미 내용을 가린 제안입니다."), status=409)
    proposal.veiled_at = at
    proposal.save(update_fields=["veiled_at"])
    shelve(proposal, Attachment.Audience.PRIVATE)
    file_proposal(proposal, at)
    publish(thread.room, "proposal.veiled", proposal, by=by, at=at, ref=ref)
    return proposal


@transaction.atomic
def ask_reconsideration(
    proposal: Proposal, *, words: str, by: Person, at: datetime, ref: UUID | None = None
) -> Proposal:
    """재심사. Whoever was refused asks once more, with a reason, within fifteen days of the answer."""
    proposal, thread, _owed = lock_proposal(proposal)
    proposal.check_author(by)
    proposal.check_standing()
    if proposal.referral is None:
        raise Refusal("not_answered", _("아직 답변하지 않은 일입니다."), status=409)
    again = referrals.ask_again(proposal.referral, by=by, words=words, at=at, ref=ref)
    proposal = read_anew(proposal, thread)
    proposal.seq = again.seq
    return proposal


def end_proposal(
    proposal: Proposal,
    thread: Thread,
    owed: list[Referral],
    *,
    end: End,
    by: Person,
    at: datetime,
) -> None:
    """Nobody owes it an answer any more, and nothing more is said; the caller tells why."""
    proposal.end, proposal.ended_at = end, at
    put_end_aside(proposal)
    proposal.save(update_fields=["end", "ended_at", "end_reason", "transferred_to", "merged_into", "kept"])
    entries.refile(proposal, state=proposal.end)
    ground = end if end in Referral.EndGround.values else Referral.EndGround.OTHER
    for referral in owed:
        referrals.end(referral, ground=ground, by=by, at=at)
    # What has ended calls itself in the index as it called itself last: the proposal has the last word.
    entries.refile(proposal, state=proposal.end)
    was, thread.told = thread.told, Thread.Told.CLOSED
    # By hand: a word that set out before this and waited for the lock meets a closed door, too.
    thread.by_hand, thread.closes_at = True, min(thread.closes_at, max(at, thread.opens_at + MOMENT))
    thread.save(update_fields=["closes_at", "told", "by_hand"])
    if was != Thread.Told.CLOSED:
        publish(thread.room, "thread.closed", thread, by=by, at=at)


def clean_reason(reason: Any) -> str:
    """Why, if somebody wishes to say so."""
    if reason is None or (isinstance(reason, str) and not reason.strip()):
        return ""
    return clean_words(reason, LONGEST_REASON)


def label_of(by: Person, at: datetime) -> str:
    """The office that acted."""
    post = by.post_on(day(at))
    return post.label if post else ""


def file_proposal(proposal: Proposal, at: datetime) -> None:
    """Let it be found; a veiled one by its title alone, a hidden one not at all."""
    if proposal.is_hidden:
        entries.withdraw(proposal)
        return
    told = proposal.veiled_at is None
    entries.file(
        proposal,
        kind="proposal",
        title=proposal.title,
        words="\n".join([proposal.body, proposal.place]) if told else "",
        url=proposal.get_absolute_url(),
        on=day(proposal.published_at or proposal.drafted_at),
        state=proposal.status(at),
        department=proposal.office.name if proposal.office else "",
        dong=proposal.neighborhood.name if proposal.neighborhood and told else "",
        tags=sorted(proposal.tags.names()) if told else [],
    )
