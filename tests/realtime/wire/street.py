"""What a real server runs in these tests: lines that a script moves, a bare echo, and the corner's room.

The corner's table is in memory, so that nothing but server and live layer is in question.
"""

import asyncio
import threading
from contextlib import suppress
from types import SimpleNamespace

import django

django.setup()

from channels.routing import URLRouter  # noqa: E402
from django.conf import settings  # noqa: E402
from django.utils import timezone  # noqa: E402

from realtime import hub, tickets, wires  # noqa: E402
from realtime.consumers import Visit  # noqa: E402
from realtime.kinds import kinds  # noqa: E402
from realtime.routing import websocket_urlpatterns  # noqa: E402
from realtime.sinks import Frame, Sink, hand  # noqa: E402
from realtime.tickets import Ticket  # noqa: E402
from tests.realtime.corner import HERE, Corner, Ledger  # noqa: E402
from tests.realtime.wire import leash  # noqa: E402

leash.hold()
LEDGER = Ledger(SimpleNamespace(setattr=setattr))
ROOMS = URLRouter(websocket_urlpatterns)
LOCK = threading.Lock()


class Street(Corner):
    """A corner where everybody may speak, and nothing is written down."""

    events = Corner.events | {"word.said": "말했습니다."}

    @property
    def commands(self):
        return {"word.say": self.say}

    def say(self, room, by, frame, context):
        with LOCK:
            message = LEDGER.act("word.said", text=str(frame.get("body", "")))
        LOOP[0].call_soon_threadsafe(hub.hubs[LOOP[0]].hear, str(room), message)
        return message


kinds["corner"] = Street()
LOOP = []
LINES = {}


async def application(scope, receive, send):
    """Each path is another experiment."""
    LOOP[:] = [asyncio.get_running_loop()]
    path = scope["path"]
    if scope["type"] == "http":
        await leash.side_door(DOORS, path, receive, send)
    elif path == "/echo":
        await echo(receive, send)
    elif path.startswith("/line/"):
        await Puppet(scope, receive, send).run(path.rpartition("/")[2])
    else:
        await ROOMS(dict(scope), receive, send)


async def echo(receive, send):
    """What the server itself makes of a line."""
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        told = {name: message[name] for name in ("text", "bytes") if message.get(name) is not None}
        with suppress(Exception):  # each server has its own way to say that the line is cut
            await send({"type": "websocket.send", **told})


class Puppet:
    """A visit whose sink is moved by what comes through the side door."""

    def __init__(self, scope, receive, send):
        self.visit = Visit(scope, receive, send)
        self.straight = b"plain" not in scope["query_string"]
        self.early = False

    async def run(self, name):
        visit = self.visit
        await visit.receive()
        early = Sink()
        if early.go_straight(self.wired()):
            hand(Frame("early"), [early])
            self.early = not early.pending
        await visit.send({"type": "websocket.accept"})
        self.way = "direct" if visit.sink.go_straight(self.wired()) else "plain"
        LINES[name] = self
        try:
            while (await visit.receive())["type"] == "websocket.receive":
                pass
        finally:
            del LINES[name]
            visit.sink.close(1000)

    def wired(self):
        """The line as the setting lets it be used."""
        settings.DIRECT_WRITES = self.straight
        try:
            return wires.wire_of(self.visit.send)
        finally:
            settings.DIRECT_WRITES = True

    async def take(self, *texts):
        """Give it frames as a room does."""
        for text in texts:
            hand(Frame(text), [self.visit.sink])

    async def offer(self, *texts):
        """The same; says of each whether it went straight to the line."""
        went = []
        for text in texts:
            hand(Frame(text), [self.visit.sink])
            went.append(not self.visit.sink.pending)
        return went

    async def insist(self, text):
        """The same as soon as nothing waits before it."""
        while self.visit.sink.pending or self.held():
            await asyncio.sleep(0)
        hand(Frame(text), [self.visit.sink])

    async def plain(self, text):
        """Send it as any application does."""
        await self.visit.send({"type": "websocket.send", "text": text})

    async def close(self, code):
        """Hang up, as the house does."""
        self.visit.sink.close(code)
        await self.visit.writer

    async def ping(self):
        """Let the server ask whether anybody is there."""
        server = server_of(self.visit.send)
        for name in ("sendPing", "send_keepalive_ping"):
            if hasattr(server, name):
                return getattr(server, name)()
        return LOOP[0].create_task(server.ping())

    async def flood(self, size, upto):
        """Frames of one size until so much waits in our queue, or the reader is behind; says how many."""
        sink, number = self.visit.sink, 0
        while sink.pending < upto and not sink.lagging and sink.closed is None:
            hand(Frame(f"{number:08}".ljust(size, "~")), [sink])
            number += 1
        return number

    async def lacking(self, owner, *names):
        """Those of these names without which the line would still be written to."""
        send, server = self.visit.send, server_of(self.visit.send)
        assert is_straight(Without(server, None, "nothing at all")), send
        others = [Without(server, *([None] if owner == "transport" else []), name) for name in names]
        return [name for name, other in zip(names, others, strict=True) if is_straight(other)]

    def held(self):
        """Bytes that the server holds."""
        wire = self.visit.sink.wire
        return wire.backlog() if wire else 0

    def told(self):
        sink = self.visit.sink
        return {
            "way": self.way, "early": self.early, "pending": sink.pending,
            "held": self.held(), "lagging": sink.lagging, "closed": sink.closed,
            "writing": self.visit.writer is not None and not self.visit.writer.done(),
        }  # fmt: skip


