"""The socket: one room, one reader; in by ticket, out by frames."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from district.intake import read_json
from district.refusals import Refusal, too_fast
from realtime import door, hub, protocol, tickets
from realtime.kinds import Address, Context, Rooms, room_at
from realtime.sinks import NORMAL, Frame, Sink
from realtime.tickets import Ticket

log = logging.getLogger(__name__)
REFUSED = 4000
"""A refusal that ends the line closes it with this plus its status."""

type Scope = Mapping[str, Any]
type Receive = Callable[[], Awaitable[dict[str, Any]]]
type Send = Callable[[dict[str, Any]], Awaitable[None]]


class Disconnected(Exception):  # noqa: N818 (not an error: readers go home)
    """The reader has gone."""


class RoomSocket:
    """The ASGI application behind /ws/rooms/{kind}/{id}/."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await Visit(scope, receive, send).run()


class Visit:
    """One connection, from the handshake to the end."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        self.receive = receive
        self.send = send
        self.sink = Sink()
        self.allowance = Allowance(settings.PACE_FRAMES)
        self.address: Address
        self.rooms: Rooms
        self.ticket: Ticket

    async def run(self) -> None:
        """Let somebody in, listen and answer until they go."""
        await self.receive()
        await self.send({"type": "websocket.accept"})
        writer = asyncio.create_task(self.write())
        try:
            with suppress(Disconnected):
                await self.stay()
        except Refusal as refusal:
            await self.part(refusal)
        except Exception:
            log.exception("A socket stumbled")
            await self.part(fault())
        finally:
            self.go()
            self.sink.close(NORMAL)
            # What is queued still leaves, but a reader that takes nothing does not keep us.
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(writer, settings.LAG_SECONDS)

    async def stay(self) -> None:
        """The first frame opens the room; every later one is answered."""
        route = self.scope["url_route"]["kwargs"]
        self.address, self.rooms = room_at(route["kind"], route["key"])
        origin = origin_of(self.scope)
        if origin is not None and not is_ours(origin, self.scope):
            raise foreign()
        try:
            first = await asyncio.wait_for(self.heard(), settings.RESUME_SECONDS)
        except TimeoutError:
            raise resume_first() from None
        frame = parsed(first)
        if frame["type"] != "resume":
            raise resume_first()
        await self.resume(frame)
        while True:
            await self.answer(await self.heard())

    async def heard(self) -> dict[str, Any]:
        """The next message; a flood of them ends the visit."""
        message = await self.receive()
        if message["type"] != "websocket.receive":
            raise Disconnected
        self.allowance.take(asyncio.get_running_loop().time())
        return message

    async def resume(self, frame: dict[str, Any]) -> None:
        """Join the room after the last event this reader saw."""
        ticket = tickets.verify(frame.get("ticket"), self.address, timezone.now())
        if origin_of(self.scope) is None and ticket.via != tickets.TOKEN:
            # Every browser names its origin; who does not must prove to be no browser with a borrowed cookie.
            raise foreign()
        self.ticket = ticket
        self.go()
        rights = frozenset(ticket.rights)
        if not self.rooms.public(self.address.key):
            # The ticket was sealed a minute ago: a closed room asks whether its holder still belongs there.
            rights = await hub.here().read(self.admitted, ticket, timezone.now())
        epoch, after = frame.get("epoch"), frame.get("after")
        known = isinstance(epoch, str) and isinstance(after, int) and not isinstance(after, bool)
        place = (str(epoch), after) if known else ("", None)
        await hub.here().join(self.sink, self.address, rights, *place)

    def admitted(self, ticket: Ticket, at: datetime) -> frozenset[str]:
        """In a thread: what this holder may do here now."""
        return self.rooms.enter(self.address.key, tickets.holder(ticket), at)

    def go(self) -> None:
        """Leave the room."""
        if self.sink.place is not None:
            self.sink.place.leave(self.sink)

    async def answer(self, message: dict[str, Any]) -> None:
        """Do what a frame asks; whatever is wrong with it, the line stays open."""
        ref = None
        try:
            frame = parsed(message)
            ref = frame.get("ref")
            if frame["type"] == "ping":
                return self.say(protocol.PONG)
            if frame["type"] == "resume":
                return await self.resume(frame)
            seq = await self.command(frame)
        except Refusal as refusal:
            if ends_line(refusal):
                raise
            return self.say(protocol.refused(refusal, ref))
        except Exception:
            log.exception("A command stumbled in %s", self.address)
            return self.say(protocol.refused(fault(), ref))
        return self.say(protocol.accepted(ref, seq))

    async def command(self, frame: dict[str, Any]) -> int:
        """The same verb as the HTTP door, in one visit to the database."""
        if frame["type"] not in self.rooms.commands:
            raise Refusal("unknown_frame", _("알 수 없는 프레임입니다."), 400)
        return await hub.here().act(self.enact, frame, timezone.now())

    def enact(self, frame: dict[str, Any], at: datetime) -> int:
        """In a thread: who asks, whether it was asked before, not too fast, and then the act itself."""
        verb = frame["type"]
        arguments = {name: value for name, value in frame.items() if name not in {"type", "ref"}}
        person = tickets.holder(self.ticket)
        ref = door.mark(frame.get("ref"), verb, self.address, arguments)
        context = Context(at, ref, frozenset(self.ticket.rights))

        def act() -> Any:
            door.pace(person, door.address_of(self.scope))
            return self.rooms.commands[verb](self.address, person, arguments, context)

        return door.once(person, ref, act).seq

    def say(self, text: str) -> None:
        """Answer this reader alone."""
        self.sink.say(Frame(text))

    async def part(self, refusal: Refusal) -> None:
        """Say why, then hang up."""
        self.go()
        self.say(protocol.refused(refusal))
        self.sink.close(REFUSED + refusal.status)

    async def write(self) -> None:
        """Send what is queued, one after the other, until the end."""
        try:
            async for frame in self.sink.frames():
                if frame is not None:
                    await self.send({"type": "websocket.send", "text": frame.text})
            await self.send({"type": "websocket.close", "code": self.sink.closed})
        except Exception as gone:  # each server has its own way to say that the line is cut
            self.sink.close(NORMAL)
            log.debug("A line was cut: %s", gone)


def parsed(message: Mapping[str, Any]) -> dict[str, Any]:
    """The frame in a message, if it is one."""
    text = message.get("text")
    if text is None:
        raise Refusal("binary_frame", _("글자로 된 프레임만 받습니다."), 400)
    frame = read_json(text)
    if not isinstance(frame.get("type"), str):
        raise Refusal("unknown_frame", _("알 수 없는 프레임입니다."), 400)
    return frame


def ends_line(refusal: Refusal) -> bool:
    """A second `resume` that fails leaves nothing to stay for."""
    return refusal.code.startswith("ticket_") or refusal.code == "origin_refused"


def origin_of(scope: Scope) -> str | None:
    """Which site's page opened this socket; nothing but a browser says so."""
    return header_of(scope, b"origin")


