"""One per process: the rooms that somebody here listens to. Touched only by the event loop that owns it."""

import asyncio
import logging
import uuid
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connections

from realtime import layer, table
from realtime.hall import Hall
from realtime.kinds import Address
from realtime.protocol import EVERYWHERE, FORGET, Message
from realtime.sinks import Sink

__all__ = ["Hub", "here"]

log = logging.getLogger(__name__)


class Hub:
    """Holds one subscription per room, and sends each frame to everybody in it."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.name = uuid.uuid4().hex
        self.halls: dict[Address, Hall] = {}
        self.opening: dict[Address, asyncio.Task[Hall]] = {}
        self.tasks: set[asyncio.Task[Any]] = set()
        self.comparing: asyncio.Task[None] | None = None
        self.soon = asyncio.Event()
        self.beaten = self.loop.time()
        self.line = layer.current().line(self)

    async def join(
        self, sink: Sink, address: Address, rights: frozenset[str], epoch: str | None, after: int | None
    ) -> None:
        """Let a reader into a room, from the event after which it stopped listening."""
        known = self.halls.get(address)
        came = known.reopened if known else 0
        hall = await self.hall_at(address)
        hall.empty_since = self.loop.time()
        await hall.join(sink, rights, epoch, after, came)

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
        if room == EVERYWHERE and message.name == FORGET:
            self.forget()
        elif (hall := self.halls.get(Address(kind, key))) is not None:
            hall.hear(message)

    def forget(self) -> None:
        """Draw everything anew before it is replayed."""
        for hall in self.halls.values():
            hall.ring.forget()

    def reconnected(self) -> None:
        """The layer was away: what it would have told is in the table."""
        self.forget()
        self.compare_soon()

    def compare_soon(self) -> None:
        """Compare with the table now."""
        self.soon.set()

    async def watch(self) -> None:
        """Hold every open room against the table, and close those that nobody came back to."""
        while self.halls:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.soon.wait(), settings.COMPARE_SECONDS)
            self.soon.clear()
            self.sweep()
            try:
                await self.compare()
            except Exception:
                log.exception("The rooms could not be compared with the table")
        self.comparing = None

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
    return ThreadPoolExecutor(size, f"realtime-{name}")


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
