"""How an action tells the room: one number, one event, and after the commit one frame."""

import time
import uuid
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Model

from realtime import layer
from realtime.kinds import Address, draw, kinds, rows_in
from realtime.models import Event, Room
from realtime.protocol import BELL, EVERYWHERE, FORGET, REOPEN, Message, message_of

if TYPE_CHECKING:
    from district.models import Person

__all__ = ["Address", "forget_frames", "publish", "renew", "reopen", "ring", "room"]

NEXT = """INSERT INTO realtime_room (kind, key, seq, epoch) VALUES (%s, %s, 1, %s)
ON CONFLICT (kind, key) DO UPDATE SET seq = realtime_room.seq + 1 RETURNING id, seq, epoch"""


def room(kind: str, key: object) -> Address:
    """The address of a room."""
    return Address(kind, str(key))


def publish(
    room: Address,
    name: str,
    row: Model,
    *,
    by: "Person | None",
    at: datetime,
    ref: uuid.UUID | None = None,
    office: str = "",
    facts: Mapping[str, Any] | None = None,
    audience: str = "public",
) -> int:
    """Write down what was just done, and tell those present once it is certain."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("publish() belongs inside the action's transaction.")
    room_id, seq, epoch = take_number(room)
    event = Event(
        room_id=room_id,
        seq=seq,
        name=name,
        at=at,
        row_type=ContentType.objects.get_for_model(row),
        row_id=str(row.pk),
        actor=by,
        office=office,
        ref=uuid.UUID(int=ref.int) if ref else None,
        digest=getattr(ref, "digest", ""),
        audience=audience,
        facts=dict(facts or {}),
    )
    event.save(force_insert=True)
    row.seq = seq  # type: ignore[attr-defined]
    if room.kind in kinds:
        # Robust: the word is saved; a layer that is down may delay it, never undo it.
        transaction.on_commit(partial(spread, room, event, epoch, row), robust=True)
    return seq


def take_number(room: Address) -> tuple[int, int, str]:
    """Give out the room's next number; the row stays locked to the action's end: numbers follow commits."""
    epoch = Room._meta.get_field("epoch").get_db_prep_value(uuid.uuid4(), connection)
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [room.kind, room.key, epoch])
        [(room_id, seq, epoch)] = (
            cursor.fetchall()
        )  # all: SQLite finishes a RETURNING only when it is read out
    return room_id, seq, str(uuid.UUID(str(epoch)))


def spread(room: Address, event: Event, epoch: str, row: Model) -> None:
    """Draw the frame once, here, and hand it to every process that has readers."""
    carrier = layer.current()
    if carrier.wanted(str(room)):
        [data] = draw(room, [event], {event.row_key: row})
        told = message_of(event, epoch, data, rows_in(room, event, data))
        carrier.publish(str(room), told._replace(born=time.time()))


def ring(room: Address) -> None:
    """Ring a doorbell: whoever stands there reads by HTTP what is new."""
    transaction.on_commit(partial(tell, room, BELL), robust=True)


def reopen(room: Address) -> None:
    """Let everybody there show a ticket again: what somebody may do or hear in this room has changed."""
    # Counted in the table: a layer that is down delays it to the next comparison, and loses nothing.
    Room.objects.filter(kind=room.kind, key=room.key).update(reopened=F("reopened") + 1)
    transaction.on_commit(partial(tell, room, REOPEN), robust=True)


def renew(room: Address) -> None:
    """Let everybody there look at the room as it is: more has changed at once than events could tell."""
    Room.objects.filter(kind=room.kind, key=room.key).update(epoch=uuid.uuid4())


def tell(room: Address, name: str) -> None:
    """Hand what has no number to every process that has readers."""
    carrier = layer.current()
    if carrier.wanted(str(room)):
        carrier.publish(str(room), Message(0, name))


def forget_frames() -> None:
    """Draw every frame anew before it is replayed: somebody left, or goes by another name."""
    transaction.on_commit(lambda: layer.current().publish(EVERYWHERE, Message(0, FORGET)), robust=True)
