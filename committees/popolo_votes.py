"""공개 데이터: what was moved and how it was voted, in the words of Popolo; of closed items no word."""

from typing import Any

from committees.models import Ballot, Elector, Motion, Resolution, Vote
from district.dates import moment
from district.models import Person

# Popolo's own words for how somebody voted.
OPTIONS = {Ballot.Choice.YES: "yes", Ballot.Choice.NO: "no", Ballot.Choice.ABSTAIN: "abstain"}
RESULTS = {Vote.Result.CARRIED: "pass", Vote.Result.REJECTED: "fail"}


def vote_events() -> dict[str, list[dict[str, Any]]]:
    """Every motion, and every closed vote on one; a name beside a ballot only where it was called by name."""
    asked = Vote.objects.filter(state=Vote.State.CLOSED, kind=Vote.Kind.QUESTION).select_related(
        "item__meeting__round", "motion", "resolution"
    )
    votes = list(asked.order_by("id"))
    rolls: dict[int, list[dict[str, Any]]] = {}
    called = [vote.pk for vote in votes if vote.method in Vote.NAMED and vote.item.is_open]
    electors = Elector.objects.filter(vote__in=called).select_related("ballot", "person")
    for elector in electors.order_by("vote", "order"):
        rolls.setdefault(elector.vote_id, []).append(_answer(elector))
    moved = Motion.objects.select_related("item__meeting__round", "mover").order_by("id")
    return {
        "motions": [*map(_motion, moved), *(_question(vote) for vote in votes if vote.motion_id is None)],
        "vote_events": [_event(vote, rolls.get(vote.pk, [])) for vote in votes],
    }


def _motion(motion: Motion) -> dict[str, Any]:
    """As it was moved; the words of a closed item stay inside."""
    told = {
        "id": f"motion/{motion.pk}",
        "organization_id": f"body/{motion.item.meeting.round.convener_id}",
        "legislative_session": f"meeting/{motion.item.meeting_id}",
        "classification": motion.kind,
        "date": moment(motion.moved_at),
        "requirement": "",
        "result": motion.state,
    }
    if motion.amends_id is not None:
        told["amends_id"] = f"motion/{motion.amends_id}"
    if not motion.item.is_open:
        return told
    return told | {"text": motion.text, "creator": named(motion.name, motion.mover)}


def named(name: str, person: Person) -> str:
    """As they were called then; whoever left the house is named by nothing any more."""
    return person.public_name if person.left_at is not None else name


def _question(vote: Vote) -> dict[str, Any]:
    """What was put without a motion: the item itself, or whether a member keeps out."""
    told = {
        "id": f"question/{vote.pk}",
        "organization_id": f"body/{vote.item.meeting.round.convener_id}",
        "legislative_session": f"meeting/{vote.item.meeting_id}",
        "classification": "challenge" if vote.recusal_id else "item",
        "date": moment(vote.opened_at),
        "requirement": f"{vote.majority} of {vote.majority_of}",
        "result": vote.result,
    }
    return told | ({"text": vote.subject} if vote.item.is_open else {})


def _event(vote: Vote, roll: list[dict[str, Any]]) -> dict[str, Any]:
    """By how many, of a closed item only whether."""
    resolution: Resolution | None = getattr(vote, "resolution", None)
    told: dict[str, Any] = {
        "id": f"vote/{vote.pk}",
        "motion_id": f"motion/{vote.motion_id}" if vote.motion_id else f"question/{vote.pk}",
        "organization_id": f"body/{vote.item.meeting.round.convener_id}",
        "legislative_session": f"meeting/{vote.item.meeting_id}",
        "identifier": f"{vote.item.meeting_id}-{vote.number}",
        "start_date": moment(vote.opened_at),
        "end_date": moment(vote.closed_at),
        "method": vote.method,
        "requirement": {"majority": vote.majority, "of": vote.majority_of, "needed": vote.needed},
        "sitting": vote.sitting,
        "present": vote.present,
        "result": RESULTS[Vote.Result(vote.result)],
        "counts": _counts(vote) if vote.item.is_open else [],
        "votes": roll,
    }
    return told | ({"resolution": f"/resolutions/{resolution.pk}/"} if resolution else {})


def _counts(vote: Vote) -> list[dict[str, Any]]:
    """찬성, 반대, 기권, 불참; nothing where nobody was counted."""
    if vote.yes is None:
        return []
    sides = {option: getattr(vote, choice) for choice, option in OPTIONS.items()} | {"absent": vote.absent}
    return [{"option": option, "value": value} for option, value in sides.items()]


def _answer(elector: Elector) -> dict[str, Any]:
    """A name of the roll call, by the seat; whoever was silent was absent from the vote."""
    ballot: Ballot | None = getattr(elector, "ballot", None)
    return {
        "voter": named(elector.name, elector.person),
        "post_id": f"seat/{elector.seat_id}",
        "role": elector.badge,
        "option": OPTIONS[Ballot.Choice(ballot.choice)] if ballot else "absent",
    }
