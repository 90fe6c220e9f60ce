"""One room in one process: what has been heard, in which order, and who listens."""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings

from realtime import protocol, table
from realtime.conflation import Conflation, batches
from realtime.kinds import Address, kinds
from realtime.metrics import counts
from realtime.models import Mark
from realtime.presence import Presence
from realtime.protocol import BELL, PRESENCE, REOPEN, Message
from realtime.ring import Ring
from realtime.sinks import REOPENED, Frame, Sink, hand

if TYPE_CHECKING:
    from realtime.hub import Hub

log = logging.getLogger(__name__)
STRIDE = 256
TRIES = 8


class Hall:
    """Gives each reader every event once and in order; `last` is what was heard, `sent` what went out."""

    def __init__(self, hub: "Hub", address: Address) -> None:
        self.hub = hub
        self.address = address
        self.epoch = ""
        self.last = self.sent = self.owed = 0
        self.opened = False
        self.ring = Ring(settings.RESYNC_EVENTS)
        self.held: dict[int, Message] = {}
        self.members: list[Sink] = []
        self.left: set[Sink] = set()
        self.door = 0
        self.empty_since = hub.loop.time()
        self.gap: asyncio.TimerHandle | None = None
        self.filling: asyncio.Task[None] | None = None
        self.outbox: deque[Frame] = deque()
        self.walking: asyncio.Task[None] | None = None
        self.hiding = kinds[address.kind].hiding
        self.is_bell = not kinds[address.kind].events
        self.breath = Conflation(kinds[address.kind], self.spread)
        self.tally = Tally(self)
        self.presence = Presence(hub.name, lambda: len(self.members), self.spread, self.whisper)

    @property
    def mark(self) -> Mark:
        """How far this room's readers are."""
        return Mark(self.sent, self.epoch)

    # Order

    def open(self, mark: Mark) -> None:
        """Begin where the table stands; what was heard since is waiting."""
        self.opened = True
        self.door = mark.reopened
        self.begin(mark)
        self.release()

    def begin(self, mark: Mark) -> None:
        """Stand at this number and know nothing of before."""
        self.last, self.epoch = mark.seq, mark.epoch
        self.sent = self.owed = self.last
        self.ring.clear(self.last)
        self.breath.clear()
        self.outbox.clear()
        self.held = {s: held for s, held in self.held.items() if s > self.last and held.epoch == self.epoch}

    def reset(self, mark: Mark) -> None:
        """Another epoch, or too much missed: everybody looks at the room as it is."""
        log.warning("A room was begun anew", extra={"room": self.address.kind, "seq": mark.seq})
        self.begin(mark)
        self.spread(self.resync())
        for frame in self.numbers():  # those on their way were thrown away with the rest
            self.spread(frame)
        self.release()
        self.tally.touch()

    def resync(self) -> Frame:
        """Where to look at the room as it is; the stream goes on right after this number."""
        return Frame(protocol.resync(self.mark), self.sent)

    def hear(self, message: Message) -> None:
        """Take what came over the layer, early, late or twice."""
        if message.seq == 0:
            self.overhear(message)
        elif not self.opened:
            self.held[message.seq] = message
        elif message.epoch != self.epoch:
            self.hub.compare_soon()
        elif message.seq > self.last:
            self.held[message.seq] = message
            self.release()

    def overhear(self, message: Message) -> None:
        """What has no number: a head count, a doorbell, the news that somebody's rights have changed."""
        if message.name == PRESENCE:
            self.presence.hear(message)
        elif message.name == BELL:
            self.spread(Frame(protocol.RUNG))
        elif message.name == REOPEN:
            self.hub.compare_soon()

    def release(self) -> None:
        """Let go whatever is next; wait a moment for what is missing, then look it up."""
        while (message := self.held.pop(self.last + 1, None)) is not None:
            self.last = message.seq
            if message.born:
                counts.late(message.born)
            if message.name in self.hiding:
                self.ring.drop(message.row.partition(" ")[0], before=message.seq)
            self.ring.keep(message)
            self.breath.add(message)
            self.tally.touch()
        if self.held:
            self.expect(max(self.held))

    def expect(self, seq: int) -> None:
        """This number exists: if it does not come by itself, fetch it."""
        if seq > self.last:
            self.owed = max(self.owed, seq)
            if self.gap is None:
                self.gap = self.hub.loop.call_later(settings.REORDER_SECONDS, self.lost)

    def lost(self) -> None:
        """The moment is over."""
        self.gap = None
        if self.last < self.owed:
            self.hub.spawn(self.fill())

    async def fill(self) -> None:
        """Read what is missing from the table: one query per process, however many wait."""
        if self.filling is None:
            self.filling = self.hub.loop.create_task(self.catch_up())
            self.filling.add_done_callback(self.filled)
        await asyncio.shield(self.filling)

    def filled(self, task: "asyncio.Task[None]") -> None:
        """Whatever came of it, the next gap may be filled."""
        self.filling = None
        if not task.cancelled():
            task.exception()  # told by whoever waited; the comparison tries again

    async def catch_up(self) -> None:
        """Come level with the table."""
        counts.gaps += 1
        after, epoch, heard = self.last, self.epoch, set(self.held)
        stretch = await self.hub.read(table.stretch_of, self.address, after)
        if self.epoch != epoch:
            return  # begun anew in the meantime
        if stretch.mark.epoch != epoch or stretch.messages is None:
            self.reset(stretch.mark)
            return
        for seq in heard:
            if seq > stretch.mark.seq:
                self.held.pop(seq, None)  # a number the table never gave out would be looked for without end
        for message in stretch.messages:
            if message.seq > self.last:
                self.held[message.seq] = message
        self.release()

    def compare(self, mark: Mark, then: int) -> None:
        """Hold what the table says against what was heard when it was asked."""
        if mark.reopened != self.door:
            self.door = mark.reopened
            self.put_out(tuple(self.members))
        if mark.epoch != self.epoch or mark.seq < then:
            self.reset(mark)
        else:
            self.expect(mark.seq)

    # Readers

    async def join(
        self, sink: Sink, rights: frozenset[str], epoch: str | None, after: int | None, door: int
    ) -> None:
        """Let a reader in where it stands, with what it missed, between two frames of the broadcast."""
        if after is not None and epoch != self.epoch:
            await self.hub.compare_now()  # a backup may have been restored since we last looked
        told = await self.missed(epoch, after)
        if door < self.door or self.hub.halls.get(self.address) is not self:
            # Its ticket was looked at before the rights changed; or the room was closed while it waited.
            sink.close(REOPENED)
            return
        sink.place = self
        greeting = [Frame(protocol.welcome(str(self.address), self.mark, rights))]
        if told is None:
            counts.resyncs += 1
            greeting.append(self.resync())
        else:
            greeting += batches(told, kinds[self.address.kind].counting)
        sink.seat = len(self.members)
        self.members.append(sink)
        # In one piece: after a restart thousands come in at once.
        sink.say(*greeting, *self.numbers())
        self.tally.freshen()
        self.presence.stir()

    def numbers(self) -> list[Frame]:
        """The running numbers as they stand."""
        heads = self.presence.frame()
        return [self.tally.latest, heads] if self.tally.latest else [heads]

    async def missed(self, epoch: str | None, after: int | None) -> list[Message] | None:
        """What a reader has not heard, None if it cannot be told; nothing is awaited after the last look."""
        epoch = self.epoch if epoch is None else epoch
        told: list[Message] = []
        at = after
        for _ in range(TRIES):
            if at is None or epoch != self.epoch or not 0 <= at <= await self.level(at):
                return None
            if epoch != self.epoch or self.sent - at > settings.RESYNC_EVENTS:
                return None
            if at > self.sent:
                self.breath.flush()
                # The reader's page is newer than the broadcast: let that come level first.
                await (asyncio.shield(self.walking) if self.walking else asyncio.sleep(0))
            elif (recent := self.ring.between(at, self.sent)) is None:
                stretch = await self.hub.read(table.stretch_of, self.address, at, self.sent)
                if stretch.messages is None:
                    return None
                told, at = told + stretch.messages, at + len(stretch.messages)
            elif self.hidden_since(told, recent):
                told, at = [], after  # a row was hidden while we read: read it again
            else:
                return bounded(told + recent)
        return None

    async def level(self, at: int) -> int:
        """The last number there is; a reader whose page is newer than what was heard makes us look."""
        if at > self.last:
            await self.fill()
        return self.last

    def hidden_since(self, told: list[Message], recent: list[Message]) -> bool:
        """Whether something just read from the table was hidden before it could be told."""
        rows = {message.row.partition(" ")[0] for message in recent if message.name in self.hiding}
        return any(not rows.isdisjoint(message.row.split()) for message in told)

    def leave(self, sink: Sink) -> None:
        """Let a reader go."""
        if sink.place is not self or sink.seat < 0:
            return
        moved = self.members.pop()
        if moved is not sink:
            self.members[sink.seat] = moved
            moved.seat = sink.seat
        sink.place, sink.seat = None, -1
        if self.walking is not None:
            self.left.add(sink)
        self.empty_since = self.hub.loop.time()
        self.presence.stir()

    def put_out(self, sinks: Iterable[Sink]) -> None:
        """Send readers back to the door; what was said to them before still leaves."""
        for sink in sinks:
            counts.put_out += 1
            self.leave(sink)
            sink.close(REOPENED)

    # Broadcast

    def spread(self, frame: Frame) -> None:
        """Give one frame to everybody here, after those that came before it."""
        self.outbox.append(frame)
        self.walk()

    def walk(self) -> None:
        """Send what is queued; from the moment a frame begins, who joins gets it with the replay."""
        while self.outbox and self.walking is None:
            frame = self.outbox.popleft()
            self.sent = max(self.sent, frame.seq)
            counts.frames += 1
            counts.deliveries += len(self.members)
            if len(self.members) <= STRIDE:
                hand(frame, self.members)
            else:
                self.walking = self.hub.loop.create_task(self.go_round(frame, tuple(self.members)))

    async def go_round(self, frame: Frame, members: tuple[Sink, ...]) -> None:
        """A full hall: let others have the loop every few hundred readers."""
        try:
            for start in range(0, len(members), STRIDE):
                stretch = members[start : start + STRIDE]
                # Who left may be back already, and has this frame with the replay.
                hand(frame, [sink for sink in stretch if sink not in self.left] if self.left else stretch)
                await asyncio.sleep(0)
        except Exception:
            # The next frame is due: without it no reader would notice that one is missing.
            log.exception("A frame did not go round", extra={"room": self.address.kind})
        self.walking = None
        self.left.clear()
        self.walk()

    def whisper(self, message: Message) -> None:
        """Tell the same room in the other processes."""
        self.hub.spawn(self.hub.line.say(str(self.address), message))

    def close(self) -> None:
        """Nobody has been here for a while."""
        self.presence.stop()
        self.breath.clear()
        if self.gap is not None:
            self.gap.cancel()
        for task in (self.filling, self.walking, self.tally.task):
            if task is not None:
                task.cancel()


