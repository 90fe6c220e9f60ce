"""제척·기피·회피. Who keeps out of one item, by the law, by the body's decision or by their own word."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.speaking import clear_turns
from committees.models import AgendaItem, Meeting, Recusal
from committees.rights import check_member, check_runs
from committees.roster import Member
from committees.taking_part import hold_item, member_for, member_in
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish, ring

Kind, State = Recusal.Kind, Recusal.State
LONGEST_REASON = 300


@transaction.atomic
def record(
    item: AgendaItem,
    *,
    kind: Any,
    reason: Any,
    by: Person,
    at: datetime,
    seat: Any = None,
    ref: UUID | None = None,
) -> Recusal:
    """Write down that somebody keeps out, or that a member asks the body to keep somebody out."""
    held, item = hold_item(item)
    member = _concerned(held, item, kind, by, seat)
    _check_undecided(held, item)
    if item.recusals.standing().filter(person=member.person_id).exists():
        raise Refusal("already_recused", _("이미 이 안건에서 빠졌거나 기피 신청이 있는 위원입니다."), 409)
    recusal = Recusal(item=item, kind=kind, asked_by=by, asked_at=at)
    recusal.person_id, recusal.seat_id, recusal.name = member.person_id, member.seat_id, member.name
    recusal.reason = clean_words(reason, LONGEST_REASON)
    recusal.state = State.PENDING if kind == Kind.CHALLENGE else State.IN_FORCE
    recusal.save(force_insert=True)
    ended = [] if recusal.state == State.PENDING else clear_turns(item, at, recusal.person_id)
    publish(held.room, "recusal.recorded", recusal, by=by, at=at, ref=ref, facts={"turns": ended})
    ring(held.floor_room)  # why, those inside read by HTTP, also of an open item
    return recusal


def _concerned(held: Meeting, item: AgendaItem, kind: Any, by: Person, seat: Any) -> Member:
    """제척 is written down by who runs the meeting, 회피 is one's own, 기피 is about another member."""
    if kind == Kind.STATUTORY:
        check_runs(held, by)
        return member_in(held, seat)
    if kind == Kind.SELF:
        return member_for(held, by, seat)
    if kind != Kind.CHALLENGE:
        raise Refusal("unknown_recusal", _("제척, 기피, 회피 가운데 하나입니다."), 422)
    asking, member = check_member(held, by), member_in(held, seat)
    item.recusals.check_takes_part(asking.person_id)
    if asking.person_id == member.person_id:
        sentence = _("자신에 대해서는 기피가 아니라 회피를 신청합니다.")
        raise Refusal("challenge_oneself", sentence, 409)
    return member


def _check_undecided(held: Meeting, item: AgendaItem) -> None:
    """Who keeps out is settled before the item is decided, and never during a vote on it."""
    held.check_not_over()
    item.check_standing()
    item.check_no_vote()
    if hasattr(item, "resolution"):
        raise Refusal("already_resolved", _("이미 의결을 적은 안건입니다."), 409)


@transaction.atomic
def withdraw(recusal: Recusal, *, by: Person, at: datetime, ref: UUID | None = None) -> Recusal:
    """Take it back: whoever asked, and of what was only written down whoever runs the meeting."""
    held, item = hold_item(recusal.item)
    recusal = item.recusals.get(pk=recusal.pk)
    recusal.item = item
    _check_theirs(held, recusal, by)
    recusal.check_standing()
    _check_undecided(held, item)
    recusal.state, recusal.ended_at = State.WITHDRAWN, at
    recusal.save(update_fields=["state", "ended_at"])
    publish(held.room, "recusal.withdrawn", recusal, by=by, at=at, ref=ref)
    ring(held.floor_room)
    return recusal


def _check_theirs(held: Meeting, recusal: Recusal, by: Person) -> None:
    """A challenge is its asker's alone; the chair cannot make it go away."""
    if by.pk == recusal.asked_by_id or (recusal.kind == Kind.SELF and by.pk == recusal.person_id):
        return
    if recusal.kind == Kind.CHALLENGE:
        raise Refusal("not_asker", _("기피는 신청한 위원만 거둘 수 있습니다."), 403)
    check_runs(held, by)


def settle_challenge(recusal: Recusal, *, carried: bool, at: datetime) -> list[int]:
    """The body has decided; under the meeting's lock, within the close of the vote. Which turns ended."""
    recusal = Recusal.objects.select_related("item").get(pk=recusal.pk)
    recusal.state, recusal.ended_at = State.IN_FORCE if carried else State.DECLINED, at
    recusal.save(update_fields=["state", "ended_at"])
    return clear_turns(recusal.item, at, recusal.person_id) if carried else []
