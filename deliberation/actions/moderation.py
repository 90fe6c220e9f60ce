"""Keeping order: what is reported is taken on, decided, and put right again where it was decided wrongly."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deliberation.actions.comments import lock_comment, revive, silence, unmoved
from deliberation.actions.notices import tell_about
from deliberation.models import Comment, Docket, HouseRule, Report
from deliberation.models.moderation import cleaned
from deliberation.tasks import score_docket
from district.models import Person, Post
from district.refusals import Refusal
from realtime.publish import Address, publish, ring

LEDGER = Address("ledger", "deliberation")
DESK = Address("desk", "moderation")


@transaction.atomic
def report_comment(
    comment: Comment, *, by: Person, rule: str, at: datetime, words: str = "", ref: UUID | None = None
) -> Comment:
    """Tell the moderators that words are against a rule of the house; the first report opens the queue."""
    comment = lock_comment(comment)
    Report.check_may_report(comment, by)
    ground = HouseRule.objects.for_reports(at).said(rule)
    comment.reports.create(by=by, rule=ground, words=cleaned(words), at=at)
    docket, _new = Docket.objects.get_or_create(comment=comment, decided_at=None, defaults={"opened_at": at})
    docket.reported += 1
    docket.save(update_fields=["reported"])
    # By the worker: a scorer may be slow, and no report waits for it.
    transaction.on_commit(partial(score_docket.enqueue, docket.pk), robust=True)
    ring(DESK)
    publish(LEDGER, "comment.reported", comment, by=by, at=at, ref=ref, facts={"ground": ground.code})
    return comment


@transaction.atomic
def claim_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Take a reported comment on, so that no two moderators decide on it at once."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    docket = _open_docket(comment)
    docket.check_may_decide(by, at)
    if docket.held_by(at) == by:
        return unmoved(comment)
    docket.claimed_by, docket.claimed_at = by, at
    docket.save(update_fields=["claimed_by", "claimed_at"])
    ring(DESK)
    publish(LEDGER, "docket.claimed", comment, by=by, at=at, ref=ref, office=office.label)
    return comment


@transaction.atomic
def release_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Give it back to the queue, undecided."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    docket = _open_docket(comment)
    docket.check_may_release(by, at)
    docket.claimed_by = docket.claimed_at = None
    docket.save(update_fields=["claimed_by", "claimed_at"])
    ring(DESK)
    publish(LEDGER, "docket.released", comment, by=by, at=at, ref=ref, office=office.label)
    return comment


@transaction.atomic
def keep_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Find that the words are within the rules of the house: they stay."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    _open_docket(comment).decide(Docket.Decision.KEPT, by=by, at=at)
    ring(DESK)
    publish(LEDGER, "docket.kept", comment, by=by, at=at, ref=ref, office=office.label)
    return comment


@transaction.atomic
def hide_comment(
    comment: Comment, *, by: Person, ground: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Take down what the rules of the house do not bear, and say why; the text stays in the file."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    rule = HouseRule.objects.for_hiding(at).said(ground)
    comment.check_standing()
    settle(comment, Docket.Decision.HIDDEN, by=by, at=at, rule=rule)
    hide(comment, rule.code, by=by, at=at, office=office)
    tell_about(
        comment,
        f"hidden/{at.timestamp():.0f}",
        title=_("쓰신 의견을 가렸습니다."),
        words=_("까닭: %(ground)s. 이의를 내실 수 있습니다.") % {"ground": rule.label},
        at=at,
    )
    told_hidden(comment, by=by, at=at, ref=ref, office=office)
    return comment


@transaction.atomic
def restore_comment(comment: Comment, *, by: Person, at: datetime, ref: UUID | None = None) -> Comment:
    """Put right what a moderator hid by mistake; an appeal or a measure that is open has its own way."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    comment.check_may_restore()
    restore(comment)
    tell_about(
        comment, f"restored/{at.timestamp():.0f}", title=_("가린 의견을 되돌렸습니다."), words="", at=at
    )
    told_restored(comment, by=by, at=at, ref=ref, office=office.label)
    return comment


def hide(comment: Comment, ground: str, *, by: Person, at: datetime, office: Post) -> None:
    """Let only the place and the ground be seen, and count the words out; the thread is locked."""
    comment.state, comment.hidden_ground = Comment.State.HIDDEN, ground
    comment.hidden_at, comment.hidden_by = at, by
    comment.save(update_fields=["state", "hidden_ground", "hidden_at", "hidden_by"])
    silence(comment, by=by, at=at, office=office.label)
    ring(DESK)


def restore(comment: Comment) -> None:
    """Let the words stand again as if nobody had touched them; the thread is locked."""
    comment.state, comment.hidden_ground = Comment.State.STANDING, ""
    comment.hidden_at = comment.hidden_by = None
    comment.save(update_fields=["state", "hidden_ground", "hidden_at", "hidden_by"])
    revive(comment)
    ring(DESK)


def told_hidden(comment: Comment, *, by: Person, at: datetime, ref: UUID | None, office: Post) -> None:
    """Last: those present see the place alone."""
    facts = {"ground": comment.hidden_ground}
    where: dict[str, Any] = {"by": by, "at": at, "ref": ref, "office": office.label, "facts": facts}
    publish(comment.thread.room, "comment.hidden", comment, **where)


def told_restored(
    comment: Comment, *, by: Person | None, at: datetime, ref: UUID | None = None, office: str = ""
) -> None:
    """Last: those present read the words again."""
    publish(comment.thread.room, "comment.restored", comment, by=by, at=at, ref=ref, office=office)


def settle(comment: Comment, decision: str, *, by: Person, at: datetime, rule: HouseRule) -> None:
    """Close what waits about these words; what nobody reported is written down all the same."""
    docket = comment.dockets.filter(decided_at=None).first() or Docket(comment=comment, opened_at=at)
    docket.decide(decision, by=by, at=at, rule=rule)


def _open_docket(comment: Comment) -> Docket:
    """What waits about these words."""
    docket = comment.dockets.filter(decided_at=None).first()
    if docket is None:
        raise Refusal("nothing_reported", _("살펴볼 신고가 없습니다."), status=409)
    return docket
