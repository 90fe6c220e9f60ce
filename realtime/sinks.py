"""Where a frame leaves the house: one bounded queue per reader, so that nobody waits for a slow one."""

import asyncio
import logging
from collections import deque
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import NamedTuple, Protocol

from django.conf import settings

from realtime.metrics import counts
from realtime.wires import Wire, never

log = logging.getLogger(__name__)
NORMAL, SLOW, REOPENED = 1000, 4408, 4401
"""The close codes of a reader that goes, of one that never reads, of one that must show a ticket again."""
SERVER_HOLDS = 64 * 1024
PATIENT, MOST_PATIENT, GOODBYE = 0.02, 0.25, 1


class Frame:
    """One text for everybody in the room, encoded and framed once whatever their number."""

    __slots__ = ("_sse", "seq", "size", "text", "wire")

    def __init__(self, text: str, seq: int = 0) -> None:
        self.text = text
        self.seq = seq
        """The last event in it; 0 when it carries none."""
        self.wire = framed(text.encode())
        """As it goes over a WebSocket."""
        self.size = len(self.wire)
        self._sse = b""

    @property
    def sse(self) -> bytes:
        """The same for a reader of server-sent events; its id is where to resume."""
        if not self._sse:
            mark = f"id: {self.seq}\n" if self.seq else ""
            self._sse = f"{mark}data: {self.text}\n\n".encode()
        return self._sse


def framed(payload: bytes) -> bytes:
    """One whole text message (RFC 6455 §5.2): final, unmasked as a server's, uncompressed."""
    size = len(payload)
    if size < 126:
        return bytes((0x81, size)) + payload
    if size < 65536:
        return b"\x81\x7e" + size.to_bytes(2) + payload
    return b"\x81\x7f" + size.to_bytes(8) + payload


class Holder(NamedTuple):
    """Who listens by which session, and what their rights rested on when they came."""

    person: int
    session: str
    stamp: str


def nothing() -> None:
    """What there is to do where nobody waits."""


class Place(Protocol):
    """What a sink must know of the room it listens to."""

    def resync(self) -> Frame: ...

    def leave(self, sink: "Sink") -> None: ...


