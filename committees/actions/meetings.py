"""What happens while a meeting sits: who is there, what is on the floor, and when it ends."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions import written
from committees.actions.motions import lapse_pending
from committees.actions.notices import tell_taken_up
from committees.actions.speaking import clear_turns
from committees.count import quorum_of
from committees.door_code import holds
from committees.models import AgendaItem, Attendance, Meeting, Office, Remark
from committees.models.agenda import LONGEST_REMARK
from committees.rights import check_keeps, check_member, check_runs
from committees.roster import Member, roster
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish, reopen, ring
from search import entries

Way, Mode = Attendance.Way, Attendance.Mode


def _locked(meeting: Meeting | int) -> Meeting:
    """Everything in a meeting waits for this lock, and takes it before any other but its body's."""
    return Meeting.objects.locked().get(pk=meeting if isinstance(meeting, int) else meeting.pk)


@transaction.atomic
def check_in(
    meeting: Meeting, *, by: Person, at: datetime, code: str = "", ref: UUID | None = None
) -> Attendance:
    """Say that one is there: with the code on the screen in the hall, else by the line."""
    held = _locked(meeting)
    member = check_member(held, by)
    held.check_doors_open(at)
    way = _way(held, code, at)
    mode = Mode.IN_PERSON if way == Way.QR else Mode.REMOTE
    return _arrive(held, member, way=way, mode=mode, by=by, at=at, ref=ref)


def _way(held: Meeting, code: Any, at: datetime) -> str:
    """By the code of these minutes, or by the line where the meeting has one."""
    if code:
        if not holds(held, code, at):
            sentence = _("QR의 시간이 지났습니다. 화면의 새 QR을 다시 찍어 주세요.")
            raise Refusal("door_code_over", sentence, 409)
        return Way.QR
    if held.mode == Meeting.Mode.IN_PERSON or not held.rule.remote_allowed:
        sentence = _("회의장 화면의 QR을 찍거나 간사에게 말씀해 주세요.")
        raise Refusal("come_to_the_door", sentence, 409)
    return Way.LINK


@transaction.atomic
def take_roll(
    meeting: Meeting, *, seat: Any, mode: Any, by: Person, at: datetime, ref: UUID | None = None
) -> Attendance:
    """The secretary sees that somebody is there."""
    held = _locked(meeting)
    check_keeps(held, by)
    held.check_doors_open(at)
    members = {member.seat_id: member for member in roster(held.bodies.all(), held.day)}
    if type(seat) is not int or seat not in members:
        raise Refusal("seat_empty", _("그날 그 자리에 앉는 위원이 없습니다."), 422)
    if mode not in Mode.values:
        raise Refusal("unknown_mode", _("출석 방식은 대면이나 영상입니다."), 422)
    return _arrive(held, members[seat], way=Way.ROLL, mode=mode, by=by, at=at, ref=ref)


def _arrive(
    held: Meeting, member: Member, *, way: str, mode: str, by: Person, at: datetime, ref: UUID | None
) -> Attendance:
    """One member is there once; whoever comes back is there again."""
    attendance = held.attendances.filter(person=member.person_id).first()
    if attendance is None:
        attendance = Attendance(meeting=held, person_id=member.person_id, arrived_at=at)
    elif attendance.left_at is None:
        raise Refusal("already_present", _("이미 출석을 확인한 위원입니다."), 409)
    attendance.seat_id, attendance.left_at = member.seat_id, None
    attendance.way, attendance.mode = way, mode
    attendance.save()
    _give_back(held, member, by=by, at=at)
    publish(held.room, "attendance.recorded", attendance, by=by, at=at, ref=ref)
    return attendance


def _give_back(held: Meeting, member: Member, *, by: Person, at: datetime) -> None:
    """The chair has come: whoever stood in for want of one does so no longer."""
    if held.acting_chair_id is None or held.acting_chair_id == member.person_id:
        return
    person = Person.objects.get(pk=member.person_id)
    if Office.Kind.CHAIR in held.offices_of(person):
        held.acting_chair, held.acting_reason = None, ""
        held.save(update_fields=["acting_chair", "acting_reason"])
        reopen(held.room)
        publish(held.room, "meeting.given_back", held, by=by, at=at)


@transaction.atomic
def end_attendance(
    attendance: Attendance, *, by: Person, at: datetime, ref: UUID | None = None
) -> Attendance:
    """Somebody goes: they say so themselves, or the secretary sees it."""
    held = _locked(attendance.meeting_id)
    attendance = held.attendances.get(pk=attendance.pk)
    if attendance.person_id != by.pk:
        check_keeps(held, by)
    held.check_not_over()
    if attendance.left_at is not None:
        raise Refusal("already_left", _("이미 자리를 떠난 위원입니다."), 409)
    attendance.left_at = max(at, attendance.arrived_at)
    attendance.save(update_fields=["left_at"])
    publish(held.room, "attendance.ended", attendance, by=by, at=at, ref=ref)
    return attendance


