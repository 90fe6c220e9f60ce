"""What travels: the frames of the protocol, version 1, and the messages between our own processes."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from district.refusals import Refusal

if TYPE_CHECKING:
    from realtime.models import Event, Mark

BELL, PRESENCE, FORGET, REOPEN, PULSE = "bell", "presence", "forget", "reopen", "pulse"
EVERYWHERE = "*"
"""The room that every process hears."""


class Message(NamedTuple):
    """One frame on its way from the process that drew it to those that spread it; seq 0 is no event."""

    seq: int
    name: str
    row: str = ""
    """The row it is about; after it, with spaces between, those whose words its frame shows beside it."""
    epoch: str = ""
    text: str = ""
    born: float = 0.0
    """When it was saved, in seconds of the clock; 0 when nobody asks."""

    def pack(self) -> bytes:
        """As it goes over the wire: a line for each part of its head, then the frame untouched."""
        return f"{self.seq}\n{self.name}\n{self.row}\n{self.epoch}\n{self.born}\n{self.text}".encode()


def unpack(raw: bytes) -> Message:
    """The message another process packed."""
    seq, name, row, epoch, born, text = raw.decode().split("\n", 5)
    return Message(int(seq), name, row, epoch, text, float(born))


def encoded(frame: Mapping[str, Any]) -> str:
    """The frame as text, Korean as Korean."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)


def event_frame(event: "Event", data: Mapping[str, Any]) -> dict[str, Any]:
    """What a room hears of an event."""
    at = timezone.localtime(event.at).isoformat()
    return {"type": "event", "seq": event.seq, "name": event.name, "at": at, "data": data}


def message_of(event: "Event", epoch: str, data: Mapping[str, Any], rows: str = "") -> Message:
    """The event, drawn, with what a hub must know to keep it in order, and to draw it anew."""
    return Message(event.seq, event.name, rows or event.row_key, epoch, encoded(event_frame(event, data)))


def welcome(room: str, mark: "Mark", rights: frozenset[str]) -> str:
    """Come in; this is how far we are."""
    return encoded(
        {"type": "welcome", "room": room, "seq": mark.seq, "epoch": mark.epoch, "rights": sorted(rights)}
    )


def resync(mark: "Mark") -> str:
    """What came before cannot be told one by one: look at the room as it is."""
    return encoded({"type": "resync", "seq": mark.seq, "epoch": mark.epoch})


def batch(texts: list[str]) -> str:
    """Several events in one frame, each drawn only once."""
    return '{"type":"batch","events":[' + ",".join(texts) + "]}"


def bare(message: Message) -> str:
    """An event whose number a later one tells better: it only keeps its place."""
    return encoded({"seq": message.seq, "name": message.name})


def tally(numbers: Mapping[str, Any]) -> str:
    """The room's running numbers."""
    return encoded({"type": "tally", **numbers})


def presence(count: int) -> str:
    """How many are here."""
    return encoded({"type": "presence", "count": count})


def accepted(ref: object, seq: int) -> str:
    """A command was done; its event bears this number."""
    return encoded({"type": "accepted", "ref": ref, "seq": seq})


def refused(refusal: Refusal, ref: object = None) -> str:
    """A command was not done, with the code and the sentence of the HTTP door."""
    known = ref if isinstance(ref, str) and len(ref) <= 64 else None
    return encoded({"type": "refused", "ref": known, "code": refusal.code, "reason": str(refusal.sentence)})


def pong(ticket: str | None = None) -> str:
    """Still here; with a fresh ticket when the one in hand is growing old."""
    return encoded({"type": "pong", "ticket": ticket}) if ticket else PONG


PONG = encoded({"type": "pong"})
RUNG = encoded({"type": "bell"})
