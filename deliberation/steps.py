"""The way of a proposal so far, for programs: what happened to it, and when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deliberation.models import Proposal
from district.dates import moment
from referrals.models import Referral


def course(proposal: Proposal) -> list[dict[str, Any]]:
    """Every step that was taken, oldest first; who has it now stands in its referrals."""
    steps: list[tuple[str, str, datetime | None, str]] = [
        ("published", _("제안 게시"), proposal.published_at, ""),
        ("review_called", _("부서검토 시작"), proposal.review_called_at, ""),
        ("mayor_called", _("구청장 답변 시작"), proposal.mayor_called_at, ""),
    ]
    again = getattr(proposal.referral, "again", None)
    answers = (
        ("reviewed", proposal.referral),
        ("reconsidered", again),
        ("answered", proposal.mayor_referral),
    )
    steps += [_answered(step, referral) for step, referral in answers if referral is not None]
    if proposal.end:
        note = proposal.transferred_to or proposal.end_reason
        steps.append((proposal.end, str(proposal.get_end_display()), proposal.ended_at, note))
    taken = sorted((step for step in steps if step[2] is not None), key=lambda step: step[2] or datetime.min)
    return [{"step": code, "label": label, "at": moment(at), "note": note} for code, label, at, note in taken]


def _answered(step: str, referral: Referral) -> tuple[str, str, datetime | None, str]:
    outcome = referral.reply.outcome if referral.reply else None
    return step, _("답변"), referral.answered_at, outcome.label if outcome else ""
