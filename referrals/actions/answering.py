"""Answering: the draft, the hands it goes through, and the last of them that publishes it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from district.dates import day
from district.intake import clean_address, clean_words
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal, not_found
from papers.actions import lay, looked_into, shelve
from papers.actions import take_away as take_paper_away
from papers.contents import Paper
from papers.models import Attachment
from realtime.publish import publish, ring
from referrals.actions.asking import file_state
from referrals.actions.handling import take
from referrals.actions.recalling import next_version
from referrals.days import check_not_far
from referrals.models import Ground, Outcome, Referral, Reply, Step
from referrals.models.referral import LEDGER
from referrals.notices import tell_returned, tell_turn
from referrals.rights import check_holds, check_may_approve, check_may_draft

LONGEST_REPLY = 20_000
LONGEST_GROUND = 2_000
LONGEST_NOTE = 1_000


@transaction.atomic
def write_reply(
    referral: Referral,
    *,
    by: Person,
    at: datetime,
    words: str,
    outcome: str = "",
    ground: str = "",
    reason: str = "",
    planned_on: date | None = None,
    video_url: str = "",
    ref: UUID | None = None,
) -> Reply:
    """Write the draft anew; whoever begins to write has taken it on, and a colleague writes over nobody."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    _check_writes(referral, by, at)
    draft = referral.draft
    first = draft is None
    if draft is None:
        draft = Reply(referral=referral, version=referral.replies.count() + 1)
    draft.words = clean_words(words, LONGEST_REPLY) if words.strip() else ""
    draft.video_url = clean_address(video_url)
    draft.outcome = _chosen(Outcome, outcome, at)
    draft.ground = _chosen(Ground, ground, at)
    draft.reason = clean_words(reason, LONGEST_GROUND) if reason.strip() else ""
    draft.planned_on, draft.written_by, draft.written_at = planned_on, by, at
    draft.save()
    taken = referral.holder_id != by.pk
    if taken:
        take(referral, by, at)
    elif first:
        file_state(referral)
    if taken:
        publish(referral.room, "referral.claimed", referral, by=by, at=at)
    if first:
        publish(referral.room, "referral.drafted", referral, by=by, at=at)
    # What is being written is the office's: the public room hears that it began, and no more.
    publish(LEDGER, "reply.written", draft, by=by, at=at, ref=ref)
    ring(referral.desk)
    return draft


def _check_writes(referral: Referral, by: Person, at: datetime) -> None:
    check_may_draft(referral, by, at)
    referral.check_standing()
    referral.check_not_in_approval()
    check_holds(referral, by, at)


def _chosen(rows: Any, code: str, at: datetime) -> Any:
    """The row of that code in force today; none where nothing was chosen."""
    if not code:
        return None
    # By the list: the database falls over words that no cell can hold.
    row = next((row for row in rows.objects.in_force(day(at)) if row.code == code), None)
    if row is None:
        raise Refusal("unknown_choice", _("고르신 것이 목록에 없습니다."), 422)
    return row


def lay_paper(
    reply: Reply, upload: UploadedFile, *, by: Person, at: datetime, ref: UUID | None = None
) -> Attachment:
    """Lay a paper to a draft; it is handed out with the answer, and to nobody before."""
    _check_writes(reply.referral, by, at)  # before a large file of a stranger is looked into
    return _lay_paper(reply, looked_into(upload), by=by, at=at, ref=ref)


@transaction.atomic
def _lay_paper(reply: Reply, paper: Paper, *, by: Person, at: datetime, ref: UUID | None) -> Attachment:
    draft = _own_draft(reply, by, at)
    laid = lay(draft, paper, by=by, at=at, audience=Attachment.Audience.PRIVATE)
    publish(LEDGER, "paper.attached", laid, by=by, at=at, ref=ref)
    return laid


@transaction.atomic
def take_paper(attachment: Attachment, *, by: Person, at: datetime, ref: UUID | None = None) -> Attachment:
    """Take a paper off a draft again."""
    reply = attachment.owner
    if not isinstance(reply, Reply):
        raise not_found()
    _own_draft(reply, by, at)
    take_paper_away(attachment)
    publish(LEDGER, "paper.discarded", attachment, by=by, at=at, ref=ref)
    return attachment


def _own_draft(reply: Reply, by: Person, at: datetime) -> Reply:
    referral = Referral.objects.locked().get(pk=reply.referral_id)
    _check_writes(referral, by, at)
    draft = referral.draft
    if draft is None or draft.pk != reply.pk:
        raise Refusal("no_draft", _("쓰고 있는 답변이 없습니다."), 409)
    return draft


