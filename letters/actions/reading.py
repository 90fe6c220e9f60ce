"""읽기. A letter is opened, and its reader says that it came."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from district.models import Person
from letters.actions.ledger import LEDGER
from letters.models import Letter
from realtime.publish import publish, ring, room


@transaction.atomic
def read(letter: Letter, *, at: datetime) -> Letter:
    """Its reader opened it; where it stands for several of its kind on one line, all of them."""
    told = letter.dispatch
    mine = Letter.objects.filter(pk=letter.pk)
    if told.noun and told.topic:
        alike = {"dispatch__topic": told.topic, "dispatch__noun": told.noun}
        mine = Letter.objects.on_screen().filter(person=letter.person_id, **alike)
    if mine.filter(read_at=None).update(read_at=at):
        letter.refresh_from_db(fields=["read_at"])
        ring(room("person", letter.person.key))
    return letter


@transaction.atomic
def confirm(letter: Letter, *, by: Person, at: datetime, ref: UUID | None = None) -> Letter:
    """Its reader says that it came."""
    letter.check_may_confirm(by)
    read(letter, at=at)
    if Letter.objects.filter(pk=letter.pk, received_at=None).update(received_at=at):
        publish(LEDGER, "letter.received", letter, by=by, at=at, ref=ref)
    letter.refresh_from_db(fields=["read_at", "received_at"])
    return letter


def receipts(about_prefix: str) -> dict[int, datetime | None]:
    """Who was told under these names by duty, and when each said that the newest of it came."""
    told = Letter.objects.on_screen().filter(
        dispatch__about__startswith=about_prefix, dispatch__needs_receipt=True, follow=None
    )
    return dict(told.order_by("dispatch_id").values_list("person_id", "received_at"))
