"""A busy room speaks in breaths: the first word at once, then at most twenty frames a second."""

import asyncio
from collections.abc import Callable, Iterator

from django.conf import settings

from realtime import protocol
from realtime.kinds import Rooms
from realtime.protocol import Message
from realtime.sinks import Frame

BATCH_BYTES = 32 * 1024


class Conflation:
    """Gathers a room's events for one breath."""

    def __init__(self, rooms: Rooms, spread: Callable[[Frame], None]) -> None:
        self.rooms = rooms
        self.spread = spread
        self.pending: list[Message] = []
        self.timer: asyncio.TimerHandle | None = None
        self.quiet_from = 0.0

    def add(self, message: Message) -> None:
        """Send it now if the room was quiet or it cannot wait, else with the next breath."""
        self.pending.append(message)
        loop = asyncio.get_running_loop()
        wait = self.quiet_from - loop.time()
        if message.name in self.rooms.urgent:
            # What waits goes first, in a frame of its own: order is never given up.
            self.pending.pop()
            self.flush()
            self.spread(Frame(message.text, message.seq))
        elif wait <= 0:
            self.flush()
        elif self.timer is None:
            self.timer = loop.call_later(wait, self.flush)

    def flush(self) -> None:
        """Send what has gathered."""
        self.stop()
        if self.pending:
            gathered, self.pending = self.pending, []
            for frame in batches(gathered, self.rooms.counting):
                self.spread(frame)
            self.quiet_from = asyncio.get_running_loop().time() + settings.BATCH_SECONDS

    def clear(self) -> None:
        """Drop what has gathered: the readers are sent to the snapshot."""
        self.stop()
        self.pending.clear()

    def stop(self) -> None:
        """Wait no longer."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None


def batches(messages: list[Message], counting: frozenset[str]) -> Iterator[Frame]:
    """The events as few frames, none too large for a telephone's line."""
    newest = {message.row: message.seq for message in messages if message.name in counting}
    texts: list[str] = []
    size = 0
    for message in messages:
        superseded = message.name in counting and newest[message.row] != message.seq
        text = protocol.bare(message) if superseded else message.text
        if texts and size + len(text) > BATCH_BYTES:
            yield Frame(protocol.batch(texts), message.seq - 1)
            texts, size = [], 0
        texts.append(text)
        size += len(text)
    if texts:
        alone = len(messages) == 1
        yield Frame(messages[0].text if alone else protocol.batch(texts), messages[-1].seq)
