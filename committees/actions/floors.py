"""What seats and offices have in common: the lock of the whole body, the ledger, the rooms that follow."""

from datetime import datetime

from committees.models import Body, Meeting
from district.dates import day
from district.models import Person
from realtime.publish import renew, reopen, room

LEDGER = room("ledger", "committees")


def hold(body: Body) -> Body:
    """The body once nobody else can seat or unseat anybody, in the whole or in a part of it."""
    # Not the seat alone: one person may not be given two, nor a part to somebody just leaving the whole.
    whole = Body.objects.locked().get(pk=body.parent_id or body.pk)
    if body.parent_id is None:
        return whole
    # Read anew, as the whole is: it may have been dissolved while this waited for the lock.
    body = Body.objects.get(pk=body.pk)
    body.parent = whole
    return body


def show_tickets_again(body: Body) -> None:
    """Whoever is in a meeting that is not over shows again what they may; one that sits is counted anew."""
    for meeting in Meeting.objects.of(body).not_over():
        reopen(meeting.floor_room)
        if meeting.state in Meeting.RUNNING:
            reopen(meeting.room)
            renew(meeting.room)


def office_of(by: Person | None, at: datetime) -> str:
    """The office that kept the seats that day, as the ledger names it."""
    return next((post.label for post in by.offices_on(day(at))), "") if by is not None else ""
