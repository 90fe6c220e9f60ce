"""위촉: everybody who was selected takes a seat in the same moment, or nobody does."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from committees.actions import seating, sheets
from committees.actions.calls import facts_of, lock_call
from committees.actions.choosing import check_list, free_seats
from committees.actions.floors import LEDGER, office_of
from committees.models import Application, Body, Call, Membership, Seat
from district.dates import official
from district.models import Person
from district.refusals import Refusal
from letters.actions import tell
from realtime.publish import publish

State = Application.State


@transaction.atomic
def appoint_all(call: Call, *, by: Person | None, at: datetime, ref: UUID | None = None) -> Call:
    """Give every seat, every part and every sheet in one press; whatever refuses one refuses all."""
    call = lock_call(call, by, at)
    if call.decided_at is None:
        raise Refusal("call_not_decided", _("선정을 먼저 확정해 주세요."), status=409)
    if call.appointed_at is not None:
        raise Refusal("call_appointed", _("이미 위촉을 마친 계획입니다."), status=409)
    chosen = list(
        call.applications.filter(state=State.SELECTED)
        .select_related("person", "renews__seat", "seat", "part")
        .order_by("name", "pk")
    )
    check_list(call, chosen)
    seats = _seats(call, chosen)
    places = _places(call, chosen)
    for each in chosen:
        _appoint(call, each, seat=seats[each.pk], place=places.get(each.pk), by=by, at=at)
    call.appointed_at = at
    call.save(update_fields=["appointed_at"])
    _tell(call, chosen, at)
    facts = {**facts_of(call), "people": len(chosen)}
    publish(LEDGER, "call.appointed", call, by=by, at=at, ref=ref, office=office_of(by, at), facts=facts)
    return call


def _appoint(
    call: Call, application: Application, *, seat: Seat, place: Seat | None, by: Person | None, at: datetime
) -> None:
    """One of them: an account if there is none, the sheet before the seat, the seat, the part."""
    body, person = call.body, application.person
    if person is None:
        person = sheets.enroll(body, application.name, by=by, at=at, neighborhood=application.neighborhood)
        application.person = person
    if application.gender or application.birth_year or application.sealed_phone:
        sheets.write_sheet(
            person, body=body, by=by, at=at, gender=application.gender,
            birth_year=application.birth_year, sealed_phone=application.sealed_phone,
        )  # fmt: skip
    named: dict[str, Any] = {
        "name": application.name,
        "affiliation": application.affiliation,
        "start": call.starts_on,
    }
    whole = seating.appoint(seat, person=person, by=by, at=at, term=call.term, **named)
    if place is not None:
        seating.appoint(place, person=person, by=by, at=at, term=call.term, **named)
    application.seat, application.membership, application.state = seat, whole, State.APPOINTED
    application.save(update_fields=["person", "seat", "membership", "state"])


def _seats(call: Call, chosen: list[Application]) -> dict[int, Seat]:
    """Whoever stays keeps their place where it is free; the others sit by number, in 가나다 order."""
    free = {seat.pk: seat for seat in free_seats(call)}
    told = {}
    for each in chosen:
        wanted = each.seat_id or (each.renews.seat_id if each.renews else None)
        if wanted in free:
            told[each.pk] = free.pop(wanted)
    rest = sorted(free.values(), key=lambda seat: seat.number)
    others = [each for each in chosen if each.pk not in told]
    return told | {each.pk: seat for each, seat in zip(others, rest, strict=False)}


def _places(call: Call, chosen: list[Application]) -> dict[int, Seat]:
    """A place in the part for each who was given one; a part has as many places as it needs."""
    told: dict[int, Seat] = {}
    by_part: dict[int, list[Application]] = {}
    for each in chosen:
        if each.part_id is not None:
            by_part.setdefault(each.part_id, []).append(each)
    for part, rows in sorted(by_part.items()):
        told |= {each.pk: seat for each, seat in zip(rows, _room(call, part, len(rows)), strict=True)}
    return told


def _room(call: Call, part: int, many: int) -> list[Seat]:
    """So many free places of a part: those there are, and new ones behind the last."""
    body = Body.objects.get(pk=part)
    last = Membership.end_of(call.starts_on, body.rule_on(call.starts_on).term_years)
    taken = Membership.objects.running(call.starts_on, last).filter(seat__body=body)
    standing = body.seats.standing(call.starts_on).filter(basis=Seat.Basis.APPOINTED)  # type: ignore[attr-defined]
    free = list(standing.exclude(pk__in=taken.values("seat")).order_by("number")[:many])
    highest = max(body.seats.values_list("number", flat=True), default=0)
    return free + [
        Seat.objects.create(body=body, number=highest + more, opened_on=call.starts_on)
        for more in range(1, many - len(free) + 1)
    ]


def _tell(call: Call, chosen: list[Application], at: datetime) -> None:
    """Each is told from when until when; whoever has no address is called by the department."""
    for each in chosen:
        if each.person is None or each.person.email is None or each.membership is None:
            continue
        with translation.override(settings.LANGUAGE_CODE):
            days = {"start": official(each.membership.start), "end": official(each.membership.end)}
            words = _("임기: %(start)s부터 %(end)s까지") % days
            tell(
                f"membership/{each.membership.pk}/appointed",
                title=_("%(body)s 위원으로 위촉되셨습니다") % {"body": call.body.called},
                words=f"{words} · {each.part.name}" if each.part else words,
                url=call.body.address,
                people=[each.person.pk],
                at=at,
                bundle=False,
            )
