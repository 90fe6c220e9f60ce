"""For readers without a socket: the same frames as one answer, or as server-sent events."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import aclosing
from datetime import datetime
from typing import Any, NamedTuple

from asgiref.sync import SyncToAsync, sync_to_async
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from district.refusals import Refusal
from district.visitors import person_of
from realtime import hub, protocol, table
from realtime.kinds import Address, room_at
from realtime.sinks import NORMAL, Sink

log = logging.getLogger(__name__)


class Asked(NamedTuple):
    """Which room, by what right, and from where on."""

    address: Address
    rights: frozenset[str]
    public: bool
    epoch: str | None
    after: int | None


def asked(request: HttpRequest, kind: str, key: str, at: datetime) -> Asked:
    """Read the request and open the door, or refuse."""
    address, rooms = room_at(kind, key)
    public = rooms.public(key)
    # Everybody in a public room sees the same: not to ask who reads keeps the answer cacheable.
    rights = rooms.enter(key, None if public else person_of(request), at)
    after = request.headers.get("Last-Event-ID") or request.GET.get("after")
    return Asked(address, rights, public, request.GET.get("epoch"), number(after))


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

    open = 0
    """How many this process keeps."""

    def __init__(self, wish: Asked) -> None:
        self.wish = wish
        self.sink = Sink()
        self.loop: asyncio.AbstractEventLoop | None = None
        self.timer: asyncio.TimerHandle | None = None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        await free_thread()
        self.begin()
        try:
            yield f"retry: {settings.STREAM_RETRY_SECONDS * 1000}\n\n".encode()
            address, rights, _public, epoch, after = self.wish
            await hub.here().join(self.sink, address, rights, epoch, after)
            async with aclosing(self.sink.frames(settings.STREAM_BEAT_SECONDS)) as frames:
                async for frame in frames:
                    yield frame.sse if frame is not None else b": still here\n\n"
        except Exception:
            log.exception("A stream of %s stumbled", self.wish.address)
        finally:
            self.end()

    def begin(self) -> None:
        """Count this reader, and set the end."""
        Stream.open += 1
        self.loop = asyncio.get_running_loop()
        self.timer = self.loop.call_later(settings.STREAM_SECONDS, self.sink.close, NORMAL)

    def end(self) -> None:
        """Leave the room, once."""
        if self.timer is not None:
            Stream.open -= 1
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
    if Stream.open >= settings.STREAM_READERS:
        sentence = _("실시간으로 보시는 분이 많습니다. 잠시 뒤에 다시 이어집니다.")
        raise Refusal("too_many_streams", sentence, 429, seconds=settings.STREAM_RETRY_SECONDS)


async def free_thread() -> None:
    """Give back what Django holds for a request as long as its answer lasts: a connection, and a thread."""
    await sync_to_async(hub.give_back)()
    context: Any = SyncToAsync.thread_sensitive_context.get(None)
    executor = SyncToAsync.context_to_thread_executor.pop(context, None) if context else None
    if executor is not None:
        executor.shutdown(wait=False)
