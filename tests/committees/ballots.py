"""Votes taken by plain rows, for tests of what happens between the opening and the close."""

from uuid import uuid4

from django.db import transaction

from committees.actions import secret
from committees.models import Candidate, Elector, Vote
from committees.roster import roster
from tests.cast import NOON


def opened(item, people, *, method="secret", at=NOON, seats=1, candidates=(), **facts):
    """A vote that runs; of its electors each is known by the seat they have that day."""
    meeting = item.meeting
    seats_of = {member.person_id: member for member in roster(meeting.bodies.all(), meeting.day)}
    vote = Vote(
        item=item, number=1 + Vote.objects.filter(item__meeting=meeting).count(), method=method,
        kind="election" if candidates else "question", subject="원안", majority="majority",
        majority_of="present", tie="fails", sitting=len(seats_of), present=len(people), asked=len(people),
        opened_at=at, opened_by=people[0], seats=seats, **facts,
    )  # fmt: skip
    with transaction.atomic():
        if method == "secret":
            with secret.open_keys(vote):
                vote.save()
        else:
            vote.save()
        Candidate.objects.bulk_create(
            Candidate(vote=vote, order=n, name=name) for n, name in enumerate(candidates, start=1)
        )
        Elector.objects.bulk_create(
            Elector(
                vote=vote, person=person, seat_id=seats_of[person.pk].seat_id, name=person.name, order=order
            )
            for order, person in enumerate(people, start=1)
        )
    return vote


def close(vote, at=NOON):
    """Count it, and end it as its close does."""
    with transaction.atomic():
        held = Vote.objects.locked().get(pk=vote.pk)
        came = secret.count(held)
        held.state = Vote.State.CLOSED if came else Vote.State.VOID
        held.result = Vote.Result.CARRIED if came else ""
        held.closed_at = at
        if came and not came.votes:
            held.yes, held.no, held.abstain = came.yes, came.no, came.abstain
        held.save()
    vote.refresh_from_db()
    return came


def cast(vote, person, choice="yes", **more):
    """One sealed ballot, sent under a number of its own."""
    return secret.seal_ballot(vote, choice=choice, by=person, at=NOON, **{"ref": uuid4()} | more)


def lying(keys):
    """What lies in the folder of the keys."""
    return sorted(place.name for place in keys.glob("*"))
