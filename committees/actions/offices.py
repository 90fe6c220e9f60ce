"""임원: who chairs, stands in or keeps the papers, by whose choice; and who leads for want of a chair."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of, show_tickets_again
from committees.actions.news import tell_office
from committees.count import quorum_of
from committees.models import Body, Meeting, Membership, Office, Vote
from committees.rights import check_keeps
from committees.roster import officers, roster
from district.dates import day
from district.intake import clean_name, clean_words
from district.models import Person, Post
from district.refusals import Refusal
from realtime.publish import publish, reopen

LONGEST_REASON = 200


@transaction.atomic
def elect(
    body: Body,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    start: date,
    membership: Membership | None = None,
    post: Post | None = None,
    title: str = "",
    meeting: Meeting | None = None,
    method: str = "",
    yes: Any = None,
    no: Any = None,
    abstain: Any = None,
    vote: Vote | None = None,
    ref: UUID | None = None,
) -> Office:
    """Let a member, or whoever holds a post, lead the body or keep its papers."""
    body = hold(body)
    body.check_keeper(by, day(at))
    body.check_stands(start)
    if kind not in Office.Kind.values:
        raise Refusal("unknown_office", _("그런 임원직은 없습니다."), status=422)
    if membership is not None:  # read anew: it may have ended while this waited for the lock
        membership = Membership.objects.select_related("seat").get(pk=membership.pk)
    office = Office(body=body, kind=kind, membership=membership, post=post, start=start)
    office.title = clean_name(title, 40) if title.strip() else ""
    office.check_holder()
    chairs = Office.objects.from_day(start).filter(body=body, kind=Office.Kind.CHAIR)
    office.check_among(list(chairs), body.rule_on(start))
    if vote is not None or method == Office.Method.SECRET:
        meeting, method = _take_elected(office, vote, meeting), Office.Method.SECRET
    _choose(office, meeting, method, (yes, no, abstain))
    office.save(force_insert=True)
    tell_office(office, at)
    publish(
        LEDGER, "office.taken", office, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "kind": kind},
    )  # fmt: skip
    show_tickets_again(body)
    return office


def _take_elected(office: Office, vote: Vote | None, meeting: Meeting | None) -> Meeting:
    """Whom an election has chosen, and in which meeting."""
    if vote is None:
        raise Refusal("election_needed", _("무기명 투표로 뽑았으면 그 선거를 골라 주세요."), status=422)
    vote = Vote.objects.select_related("item").get(pk=vote.pk)
    chosen = vote.candidates.filter(elected=True, vote__state=Vote.State.CLOSED)
    if office.membership is not None:
        chosen = chosen.filter(membership=office.membership)
    else:
        chosen = chosen.filter(membership=None, name=str(office.post))
    if not chosen.exists():
        raise Refusal("not_elected", _("그 선거에서 당선된 분이 아닙니다."), status=409)
    held = Meeting.objects.visible_to(None).get(pk=vote.item.meeting_id)
    if meeting is not None and meeting.pk != held.pk:
        raise Refusal("wrong_meeting", _("이 기구의 그 회의에서 뽑을 수 있는 임원이 아닙니다."), status=422)
    office.vote = vote
    return held


def _choose(office: Office, meeting: Meeting | None, method: str, hands: tuple[Any, Any, Any]) -> None:
    """By the consent of those present, by their hands, or by nobody's choice: a post and an appointment."""
    if method not in {"", *Office.Method.values}:
        raise Refusal("unknown_choice", _("뽑은 방법은 이의 없음과 거수 가운데 하나입니다."), status=422)
    office.meeting, office.method = meeting, method
    if meeting is None:
        if method:
            raise Refusal("meeting_needed", _("어느 회의에서 뽑았는지 골라 주세요."), status=422)
        return
    meets = Meeting.objects.of(office.body) | Meeting.objects.of(office.body.convener)
    if not meets.filter(pk=meeting.pk).exists() or office.start < meeting.day:
        raise Refusal("wrong_meeting", _("이 기구의 그 회의에서 뽑을 수 있는 임원이 아닙니다."), status=422)
    if meeting.state in {Meeting.State.SCHEDULED, Meeting.State.CANCELLED}:
        meeting.check_in_session()
    if method == Office.Method.HANDS:
        office.yes, office.no, office.abstain = hands
        counted = quorum_of(meeting)
        office.check_choice(counted.present if counted.counted else None)


@transaction.atomic
def end_office(
    office: Office, *, on: date, by: Person | None, at: datetime, ref: UUID | None = None
) -> Office:
    """Let somebody lead no longer; the seat stays."""
    body = hold(office.body)
    office = Office.objects.get(pk=office.pk)
    body.check_keeper(by, day(at))
    office.check_held(on)
    office.end = on
    office.save(update_fields=["end"])
    publish(
        LEDGER, "office.ended", office, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "kind": office.kind},
    )  # fmt: skip
    show_tickets_again(body)
    return office


@transaction.atomic
def act_as_chair(
    meeting: Meeting,
    *,
    seat: Any,
    reason: str,
    by: Person,
    at: datetime,
    agreed: bool = False,
    ref: UUID | None = None,
) -> Meeting:
    """직무대행. No chair is there: the vice chair leads this one meeting, else whom they agree on."""
    held = Meeting.objects.locked().get(pk=meeting.pk)
    check_keeps(held, by)
    held.check_doors_open(at)
    leads = _standing_in(held, seat, agreed=agreed)
    held.acting_chair_id, held.acting_reason = leads, clean_words(reason, LONGEST_REASON)
    held.save(update_fields=["acting_chair", "acting_reason"])
    reopen(held.room)
    publish(held.room, "meeting.led", held, by=by, at=at, ref=ref)
    reopen(held.floor_room)
    return held


def _standing_in(held: Meeting, seat: Any, *, agreed: bool) -> int:
    """Who may lead in the chair's stead: somebody who is there, and before all others a vice chair."""
    bodies = [*held.bodies.all(), held.round.convener]
    there = set(held.attendances.filter(left_at=None).values_list("person", flat=True))
    leaders = {kind: set[int | None]() for kind in Office.Kind.values}
    for officer in officers(bodies, held.day):
        leaders[officer.kind].add(officer.person_id)
    if leaders[Office.Kind.CHAIR] & there:
        raise Refusal("chair_present", _("위원장이 출석해 있어 직무대행을 두지 않습니다."))
    members = {member.seat_id: member.person_id for member in roster(held.bodies.all(), held.day)}
    if type(seat) is not int or members.get(seat) not in there:
        raise Refusal("acting_not_present", _("출석한 위원 가운데에서 골라 주세요."), status=422)
    deputies = leaders[Office.Kind.VICE_CHAIR] & there
    if deputies and members[seat] not in deputies:
        raise Refusal("vice_chair_first", _("출석한 부위원장이 먼저 직무를 대행합니다."))
    if not deputies and not agreed:
        raise Refusal(
            "agreement_needed", _("부위원장이 없으면 출석한 위원들이 뜻을 모아 정합니다."), status=422
        )
    return members[seat]
