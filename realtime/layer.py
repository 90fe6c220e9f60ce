"""How a frame gets from the process that saved a word to the processes that have readers."""

import asyncio
import logging
import time
from contextlib import suppress
from functools import cache
from typing import Any, Protocol

import redis
from django.conf import settings
from redis.asyncio.retry import Retry as AsyncRetry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from realtime.metrics import counts
from realtime.protocol import EVERYWHERE, Message, unpack

log = logging.getLogger(__name__)
SUBSCRIBED_WITHIN = 2
BEAT = 5
SILENCE = 1
SHORTEST, LONGEST = 0.1, 2.0


class Ear(Protocol):
    """A hub, as the layer sees it."""

    loop: asyncio.AbstractEventLoop

    def hear(self, room: str, message: Message) -> None: ...

    def listens(self, room: str) -> bool: ...

    def reconnected(self) -> None: ...


class Line(Protocol):
    """A hub's end of the layer."""

    @property
    def up(self) -> bool: ...

    async def join(self, room: str) -> None: ...

    async def leave(self, room: str) -> None: ...

    async def say(self, room: str, message: Message) -> None: ...

    async def close(self) -> None: ...


class Layer(Protocol):
    """The way between processes."""

    def wanted(self, room: str) -> bool: ...

    def publish(self, room: str, message: Message) -> None: ...

    def line(self, ear: Ear) -> Line: ...


class LocalLayer:
    """One server process: straight into its hub."""

    def __init__(self) -> None:
        self.ears: list[Ear] = []

    def wanted(self, room: str) -> bool:
        """Whether anybody listens; who begins to later reads the table first."""
        return any(ear.listens(room) for ear in tuple(self.ears))

    def publish(self, room: str, message: Message) -> None:
        """Hand it to the loop that owns the hub; this may be any thread."""
        for ear in tuple(self.ears):
            try:
                ear.loop.call_soon_threadsafe(ear.hear, room, message)
            except RuntimeError:  # that loop has ended
                self.ears.remove(ear)

    def line(self, ear: Ear) -> "LocalLine":
        """Listen from now on."""
        self.ears = [other for other in self.ears if not other.loop.is_closed()]
        self.ears.append(ear)
        return LocalLine(self, ear)


class LocalLine:
    """Nothing to subscribe to: all rooms are in this process."""

    up = True

    def __init__(self, layer: LocalLayer, ear: Ear) -> None:
        self.layer = layer
        self.ear = ear

    async def join(self, room: str) -> None:
        return

    async def leave(self, room: str) -> None:
        return

    async def say(self, room: str, message: Message) -> None:
        return

    async def close(self) -> None:
        if self.ear in self.layer.ears:
            self.layer.ears.remove(self.ear)


class ValkeyLayer:
    """Several server processes, joined by Valkey or Redis."""

    def __init__(self, url: str, prefix: str) -> None:
        self.url = url
        self.prefix = prefix
        # No patience: the word is saved, and readers find it by comparing with the table.
        self.client: redis.Redis = redis.Redis.from_url(
            url, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
        )
        self.silent_until = 0.0

    def channel(self, room: str) -> str:
        """Where a room is heard; the prefix keeps two houses on one server apart."""
        return f"{self.prefix}:{room}"

    def wanted(self, room: str) -> bool:
        """Some other process may have readers."""
        return True

    def publish(self, room: str, message: Message) -> None:
        """Send it to every process that has readers in this room."""
        if room != EVERYWHERE and time.monotonic() < self.silent_until:
            counts.publish_failures += 1
            return
        try:
            self.client.publish(self.channel(room), message.pack())
        except (RedisError, OSError) as trouble:
            self.silent_until = time.monotonic() + SILENCE  # a dead layer must not make every writer wait
            counts.publish_failures += 1
            facts = {"room": kind_of(room), "seq": message.seq, "event": message.name}
            log.warning("The layer did not take a message: %s", trouble, extra=facts)

    def line(self, ear: Ear) -> "ValkeyLine":
        """Listen from now on."""
        return ValkeyLine(self, ear)


