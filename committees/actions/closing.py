"""표결을 마침. What a count comes to by the rule of its opening, and what follows from it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from committees.actions.recusing import settle_challenge
from committees.majority import Count, chosen, is_tie, needed_for, outcome
from committees.models import BodyRule, Candidate, Meeting, Motion, Vote
from committees.taking_part import ring_inside
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

Kind, Result = Vote.Kind, Vote.Result


def closed(
    vote: Vote,
    held: Meeting,
    count: Count | None,
    *,
    casting: Any,
    by: Person | None,
    at: datetime,
    ref: UUID | None,
    agreed: str = Result.CARRIED,
) -> Vote:
    """Write down what came of it and what follows, under the meeting's lock; no count: nobody objected."""
    if count is None:
        _agree(vote, agreed)
    elif vote.kind == Kind.ELECTION:
        _elect(vote, count, by_most=is_decided_by_most(vote, held))
    else:
        _decide(vote, count, casting, by)
    vote.state, vote.closed_at = Vote.State.CLOSED, max(at, vote.opened_at)
    vote.save()
    turns = _follow(vote, vote.closed_at)
    publish(held.room, "vote.closed", vote, by=by, at=at, ref=ref, facts={"turns": turns} if turns else None)
    ring_inside(held, vote.item)
    return vote


def voided(
    vote: Vote, held: Meeting, reason: str, *, by: Person | None, at: datetime, ref: UUID | None
) -> Vote:
    """Nothing was decided: what was put may be put again, and a run-off held anew."""
    vote.state, vote.closed_at = Vote.State.VOID, max(at, vote.opened_at)
    vote.void_reason, vote.runs_off = reason, None
    vote.save()
    publish(held.room, "vote.voided", vote, by=by, at=at, ref=ref)
    ring_inside(held, vote.item)
    return vote


def raised(vote: Vote, yes: Any, no: Any, abstain: Any) -> Count:
    """The hands that were counted must be those of people who are asked."""
    hands = [yes, no, abstain]
    if not all(type(each) is int and 0 <= each < 2**15 for each in hands):
        raise Refusal("hands_not_counted", _("찬성, 반대, 기권의 수를 0 이상으로 적어 주세요."), 422)
    if sum(hands) > vote.asked:
        sentence = _("손을 든 사람이 출석한 %(present)d명보다 많습니다.") % {"present": vote.asked}
        raise Refusal("too_many_hands", sentence, 409)
    return Count(yes, no, abstain, cast=sum(hands))


def counted(vote: Vote) -> Count:
    """What its roll has come to: counted as each name was answered."""
    return Count(vote.yes or 0, vote.no or 0, vote.abstain or 0, cast=vote.cast)


def _agree(vote: Vote, result: str) -> None:
    """이의 없음: whoever was asked had nothing against it."""
    vote.cast = vote.asked
    vote.needed = _needed(vote, vote.asked)
    vote.result = result


def _decide(vote: Vote, count: Count, casting: Any, by: Person | None) -> None:
    vote.yes, vote.no, vote.abstain, vote.cast = count.yes, count.no, count.abstain, count.cast
    vote.needed = _needed(vote, count.yes + count.no)
    if vote.tie == BodyRule.Tie.CHAIR and is_tie(count.yes, count.no, vote.needed):
        vote.casting = _word_of_the_chair(vote, casting, by)
    vote.result = outcome(count.yes, count.no, vote.needed, tie=vote.tie, casting=vote.casting)


def _needed(vote: Vote, voting: int) -> int:
    return needed_for(
        vote.majority, vote.majority_of, voting=voting, present=vote.present, sitting=vote.sitting
    )


def _word_of_the_chair(vote: Vote, casting: Any, by: Person | None) -> str:
    """가부동수 is the chair's to decide, where the rule says so, by a word; whoever keeps out has none."""
    if by is not None:
        vote.item.recusals.check_takes_part(by.pk)
    if casting not in ("yes", "no"):
        raise Refusal("casting_needed", _("가부동수입니다. 위원장이 찬성이나 반대로 결정해 주세요."), 409)
    return str(casting)


def is_decided_by_most(vote: Vote, held: Meeting) -> bool:
    """Whether in this run-off more votes are enough."""
    return vote.runs_off_id is not None and held.rule.run_off_by == BodyRule.RunOff.MOST


def _elect(vote: Vote, count: Count, *, by_most: bool) -> None:
    vote.abstain, vote.cast = count.abstain, count.cast
    vote.needed = None if by_most else _needed(vote, count.cast - count.abstain)
    candidates = list(vote.candidates.all())
    for candidate in candidates:
        candidate.votes = count.votes.get(candidate.order, 0)
    votes = {candidate.order: candidate.votes or 0 for candidate in candidates}
    choice = chosen(votes, wanted=vote.needed or 1, seats=vote.seats)
    for candidate in candidates:
        candidate.elected = candidate.order in choice.elected
    Candidate.objects.bulk_update(candidates, ["votes", "elected"])
    undecided = Result.TIED if by_most else Result.RUN_OFF
    vote.result = undecided if choice.left else Result.ELECTED


def _follow(vote: Vote, at: datetime) -> list[int]:
    """A motion is carried or rejected, a member kept out or not; which turns at the floor that ended."""
    carried = vote.result == Result.CARRIED
    if vote.motion is not None:
        vote.motion.state = Motion.State.CARRIED if carried else Motion.State.REJECTED
        vote.motion.ended_at = max(at, vote.motion.moved_at)
        vote.motion.save(update_fields=["state", "ended_at"])
    if vote.recusal is not None:
        return settle_challenge(vote.recusal, carried=carried, at=at)
    return []
