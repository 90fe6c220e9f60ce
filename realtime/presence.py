"""How many are in a room, counted by each process and told seldom."""

import asyncio
import time
from collections.abc import Callable

from django.conf import settings

from realtime import protocol
from realtime.protocol import PRESENCE, Message
from realtime.sinks import Frame


class Presence:
    """The head count of one room over all processes."""

    def __init__(
        self,
        process: str,
        here: Callable[[], int],
        spread: Callable[[Frame], None],
        say: Callable[[Message], None],
    ) -> None:
        self.process = process
        self.here = here
        self.spread = spread
        self.say = say
        self.others: dict[str, tuple[int, float]] = {}
        self.told = self.said = 0
        self.drawn = Frame(protocol.presence(0))
        self.shown = 0
        self.timer: asyncio.TimerHandle | None = None

    @property
    def count(self) -> int:
        """All who are here; a process that fell silent no longer counts."""
        oldest = time.monotonic() - 3 * settings.PRESENCE_BEAT_SECONDS
        self.others = {process: heard for process, heard in self.others.items() if heard[1] > oldest}
        return self.here() + sum(count for count, _ in self.others.values())

    def frame(self) -> Frame:
        """The count as a frame, drawn once as long as it stays."""
        if self.shown != (count := self.count):
            self.shown, self.drawn = count, Frame(protocol.presence(count))
        if count != self.told:
            self.told = -1  # one reader is greeted with what others have not heard yet
        return self.drawn

    def hear(self, message: Message) -> None:
        """Another process counted."""
        if message.row != self.process:
            self.others[message.row] = (int(message.text), time.monotonic())
            self.stir()

    def stir(self) -> None:
        """Somebody came or went: tell it soon, with whoever comes or goes in the meantime."""
        if self.timer is None:
            self.timer = asyncio.get_running_loop().call_later(settings.PRESENCE_SECONDS, self.tell)

    def tell(self) -> None:
        """Tell the readers here and the other processes, if it changed."""
        self.timer = None
        if self.said != self.here():
            self.beat()
        if self.told != self.count:
            self.told = self.count
            self.spread(self.frame())

    def beat(self) -> None:
        """Say to the other processes that this one still counts."""
        self.said = self.here()
        self.say(Message(0, PRESENCE, row=self.process, text=str(self.said)))
        if self.told != self.count:
            self.stir()

    def stop(self) -> None:
        """The room is empty here."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