class Sink:
    """A reader's bounded queue; whoever falls behind is told once to look at the room as it is.

    On a server we know, a frame goes straight to the socket as long as nothing waits anywhere before it.
    """

    __slots__ = (
        "clear", "closed", "cut", "holder", "lagging", "leaving", "patience", "pending", "place", "push",
        "queue", "rest", "seat", "wake", "wire",
    )  # fmt: skip

    def __init__(self, wake: Callable[[], None] = nothing, cut: Callable[[], object] = nothing) -> None:
        self.queue: deque[Frame] = deque()
        self.pending = self.leaving = 0
        self.lagging = False
        self.closed: int | None = None
        self.place: Place | None = None
        self.seat = -1
        self.holder: Holder | None = None
        self.wire: Wire | None = None
        self.clear = never
        """Whether a frame may be written now: nothing waits here, and the wire is clear."""
        self.wake = wake
        """Called when something waits that somebody must carry out."""
        self.cut = cut
        """Called when the line must end although its reader takes nothing."""
        self.patience: asyncio.TimerHandle | None = None

    def go_straight(self, wire: Wire | None) -> bool:
        """Write to this line from now on, if there is one to be written to."""
        if wire is not None:
            self.wire, self.cut = wire, wire.cut
            self.clear, self.push, self.rest = wire.clear, wire.push, wire.rest
        return self.clear is not never

    def take(self, frame: Frame) -> None:
        """Keep a frame of the room for a reader that cannot be written to now, unless it is behind."""
        if self.lagging or self.closed is not None:
            counts.drops += 1
        elif self.pending + frame.size > settings.PENDING_BYTES:
            self.lag()
        else:
            self.enqueue(frame)

    def say(self, *frames: Frame) -> None:
        """Answer this reader alone; it is owed even to a slow one, up to twice the bound."""
        if self.closed is not None:
            return
        if self.wire is not None and self.clear():
            self.wire.write(b"".join([frame.wire for frame in frames]))
            return
        for frame in frames:
            if self.pending + frame.size > 2 * settings.PENDING_BYTES:
                self.close(SLOW)
                return
            self.enqueue(frame)

    def enqueue(self, frame: Frame) -> None:
        """Let it wait its turn."""
        self.queue.append(frame)
        self.pending += frame.size
        self.clear = never
        self.wake()

    def lag(self) -> None:
        """Stop queueing; a resync follows when the queue has drained, the end if it does not."""
        self.lagging = True
        self.clear = never
        counts.drops += 1
        loop = asyncio.get_running_loop()
        self.patience = loop.call_later(settings.LAG_SECONDS, self.close, SLOW)
        self.wake()

    def caught_up(self) -> None:
        """The queue is empty again: from here on every frame is taken, so this is where to start anew."""
        self.lagging = False
        if self.patience is not None:
            self.patience.cancel()
            self.patience = None
        if self.place is not None:
            counts.resyncs += 1
            self.say(self.place.resync())

    def close(self, code: int) -> None:
        """No more frames; the line is closed with this code once what is queued has left."""
        if self.closed is None:
            self.closed = code
            self.clear = never
            if code != NORMAL:
                counts.tell(counts.closed, code)
            if code == SLOW:
                self.let_go()
            if self.patience is not None:
                self.patience.cancel()
            self.wake()

    def let_go(self) -> None:
        """Nobody waits for who takes nothing: out of the room, and a moment for the code to get through."""
        log.info("A reader did not read", extra={"code": SLOW})
        self.queue.clear()
        if self.place is not None:
            self.place.leave(self)
        asyncio.get_running_loop().call_later(GOODBYE, self.cut)

    def next(self) -> Frame | None:
        """What is to be carried out now; None when nothing waits any more."""
        self.pending -= self.leaving  # only now: what was being sent still weighed
        self.leaving = 0
        if not self.queue and self.closed is None:
            self.clear = self.wire.clear if self.wire is not None else never
            if self.lagging:
                self.caught_up()
        if not self.queue:
            return None
        frame = self.queue.popleft()
        self.leaving = frame.size
        return frame

    def forget(self) -> None:
        """Let go of the line, once it is over."""
        self.wire, self.clear, self.wake, self.cut = None, never, nothing, nothing

    async def drained(self) -> None:
        """Wait until the server has given most of what it holds for this reader to the line.

        Daphne's `send` never waits: a reader that does not read would grow without bound below our queue.
        """
        wait = PATIENT
        while self.wire is not None and self.wire.backlog() > SERVER_HOLDS and self.closed != SLOW:
            await asyncio.sleep(wait)
            wait = min(2 * wait, MOST_PATIENT)

    async def frames(self, every: float | None = None) -> AsyncGenerator[Frame | None]:
        """What is to be sent, in order, for who reads it as a stream; None after `every` silent seconds."""
        filled = asyncio.Event()
        self.wake = filled.set
        while True:
            filled.clear()
            while (frame := self.next()) is not None:
                await self.drained()
                yield frame
            if self.closed is not None:
                return
            try:
                await asyncio.wait_for(filled.wait(), every)
            except TimeoutError:
                yield None


def hand(frame: Frame, sinks: Sequence[Sink]) -> None:
    """Give one frame to these readers: the loop that everything else exists to keep short."""
    data, size = frame.wire, frame.size
    # First look, then write: what is looked at lies far apart, and sending would push it out of the cache.
    ready = [sink for sink in sinks if sink.clear()]
    if len(ready) != len(sinks):
        for sink in sinks:
            if not sink.clear():
                sink.take(frame)
    for sink in ready:  # as Wire.write, without the call
        try:
            sent = sink.push(data)
        except BlockingIOError:
            sent = 0
        except Exception:  # mostly a line that is gone; one reader's trouble is nobody else's
            sink.cut()
            continue
        if sent != size:
            sink.rest(data[sent:])
