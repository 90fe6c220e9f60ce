"""Two processes on one thread, a layer between them that does as it is told, a clock that costs nothing."""

import asyncio
import logging
import selectors

from realtime.hub import Hub
from realtime.protocol import BELL
from tests.realtime.reader import outside

HOUSES = 2
AT_ONCE = ((0.0,),) * HOUSES
LATE = 2.0


class Clock(selectors.DefaultSelector):
    """Time passes only while everybody waits for it: an evening takes a moment."""

    now = 0.0
    spins = 0

    def select(self, timeout=None):
        ready = super().select(0)
        self.spins = 0 if timeout else self.spins + 1
        assert self.spins < 10_000, "somebody runs in circles"
        if not ready:
            assert timeout is not None, "everybody waits, and nobody will come"
            self.now += timeout
        return ready


class Post:
    """The layer between processes: it loses, doubles and delays as it is told."""

    def __init__(self):
        self.ears = [None] * HOUSES
        self.fate = AT_ONCE

    def wanted(self, room):
        return True

    def publish(self, room, message):
        for ear, delays in zip(self.ears, self.fate, strict=True):
            # What has no number is in no table: a bell may be late, and is heard.
            for delay in delays or (LATE,) * (message.name == BELL):
                ear.loop.call_later(delay, hear, ear, room, message)

    def line(self, ear):
        return Line(self, ear)


class Line:
    """One process's end of it; head counts always arrive, for no table holds them."""

    up = True

    def __init__(self, post, ear):
        self.post, self.ear = post, ear

    async def join(self, room):
        await asyncio.sleep(0.001)

    async def leave(self, room):
        await asyncio.sleep(0.001)

    async def say(self, room, message):
        for ear in self.post.ears:
            if ear is not self.ear:
                ear.loop.call_soon(ear.hear, room, message)

    async def close(self):
        return


def hear(ear, room, message):
    """A process that has ended in the meantime hears nothing."""
    if not ear.closed:
        ear.hear(room, message)


class House(Hub):
    """One process, which reads on the test's own connection: two reads are still a moment apart."""

    closed = False
    way = 0.0

    async def read(self, job, *args, **kwargs):
        await asyncio.sleep(self.way)
        with outside():
            answer = job(*args, **kwargs)
        await asyncio.sleep(self.way)
        return answer


class Trouble(logging.Handler):
    """What the live layer says when it stumbles."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.heard = []

    def emit(self, record):
        self.heard.append(f"{record.getMessage()} {record.exc_info and record.exc_info[1]!r}")