class Tally:
    """The room's numbers: the last value wins, a few times a second."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.latest: Frame | None = None
        self.stale = True
        self.task: asyncio.Task[None] | None = None

    def touch(self) -> None:
        """Something was said; the numbers may have changed."""
        self.stale = True
        self.freshen()

    def freshen(self) -> None:
        """Count again, if anybody is here to know."""
        if self.stale and self.hall.members and self.task is None:
            self.task = self.hall.hub.spawn(self.count())

    async def count(self) -> None:
        """Count, tell what changed, and rest."""
        try:
            while self.stale and self.hall.members:
                self.stale = False
                latest = await self.look()
                if latest and (self.latest is None or latest != self.latest.text):
                    self.latest = Frame(latest)
                    self.hall.spread(self.latest)
                await asyncio.sleep(settings.TALLY_SECONDS)
        finally:
            self.task = None

    async def look(self) -> str:
        """The numbers as the table has them; a look that failed is owed to the next act or reader."""
        try:
            return await self.hall.hub.read(table.tally_of, self.hall.address)
        except BaseException:
            self.stale = True
            raise


def bounded(messages: list[Message]) -> list[Message] | None:
    """A replay that a slow line can bear; the room as it is weighs less than a long one."""
    return messages if sum(len(message.text) for message in messages) * 3 < settings.PENDING_BYTES else None
