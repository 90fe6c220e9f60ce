"""보완: what a department asked of the proposers comes to it, and its time runs again."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from deliberation.actions.proposals import lock_proposal, read_anew
from deliberation.models import Proposal
from district.models import Person
from papers.contents import Paper
from referrals import actions as referrals


@transaction.atomic
def supply_proposal(
    proposal: Proposal,
    *,
    words: str,
    by: Person,
    at: datetime,
    papers: Sequence[Paper] = (),
    ref: UUID | None = None,
) -> Proposal:
    """보완. One of those who propose it brings what was asked for; the words are the office's to read."""
    proposal, thread, owed = lock_proposal(proposal)
    proposal.check_proposer(by)
    waits = next((referral for referral in owed if referral.asks_proposer), None)
    if waits is None:
        raise referrals.nothing_asked()
    came = referrals.supply(waits, words=words, papers=papers, by=by, at=at, ref=ref)
    proposal = read_anew(proposal, thread)
    proposal.seq = came.seq
    return proposal