@transaction.atomic
def submit(reply: Reply, *, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """올리기. The draft is complete; from here on the next hand has it."""
    draft = _own_draft(reply, by, at)
    referral = draft.referral
    if referral.pause is not None:
        raise Refusal("already_paused", _("기한이 이미 멈추어 있습니다."), 409)
    check_complete(draft, referral, day(at))
    draft.submitted_at = at
    draft.save(update_fields=["submitted_at"])
    Step.objects.bulk_create(
        Step(reply=draft, ordinal=n, role=role) for n, role in enumerate(referral.chain.roles, 1)
    )
    _decide(draft.steps.get(ordinal=1), by, at, Step.Verdict.APPROVED, "")
    file_state(referral)
    tell_turn(referral, at)
    publish(referral.room, "referral.submitted", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def check_complete(draft: Reply, referral: Referral, today: date) -> None:
    """Refuse an answer that leaves out what the resident must be told."""
    if not draft.words:
        raise Refusal("empty_words", _("내용을 적어 주세요."), 422)
    outcome = draft.outcome
    if outcome is None:
        if referral.chain.needs_outcome:
            raise Refusal("outcome_needed", _("검토 결과를 골라 주세요."), 422)
        return
    if outcome.needs_ground and (draft.ground is None or not draft.reason):
        raise Refusal("no_ground_given", _("채택하지 않는 까닭을 고르고 설명을 적어 주세요."), 422)
    if outcome.needs_date and draft.planned_on is None:
        raise Refusal("date_needed", _("언제 실시할지 날짜를 적어 주세요."), 422)
    if outcome.needs_date and draft.planned_on is not None and draft.planned_on < today:
        raise Refusal("date_past", _("지난 날을 적으셨습니다. 오늘이나 그 뒤의 날을 적어 주세요."), 422)
    check_not_far(draft.planned_on, today)


def _decide(step: Step, by: Person, at: datetime, verdict: str, note: str) -> None:
    held = [post for post in by.offices_on(day(at)) if post.role == step.role]
    step.by, step.decided_at, step.verdict, step.note = by, at, verdict, note
    step.office = held[0].title if held else ""
    step.save(update_fields=["by", "office", "decided_at", "verdict", "note"])


def _turn(reply: Reply, by: Person, at: datetime) -> tuple[Referral, Reply, Step]:
    """The referral under its lock, and the step that is this person's now."""
    referral = Referral.objects.locked().get(pk=reply.referral_id)
    referral.check_standing()
    reply = Reply.objects.get(pk=reply.pk)
    reply.referral = referral
    return referral, reply, check_may_approve(reply, by, at)


@transaction.atomic
def approve(reply: Reply, *, by: Person, at: datetime, note: str = "", ref: UUID | None = None) -> Referral:
    """결재. The next hand has it; the last one publishes."""
    referral, reply, step = _turn(reply, by, at)
    _decide(step, by, at, Step.Verdict.APPROVED, clean_words(note, LONGEST_NOTE) if note.strip() else "")
    if reply.steps.filter(decided_at=None).exists():
        tell_turn(referral, at)
        publish(referral.room, "referral.approved", referral, by=by, at=at, ref=ref)
    else:
        _answer(referral, reply, step, at)
        publish(referral.room, "referral.answered", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def _answer(referral: Referral, reply: Reply, last: Step, at: datetime) -> None:
    """What was approved is the district's word now, and so are its papers, where its subject is public."""
    reply.published_at = at
    reply.office_label = last.office if last.role == Role.MAYOR else referral.department.name
    reply.save(update_fields=["published_at", "office_label"])
    if referral.is_public:
        shelve(reply, Attachment.Audience.PUBLIC)
    referral.reply, referral.answered_at = reply, at
    referral.save(update_fields=["reply", "answered_at"])
    file_state(referral)


@transaction.atomic
def send_back(reply: Reply, *, note: str, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """돌려보내기. It goes back to whoever wrote it, with the reason; this version stays as it was."""
    referral, reply, step = _turn(reply, by, at)
    _decide(step, by, at, Step.Verdict.RETURNED, clean_words(note, LONGEST_NOTE))
    tell_returned(referral, reply, step, at)
    next_version(reply, at)
    file_state(referral)
    publish(referral.room, "referral.returned", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral
