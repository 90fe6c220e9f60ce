"""발언. Who asks for the floor, who is given it, and the gist of what was said."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.models import AgendaItem, Gist, Meeting, SpeakingTurn
from committees.models.speaking import LONGEST_GIST
from committees.rights import check_keeps, check_runs
from committees.roster import Member
from committees.taking_part import badge as badge_of
from committees.taking_part import check_minutes_open, hold_floor, hold_item, ring_inside, taking_part
from district.intake import clean_name, clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

Kind, State = SpeakingTurn.Kind, SpeakingTurn.State
LONGEST_NAME, LONGEST_BADGE = 60, 120


@transaction.atomic
def ask_turn(
    item: AgendaItem, *, by: Person, at: datetime, kind: Any = None, ref: UUID | None = None
) -> SpeakingTurn:
    """Ask for the floor; a point of order also once the list is closed."""
    held, item = hold_floor(item)
    member = taking_part(held, item, by)
    turn = _queue(item, member, Kind.SPEECH if kind is None else kind, at)
    publish(held.room, "turn.asked", turn, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return turn


@transaction.atomic
def add_turn(
    item: AgendaItem,
    *,
    by: Person,
    at: datetime,
    kind: Any = None,
    seat: Any = None,
    name: Any = "",
    badge: Any = "",
    ref: UUID | None = None,
) -> SpeakingTurn:
    """The secretary puts a member on the list, or an official who explains and has no seat."""
    held, item = hold_floor(item)
    check_keeps(held, by)
    if (seat is None) == (not name):
        sentence = _("발언할 위원을 고르거나 설명할 분의 이름을 적어 주세요.")
        raise Refusal("speaker_needed", sentence, 422)
    if seat is None:
        turn = _explain(item, kind, name, badge, at)
    else:
        member = taking_part(held, item, by, seat)
        turn = _queue(item, member, Kind.SPEECH if kind is None else kind, at)
    publish(held.room, "turn.asked", turn, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return turn


def _queue(item: AgendaItem, member: Member, kind: Any, at: datetime) -> SpeakingTurn:
    """A member waits once for each kind."""
    if kind not in (Kind.SPEECH, Kind.POINT_OF_ORDER):
        sentence = _("위원은 발언이나 의사진행 발언을 신청합니다.")
        raise Refusal("unknown_turn", sentence, 422)
    if kind == Kind.SPEECH and item.list_closed_at is not None:
        raise Refusal("list_closed", _("발언 신청을 마감했습니다. 의사진행 발언은 하실 수 있습니다."), 409)
    if item.turns.waiting().filter(person=member.person_id, kind=kind).exists():
        raise Refusal("already_waiting", _("이미 발언을 신청하고 기다리는 위원입니다."), 409)
    turn = SpeakingTurn(item=item, person_id=member.person_id, seat_id=member.seat_id, kind=kind, asked_at=at)
    turn.name, turn.badge = member.name, badge_of(member)
    turn.save(force_insert=True)
    return turn


def _explain(item: AgendaItem, kind: Any, name: Any, badge: Any, at: datetime) -> SpeakingTurn:
    """배석자: named by the secretary, and heard to answer alone."""
    if kind not in (None, Kind.ANSWER):
        raise Refusal("unknown_turn", _("위원석이 없는 분은 설명만 하실 수 있습니다."), 422)
    turn = SpeakingTurn(item=item, kind=Kind.ANSWER, asked_at=at, name=clean_name(name, LONGEST_NAME))
    turn.badge = clean_name(badge, LONGEST_BADGE) if badge else ""
    if item.turns.waiting().filter(person=None, name=turn.name, badge=turn.badge).exists():
        raise Refusal("already_waiting", _("이미 설명을 기다리는 분입니다."), 409)
    turn.save(force_insert=True)
    return turn


def _hold_turn(turn: SpeakingTurn) -> tuple[Meeting, AgendaItem, SpeakingTurn]:
    held, item = hold_item(turn.item)
    turn = item.turns.get(pk=turn.pk)
    turn.item = item
    return held, item, turn


@transaction.atomic
def withdraw_turn(turn: SpeakingTurn, *, by: Person, at: datetime, ref: UUID | None = None) -> SpeakingTurn:
    """Wait no longer: one's own word, or the chair's and the secretary's."""
    held, item, turn = _hold_turn(turn)
    if turn.person_id != by.pk:
        check_runs(held, by)
    turn.check_waiting()
    _close(turn, State.WITHDRAWN, at)
    publish(held.room, "turn.withdrawn", turn, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return turn


@transaction.atomic
def begin_turn(turn: SpeakingTurn, *, by: Person, at: datetime, ref: UUID | None = None) -> SpeakingTurn:
    """Give somebody the floor; whoever had it has ended."""
    held, item, turn = _hold_turn(turn)
    check_runs(held, by)
    held.check_in_session()
    item.check_on_floor()
    turn.check_may_begin()
    if turn.person_id is not None:
        item.recusals.check_takes_part(turn.person_id)
    ended = [_close(each, State.DONE, at) for each in item.turns.filter(state=State.SPEAKING)]
    turn.state, turn.began_at = State.SPEAKING, max(at, turn.asked_at)
    turn.seconds = held.rule.speaking_seconds
    turn.save(update_fields=["state", "began_at", "seconds"])
    publish(held.room, "turn.began", turn, by=by, at=at, ref=ref, facts={"turns": ended})
    ring_inside(held, item)
    return turn


@transaction.atomic
def end_turn(turn: SpeakingTurn, *, by: Person, at: datetime, ref: UUID | None = None) -> SpeakingTurn:
    """Take the floor back."""
    held, item, turn = _hold_turn(turn)
    check_runs(held, by)
    turn.check_speaking()
    _close(turn, State.DONE, at)
    publish(held.room, "turn.ended", turn, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return turn


def _close(turn: SpeakingTurn, state: str, at: datetime) -> int:
    """Over, spoken or not; which turn that was."""
    turn.state, turn.ended_at = state, max(at, turn.began_at or turn.asked_at)
    turn.save(update_fields=["state", "ended_at"])
    return turn.pk


def clear_turns(item: AgendaItem, at: datetime, person: int | None = None) -> list[int]:
    """End what runs and let go what waits, of everybody or of one member; under the meeting's lock."""
    turns = item.turns.filter(state__in=[State.WAITING, State.SPEAKING]).order_by("id")
    turns = turns if person is None else turns.filter(person=person)
    ends = {State.WAITING: State.WITHDRAWN, State.SPEAKING: State.DONE}
    return [_close(turn, ends[State(turn.state)], at) for turn in turns]


@transaction.atomic
def close_list(item: AgendaItem, *, by: Person, at: datetime, ref: UUID | None = None) -> AgendaItem:
    """Take no more names; those who wait are heard."""
    held, item = hold_floor(item)
    check_runs(held, by)
    if item.list_closed_at is not None:
        raise Refusal("list_shut", _("이미 발언 신청을 마감했습니다."), 409)
    item.list_closed_at = at
    item.save(update_fields=["list_closed_at"])
    publish(held.room, "list.closed", item, by=by, at=at, ref=ref)
    return item


@transaction.atomic
def open_list(item: AgendaItem, *, by: Person, at: datetime, ref: UUID | None = None) -> AgendaItem:
    """Take names again."""
    held, item = hold_floor(item)
    check_runs(held, by)
    if item.list_closed_at is None:
        raise Refusal("list_not_shut", _("발언 신청을 받고 있습니다."), 409)
    item.list_closed_at = None
    item.save(update_fields=["list_closed_at"])
    publish(held.room, "list.opened", item, by=by, at=at, ref=ref)
    return item


@transaction.atomic
def type_gist(
    item: AgendaItem,
    *,
    words: Any,
    by: Person,
    at: datetime,
    turn: SpeakingTurn | None = None,
    name: Any = "",
    badge: Any = "",
    ref: UUID | None = None,
) -> Gist:
    """Type what is being said: everybody reads it as it is typed, and the minutes keep it."""
    held, item = hold_item(item)
    check_keeps(held, by)
    check_minutes_open(held)
    item.check_taken_up()
    _check_not_told_elsewhere(held, item)
    gist = Gist(item=item, at=at, typed_by=by, words=clean_words(words, LONGEST_GIST))
    if turn is not None:
        gist.turn = item.turns.get(pk=turn.pk)
        gist.name, gist.badge = gist.turn.name, gist.turn.badge
    elif name:
        gist.name = clean_name(name, LONGEST_NAME)
        gist.badge = clean_name(badge, LONGEST_BADGE) if badge else ""
    gist.save(force_insert=True)
    publish(held.room, "gist.typed", gist, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return gist


def _check_not_told_elsewhere(held: Meeting, item: AgendaItem) -> None:
    """Refuse a line under an open item while a closed one is talked about: a page of a minute ago sent it."""
    floor = held.items.filter(state=AgendaItem.State.ON_FLOOR).exclude(pk=item.pk).first()
    if floor is not None and not floor.is_open and item.is_open:
        sentence = _("비공개 안건을 다루고 있습니다. 공개 안건의 요지는 그 뒤에 적어 주세요.")
        raise Refusal("closed_on_floor", sentence, 409)


@transaction.atomic
def change_gist(gist: Gist, *, words: Any, by: Person, at: datetime, ref: UUID | None = None) -> Gist:
    """Mend a line, until the minutes are laid before the members."""
    held, item = hold_item(gist.item)
    gist = item.gists.get(pk=gist.pk)
    gist.item = item
    check_keeps(held, by)
    check_minutes_open(held)
    gist.words, gist.changed_at = clean_words(words, LONGEST_GIST), max(at, gist.at)
    gist.save(update_fields=["words", "changed_at"])
    publish(held.room, "gist.changed", gist, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return gist
