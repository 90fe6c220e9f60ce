"""공감: neighbours who want a proposal reviewed, counted as they come and go."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from deliberation.actions.calls import call_review, hold_entry
from deliberation.actions.proposals import read_anew
from deliberation.models import Endorsement, Proposal, Thread
from district.models import Person
from realtime.models import Room
from realtime.publish import publish


def _lock(proposal: Proposal) -> tuple[Proposal, Thread]:
    """As it stands once nobody else can agree, speak or merge."""
    thread = Thread.objects.locked().get(pk=proposal.check_published())
    return read_anew(proposal, thread), thread


@transaction.atomic
def support_proposal(proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None = None) -> Proposal:
    """Agree with a neighbour's proposal, once; the fifth who does opens the department's review."""
    # Locked, or two neighbours could each be the fourth and nobody the fifth.
    proposal, thread = _lock(proposal)
    Endorsement.check_may_give(proposal, by, at)
    mine, new = Endorsement.objects.get_or_create(proposal=proposal, person=by, defaults={"at": at})
    if not new:
        if mine.withdrawn_at is None:
            return _unmoved(proposal, thread)
        Endorsement.objects.filter(pk=mine.pk).update(at=at, withdrawn_at=None)
    proposal.supports += 1
    proposal.save(update_fields=["supports"])
    called = proposal.call_review_if_due(at)
    if called:
        hold_entry(proposal)
    seq = publish(thread.room, "proposal.supported", proposal, by=by, at=at, ref=ref)
    if called:
        call_review(proposal, thread, by=by, at=at)
    proposal.seq = seq
    return proposal


@transaction.atomic
def unsupport_proposal(proposal: Proposal, *, by: Person, at: datetime, ref: UUID | None = None) -> Proposal:
    """Agree no longer, as long as the number has not done its work."""
    proposal, thread = _lock(proposal)
    by.check_not_blocked(at)
    by.check_verified()
    Endorsement.check_may_take_back(proposal, at)
    mine = Endorsement.objects.filter(proposal=proposal, person=by, withdrawn_at=None)
    if not mine.update(withdrawn_at=at):
        return _unmoved(proposal, thread)
    proposal.supports -= 1
    proposal.save(update_fields=["supports"])
    publish(thread.room, "proposal.unsupported", proposal, by=by, at=at, ref=ref)
    return proposal


def _unmoved(proposal: Proposal, thread: Thread) -> Proposal:
    """What was already so leaves no event; its number is the room's present one."""
    proposal.seq = Room.objects.seq_of(*thread.room).seq
    return proposal