class ValkeyLine:
    """One subscribing connection of a process; it notices when it was cut, and says so."""

    def __init__(self, layer: ValkeyLayer, ear: Ear) -> None:
        self.layer = layer
        self.ear = ear
        self.rooms: dict[str, asyncio.Event] = {EVERYWHERE: asyncio.Event()}
        # redis-py would reconnect in silence, as channels_redis does; without retries it raises, and we know.
        self.client = redis.asyncio.Redis.from_url(
            layer.url, socket_connect_timeout=1, retry=AsyncRetry(NoBackoff(), 0)
        )
        self.pubsub: Any = None
        self.task = asyncio.create_task(self.run())

    @property
    def up(self) -> bool:
        """Whether the server at the other end has said that it tells us everything."""
        return self.rooms[EVERYWHERE].is_set()

    async def join(self, room: str) -> None:
        """Listen to a room; with the layer down, go on without it."""
        confirmed = self.rooms.setdefault(room, asyncio.Event())
        await self.ask("subscribe", room)
        try:
            await asyncio.wait_for(confirmed.wait(), SUBSCRIBED_WITHIN)
        except TimeoutError:
            facts = {"room": kind_of(room)}
            log.warning(
                "The layer does not answer; a room is followed by comparing with the table", extra=facts
            )

    async def leave(self, room: str) -> None:
        """Stop listening to a room."""
        if self.rooms.pop(room, None):
            await self.ask("unsubscribe", room)

    async def ask(self, verb: str, room: str) -> None:
        """Tell the layer, if it can be reached; a new connection asks for everything anyway."""
        if self.pubsub is not None:
            try:
                await getattr(self.pubsub, verb)(self.layer.channel(room))
            except (RedisError, OSError) as trouble:
                facts = {"room": kind_of(room), "verb": verb}
                log.warning("The layer did not take a wish: %s", trouble, extra=facts)

    async def say(self, room: str, message: Message) -> None:
        """Tell the other processes something that no table holds."""
        try:
            async with asyncio.timeout(SILENCE):
                await self.client.publish(self.layer.channel(room), message.pack())
        except (RedisError, OSError):
            return  # a head count; the next beat brings it again

    async def close(self) -> None:
        """Hang up."""
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        await self.client.aclose()

    async def run(self) -> None:
        """Keep the line open, whatever happens to the server at its other end."""
        pause = SHORTEST
        while True:
            try:
                await self.listen()
            except (RedisError, OSError, RuntimeError) as trouble:
                pause = SHORTEST if self.rooms[EVERYWHERE].is_set() else min(pause * 2, LONGEST)
                log.warning("The layer was cut (%s)", trouble, extra={"again": pause})
            finally:
                for confirmed in self.rooms.values():
                    confirmed.clear()
            await asyncio.sleep(pause)

    async def listen(self) -> None:
        """Hear every room until the line is cut."""
        async with self.client.pubsub() as pubsub, asyncio.timeout(2 * BEAT) as patience:
            asking = asyncio.create_task(self.keep_asking(pubsub))
            try:
                known = list(self.rooms)
                await pubsub.subscribe(*map(self.layer.channel, known))
                self.pubsub = pubsub
                for room in set(self.rooms).difference(known):  # asked for while we were connecting
                    await self.ask("subscribe", room)
                # Not `get_message(timeout=…)`: its clock for each message costs more than the message.
                async for heard in pubsub.listen():
                    patience.reschedule(self.ear.loop.time() + 2 * BEAT)
                    self.take(heard)
            finally:
                self.pubsub = None
                asking.cancel()

    async def keep_asking(self, pubsub: Any) -> None:
        """Silence may be peace or a dead line: only an answer tells."""
        with suppress(RedisError, OSError):  # a line that is cut tells its listener itself
            while True:
                await asyncio.sleep(BEAT)
                await pubsub.ping()

    def take(self, heard: dict[str, Any]) -> None:
        """Pass on what was heard."""
        if heard["type"] not in {"message", "subscribe"}:
            return
        room = heard["channel"].decode().removeprefix(f"{self.layer.prefix}:")
        if heard["type"] == "message":
            self.pass_on(room, heard["data"])
        elif confirmed := self.rooms.get(room):
            confirmed.set()
            if room == EVERYWHERE:
                log.info("The layer is there")
                self.ear.reconnected()

    def pass_on(self, room: str, raw: bytes) -> None:
        """To the hub; another version of this house may speak while one is being replaced."""
        try:
            self.ear.hear(room, unpack(raw))
        except Exception:  # the line must outlive it: what was said is in the table
            log.exception("A message could not be taken", extra={"room": kind_of(room)})


def kind_of(room: str) -> str:
    """What the log may say of a room: `person/{key}` would name somebody."""
    return room.partition("/")[0]


@cache
def between(url: str, prefix: str) -> Layer:
    """The way to the other processes, if there are any."""
    return ValkeyLayer(url, prefix) if url else LocalLayer()


def current() -> Layer:
    """The layer of this house."""
    return between(settings.REDIS_URL, settings.LAYER_PREFIX)