@transaction.atomic
def call_to_order(meeting: Meeting, *, by: Person, at: datetime, ref: UUID | None = None) -> Meeting:
    """개의. Enough are there: the meeting begins."""
    held = _locked(meeting)
    check_runs(held, by)
    held.check_may_call(at)
    held.called_at = at  # before the count: the roster of the day on which it begins is the one that counts
    if not held.is_written:
        quorum_of(held).check_met()
    _turn(held, Meeting.State.IN_SESSION)
    publish(held.room, "meeting.called", held, by=by, at=at, ref=ref)
    if held.is_written:
        written.tell_begun(held, at)
    return held


@transaction.atomic
def recess(meeting: Meeting, *, by: Person, at: datetime, ref: UUID | None = None) -> Meeting:
    """정회. What is on the floor stays there."""
    held = _locked(meeting)
    check_runs(held, by)
    held.check_comes_together()
    held.check_in_session()
    held.check_no_vote()
    _turn(held, Meeting.State.RECESSED)
    publish(held.room, "meeting.recessed", held, by=by, at=at, ref=ref)
    return held


@transaction.atomic
def resume(meeting: Meeting, *, by: Person, at: datetime, ref: UUID | None = None) -> Meeting:
    """속개. Enough must have come back."""
    held = _locked(meeting)
    check_runs(held, by)
    held.check_may_resume()
    quorum_of(held).check_met()
    _turn(held, Meeting.State.IN_SESSION)
    publish(held.room, "meeting.resumed", held, by=by, at=at, ref=ref)
    return held


@transaction.atomic
def adjourn(meeting: Meeting, *, by: Person, at: datetime, ref: UUID | None = None) -> Meeting:
    """산회. Whatever is on the floor ends with the meeting."""
    held = _locked(meeting)
    check_runs(held, by)
    held.check_not_over()
    if held.state not in Meeting.RUNNING:
        held.check_in_session()
    held.check_no_vote()
    written.check_may_adjourn(held, at)
    facts = written.finish_items(held, at) if held.is_written else _finish_floor(held, at)
    facts |= lapse_pending(held, at)
    held.adjourned_at = max(at, held.called_at or at)
    _turn(held, Meeting.State.ADJOURNED)
    publish(held.room, "meeting.adjourned", held, by=by, at=at, ref=ref, facts=facts)
    ring(held.floor_room)
    return held


def _turn(held: Meeting, state: str) -> None:
    """Stand otherwise from now on, also in the index."""
    held.state = state
    held.save(update_fields=["state", "called_at", "adjourned_at"])
    entries.refile(held, state=state)


@transaction.atomic
def take_up(item: AgendaItem, *, by: Person, at: datetime, ref: UUID | None = None) -> AgendaItem:
    """상정. One item at a time: the one before ends as the next begins."""
    held = _locked(item.meeting_id)
    check_runs(held, by)
    held.check_comes_together()
    held.check_in_session()
    held.check_no_vote()
    item = held.items.get(pk=item.pk)
    item.check_may_take_up()
    facts = _finish_floor(held, at)
    item.state, item.taken_up_at, item.finished_at = AgendaItem.State.ON_FLOOR, at, None
    item.list_closed_at = None  # whoever closed the list closed that of the debate before
    item.save(update_fields=["state", "taken_up_at", "finished_at", "list_closed_at"])
    facts["items"] = [*facts["items"], item.pk]
    publish(held.room, "item.taken_up", item, by=by, at=at, ref=ref, facts=facts)
    tell_taken_up(item, at)
    ring(held.floor_room)
    return item


@transaction.atomic
def finish(item: AgendaItem, *, by: Person, at: datetime, ref: UUID | None = None) -> AgendaItem:
    """The members are done with an item."""
    held = _locked(item.meeting_id)
    check_runs(held, by)
    held.check_in_session()
    held.check_no_vote()
    item = held.items.get(pk=item.pk)
    item.check_on_floor()
    facts = _finish_floor(held, at)
    item.refresh_from_db()
    publish(held.room, "item.finished", item, by=by, at=at, ref=ref, facts=facts)
    return item


def _finish_floor(held: Meeting, at: datetime) -> dict[str, list[int]]:
    """Clear the floor; which item that was, and whose turns ended with it."""
    for item in held.items.filter(state=AgendaItem.State.ON_FLOOR):
        item.state = AgendaItem.State.DONE
        item.finished_at = max(at, item.taken_up_at or at)
        item.save(update_fields=["state", "finished_at"])
        turns = clear_turns(item, at)
        return {"items": [item.pk]} | ({"turns": turns} if turns else {})
    return {"items": []}


@transaction.atomic
def post_remark(item: AgendaItem, *, by: Person, body: str, at: datetime, ref: UUID | None = None) -> Remark:
    """Write a word on an item; the other members read it, and nobody else."""
    held = _locked(item.meeting_id)
    member = check_member(held, by)
    held.check_not_over()
    item = held.items.get(pk=item.pk)
    item.check_standing()
    remark = Remark(item=item, author=by, seat_id=member.seat_id, at=at)
    remark.name, remark.badge = member.name, " · ".join(member.offices)
    remark.body = clean_words(body, LONGEST_REMARK)
    remark.save(force_insert=True)
    publish(held.floor_room, "remark.posted", remark, by=by, at=at, ref=ref, audience="floor")
    return remark
