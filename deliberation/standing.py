"""Where a proposal stands, in the words and marks of a list."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from deliberation.models import Proposal
from deliberation.similar import similar
from district.calendar import day
from district.models import Person
from referrals.models import Referral

IN_HAND = frozenset({"review", "mayor_due", "underway"})
FINISHED = frozenset({"done", "answered"})
VERDICTS = {
    "accepted": ("ok", "check", gettext_lazy("채택했습니다")),
    "reference": ("acc", "info", gettext_lazy("행정에 참고하겠습니다")),
    "rejected": ("", "minus", gettext_lazy("채택하지 않았습니다")),
    "other": ("", "info", gettext_lazy("답변드립니다")),
}


class Verdict(NamedTuple):
    """How an answer ends, in a word and a sentence; never by colour alone."""

    label: str
    tone: str
    icon: str
    sentence: str | Promise


def decided(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With what was decided about each, in the same statement."""
    return proposals.select_related("referral__reply__outcome", "referral__again__reply__outcome")


def marked(proposals: Iterable[Proposal], at: datetime) -> list[Proposal]:
    """Proposals with what depends on the clock and on the answer said beside them."""
    rows = list(proposals)
    for row in rows:
        row.status_now = row.status(at)  # type: ignore[attr-defined]
        row.label_now = Proposal.Status(row.status_now).label  # type: ignore[attr-defined]
        row.status_tone = tone_of(row.status_now)  # type: ignore[attr-defined]
        row.verdict = verdict_of(last_of(row.referral))  # type: ignore[attr-defined]
        row.days_left = days_left(row, at)  # type: ignore[attr-defined]
        row.seats_taken = seats_taken(row)  # type: ignore[attr-defined]
    return rows


def tone_of(status: str) -> str:
    """Moving, finished, or none of it."""
    return "acc" if status in IN_HAND else "ok" if status in FINISHED else ""


def days_left(proposal: Proposal, at: datetime) -> int | None:
    """How many days neighbours may still agree; none where it is no longer asked."""
    if proposal.collects_until is None or at >= proposal.collects_until:
        return None
    return max((day(proposal.collects_until) - day(at)).days, 0)


def seats_taken(proposal: Proposal) -> int:
    """The filled seats: all of them once the latch is closed, whoever takes an agreement back."""
    if proposal.policy is None:
        return 0
    needed = proposal.policy.supports_needed
    return needed if proposal.review_called_at else min(proposal.supports, needed)


def last_of(referral: Referral | None) -> Referral | None:
    """The examination that counts: the one that was asked again, once it is answered."""
    again = getattr(referral, "again", None)
    return again if again is not None and again.answered_at else referral


def verdict_of(referral: Referral | None) -> Verdict | None:
    """What the department decided."""
    reply = referral.reply if referral else None
    if reply is None or reply.outcome is None:
        return None
    tone, icon, sentence = VERDICTS.get(reply.outcome.code, VERDICTS["other"])
    return Verdict(reply.outcome.label, tone, icon, sentence)


def alike(
    title: str,
    body: str,
    person: Person | None,
    at: datetime,
    *,
    besides: Proposal | None = None,
    limit: int = 5,
) -> list[Proposal]:
    """Proposals of the same that still go their way: what has ended, or was not heard, nobody can join."""
    found = similar(title, body, person, besides=besides, limit=2 * limit)
    going = [one for one in found if not one.end and one.status(at) != Proposal.Status.LAPSED]
    return marked(going[:limit], at)
