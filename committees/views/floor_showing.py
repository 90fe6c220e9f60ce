"""What the pages of a meeting show of its floor: what is said and moved, and what one member has done."""

from collections.abc import Iterable
from typing import Any

from committees.models import Ballot, Elector, Envelope, Meeting, Vote
from committees.models.agenda import AgendaItem
from district.dates import moment
from district.models import Person
from letters.models import Follow

KINDS = ("turns", "motions", "recusals", "votes", "gists", "observers")


def proceedings_of(
    snapshot: dict[str, Any], inside: dict[str, Any] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """All of it as everybody may see it; for those inside with the words of what is not open."""
    known = inside or {}
    told = {kind: {row["id"]: row for row in known.get(kind, ())} for kind in KINDS}
    return {kind: [told[kind].get(row["id"], row) for row in snapshot[kind]] for kind in KINDS}


def follows_of(meeting: Meeting, person: Person | None) -> dict[str, Follow]:
    """What this reader follows of the meeting and its items, in one question."""
    if person is None:
        return {}
    topics = [meeting.topic, *(item.topic for item in meeting.items.standing())]
    return {
        each.topic: each for each in Follow.objects.visible_to(person).standing().filter(topic__in=topics)
    }


def ballots_of(meeting: Meeting, person: Person) -> dict[int, dict[str, Any]]:
    """The running votes in which this member is asked, and what is known of their own ballot."""
    running = Vote.objects.running().filter(item__meeting=meeting, electors__person=person)
    votes = list(running.exclude(item__in=recused_of(meeting, person)))
    named = {each.elector.vote_id: each for each in own_ballots(votes, person)}
    sealed = set(Envelope.objects.filter(vote__in=votes, voter=person).values_list("vote", flat=True))
    return {vote.pk: own_row(named.get(vote.pk), vote.pk in sealed) for vote in votes}


def recused_of(meeting: Meeting, person: Person) -> Any:
    """Those items from which this member keeps out."""
    return AgendaItem.objects.filter(
        meeting=meeting, recusals__person=person, recusals__state="in_force"
    ).values("pk")


def own_ballots(votes: Iterable[Vote], person: Person) -> Iterable[Ballot]:
    """The named ones of these votes."""
    asked = Elector.objects.filter(vote__in=list(votes), person=person)
    return Ballot.objects.filter(elector__in=asked).select_related("elector")


def own_row(ballot: Ballot | None, sealed: bool) -> dict[str, Any]:
    """What one's own telephone may say of one's own ballot: of a sealed one that it is in, and no more."""
    if ballot is None:
        return {"cast": sealed, "choice": "", "choice_label": "", "at": None}
    return {
        "cast": True,
        "choice": ballot.choice,
        "choice_label": ballot.get_choice_display(),
        "at": moment(ballot.changed_at or ballot.cast_at),
    }
