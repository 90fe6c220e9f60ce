"""The socket: one room, one reader; in by ticket, out by frames."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.utils import timezone
from django.utils.translation import gettext as _

from district.intake import read_json
from district.refusals import Refusal, house_busy, too_fast
from realtime import door, hub, protocol, table, tickets, wires
from realtime.kinds import Address, Context, Rooms, room_at
from realtime.metrics import counts
from realtime.sinks import GOODBYE, NORMAL, SLOW, Frame, Sink
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
        self.sink = Sink(wake=self.wake)
        self.writer: asyncio.Task[None] | None = None
        self.allowance = Allowance(settings.PACE_FRAMES)
        self.address: Address
        self.rooms: Rooms
        self.ticket: Ticket

    async def run(self) -> None:
        """Let somebody in, listen and answer until they go."""
        await self.receive()
        await self.send({"type": "websocket.accept"})
        self.sink.cut = cast(asyncio.Task[None], asyncio.current_task()).cancel
        way = "direct" if self.sink.go_straight(wires.wire_of(self.send)) else "plain"
        counts.move(way, 1)
        try:
            with suppress(Disconnected):
                await self.stay()
        except Refusal as refusal:
            await self.part(refusal)
        except asyncio.CancelledError:
            if self.sink.closed != SLOW:
                raise
        except Exception as trouble:
            log.exception("A socket stumbled", extra={"code": "fault"})
            await self.part(house_busy(trouble) or fault())
        finally:
            counts.move(way, -1)
            self.go()
            self.sink.close(NORMAL)
            await self.last_words()

    async def last_words(self) -> None:
        """What is queued still leaves, but a reader that takes nothing does not keep us."""
        if self.writer is not None:
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(
                    self.writer, GOODBYE if self.sink.closed == SLOW else settings.LAG_SECONDS
                )
        # What holds itself would stay until Python looks for it, seldom and slowly in a full house.
        self.sink.forget()
        del self.receive, self.send, self.writer

    async def stay(self) -> None:
        """The first frame opens the room; every later one is answered."""
        await self.enter()
        while True:
            await self.answer(await self.heard())

    async def enter(self) -> None:
        """By the right address, from the right site, with a ticket."""
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
        self.sink.holder = ticket.holder
        door, rights = None, frozenset(ticket.rights)
        if not self.rooms.public(self.address.key):
            # The ticket was sealed a minute ago: a closed room asks whether its holder still belongs there.
            door, rights = await hub.here().read(self.admitted, ticket, timezone.now())
        epoch, after = frame.get("epoch"), frame.get("after")
        known = isinstance(epoch, str) and isinstance(after, int) and not isinstance(after, bool)
        place = (str(epoch), after) if known else ("", None)
        await hub.here().join(self.sink, self.address, rights, *place, door=door)

    def admitted(self, ticket: Ticket, at: datetime) -> tuple[int, frozenset[str]]:
        """In a thread: what this holder may do here now, and how often the room had been reopened before."""
        door = table.mark_of(self.address).reopened
        return door, self.rooms.enter(self.address.key, tickets.holder(ticket), at)

    def go(self) -> None:
        """Leave the room."""
        if self.sink.place is not None:
            self.sink.place.leave(self.sink)

    async def answer(self, message: dict[str, Any]) -> None:
        """Do what a frame asks. Whatever is wrong with it the line stays; a `resume` that fails ends it."""
        try:
            frame = parsed(message)
        except Refusal as refusal:
            return self.say(protocol.refused(refusal))
        if frame["type"] == "ping":
            return self.say(protocol.pong(self.fresh_ticket()))
        if frame["type"] == "resume":
            return await self.resume(frame)
        return self.say(await self.done(frame))

    async def done(self, frame: dict[str, Any]) -> str:
        """The same verb as the HTTP door, in one visit to the database; and what came of it."""
        ref = frame.get("ref")
        try:
            if frame["type"] not in self.rooms.commands:
                raise Refusal("unknown_frame", _("알 수 없는 프레임입니다."), 400)
            seq = await hub.here().act(self.enact, frame, timezone.now())
        except Refusal as refusal:
            counts.tell(counts.commands, "refused")
            return protocol.refused(refusal, ref)
        except Exception as trouble:
            counts.tell(counts.commands, "fault")
            log.exception("A command stumbled", extra={"room": self.address.kind, "code": "fault"})
            return protocol.refused(house_busy(trouble) or fault(), ref)
        counts.tell(counts.commands, "accepted")
        return protocol.accepted(ref, seq)

    def fresh_ticket(self) -> str | None:
        """What this reader comes back with after a cut line, without asking by HTTP: thousands may."""
        holder = self.ticket.holder
        fresh = tickets.renewed(self.ticket, timezone.now())
        # Who was put out and came back by an old ticket is not given another.
        if fresh is None or (holder and holder not in hub.here().standing):
            return None
        self.ticket = fresh
        return tickets.seal(fresh)

    def enact(self, frame: dict[str, Any], at: datetime) -> int:
        """In a thread: who asks, whether it was asked before, not too fast, and then the act itself."""
        verb = frame["type"]
        arguments = {name: value for name, value in frame.items() if name not in {"type", "ref"}}
        person = tickets.holder(self.ticket)
        ref = door.mark(frame.get("ref"), verb, self.address, arguments)
        context = Context(at, ref)

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

    def wake(self) -> None:
        """Something waits; most of a line's life nothing does, and no task is kept for it."""
        if self.writer is None or self.writer.done():
            self.writer = asyncio.create_task(self.write())

    async def write(self) -> None:
        """Send what is queued, one after the other, as the line takes it."""
        try:
            while (frame := self.sink.next()) is not None:
                await self.sink.drained()
                await self.send({"type": "websocket.send", "text": frame.text})
            if self.sink.closed is not None:
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
