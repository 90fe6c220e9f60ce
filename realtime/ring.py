"""The last frames of a room, kept for readers whose line was cut for a moment."""

from collections import deque

from realtime.protocol import Message


class Ring:
    """Recent frames by number, without holes except where a row was hidden since."""

    def __init__(self, size: int) -> None:
        self.frames: deque[Message | None] = deque(maxlen=size)
        self.last = 0

    def clear(self, last: int) -> None:
        """Forget everything up to this number."""
        self.frames.clear()
        self.last = last

    def keep(self, message: Message) -> None:
        """Keep the next frame."""
        self.frames.append(message)
        self.last = message.seq

    def drop(self, row: str, before: int) -> None:
        """Forget how a row looked before this number: it has been hidden, blanked or edited."""
        first = self.last - len(self.frames) + 1
        for place, message in enumerate(self.frames):
            if first + place < before and message is not None and row in message.row.split():
                self.frames[place] = None

    def forget(self) -> None:
        """Forget how every row looked."""
        for place in range(len(self.frames)):
            self.frames[place] = None

    def between(self, after: int, upto: int) -> list[Message] | None:
        """The frames after one number up to another; none at all if one of them is missing."""
        first = self.last - len(self.frames) + 1
        if after >= upto:
            return []
        if after + 1 < first or upto > self.last:
            return None
        found: list[Message] = []
        for place in range(after + 1 - first, upto + 1 - first):
            message = self.frames[place]
            if message is None:
                return None
            found.append(message)
        return found
