"""One per process: the rooms that somebody here listens to. Touched only by the event loop that owns it."""

import asyncio
import json
import logging
import uuid
from collections import deque
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.utils import timezone

from realtime import layer, table, tickets
from realtime.hall import Hall
from realtime.kinds import Address
from realtime.metrics import counts, pulse
from realtime.protocol import EVERYWHERE, FORGET, PULSE, RUNG, Message
from realtime.sinks import Frame, Holder, Sink

__all__ = ["Hub", "here"]

log = logging.getLogger(__name__)
REST = 5
"""Seconds over which doorbells are rung again after the layer was away."""
MINUTE, FULLEST = 30, 10
"""About so many pulses make a minute; so many rooms are named in each."""


class Hub:
    """Holds one subscription per room, and sends each frame to everybody in it."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.name = uuid.uuid4().hex
        self.halls: dict[Address, Hall] = {}
        self.opening: dict[Address, asyncio.Task[Hall]] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.comparing: asyncio.Task[None] | None = None
        self.looking: asyncio.Task[None] | None = None
        self.soon = asyncio.Event()
        self.beaten = self.loop.time()
        self.standing: set[Holder] = set()
        """Signed-in readers who were still who they were when last looked at."""
        self.others: dict[str, tuple[float, dict[str, Any]]] = {}
        self.lags: deque[list[int]] = deque(maxlen=MINUTE)
        self.line = layer.current().line(self)

    async def join(
        self,
        sink: Sink,
        address: Address,
        rights: frozenset[str],
        epoch: str | None,
        after: int | None,
        *,
        door: int | None = None,
    ) -> None:
        """Let a reader into a room, from the event after which it stopped listening.

        `door` is how often the room had been reopened when the reader's rights were looked at.
        """
        known = self.halls.get(address)
        came = door if door is not None else known.door if known else None
        hall = await self.hall_at(address)
        hall.empty_since = self.loop.time()
        await hall.join(sink, rights, epoch, after, hall.door if came is None else came)

    async def hall_at(self, address: Address) -> Hall:
        """The room as this process knows it; opened by whoever comes first, for all who come with them."""
        if (hall := self.halls.get(address)) is not None and hall.opened:
            return hall
        if address not in self.opening:
            self.opening[address] = self.spawn(self.open(address))
        return await asyncio.shield(self.opening[address])

    async def open(self, address: Address) -> Hall:
        """Listen first and look at the table then: what falls between is heard twice, never missed."""
        try:
            hall = self.halls[address] = Hall(self, address)
            if self.comparing is None:
                self.comparing = self.loop.create_task(self.watch())
            await self.line.join(str(address))
            hall.open(await self.read(table.mark_of, address))
        except BaseException:
            self.halls.pop(address, None)
            raise
        finally:
            del self.opening[address]
        return hall

    def listens(self, room: str) -> bool:
        """Whether this process has that room open; asked from any thread, and only a hint there."""
        kind, _, key = room.partition("/")
        return Address(kind, key) in self.halls

    def hear(self, room: str, message: Message) -> None:
        """Something came over the layer."""
        kind, _, key = room.partition("/")
        if room == EVERYWHERE:
            self.hear_all(message)
        elif (hall := self.halls.get(Address(kind, key))) is not None:
            hall.hear(message)

    def hear_all(self, message: Message) -> None:
        """Something came that concerns every room."""
        if message.name == FORGET:
            self.forget()
        elif message.name == PULSE and message.row != self.name:
            self.others[message.row] = (self.loop.time(), json.loads(message.text))

    def forget(self) -> None:
        """Draw everything anew before it is replayed."""
        for hall in self.halls.values():
            hall.ring.forget()

    def reconnected(self) -> None:
        """The layer was away: what it would have told is in the table."""
        self.forget()
        self.compare_soon()
        full = [hall for hall in self.halls.values() if hall.members]
        for turn, hall in enumerate(full):
            # A bell has no number and stands in no table: let everybody look, but not in one moment.
            self.loop.call_later(REST * turn / len(full), hall.spread, Frame(RUNG))

    def compare_soon(self) -> None:
        """Compare with the table now."""
        self.soon.set()

    async def watch(self) -> None:
        """Hold every open room against the table, and close those that nobody came back to."""
        while self.halls:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.soon.wait(), settings.COMPARE_SECONDS)
            self.soon.clear()
            try:
                await self.go_round()
            except Exception:
                # Whatever it was, the next round is due: without it no loss would be noticed any more.
                log.exception("The rooms could not be compared", extra={"rooms": len(self.halls)})
        self.comparing = None

    async def go_round(self) -> None:
        """What is due every second or two."""
        self.sweep()
        self.lags.append(list(counts.lags))
        self.say_everywhere(Message(0, PULSE, row=self.name, text=json.dumps(self.pulse())))
        await self.compare()
        await self.recheck()

    def pulse(self) -> dict[str, Any]:
        """How this process does, for the desk."""
        full = [hall for hall in self.halls.values() if hall.members]
        # Who is at their desk is nobody's business.
        heads = [(str(hall.address), hall.presence.count) for hall in full if not hall.is_bell]
        return pulse(
            self.lags[0] if self.lags else counts.lags,
            rooms=len(full),
            lagging=sum(sink.lagging for hall in full for sink in hall.members),
            layer=self.line.up,
            fullest=sorted(heads, key=lambda room: -room[1])[:FULLEST],
        )

    def pulses(self) -> dict[str, dict[str, Any]]:
        """How every process does; one that fell silent is not counted."""
        oldest = self.loop.time() - 10 * settings.COMPARE_SECONDS
        self.others = {name: heard for name, heard in self.others.items() if heard[0] > oldest}
        return {self.name: self.pulse(), **{name: pulse for name, (_, pulse) in self.others.items()}}

    def say_everywhere(self, message: Message) -> None:
        """Tell every process, without waiting for the layer."""
        self.spawn(self.line.say(EVERYWHERE, message))

    async def recheck(self) -> None:
        """Put out whoever signed out, left, or is no longer who they were when they came."""
        holders = {sink.holder for hall in self.halls.values() for sink in hall.members if sink.holder}
        self.standing = await self.read(tickets.standing, holders, timezone.now()) if holders else set()
        gone = holders - self.standing
        if not gone:
            return
        for hall in tuple(self.halls.values()):
            hall.put_out([sink for sink in hall.members if sink.holder in gone])

    async def compare_now(self) -> None:
        """Compare, once for all who ask at this moment."""
        if self.looking is None or self.looking.done():
            self.looking = self.spawn(self.compare())
        await asyncio.shield(self.looking)

    async def compare(self) -> None:
        """One query for all open rooms."""
        then = {address: (hall, hall.last) for address, hall in self.halls.items() if hall.opened}
        if not then:
            return
        marks = await self.read(table.marks_of, list(then))
        for address, (hall, last) in then.items():
            if address in marks and self.halls.get(address) is hall:
                hall.compare(marks[address], last)

    def sweep(self) -> None:
        """Close rooms that have been empty for a while; beat for the others."""
        now = self.loop.time()
        if now - self.beaten >= settings.PRESENCE_BEAT_SECONDS:
            self.beaten = now
            for hall in self.halls.values():
                hall.presence.beat()
        for address, hall in list(self.halls.items()):
            if hall.opened and not hall.members and now - hall.empty_since > settings.HALL_SECONDS:
                del self.halls[address]
                hall.close()
                self.spawn(self.line.leave(str(address)))

    async def read[**P, R](self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Enter the database for a look."""
        pool = threads("read", settings.READ_THREADS)
        return await self.loop.run_in_executor(pool, lambda: tidily(job, *args, **kwargs))

    async def act[**P, R](self, job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Enter the database for a command; kept apart, so that a waiting one stops no reading."""
        pool = threads("act", settings.COMMAND_THREADS)
        return await self.loop.run_in_executor(pool, lambda: tidily(job, *args, **kwargs))

    def spawn[R](self, work: Coroutine[Any, Any, R]) -> "asyncio.Task[R]":
        """Do something beside, without losing it or its trouble."""
        task = self.loop.create_task(work)
        self.tasks.add(task)
        task.add_done_callback(self.done)
        return task

    def done(self, task: "asyncio.Task[Any]") -> None:
        """Say what went wrong."""
        self.tasks.discard(task)
        if not task.cancelled() and (trouble := task.exception()) is not None:
            log.error("The live layer stumbled", exc_info=trouble)

    async def close(self) -> None:
        """End: the process stops, or a test does."""
        halls, self.halls = list(self.halls.values()), {}
        for hall in halls:
            hall.close()
        working = [*self.tasks, *([self.comparing] if self.comparing else [])]
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
        await self.line.close()
        hubs.pop(self.loop, None)


hubs: dict[asyncio.AbstractEventLoop, Hub] = {}


def here() -> Hub:
    """The hub of this process; made when the first reader comes."""
    loop = asyncio.get_running_loop()
    if loop not in hubs:
        for ended in [other for other in hubs if other.is_closed()]:
            del hubs[ended]
        hubs[loop] = Hub()
    return hubs[loop]


@cache
def threads(name: str, size: int) -> ThreadPoolExecutor:
    """A few threads of our own: the one that Django shares would let one waiting command stop all rooms."""
    return ThreadPoolExecutor(size, f"realtime-{name}", own_line if name == "read" else None)


def own_line() -> None:
    """A connection of this thread's own: in the pool a room would wait behind everybody who writes."""
    shared = connections[DEFAULT_DB_ALIAS]
    options = {name: option for name, option in shared.settings_dict["OPTIONS"].items() if name != "pool"}
    if options != shared.settings_dict["OPTIONS"]:
        mine = shared.settings_dict | {"OPTIONS": options, "CONN_MAX_AGE": None}
        connections[DEFAULT_DB_ALIAS] = type(shared)(mine, DEFAULT_DB_ALIAS)


def tidily[**P, R](job: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run it as a request would run: with a good connection, given back at the end."""
    give_back()
    try:
        return job(*args, **kwargs)
    finally:
        give_back()


def give_back() -> None:
    """Return this thread's connections, as the end of a request does; but none out of its own transaction."""
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()