class Without:
    """A connection as another version of its server may have it."""

    def __init__(self, whole, *missing):
        vars(self)["whole"], vars(self)["missing"] = whole, missing

    def __getattr__(self, name):
        whole, missing = vars(self)["whole"], vars(self)["missing"]
        if name in missing[:1]:
            raise AttributeError(name)
        found = getattr(whole, name)
        return Without.less(found, missing[1]) if name == "transport" and len(missing) > 1 else found

    @staticmethod
    def less(transport, name):
        """The transport itself, in a class that has all but one of its attributes."""
        kind = type(transport)
        lesser = type(kind.__name__, (Without,), {"__module__": kind.__module__})
        return lesser(transport, name)


def is_straight(connection):
    """Whether it would be written to, handed as either server hands it."""
    return Sink().go_straight(wires.wire_of(SimpleNamespace(__self__=connection, args=(connection,))))


def server_of(send):
    """The server's own object for this connection."""
    return getattr(send, "__self__", None) or send.args[0]


async def order(names, steps):
    """Move these lines, one step after the other; for each step what each of them says."""
    lines = [LINES[name] for name in names.split(",") if name in LINES]
    return [await getattr(line, step)(*arguments) for step, *arguments in steps for line in lines]


async def flood(names, size, times):
    """So many frames of one size to all of these, each drawn once, as a room does."""
    lines = [LINES[name] for name in names.split(",")]
    for number in range(int(times)):
        frame = Frame(f"{number:08}".ljust(int(size), "~"))
        hand(frame, [line.visit.sink for line in lines])


async def state():
    """How it fares, and each line."""
    return await leash.state() | {"lines": {name: line.told() for name, line in LINES.items()}}


async def ticket():
    """What a program resumes with."""
    until = timezone.now().timestamp() + 3600
    one = Ticket(None, str(HERE), ["read", "speak"], tickets.TOKEN, "", until)
    return {"type": "resume", "ticket": tickets.seal(one), "epoch": LEDGER.epoch, "after": LEDGER.seq}


async def patience(seconds):
    """How long a reader may be behind from now on."""
    settings.LAG_SECONDS = float(seconds)


async def spread(size, times):
    """So many events of this size in the corner."""
    for _ in range(int(times)):
        hub.hubs[LOOP[0]].hear(str(HERE), LEDGER.act("bell.rung", text="~" * int(size)))
        await asyncio.sleep(0)


DOORS = {
    "do": order,
    "flood": flood,
    "state": state,
    "ticket": ticket,
    "spread": spread,
    "patience": patience,
}
