"""동의와 재청. What members put before the meeting, who wants it talked about, and what is let go."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from committees.models import AgendaItem, Meeting, Motion, Office, Second
from committees.models.motion import LONGEST_MOTION
from committees.rights import check_runs
from committees.roster import Member
from committees.taking_part import badge, hold_floor, ring_inside, taking_part
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

Kind, State = Motion.Kind, Motion.State


@transaction.atomic
def move(
    item: AgendaItem,
    *,
    kind: Any,
    text: Any,
    by: Person,
    at: datetime,
    amends: Motion | None = None,
    seat: Any = None,
    ref: UUID | None = None,
) -> Motion:
    """동의. Put something before the meeting: to decide, to amend, or how to go on."""
    held, item = hold_floor(item)
    member = taking_part(held, item, by, seat)
    item.check_no_vote()
    motion = Motion(item=item, kind=_known(kind), amends=_amended(item, kind, amends), moved_at=at)
    if motion.kind != Kind.PROCEDURAL:
        _check_decides(item)
    if motion.kind == Kind.MAIN and item.motions.pending().filter(kind=Kind.MAIN).exists():
        raise Refusal("motion_pending", _("이 안건에는 아직 끝나지 않은 동의가 있습니다."), 409)
    motion.text = clean_words(text, LONGEST_MOTION)
    _sign(motion, member)
    motion.number = (item.motions.aggregate(last=Max("number"))["last"] or 0) + 1
    motion.seconds_needed = held.rule.seconds_needed
    _stand(motion, 0, at)
    motion.save(force_insert=True)
    publish(held.room, "motion.moved", motion, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return motion


def _known(kind: Any) -> str:
    if kind not in Kind.values:
        raise Refusal("unknown_motion", _("동의, 수정동의, 의사진행 동의 가운데 하나입니다."), 422)
    return str(kind)


def _amended(item: AgendaItem, kind: Any, amends: Motion | None) -> Motion | None:
    """An amendment mends one motion of the very item; any other motion mends none."""
    if (kind == Kind.AMENDMENT) != (amends is not None):
        sentence = _("수정동의에는 고칠 동의를 하나 고르고, 다른 동의에는 고르지 않습니다.")
        raise Refusal("amends_one", sentence, 422)
    if amends is None:
        return None
    motion = item.motions.select_related("amends").get(pk=amends.pk)
    motion.check_may_amend()
    return motion


def _check_decides(item: AgendaItem) -> None:
    """Where nothing is decided, one may only move how to go on."""
    if not item.is_resolvable:
        sentence = _("보고와 자문 안건에는 의사진행 동의만 낼 수 있습니다.")
        raise Refusal("only_procedural", sentence, 409)
    if hasattr(item, "resolution"):
        raise Refusal("already_resolved", _("이미 의결을 적은 안건입니다."), 409)


def _sign(motion: Motion, member: Member) -> None:
    motion.mover_id, motion.seat_id = member.person_id, member.seat_id
    motion.name, motion.badge = member.name, badge(member)


def _stand(motion: Motion, seconds: int, at: datetime) -> None:
    """성립. From the second that was still missing on, it is talked about."""
    if motion.state == State.MOVED and seconds >= motion.seconds_needed:
        motion.state, motion.seconded_at = State.DEBATED, max(at, motion.moved_at)


def _hold_motion(motion: Motion) -> tuple[Meeting, AgendaItem, Motion]:
    held, item = hold_floor(motion.item)
    motion = item.motions.get(pk=motion.pk)
    motion.item = item
    return held, item, motion


@transaction.atomic
def second(motion: Motion, *, by: Person, at: datetime, seat: Any = None, ref: UUID | None = None) -> Motion:
    """재청. Another member wants it talked about."""
    held, item, motion = _hold_motion(motion)
    member = taking_part(held, item, by, seat)
    motion.check_may_second(member.person_id)
    Second.objects.create(motion=motion, person_id=member.person_id, name=member.name, at=at)
    _stand(motion, motion.seconds.count(), at)
    motion.save(update_fields=["state", "seconded_at"])
    publish(held.room, "motion.seconded", motion, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return motion


@transaction.atomic
def withdraw(motion: Motion, *, by: Person, at: datetime, ref: UUID | None = None) -> Motion:
    """철회. The mover takes it back before it is put; what would have mended it goes with it."""
    held, item, motion = _hold_motion(motion)
    if motion.mover_id != by.pk:
        _check_for_mover(held, by)
    motion.check_pending()
    item.check_no_vote()
    _end(motion, State.WITHDRAWN, at)
    publish(held.room, "motion.withdrawn", motion, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return motion


def _check_for_mover(held: Meeting, by: Person) -> None:
    """What a member says in the hall, the secretary may write down."""
    if Office.Kind.SECRETARY not in held.offices_of(by):
        raise Refusal("not_mover", _("동의는 낸 위원만 철회할 수 있습니다."), 403)


@transaction.atomic
def lapse(motion: Motion, *, by: Person, at: datetime, ref: UUID | None = None) -> Motion:
    """폐기. Not enough want it talked about, and the chair says so."""
    held, item, motion = _hold_motion(motion)
    check_runs(held, by)
    motion.check_may_lapse()
    item.check_no_vote()
    _end(motion, State.LAPSED, at)
    publish(held.room, "motion.lapsed", motion, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return motion


def lapse_pending(held: Meeting, at: datetime) -> dict[str, list[int]]:
    """What nobody put before the adjournment lapses with it; of which items, under the meeting's lock."""
    pending = list(Motion.objects.pending().filter(item__meeting=held).order_by("id"))
    for motion in pending:
        _end(motion, State.LAPSED, at)
    items = list(dict.fromkeys(motion.item_id for motion in pending))
    return {"motions": items} if items else {}


def _end(motion: Motion, state: str, at: datetime) -> None:
    """With the motion goes what would have mended it."""
    for amendment in motion.amendments.pending():
        _end(amendment, State.LAPSED, at)
    motion.state, motion.ended_at = state, max(at, motion.moved_at)
    motion.save(update_fields=["state", "ended_at"])
