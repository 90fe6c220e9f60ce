"""선정: who is chosen, who waits, into which part; and the decision, which is weighed as a whole."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.actions.calls import facts_of, lock_call
from committees.actions.floors import LEDGER, office_of
from committees.assigning import Wisher, assign
from committees.balance import Gauge, gauge
from committees.models import Application, Body, BodyKind, Call, MemberSheet, Membership, Seat
from committees.tenure import tenures
from district.dates import official
from district.models import Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish

State = Application.State
CHOICES = frozenset({State.APPLIED, State.SELECTED, State.RESERVE, State.DECLINED})
"""What may be said of an application while nothing is decided; 접수 puts it back."""


@transaction.atomic
def choose(
    application: Application, state: str, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Application:
    """Select somebody, keep them in reserve, decline, or put them back."""
    call = lock_call(application.call, by, at)
    _check_choice(call, state)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    _set_state(application, state)
    publish(
        LEDGER, "application.chosen", application, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"call": call.pk, "state": state},
    )  # fmt: skip
    return application


@transaction.atomic
def choose_many(
    call: Call,
    applications: Iterable[int],
    state: str,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> Call:
    """The same of all that are ticked, or of none of them."""
    call = lock_call(call, by, at)
    _check_choice(call, state)
    wanted = set(applications)
    rows = list(call.applications.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    if not rows or len(rows) != len(wanted):
        raise Refusal("nobody_ticked", _("지원자를 먼저 골라 주세요."), status=422)
    for each in rows:
        _set_state(each, state)
    facts = {**facts_of(call), "state": state, "applications": sorted(wanted)}
    publish(LEDGER, "call.chosen", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return call


def _check_choice(call: Call, state: str) -> None:
    call.check_undecided()
    if state not in CHOICES:
        raise Refusal("unknown_selection", _("선정, 예비, 미선정 가운데 하나를 골라 주세요."), status=422)


def _set_state(application: Application, state: str) -> None:
    application.check_choosable()
    application.state = state
    if state != State.SELECTED:
        application.part = None
    application.save(update_fields=["state", "part"])


def parts_of(call: Call) -> list[Body]:
    """The 분과 into which the members of this call are shared out."""
    parts = call.body.parts.standing(call.starts_on).filter(kind=BodyKind.SUBCOMMITTEE)  # type: ignore[attr-defined]
    return list(parts.order_by("order", "pk"))


@transaction.atomic
def assign_parts(call: Call, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Call:
    """Share all who are selected out over the parts: evenly, by their wishes, both sexes everywhere."""
    call = lock_call(call, by, at)
    _check_not_appointed(call)
    parts = parts_of(call)
    if not parts:
        raise Refusal("no_parts", _("이 기구에는 분과가 없습니다."), status=409)
    chosen = list(call.applications.filter(state=State.SELECTED).prefetch_related("wishes"))
    genders = genders_of(chosen)
    people = [
        Wisher(each.pk, tuple(wish.body_id for wish in each.wishes.all()), genders[each.pk])
        for each in chosen
    ]
    staying = Membership.objects.sitting(call.starts_on).filter(seat__body__in=parts)
    sitting = staying.values_list("seat__body_id", "person__member_sheet__gender")
    told = assign(people, [part.pk for part in parts], sitting=[(part, sex or "") for part, sex in sitting])
    for each in chosen:
        each.part_id = told[each.pk]
    Application.objects.bulk_update(chosen, ["part"])
    facts = {**facts_of(call), "people": len(chosen)}
    publish(LEDGER, "parts.assigned", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return call


@transaction.atomic
def give_part(
    application: Application,
    part: Body | None,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> Application:
    """Put somebody into another part by hand, or into none."""
    return give_parts(application.call, {application.pk: part}, by=by, at=at, ref=ref)[0]


@transaction.atomic
def give_parts(
    call: Call,
    parts: Mapping[int, Body | None],
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> list[Application]:
    """The same of several people of one call, of all or of none."""
    call = lock_call(call, by, at)
    _check_not_appointed(call)
    rows = list(call.applications.select_for_update(of=("self",)).filter(pk__in=parts).order_by("pk"))
    for each in rows:
        part = parts[each.pk]
        if each.state != State.SELECTED:
            raise Refusal("not_selected", _("선정한 분에게만 분과를 정합니다."), status=409)
        if part is not None and part.parent_id != call.body_id:
            raise Refusal("not_a_part", _("이 기구의 분과만 고르실 수 있습니다."), status=422)
        each.part = part
        each.save(update_fields=["part"])
    for each in rows:
        publish(
            LEDGER, "part.given", each, by=by, at=at, office=office_of(by, at),
            ref=ref if each is rows[-1] else None, facts={"call": call.pk, "part": each.part_id},
        )  # fmt: skip
    return rows


def _check_not_appointed(call: Call) -> None:
    if call.appointed_at is not None:
        raise Refusal("call_appointed", _("이미 위촉을 마친 계획입니다."), status=409)


@transaction.atomic
def decide_call(call: Call, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Call:
    """Announce who was chosen: the whole list is weighed at once, and everybody is told once."""
    call = lock_call(call, by, at)
    call.check_undecided()
    call.check_heard(at)
    rows = list(call.applications.select_for_update(of=("self",)).order_by("pk"))
    check_list(call, [each for each in rows if each.state == State.SELECTED])
    for each in rows:
        if each.state == State.APPLIED:
            each.state = State.DECLINED
        if each.state in {State.SELECTED, State.RESERVE, State.DECLINED}:
            each.decided_at = at
    Application.objects.bulk_update(rows, ["state", "decided_at"])
    call.decided_at = at
    call.save(update_fields=["decided_at"])
    for state in (State.SELECTED, State.RESERVE, State.DECLINED):
        _tell(call, state, [each for each in rows if each.state == state], at)
    counts = {state.value: sum(each.state == state for each in rows) for state in NEWS}
    facts = {**facts_of(call), **counts}
    publish(LEDGER, "call.decided", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return call


@transaction.atomic
def call_up(
    application: Application, *, by: Person | None, at: datetime, ref: UUID | None = None
) -> Application:
    """Let somebody in reserve come forward after the decision, for one who will not come."""
    call = lock_call(application.call, by, at)
    _check_not_appointed(call)
    if call.decided_at is None:
        raise Refusal("call_not_decided", _("선정을 먼저 확정해 주세요."), status=409)
    application = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if application.state != State.RESERVE:
        raise Refusal("not_in_reserve", _("예비로 정한 분만 올릴 수 있습니다."), status=409)
    chosen = call.applications.filter(state=State.SELECTED)
    check_list(call, [*chosen.order_by("pk"), application])
    application.state, application.decided_at = State.SELECTED, at
    application.save(update_fields=["state", "decided_at"])
    _tell(call, State.SELECTED, [application], at, about=f"application/{application.pk}/called-up")
    publish(
        LEDGER, "application.called_up", application, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"call": call.pk},
    )  # fmt: skip
    return application


def check_list(call: Call, chosen: list[Application]) -> None:
    """Refuse a list that the seats, the terms served or the law do not allow, before anybody is told."""
    if not chosen:
        raise Refusal("nobody_selected", _("선정한 분이 없습니다."), status=409)
    free = len(free_seats(call))
    if len(chosen) > min(call.places, free):
        raise Refusal(
            "too_many_selected",
            _("위촉할 자리는 %(places)s개인데 %(n)s명을 선정했습니다.")
            % {"places": min(call.places, free), "n": len(chosen)},
            status=409,
        )
    rule = call.body.rule_on(call.starts_on)
    served = tenures(call.body, [each.person_id for each in chosen if each.person_id], call.starts_on)
    for each in chosen:
        if each.person_id in served:
            served[each.person_id].check(rule)
    check_balance(call, chosen)


def check_balance(call: Call, chosen: list[Application]) -> None:
    """Refuse more of one sex than the law lets sit, and somebody who would not be counted at all."""
    told = gauge_of(call, chosen)
    if told.ceiling is None:
        return
    genders = genders_of(chosen)
    unknown = [each.name for each in chosen if not genders[each.pk]]
    if unknown:
        raise Refusal(
            "gender_needed",
            _("성별을 적어야 위촉할 수 있습니다: %(names)s") % {"names": ", ".join(unknown)},
            status=422,
        )
    told.check()


def gauge_of(call: Call, chosen: Iterable[Application]) -> Gauge:
    """Both sexes among those who would sit on the call's day, these included."""
    sexes = list(genders_of(list(chosen)).values())
    whole = gauge(call.body, call.starts_on)
    return whole.plus(female=sexes.count("f"), male=sexes.count("m"), unknown=sexes.count(""))


