"""What was decided, and what becomes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.count import quorum_of
from committees.filing import file_resolution
from committees.models import AgendaItem, Body, Meeting, Order, Resolution
from committees.models.resolution import LONGEST_REPORT, LONGEST_RESOLUTION
from committees.rights import check_keeps
from district.dates import day
from district.intake import clean_address, clean_name, clean_words
from district.models import Department, Person
from district.refusals import Refusal
from realtime.publish import publish, ring

Form, Method = Resolution.Form, Resolution.Method


@transaction.atomic
def record_resolution(
    item: AgendaItem,
    *,
    form: Any,
    method: Any,
    text: str,
    by: Person,
    at: datetime,
    yes: Any = None,
    no: Any = None,
    abstain: Any = None,
    ref: UUID | None = None,
) -> Resolution:
    """Write down how the item on the floor ended, by how many of how many."""
    convener = item.meeting.round.convener_id
    # The body first: its resolutions are numbered through the year, whichever of its meetings decides.
    body = Body.objects.locked().get(pk=convener)
    held = Meeting.objects.locked().get(pk=item.meeting_id)
    check_keeps(held, by)
    held.check_in_session()
    item = held.items.get(pk=item.pk)
    _check_may_end(item)
    resolution = Resolution(item=item, body=body, year=day(at).year, decided_at=at, recorded_by=by)
    resolution.form, resolution.method = _known(form, method)
    resolution.text = clean_words(text, LONGEST_RESOLUTION)
    _count(resolution, held)
    if resolution.method == Method.HANDS:
        resolution.yes, resolution.no, resolution.abstain = yes, no, abstain
        resolution.check_hands()
    resolution.number = Resolution.objects.next_number(body, resolution.year)
    resolution.save(force_insert=True)
    file_resolution(resolution)
    facts = {"items": [item.pk]}
    publish(held.room, "resolution.recorded", resolution, by=by, at=at, ref=ref, facts=facts)
    if not item.is_open:
        ring(held.floor_room)
    return resolution


def _check_may_end(item: AgendaItem) -> None:
    """Only what is on the floor is decided, only what is to be decided, and only once."""
    if not item.is_resolvable:
        raise Refusal("item_not_decided", _("보고와 자문 안건에는 의결을 적지 않습니다."), 409)
    if Resolution.objects.filter(item=item).exists():
        raise Refusal("already_resolved", _("이미 의결을 적은 안건입니다."), 409)
    item.check_on_floor()


def _known(form: Any, method: Any) -> tuple[str, str]:
    if form not in Form.values:
        raise Refusal("unknown_form", _("의결 결과는 원안가결, 수정가결, 부결, 보류 가운데 하나입니다."), 422)
    if method not in Method.values:
        raise Refusal("unknown_method", _("의결 방법은 이의 없음과 거수 가운데 하나입니다."), 422)
    return form, method


def _count(resolution: Resolution, held: Meeting) -> None:
    """Who sits and who is there in this moment, and how many of them it takes."""
    quorum = quorum_of(held)
    quorum.check_met()
    resolution.sitting, resolution.present = quorum.sitting, quorum.present
    resolution.majority = held.rule.majority
    resolution.needed = quorum.carries


@transaction.atomic
def place_order(
    resolution: Resolution,
    *,
    what: str,
    department: Department,
    due: date | None,
    by: Person,
    at: datetime,
    ref: UUID | None = None,
) -> Order:
    """Ask a department to do what was decided; long after the meeting, whoever keeps the papers then may."""
    held = Meeting.objects.locked().get(pk=resolution.item.meeting_id)
    check_keeps(held, by, day(at))
    resolution = Resolution.objects.visible_to(by).get(pk=resolution.pk)
    order = Order(resolution=resolution, department=department, due=due, what=clean_name(what, 300))
    order.save(force_insert=True)
    publish(held.room, "order.placed", order, by=by, at=at, ref=ref)
    return order


@transaction.atomic
def report_order(
    order: Order, *, report: str, by: Person, at: datetime, url: str = "", ref: UUID | None = None
) -> Order:
    """Say what became of it; the committee reads it under '지난 의결사항 처리결과'."""
    held = Meeting.objects.locked().get(items__resolution__orders=order.pk)
    order = Order.objects.select_related("department", "resolution__item").get(pk=order.pk)
    order.check_may_report(by, at)
    order.report = clean_words(report, LONGEST_REPORT)
    order.url = clean_address(url)
    order.state, order.reported_at = Order.State.DONE, at
    order.save(update_fields=["report", "url", "state", "reported_at"])
    publish(held.room, "order.reported", order, by=by, at=at, ref=ref)
    return order
