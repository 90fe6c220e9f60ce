"""Straight to the socket: the only file that knows how a server keeps its connections.

What a server lacks is answered by None, and its readers get the plain way: `await send(…)`.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings


class Wire(NamedTuple):
    """One reader's connection, seen past the server's own sending."""

    clear: Callable[[], bool]
    """Whether the line is open and nothing waits on it: only then may it be written to."""
    push: Callable[[bytes], int]
    """Write as much as the line takes now; tells how much that was. Raises BlockingIOError or OSError."""
    rest: Callable[[bytes], object]
    """Leave the remainder to the server, which knows when the line takes more."""
    backlog: Callable[[], int]
    """Bytes that the server holds for this reader."""
    cut: Callable[[], object]
    """Hang up without a word: who reads nothing hears no goodbye either."""

    def write(self, data: bytes) -> None:
        """Put it on the line, all of it; only when `clear()`."""
        try:
            sent = self.push(data)
        except BlockingIOError:
            sent = 0
        except OSError:
            return  # the line is gone, and the server will say so
        if sent != len(data):
            self.rest(data[sent:])


def never() -> bool:
    """The plain way: whatever is to be sent waits in the queue for `await send(…)`."""
    return False


def wire_of(send: Any) -> Wire | None:
    """The connection behind an ASGI `send`, if this server's is one we know."""
    wire = daphne_wire(send) or uvicorn_wire(send)
    return wire if wire is None or settings.DIRECT_WRITES else wire._replace(clear=never)


def daphne_wire(send: Any) -> Wire | None:
    """Daphne hands `partial(server.handle_reply, protocol)`; a sealed line, or a stream, is only watched."""
    protocol: Any = next(iter(getattr(send, "args", ())), None)
    transport: Any = getattr(protocol, "transport", None)
    line = getattr(transport, "transport", transport)
    if not has(line, *TWISTED):
        return None

    def clear() -> bool:
        # Only the transport is looked at: a million looks at autobahn cost a second. Its goodbye to a peer's
        # close or nonsense shows here at once, ours in the sink; it holds nothing back itself.
        return not (line._tempDataLen or line.dataBuffer or line.disconnecting)

    def backlog() -> int:
        return len(line.dataBuffer) - line.offset + line._tempDataLen

    socket = has(protocol, "state", "STATE_OPEN") and protocol.state == protocol.STATE_OPEN
    plain = socket and named(transport) in PLAIN
    return Wire(clear if plain else never, line.socket.send, line.write, backlog, line.abortConnection)


TWISTED = (
    "dataBuffer", "_tempDataLen", "offset", "disconnecting", "socket", "write", "abortConnection",
)  # fmt: skip
PLAIN = {"twisted.internet.tcp.Server", "twisted.internet.unix.Server"}


def uvicorn_wire(send: Any) -> Wire | None:
    """uvicorn hands a method of its connection; a sealed line, or another loop's, takes `write` as it is."""
    protocol: Any = getattr(send, "__self__", None)
    line: Any = getattr(protocol, "transport", None)
    if not has(protocol, "handshake_complete", "close_sent", "disconnected", "conn"):
        return None
    if (
        not has(line, "get_write_buffer_size", "is_closing", "write", "abort")
        or not protocol.handshake_complete
    ):
        return None
    waiting, closing = line.get_write_buffer_size, line.is_closing

    def clear() -> bool:
        return not (waiting() or closing() or protocol.close_sent)

    def clear_of_asyncio() -> bool:
        # Asked for its size, asyncio sums up the whole buffer.
        return not (line._buffer or line._closing or protocol.close_sent)

    def push(data: bytes) -> int:
        line.write(data)
        return len(data)

    if named(line) == ASYNCIO and has(line, "_buffer", "_closing", "_sock"):
        return Wire(clear_of_asyncio, line._sock.send, line.write, waiting, line.abort)
    return Wire(clear, push, line.write, waiting, line.abort)


ASYNCIO = "asyncio.selector_events._SelectorSocketTransport"


def named(thing: Any) -> str:
    """Its class, in full."""
    return f"{type(thing).__module__}.{type(thing).__name__}"


def has(thing: Any, *names: str) -> bool:
    """Whether it is made as we know it."""
    return all(hasattr(thing, name) for name in names)
