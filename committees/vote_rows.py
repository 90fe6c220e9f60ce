"""How a vote looks: while it runs and after; of a secret one never more than how many have voted."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from committees.majority import line_of
from committees.models import Ballot, Elector, Meeting, Motion, Vote
from district.dates import moment

FEW = 4
"""Of fewer voters than these a count tells too much."""


def vote_rows(votes: QuerySet[Vote], *, inside: bool = False) -> list[dict[str, Any]]:
    """Votes with their rolls and candidates, in as many queries for one as for thirty."""
    asked = votes.select_related("item", "motion").prefetch_related(
        "candidates", "motion__amendments", "resolution"
    )
    found = list(asked)
    rolls = _rolls(vote for vote in found if vote.method in Vote.NAMED)
    return [_vote_row(vote, rolls.get(vote.pk, []), inside=inside) for vote in found]


def vote_row(vote: Vote, *, inside: bool = False) -> dict[str, Any]:
    """One of them."""
    return vote_rows(Vote.objects.filter(pk=vote.pk), inside=inside)[0]


def _rolls(votes: Iterable[Vote]) -> dict[int, list[dict[str, Any]]]:
    rolls: dict[int, list[dict[str, Any]]] = {vote.pk: [] for vote in votes}
    if not rolls:
        return {}
    for elector in Elector.objects.filter(vote__in=rolls).select_related("ballot").order_by("vote", "order"):
        rolls[elector.vote_id].append(_called(elector))
    return rolls


def _called(elector: Elector) -> dict[str, Any]:
    ballot: Ballot | None = getattr(elector, "ballot", None)
    return {
        "seat": elector.seat_id,
        "name": elector.name,
        "badge": elector.badge,
        "choice": ballot.choice if ballot else "",
        "choice_label": ballot.get_choice_display() if ballot else "",
    }


def count_row(vote: Vote) -> dict[str, Any]:
    """How far it is: of an open roll call each side, of a secret vote only how many have voted."""
    told = vote.item.is_open
    sides = {side: getattr(vote, side) if told else None for side in ("yes", "no", "abstain")}
    return {"id": vote.pk, "cast": vote.cast, "asked": vote.asked, **sides}


def ballot_row(ballot: Ballot) -> dict[str, Any]:
    """One name of the roll, as it was answered."""
    told = ballot.vote.item.is_open
    return {
        "vote": ballot.vote_id,
        "seat": ballot.elector.seat_id if told else None,
        "choice": ballot.choice if told else "",
        "choice_label": ballot.get_choice_display() if told else "",
    }


def _vote_row(vote: Vote, roll: list[dict[str, Any]], *, inside: bool) -> dict[str, Any]:
    told = inside or vote.item.is_open
    return {
        "id": vote.pk,
        "item": vote.item_id,
        "motion": vote.motion_id,
        "recusal": vote.recusal_id,
        "number": vote.number,
        "kind": vote.kind,
        "kind_label": vote.get_kind_display(),
        "method": vote.method,
        "method_label": vote.get_method_display(),
        "subject": vote.subject if told else "",
        "state": vote.state,
        "state_label": vote.get_state_display(),
        "result": vote.result,
        "result_label": vote.get_result_display(),
        "majority": vote.majority,
        "majority_label": vote.get_majority_display(),
        "majority_of": vote.majority_of,
        "tie": vote.tie,
        "changeable": vote.changeable,
        "sitting": vote.sitting,
        "present": vote.present,
        "asked": vote.asked,
        "cast": vote.cast,
        "absent": vote.absent,
        # How a closed item was argued is as closed as its words.
        **{side: getattr(vote, side) if told else None for side in ("yes", "no", "abstain")},
        "needed": vote.needed,
        "casting": vote.casting if told else "",
        "seats": vote.seats,
        "runs_off": vote.runs_off_id,
        "opened_at": moment(vote.opened_at),
        "closed_at": moment(vote.closed_at),
        "void_reason": vote.void_reason if told else "",
        "line": line_of(vote) if told else "",
        "warning": warning_of(vote) if told else "",
        "candidates": [_candidate_row(each) for each in vote.candidates.all()] if told else [],
        "roll": roll if told else [],
        "resolution": resolution_of(vote),
        "draft_text": draft_text(vote) if told else "",
    }


def _candidate_row(candidate: Any) -> dict[str, Any]:
    return {
        "order": candidate.order,
        "name": candidate.name,
        "votes": candidate.votes,
        "elected": candidate.elected,
    }


def resolution_of(vote: Vote) -> int | None:
    """The number of the resolution it was written down as."""
    resolution = getattr(vote, "resolution", None)
    return resolution.pk if resolution else None


def warning_of(vote: Vote) -> str:
    """What a secret vote could not keep, however it is counted: too few voters, or all of one mind."""
    if not vote.is_secret:
        return ""
    closed = vote.state == Vote.State.CLOSED
    if vote.asked < FEW or (closed and 0 < vote.cast < FEW):
        return _("투표한 위원이 적어 누가 어떻게 투표했는지 짐작할 수 있습니다.")
    counts = [vote.yes, vote.no, vote.abstain, *(each.votes for each in vote.candidates.all())]
    if closed and vote.cast and vote.cast in counts:
        return _("모두 같은 표를 던져 누가 어떻게 투표했는지 드러납니다.")
    return ""


def draft_text(vote: Vote) -> str:
    """What a resolution of it would say: the motion with the amendments that were adopted."""
    if vote.kind != Vote.Kind.QUESTION or vote.recusal_id:
        return ""
    if vote.motion is None:
        return vote.subject
    carried = [each for each in vote.motion.amendments.all() if each.state == Motion.State.CARRIED]
    with translation.override(settings.LANGUAGE_CODE):  # it is about to be kept as a resolution
        amended = [_("수정: %(text)s") % {"text": each.text} for each in carried]
    return "\n".join([vote.motion.text, *amended])


def votes_of(meeting: Meeting, *, inside: bool = False) -> list[dict[str, Any]]:
    """Every vote of a meeting; `inside` those on items that are not open, and in full."""
    votes = Vote.objects.filter(item__meeting=meeting).order_by("id")
    return vote_rows(votes.exclude(item__disclosure="open") if inside else votes, inside=inside)
