"""What may be put, answered and closed by HTTP: the room's verbs in the room's words."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from committees.actions import electing, resolutions, voting
from committees.models import AgendaItem, Ballot, Envelope, Resolution, Vote
from realtime.acts import enact


def open_vote(request: HttpRequest, ref: Any, item: AgendaItem, said: dict[str, Any]) -> tuple[Vote, int]:
    """Put a question."""
    at = timezone.now()
    rows = {name: said[name] and said[name].pk for name in ("motion", "recusal")}
    return enact(
        request,
        ref,
        "vote.open",
        room=item.meeting.room,
        arguments={"item": item.pk, **said, **rows},
        act=lambda by, sealed: voting.open_vote(item, by=by, at=at, ref=sealed, **said),
    )


def elect(request: HttpRequest, ref: Any, item: AgendaItem, said: dict[str, Any]) -> tuple[Vote, int]:
    """Let them choose among names."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "vote.elect",
        room=item.meeting.room,
        arguments={"item": item.pk, **said},
        act=lambda by, sealed: electing.open_election(item, by=by, at=at, ref=sealed, **said),
    )


@sensitive_variables()
def cast(
    request: HttpRequest, ref: Any, vote: Vote, choice: Any, choices: Any = None
) -> tuple[Ballot | Envelope, int]:
    """Answer; of a secret ballot nothing but the vote goes into the fingerprint, or it would open it."""
    at = timezone.now()
    said = {} if vote.is_secret else {"choice": choice}
    return enact(
        request,
        ref,
        "ballot.cast",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk, **said},
        act=lambda by, sealed: voting.cast(vote, choice=choice, choices=choices, by=by, at=at, ref=sealed),
    )


def call_ballot(request: HttpRequest, ref: Any, vote: Vote, seat: Any, choice: Any) -> tuple[Ballot, int]:
    """Write down what a member said when called."""
    at, said = timezone.now(), {"seat": seat, "choice": choice}
    return enact(
        request,
        ref,
        "ballot.call",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk, **said},
        act=lambda by, sealed: voting.call_ballot(vote, by=by, at=at, ref=sealed, **said),
    )


def close(request: HttpRequest, ref: Any, vote: Vote, casting: Any) -> tuple[Vote, int]:
    """Count."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "vote.close",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk, "casting": casting or None},
        act=lambda by, sealed: voting.close_vote(vote, casting=casting or "", by=by, at=at, ref=sealed),
    )


def void(request: HttpRequest, ref: Any, vote: Vote, reason: Any) -> tuple[Vote, int]:
    """Let nothing of it count."""
    at, said = timezone.now(), {"reason": reason}
    return enact(
        request,
        ref,
        "vote.void",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk, **said},
        act=lambda by, sealed: voting.void_vote(vote, by=by, at=at, ref=sealed, **said),
    )


def run_off(request: HttpRequest, ref: Any, vote: Vote) -> tuple[Vote, int]:
    """Choose again, between those who came next."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "vote.run_off",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk},
        act=lambda by, sealed: electing.open_run_off(vote, by=by, at=at, ref=sealed),
    )


def resolve(request: HttpRequest, ref: Any, vote: Vote, said: dict[str, Any]) -> tuple[Resolution, int]:
    """Write down what it decided."""
    at = timezone.now()
    return enact(
        request,
        ref,
        "vote.resolve",
        room=vote.item.meeting.room,
        arguments={"vote": vote.pk, **said},
        act=lambda by, sealed: resolutions.resolve_vote(vote, by=by, at=at, ref=sealed, **said),
    )
