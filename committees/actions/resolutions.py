"""What was decided, and what becomes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from committees.actions.closing import closed, raised
from committees.actions.notices import tell_resolved
from committees.actions.voting import freeze
from committees.filing import file_resolution
from committees.franchise import franchise_of
from committees.models import AgendaItem, Body, Meeting, Motion, Order, Resolution, Vote
from committees.models.resolution import LONGEST_REPORT, LONGEST_RESOLUTION
from committees.precedence import check_put
from committees.rights import check_keeps
from committees.taking_part import check_minutes_open, hold_item, ring_inside
from district.dates import day
from district.intake import clean_address, clean_name, clean_words
from district.models import Department, Person
from district.refusals import Refusal
from realtime.publish import publish

Form, Method = Resolution.Form, Resolution.Method
METHODS = {
    Vote.Method.CONSENT: Method.UNANIMOUS,
    Vote.Method.HANDS: Method.HANDS,
    Vote.Method.ROLL_CALL: Method.ROLL_CALL,
    Vote.Method.SECRET: Method.SECRET,
}
# 보류, 폐기: how it goes on, not whether it is right.
PUT_OFF = (Form.DEFERRED, Form.DISCARDED)


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
    """Put the item on the floor to those there, by consent or by their hands, and write down how it ended."""
    body, held, item = _hold(item)
    check_keeps(held, by)
    held.check_in_session()
    _check_may_end(item)
    item.check_on_floor()
    item.check_no_vote()
    item.recusals.check_settled()
    check_put(None, item.motions.all())
    form, method = _known(form, method)
    text = clean_words(text, LONGEST_RESOLUTION)
    vote = Vote(item=item, method=Vote.Method.HANDS if method == Method.HANDS else Vote.Method.CONSENT)
    vote.subject = item.title
    freeze(vote, held, franchise_of(held, item), by=by, at=at)
    count = raised(vote, yes, no, abstain) if method == Method.HANDS else None
    casting = "yes" if form in Resolution.CARRIED else "no"
    agreed = Vote.Result.REJECTED if form == Form.REJECTED else Vote.Result.CARRIED
    closed(vote, held, count, casting=casting, agreed=agreed, by=by, at=at, ref=None)
    carried = vote.result == Vote.Result.CARRIED
    if form not in PUT_OFF and carried != (form in Resolution.CARRIED):
        raise _disagrees()
    return _write(vote, held, body, form, text, by=by, at=at, ref=ref)


@transaction.atomic
def resolve_vote(
    vote: Vote, *, text: Any, by: Person, at: datetime, form: Any = None, ref: UUID | None = None
) -> Resolution:
    """Write down what a vote decided; long after its close, as long as the minutes are not laid."""
    body, held, item = _hold(vote.item)
    check_keeps(held, by)
    check_minutes_open(held)
    vote = Vote.objects.select_related("motion").get(pk=vote.pk)
    vote.item = item
    _check_decides(vote)
    item.check_standing()
    _check_may_end(item)
    form = _form_of(vote, form)
    text = clean_words(text, LONGEST_RESOLUTION)
    resolution = _write(vote, held, body, form, text, by=by, at=at, ref=ref)
    ring_inside(held, item)
    return resolution


def _hold(item: AgendaItem) -> tuple[Body, Meeting, AgendaItem]:
    # The body first: its resolutions are numbered through the year, whichever of its meetings decides.
    body = Body.objects.locked().get(pk=item.meeting.round.convener_id)
    return body, *hold_item(item)


def _write(
    vote: Vote,
    held: Meeting,
    body: Body,
    form: str,
    text: str,
    *,
    by: Person,
    at: datetime,
    ref: UUID | None,
) -> Resolution:
    """The words, with the very numbers of the vote."""
    decided = vote.closed_at or at
    resolution = Resolution(item=vote.item, body=body, vote=vote, form=form, text=text, recorded_by=by)
    resolution.method = METHODS[Vote.Method(vote.method)]
    for name in ("sitting", "present", "majority", "majority_of", "needed", "yes", "no", "abstain"):
        setattr(resolution, name, getattr(vote, name))
    resolution.decided_at, resolution.year = decided, day(decided).year
    resolution.number = Resolution.objects.next_number(body, resolution.year)
    resolution.save(force_insert=True)
    file_resolution(resolution)
    tell_resolved(resolution, at)
    facts = {"items": [vote.item_id], "votes": [vote.pk]}
    publish(held.room, "resolution.recorded", resolution, by=by, at=at, ref=ref, facts=facts)
    return resolution


def _check_may_end(item: AgendaItem) -> None:
    """Only what is to be decided is decided, and only once."""
    if not item.is_resolvable:
        raise Refusal("item_not_decided", _("보고와 자문 안건에는 의결을 적지 않습니다."), 409)
    if Resolution.objects.filter(item=item).exists():
        raise Refusal("already_resolved", _("이미 의결을 적은 안건입니다."), 409)


def _known(form: Any, method: Any) -> tuple[str, str]:
    if form not in Form.values:
        raise _unknown_form()
    if method not in (Method.UNANIMOUS, Method.HANDS):
        raise Refusal("unknown_method", _("의결 방법은 이의 없음과 거수 가운데 하나입니다."), 422)
    return form, method


def _check_decides(vote: Vote) -> None:
    """A choice among names, a challenge and an amendment decide something, but not the item."""
    if vote.state == Vote.State.OPEN:
        raise Refusal("vote_open", _("표결을 마친 뒤에 할 수 있습니다."), 409)
    amends = vote.motion is not None and vote.motion.kind == Motion.Kind.AMENDMENT
    decided = vote.state == Vote.State.CLOSED and vote.kind == Vote.Kind.QUESTION
    failed = _is_procedural(vote) and not _carried(vote)
    if not decided or amends or failed or vote.recusal_id is not None or _is_outvoted(vote):
        raise Refusal("vote_not_resolving", _("안건을 의결한 표결이 아닙니다."), 409)


def _is_outvoted(vote: Vote) -> bool:
    """Whether the item itself was put again later: the last word counts."""
    later = vote.item.votes.filter(state=Vote.State.CLOSED, kind=Vote.Kind.QUESTION, number__gt=vote.number)
    decides = Q(motion=None, recusal=None) | Q(motion__kind=Motion.Kind.MAIN)
    return later.filter(decides).exists()


def _form_of(vote: Vote, form: Any) -> str:
    """What the result allows; with one form alone that fits, it need not be said."""
    if form not in (None, "", *Form.values):
        raise _unknown_form()
    fitting = _fitting(vote)
    if not form and _is_procedural(vote):
        raise _unknown_form()
    if form and form not in fitting:
        raise _disagrees()
    return str(form or fitting[0])


def _fitting(vote: Vote) -> list[str]:
    """The forms that agree with what was voted, the likeliest first."""
    if not _carried(vote):
        return [Form.REJECTED]
    if _is_procedural(vote):
        return list(PUT_OFF)
    if vote.motion is not None:
        amended = vote.motion.amendments.filter(state=Motion.State.CARRIED).exists()
        return [Form.AMENDED] if amended else [Form.ADOPTED, Form.AMENDED]
    put_off = PUT_OFF if vote.method == Vote.Method.CONSENT else ()
    return [Form.ADOPTED, Form.AMENDED, *put_off]


def _carried(vote: Vote) -> bool:
    return vote.result == Vote.Result.CARRIED


def _is_procedural(vote: Vote) -> bool:
    return vote.motion is not None and vote.motion.kind == Motion.Kind.PROCEDURAL


def _unknown_form() -> Refusal:
    sentence = _("의결 결과는 원안가결, 수정가결, 부결, 보류, 폐기 가운데 하나입니다.")
    return Refusal("unknown_form", sentence, 422)


def _disagrees() -> Refusal:
    return Refusal("result_disagrees", _("찬성의 수와 의결 결과가 맞지 않습니다."), 409)


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
