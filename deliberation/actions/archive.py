"""What was proposed before this house stood, copied from paper: filed and found, and not heard again."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from deliberation.actions.proposals import file_proposal
from deliberation.models import Category, ParticipationPolicy, Proposal, Thread
from district.calendar import day
from district.models import Person
from realtime.publish import Address, publish

LEDGER = Address("ledger", "deliberation")


class PastProposal(NamedTuple):
    """One line of the old book; how many agreed is not in it."""

    title: str
    body: str
    category: Category
    author: Person
    published_at: datetime


@transaction.atomic
def record_past_proposals(lines: Iterable[PastProposal], *, source: str, at: datetime) -> list[Proposal]:
    """Copy them; their time is over, so nobody is told and no department is asked."""
    proposals = [_past(line) for line in lines]
    threads = [proposal.thread for proposal in proposals if proposal.thread is not None]
    Thread.objects.bulk_create(threads)
    for proposal, thread in zip(proposals, threads, strict=True):
        proposal.thread = thread  # its number is known only now
    Proposal.objects.bulk_create(proposals)
    for proposal in proposals:
        # The clock finds no door to close any more that would file it as what it is.
        file_proposal(proposal, max(at, proposal.collects_until or at))
        publish(LEDGER, "proposal.copied", proposal, by=None, at=at, facts={"source": source})
    return proposals


def _past(line: PastProposal) -> Proposal:
    policy = ParticipationPolicy.objects.on(day(line.published_at))
    until = line.published_at + timedelta(days=policy.collect_days)
    thread = Thread(opens_at=line.published_at, closes_at=until, told=Thread.Told.CLOSED)
    return Proposal(
        title=line.title,
        body=line.body,
        category=line.category,
        author=line.author,
        policy=policy,
        thread=thread,
        drafted_at=line.published_at,
        saved_at=line.published_at,
        published_at=line.published_at,
        collects_until=until,
    )