def genders_of(applications: list[Application]) -> dict[int, str]:
    """As the application says it, else as the district knows it of the person."""
    people = [each.person_id for each in applications if each.person_id and not each.gender]
    known = dict(MemberSheet.objects.filter(person__in=people).values_list("person_id", "gender"))
    return {each.pk: each.gender or known.get(each.person_id or 0, "") for each in applications}


def free_seats(call: Call) -> list[Seat]:
    """The appointed seats that nobody holds on the call's day or is promised after it, by number."""
    years = call.body.rule_on(call.starts_on).term_years
    last = Membership.end_of(call.starts_on, years)
    taken = Membership.objects.running(call.starts_on, last).filter(seat__body=call.body)
    seats = call.body.seats.standing(call.starts_on).filter(basis=Seat.Basis.APPOINTED)  # type: ignore[attr-defined]
    return list(seats.exclude(pk__in=taken.values("seat")).order_by("number"))


NEWS = {
    State.SELECTED: (
        gettext_lazy("%(body)s 위원으로 모시게 되었습니다"),
        gettext_lazy("%(start)s에 위촉합니다. 위촉식은 따로 알려 드리겠습니다."),
    ),
    State.RESERVE: (
        gettext_lazy("%(body)s 위원 선정 결과를 알려 드립니다"),
        gettext_lazy("이번에는 예비 위원으로 모셨습니다. 자리가 나면 먼저 연락드리겠습니다."),
    ),
    State.DECLINED: (
        gettext_lazy("%(body)s 위원 선정 결과를 알려 드립니다"),
        gettext_lazy(
            "이번에는 모시지 못했습니다. 시간을 내어 지원해 주셔서 고맙습니다. 다음에 다시 뵙기를 바랍니다."
        ),
    ),
}


def _tell(call: Call, state: State, rows: list[Application], at: datetime, about: str = "") -> None:
    people = [each.person_id for each in rows if each.person_id]
    if not people:
        return
    title, words = NEWS[state]
    with translation.override(settings.LANGUAGE_CODE):
        tell(
            about or f"call/{call.pk}/{state.value}",
            title=title % {"body": call.body.called},
            words=words % {"start": official(call.starts_on)},
            url=call.get_absolute_url(),
            people=people,
            at=at,
            bundle=False,
        )
