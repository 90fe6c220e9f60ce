"""Where a frame leaves the house: one bounded queue per reader, so that nobody waits for a slow one."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from typing import Protocol

from django.conf import settings


class Frame:
    """One text for everybody in the room, encoded once whatever their number."""

    __slots__ = ("_sse", "seq", "size", "text")

    def __init__(self, text: str, seq: int = 0) -> None:
        self.text = text
        self.seq = seq
        """The last event in it; 0 when it carries none."""
        self.size = len(text.encode())
        self._sse = b""

    @property
    def sse(self) -> bytes:
        """The same for a reader of server-sent events; its id is where to resume."""
        if not self._sse:
            mark = f"id: {self.seq}\n" if self.seq else ""
            self._sse = f"{mark}data: {self.text}\n\n".encode()
        return self._sse


class Place(Protocol):
    """What a sink must know of the room it listens to."""

    def resync(self) -> Frame: ...

    def leave(self, sink: "Sink") -> None: ...


class Sink:
    """A reader's bounded queue; whoever falls behind is told once to look at the room as it is."""

    def __init__(self) -> None:
        self.queue: deque[Frame] = deque()
        self.pending = 0
        self.lagging = False
        self.closed: int | None = None
        self.place: Place | None = None
        self.seat = -1
        self.filled = asyncio.Event()
        self.patience: asyncio.TimerHandle | None = None

    def take(self, frame: Frame) -> None:
        """Queue a frame of the room, unless this reader is behind."""
        if self.lagging or self.closed is not None:
            return
        if self.pending + frame.size > settings.PENDING_BYTES:
            self.lag()
        else:
            self.say(frame)

    def say(self, frame: Frame) -> None:
        """Queue an answer to this reader alone; it is owed even to a slow one, up to twice the bound."""
        if self.closed is not None:
            return
        if self.pending + frame.size > 2 * settings.PENDING_BYTES:
            self.close(SLOW)
            return
        self.queue.append(frame)
        self.pending += frame.size
        self.filled.set()

    def lag(self) -> None:
        """Stop queueing; a resync follows when the queue has drained, the end if it does not."""
        self.lagging = True
        loop = asyncio.get_running_loop()
        self.patience = loop.call_later(settings.LAG_SECONDS, self.close, SLOW)
        self.filled.set()

    def caught_up(self) -> None:
        """The queue is empty again: from here on every frame is taken, so this is where to start anew."""
        self.lagging = False
        if self.patience is not None:
            self.patience.cancel()
            self.patience = None
        if self.place is not None:
            self.say(self.place.resync())

    def close(self, code: int) -> None:
        """No more frames; the line is closed with this code once what is queued has left."""
        if self.closed is None:
            self.closed = code
            if code == SLOW:
                self.queue.clear()
            if self.patience is not None:
                self.patience.cancel()
            self.filled.set()

    async def frames(self, every: float | None = None) -> AsyncGenerator[Frame | None]:
        """What is to be sent, in order; None after `every` silent seconds."""
        while True:
            while self.queue:
                frame = self.queue.popleft()
                yield frame
                self.pending -= frame.size  # only now: what is being sent still weighs
            if self.closed is not None:
                return
            if self.lagging:
                self.caught_up()
                continue
            self.filled.clear()
            try:
                await asyncio.wait_for(self.filled.wait(), every)
            except TimeoutError:
                yield None


NORMAL, SLOW, REOPENED = 1000, 4408, 4401
"""The close codes of a reader that goes, of one that never reads, of one that must show a ticket again."""