def header_of(scope: Scope, wanted: bytes) -> str | None:
    """A header's value."""
    return next((value.decode("latin-1") for name, value in scope["headers"] if name == wanted), None)


def is_ours(origin: str, scope: Scope) -> bool:
    """Whether that site is this one, or one it trusts."""
    if origin in settings.ALLOWED_ORIGINS:
        return True
    host = (header_of(scope, b"host") or "").lower()
    domain, _port = split_domain_port(host)
    scheme = "https" if settings.HTTPS or scope.get("scheme") == "wss" else "http"
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS) and origin == f"{scheme}://{host}"


def foreign() -> Refusal:
    """Another site's page may not speak in a resident's name."""
    return Refusal("origin_refused", _("이 사이트에서 연 연결이 아닙니다."), 403)


def resume_first() -> Refusal:
    """Nobody enters without a ticket."""
    return Refusal("resume_first", _("먼저 입장권을 보내 주세요."), 400)


def fault() -> Refusal:
    """Our own mistake; the words are still with whoever wrote them."""
    return Refusal("fault", _("서버에 문제가 생겼습니다. 잠시 후 다시 보내 주세요."), 500)


class Allowance:
    """How many frames one line may send: no person types that fast, and each costs us work."""

    def __init__(self, pace: str) -> None:
        self.most, self.window = (int(part) for part in pace.split("/"))
        self.began = 0.0
        self.count = 0

    def take(self, now: float) -> None:
        """Count one frame."""
        if now - self.began >= self.window:
            self.began, self.count = now, 0
        self.count += 1
        if self.count > self.most:
            raise too_fast(self.window)
