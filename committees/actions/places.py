"""위원석: a place is made within the number that the rule allows, and goes when nobody has it any more."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.actions.floors import LEDGER, hold, office_of, show_tickets_again
from committees.models import Body, Seat
from district.dates import day
from district.models import Person, Post
from district.refusals import Refusal
from realtime.publish import publish


@transaction.atomic
def open_seat(
    body: Body,
    *,
    number: int,
    opened_on: date,
    by: Person | None,
    at: datetime,
    basis: str = Seat.Basis.APPOINTED,
    post: Post | None = None,
    ref: UUID | None = None,
) -> Seat:
    """One place more, from that day on."""
    body = hold(body)
    body.check_keeper(by, day(at))
    seat = Seat(body=body, number=number, basis=basis, post=post, opened_on=opened_on)
    seat.check_within()
    if body.seats.filter(number=number).exists():
        raise Refusal("seat_number_taken", _("번호가 같은 위원석이 이미 있습니다."))
    seat.save(force_insert=True)
    publish(
        LEDGER, "seat.opened", seat, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "seat": number},
    )  # fmt: skip
    show_tickets_again(body)
    return seat


@transaction.atomic
def close_seat(
    seat: Seat, *, on: date | None, by: Person | None, at: datetime, ref: UUID | None = None
) -> Seat:
    """From that day on there is no such place; without a day it stays after all."""
    body = hold(seat.body)
    body.check_keeper(by, day(at))
    # Read behind the lock: whoever is given the seat in this moment is seen here, or sees that it is gone.
    seat = Seat.objects.get(pk=seat.pk)
    seat.check_may_close(on)
    seat.closed_on = on
    seat.save(update_fields=["closed_on"])
    publish(
        LEDGER, "seat.closed", seat, by=by, at=at, ref=ref, office=office_of(by, at),
        facts={"body": body.pk, "seat": seat.number},
    )  # fmt: skip
    show_tickets_again(body)
    return seat
