"""What the hub reads from the table, which is the truth: the log, and the room's numbers."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Q

from realtime import protocol
from realtime.kinds import Address, draw, kinds, rows_in
from realtime.models import Event, Mark, Room
from realtime.protocol import Message


class Stretch(NamedTuple):
    """A piece of the log, drawn anew; without messages when it is too long to be told."""

    mark: Mark
    messages: list[Message] | None


def mark_of(address: Address) -> Mark:
    """How far the log of one room has come."""
    return Room.objects.seq_of(*address)


def marks_of(addresses: Iterable[Address]) -> dict[Address, Mark]:
    """How far the logs of these rooms have come, in one query."""
    wanted: dict[str, list[str]] = {}
    for kind, key in addresses:
        wanted.setdefault(kind, []).append(key)
    places = Q(pk__in=[])
    for kind, keys in wanted.items():
        places |= Q(kind=kind, key__in=keys)
    rows = Room.objects.filter(places).values_list("kind", "key", "seq", "epoch", "reopened")
    return {Address(kind, key): Mark(seq, str(epoch), times) for kind, key, seq, epoch, times in rows}


def stretch_of(address: Address, after: int, upto: int | None = None) -> Stretch:
    """What was said after a number, as the rows stand now: what was hidden since comes back hidden."""
    mark = mark_of(address)
    last = mark.seq if upto is None else min(upto, mark.seq)
    if not 0 <= after <= mark.seq or last - after > settings.RESYNC_EVENTS:
        return Stretch(mark, None)
    events = list(events_of(address, after, last))
    if len(events) != last - after:
        return Stretch(mark, None)
    data = draw(address, events) if events else []
    drawn = zip(events, data, strict=True)
    return Stretch(mark, [_message(address, mark, event, told) for event, told in drawn])


def _message(address: Address, mark: Mark, event: Event, told: dict[str, Any]) -> protocol.Message:
    return protocol.message_of(event, mark.epoch, told, rows_in(address, event, told))


def events_of(address: Address, after: int, upto: int) -> Iterable[Event]:
    """The log of one room between two numbers."""
    kind, key = address
    return Event.objects.filter(room__kind=kind, room__key=key, seq__gt=after, seq__lte=upto).order_by("seq")


def tally_of(address: Address) -> str:
    """The room's numbers as a frame; empty where a room counts nothing."""
    numbers = kinds[address.kind].tally(address.key)
    return protocol.tally(numbers) if numbers is not None else ""
