"""선거. Members choose among names, in secret; who falls short of the majority goes into a run-off."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.voting import begin, hold_for_vote
from committees.franchise import franchise_of
from committees.majority import going_on
from committees.models import AgendaItem, Candidate, Vote
from committees.models.vote import LONGEST_SUBJECT
from committees.precedence import check_put
from committees.roster import Member, roster
from district.intake import clean_name, clean_words
from district.models import Person
from district.refusals import Refusal

LONGEST_NAME = 60
MOST_CANDIDATES = 40
"""A ballot that names all of them still fits into an envelope that is as long as any other."""


@transaction.atomic
def open_election(
    item: AgendaItem,
    *,
    subject: Any,
    candidates: Any,
    by: Person,
    at: datetime,
    seats: Any = 1,
    ref: UUID | None = None,
) -> Vote:
    """Let those present choose, in secret, one or more among several."""
    held, item = hold_for_vote(item, by, at)
    item.recusals.check_settled()
    check_put(None, item.motions.all())
    vote = Vote(item=item, kind=Vote.Kind.ELECTION, method=Vote.Method.SECRET)
    vote.subject = clean_words(subject, LONGEST_SUBJECT)
    standing = _candidates(candidates, roster(held.bodies.all(), held.day))
    if type(seats) is not int or not 1 <= seats <= len(standing):
        raise Refusal("bad_seats", _("뽑을 사람의 수는 1명부터 후보자의 수까지입니다."), 422)
    vote.seats = seats
    return begin(vote, held, franchise_of(held, item), by=by, at=at, candidates=standing, ref=ref)


def _candidates(said: Any, members: list[Member]) -> list[Candidate]:
    """In the order in which they were named; a member by the seat, anybody else by the name."""
    if not isinstance(said, list) or not 1 <= len(said) <= MOST_CANDIDATES:
        sentence = _("후보자를 1명부터 %(most)d명까지 적어 주세요.") % {"most": MOST_CANDIDATES}
        raise Refusal("bad_candidates", sentence, 422)
    by_seat = {member.seat_id: member for member in members}
    standing = [_candidate(each, by_seat, order) for order, each in enumerate(said, 1)]
    known = [(each.membership_id, each.name) for each in standing]
    if len(set(known)) < len(known):
        raise Refusal("candidate_twice", _("같은 후보자를 두 번 적으셨습니다."), 422)
    return standing


def _candidate(said: Any, by_seat: dict[int, Member], order: int) -> Candidate:
    if not isinstance(said, dict) or not {"seat", "name"} & set(said):
        raise Refusal("bad_candidates", _("후보자마다 위원석이나 이름을 적어 주세요."), 422)
    seat = said.get("seat")
    if seat is None:
        return Candidate(order=order, name=clean_name(said.get("name"), LONGEST_NAME))
    if type(seat) is not int or seat not in by_seat:
        raise Refusal("seat_empty", _("그날 그 자리에 앉는 위원이 없습니다."), 422)
    member = by_seat[seat]
    return Candidate(order=order, name=member.name, membership_id=member.membership_id)


@transaction.atomic
def open_run_off(vote: Vote, *, by: Person, at: datetime, ref: UUID | None = None) -> Vote:
    """결선투표. For the seats that are left, between those who came next."""
    held, item = hold_for_vote(vote.item, by, at)
    item.recusals.check_settled()
    check_put(None, item.motions.all())
    first = Vote.objects.get(pk=vote.pk)
    if first.result not in {Vote.Result.RUN_OFF, Vote.Result.TIED}:
        raise Refusal("no_run_off", _("결선투표를 할 선거가 아닙니다."), 409)
    if Vote.objects.filter(runs_off=first).exists():
        raise Refusal("run_off_held", _("이미 결선투표를 한 선거입니다."), 409)
    beaten = {each.order: each for each in first.candidates.filter(elected=False)}
    second = Vote(item=item, kind=Vote.Kind.ELECTION, method=Vote.Method.SECRET, runs_off=first)
    second.seats = first.seats - first.candidates.filter(elected=True).count()
    second.subject = first.subject
    orders = going_on({order: each.votes or 0 for order, each in beaten.items()}, left=second.seats)
    standing = [
        Candidate(order=order, name=beaten[number].name, membership_id=beaten[number].membership_id)
        for order, number in enumerate(orders, 1)
    ]
    return begin(second, held, franchise_of(held, item), by=by, at=at, candidates=standing, ref=ref)
