"""For readers without a socket: the same frames as one answer, or as server-sent events."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import Any, NamedTuple

from asgiref.sync import SyncToAsync, sync_to_async
from django.conf import settings
from django.db import connections
from django.http import HttpRequest
from django.utils.translation import gettext as _

from district.refusals import Refusal
from district.visitors import person_of
from realtime import hub, protocol, table, tickets
from realtime.kinds import Address, room_at
from realtime.metrics import counts
from realtime.sinks import NORMAL, Frame, Holder, Sink
from realtime.wires import Wire, wire_of

log = logging.getLogger(__name__)
BEAT = Frame(protocol.PONG)
"""Said into a silence; not as a comment of the stream, which a browser keeps from its page."""


class Asked(NamedTuple):
    """Which room, by what right, and from where on."""

    address: Address
    rights: frozenset[str]
    public: bool
    epoch: str | None
    after: int | None
    door: int | None = None
    holder: Holder | None = None
    wire: Wire | None = None
    """What the server holds back of a stream; Daphne's `send` never waits."""


def asked(request: HttpRequest, kind: str, key: str, at: datetime) -> Asked:
    """Read the request and open the door, or refuse."""
    address, rooms = room_at(kind, key)
    public = rooms.public(key)
    after = number(request.headers.get("Last-Event-ID") or request.GET.get("after"))
    epoch = request.GET.get("epoch")
    wire = wire_of(getattr(request, "scope", {}).get("send"))
    if public:
        # Everybody sees the same here: not to ask who reads keeps the answer cacheable.
        return Asked(address, rooms.enter(key, None, at), public, epoch, after, wire=wire)
    door, person = table.mark_of(address).reopened, person_of(request)
    rights = rooms.enter(key, person, at)
    return Asked(address, rights, public, epoch, after, door, tickets.holder_of(request, person), wire)


def number(text: str | None) -> int | None:
    """The number of an event; nothing means from nowhere."""
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refusal("bad_after", _("after에는 마지막으로 받은 번호를 적어 주세요."), 422)
    return int(text)


def told(wish: Asked) -> str:
    """Everything after that number in one answer, or the advice to look at the room as it is."""
    mark = table.mark_of(wish.address)
    known = wish.after is not None and wish.epoch in {None, mark.epoch}
    stretch = table.stretch_of(wish.address, wish.after or 0) if known else table.Stretch(mark, None)
    events = ",".join(message.text for message in stretch.messages or [])
    head = protocol.encoded(
        {"epoch": stretch.mark.epoch, "seq": stretch.mark.seq, "resync": stretch.messages is None}
    )
    tally = table.tally_of(wish.address) or "null"
    return f'{head[:-1]},"tally":{tally},"events":[{events}]}}'


def look(request: HttpRequest, kind: str, key: str, at: datetime, *, streaming: bool) -> tuple[Asked, str]:
    """All that this request needs of the database, in one visit that gives its connection back."""
    try:
        wish = asked(request, kind, key, at)
        return wish, "" if streaming else told(wish)
    finally:
        hub.give_back()


class Stream:
    """The room's frames, until the reader goes or the stream's time is over."""

    def __init__(self, wish: Asked) -> None:
        self.wish = wish
        self.sink = Sink()
        self.sink.holder = wish.holder
        self.sink.go_straight(wish.wire)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.timer: asyncio.TimerHandle | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await free_thread()
        self.begin()
        try:
            yield f"retry: {settings.STREAM_RETRY_SECONDS * 1000}\n\n".encode()
            wish, place = self.wish, (self.wish.epoch, self.wish.after)
            await hub.here().join(self.sink, wish.address, wish.rights, *place, door=wish.door)
            async with aclosing(self.sink.frames(settings.STREAM_BEAT_SECONDS)) as frames:
                async for frame in frames:
                    yield (frame or BEAT).sse
        except Exception:
            log.exception("A stream stumbled", extra={"room": self.wish.address.kind, "code": "fault"})
        finally:
            self.end()

    def begin(self) -> None:
        """Count this reader, and set the end."""
        counts.streams += 1
        self.loop = asyncio.get_running_loop()
        self.timer = self.loop.call_later(settings.STREAM_SECONDS, self.sink.close, NORMAL)

    def end(self) -> None:
        """Leave the room, once."""
        if self.timer is not None:
            counts.streams -= 1
            self.timer.cancel()
            self.timer = None
        self.sink.close(NORMAL)
        if self.sink.place is not None:
            self.sink.place.leave(self.sink)

    def close(self) -> None:
        """The answer is over, says Django from a thread: a generator left half-way would stay in the room."""
        if self.loop is not None and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.end)


def check_room_for_one_more() -> None:
    """Refuse a stream too many; the same events come by plain GET."""
    if counts.streams >= settings.STREAM_READERS:
        sentence = _("실시간으로 보시는 분이 많습니다. 잠시 뒤에 다시 이어집니다.")
        raise Refusal("too_many_streams", sentence, 429, seconds=settings.STREAM_RETRY_SECONDS)


async def free_thread() -> None:
    """Give back what Django holds for a request as long as its answer lasts: a connection, and a thread."""
    await sync_to_async(hub.give_back)()
    context: Any = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor is not None:
        executor.submit(connections.close_all)
        executor.shutdown(wait=False)
