"""Keeping order: what is reported is taken on, decided, and put right again where it was decided wrongly."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deliberation.actions.comments import lock_comment, revive, silence
from deliberation.actions.covering import HIDING, cover, uncover
from deliberation.actions.notices import tell_about
from deliberation.actions.proposals import read_anew
from deliberation.models import Comment, Docket, HouseRule, Proposal, Report, Thread
from deliberation.models.about import Target, check_may_restore, check_words_stand, of
from deliberation.models.moderation import check_may_moderate, cleaned
from deliberation.tasks import score_docket
from district.models import Person, Post
from district.refusals import Refusal
from realtime.models import Room
from realtime.publish import Address, publish, ring

LEDGER = Address("ledger", "deliberation")
DESK = Address("desk", "moderation")


def lock_target(target: Target) -> Target:
    """The words as they stand once nobody else can touch their thread."""
    if isinstance(target, Comment):
        return lock_comment(target)
    thread = Thread.objects.locked().get(pk=target.check_published())
    return read_anew(target, thread)


@transaction.atomic
def report_words(
    target: Target, *, by: Person, rule: str, at: datetime, words: str = "", ref: UUID | None = None
) -> Target:
    """Tell the moderators that words are against a rule of the house; the first report opens the queue."""
    target = lock_target(target)
    Report.check_may_report(target, by)
    ground = HouseRule.objects.for_reports(at).said(rule)
    target.reports.create(by=by, rule=ground, words=cleaned(words), at=at)
    docket, _new = target.dockets.get_or_create(decided_at=None, defaults={"opened_at": at})
    docket.reported += 1
    docket.save(update_fields=["reported"])
    # By the worker: a scorer may be slow, and no report waits for it.
    transaction.on_commit(partial(score_docket.enqueue, docket.pk), robust=True)
    ring(DESK)
    facts = {"ground": ground.code}
    publish(
        LEDGER,
        "proposal.reported" if isinstance(target, Proposal) else "comment.reported",
        target,
        by=by,
        at=at,
        ref=ref,
        facts=facts,
    )
    return target


@transaction.atomic
def claim_words(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Take reported words on, so that no two moderators decide on it at once."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    docket = _open_docket(target)
    docket.check_may_decide(by, at)
    if docket.held_by(at) == by:
        return _unmoved(target)
    docket.claimed_by, docket.claimed_at = by, at
    docket.save(update_fields=["claimed_by", "claimed_at"])
    ring(DESK)
    publish(LEDGER, "docket.claimed", target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def release_words(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Give it back to the queue, undecided."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    docket = _open_docket(target)
    docket.check_may_release(by, at)
    docket.claimed_by = docket.claimed_at = None
    docket.save(update_fields=["claimed_by", "claimed_at"])
    ring(DESK)
    publish(LEDGER, "docket.released", target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def keep_words(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Find that the words are within the rules of the house: they stay."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    _open_docket(target).decide(Docket.Decision.KEPT, by=by, at=at)
    ring(DESK)
    publish(LEDGER, "docket.kept", target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def hide_words(target: Target, *, by: Person, ground: str, at: datetime, ref: UUID | None = None) -> Target:
    """Take down what the rules of the house do not bear, and say why; the text stays in the file."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    rule = HouseRule.objects.for_hiding(at).said(ground)
    check_words_stand(target)
    settle(target, Docket.Decision.HIDDEN, by=by, at=at, rule=rule)
    hide(target, rule.code, by=by, at=at, office=office)
    tell_about(
        target,
        f"hidden/{at.timestamp():.0f}",
        title=_("쓰신 글을 가렸습니다."),
        words=_("까닭: %(ground)s. 이의를 내실 수 있습니다.") % {"ground": rule.label},
        at=at,
    )
    told_hidden(target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def restore_words(target: Target, *, by: Person, at: datetime, ref: UUID | None = None) -> Target:
    """Put right what a moderator hid by mistake; an appeal or a measure that is open has its own way."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    check_may_restore(target)
    restore(target, at)
    tell_about(target, f"restored/{at.timestamp():.0f}", title=_("가린 글을 되돌렸습니다."), words="", at=at)
    told_restored(target, by=by, at=at, ref=ref, office=office.label)
    return target


def hide(target: Target, ground: str, *, by: Person, at: datetime, office: Post) -> None:
    """Let only the place and the ground be seen; the thread is locked, and no latch moves."""
    target.state, target.hidden_ground = Comment.State.HIDDEN, ground
    target.hidden_at, target.hidden_by = at, by
    if isinstance(target, Proposal):
        cover(target, at)
    else:
        target.save(update_fields=HIDING)
        silence(target, by=by, at=at, office=office.label)
    ring(DESK)


def restore(target: Target, at: datetime) -> None:
    """Let the words stand again as if nobody had touched them; the thread is locked."""
    target.state, target.hidden_ground = Comment.State.STANDING, ""
    target.hidden_at = target.hidden_by = None
    if isinstance(target, Proposal):
        uncover(target, at)
    else:
        target.save(update_fields=HIDING)
        revive(target)
    ring(DESK)


def told_hidden(
    target: Target, *, by: Person | None, at: datetime, ref: UUID | None = None, office: str = ""
) -> None:
    """Last: those present see the place alone."""
    facts = {"ground": target.hidden_ground}
    told: dict[str, Any] = {"by": by, "at": at, "ref": ref, "office": office, "facts": facts}
    publish(
        target.room, "proposal.hidden" if isinstance(target, Proposal) else "comment.hidden", target, **told
    )


def told_restored(
    target: Target, *, by: Person | None, at: datetime, ref: UUID | None = None, office: str = ""
) -> None:
    """Last: those present read the words again."""
    publish(
        target.room,
        "proposal.restored" if isinstance(target, Proposal) else "comment.restored",
        target,
        by=by,
        at=at,
        ref=ref,
        office=office,
    )


def settle(target: Target, decision: str, *, by: Person, at: datetime, rule: HouseRule) -> None:
    """Close what waits about these words; what nobody reported is written down all the same."""
    docket = target.dockets.filter(decided_at=None).first() or Docket(**of(target), opened_at=at)
    docket.decide(decision, by=by, at=at, rule=rule)


def settle_anew(target: Target, decision: str, rule: HouseRule) -> None:
    """What was hidden on one ground is hidden on another now, or gone: it is counted once, as what it is."""
    last = target.dockets.filter(decision=Docket.Decision.HIDDEN).order_by("-decided_at", "-id").first()
    if last is not None:
        last.decision, last.rule = decision, rule
        last.save(update_fields=["decision", "rule"])


def _open_docket(target: Target) -> Docket:
    """What waits about these words."""
    docket = target.dockets.filter(decided_at=None).first()
    if docket is None:
        raise Refusal("nothing_reported", _("살펴볼 신고가 없습니다."), status=409)
    return docket


def _unmoved(target: Target) -> Target:
    """What was already so leaves no event; its number is the room's present one."""
    target.seq = Room.objects.seq_of(*target.room).seq
    return target
