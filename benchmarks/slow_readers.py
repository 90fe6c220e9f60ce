"""Five who never read beside a thousand who do: what the server keeps for them, what the others notice.

    python benchmarks/slow_readers.py [--readers 1000] [--deaf 5] [--rounds 3] [--seconds 8]

The five come first, and get long messages until what the kernel holds for them is full (3 MB each on Linux)
and what the house holds as well; then the thousand come, and hear comments at a quiet pace.
"""

import asyncio
import socket
from argparse import Namespace
from functools import partial

from fleet import RESUME, Room, ours
from harness import Figures, Rounds, Table, Target, measure, report, wish

BOUND_KB = 256
LONG = '{"body":"' + "주민 여러분의 말씀을 귀담아 듣겠습니다. " * 140 + '"}'
PIECES = 600
SLOWLY = 2
SINKS = {"direct": "the direct sink", "plain": "the plain sink"}


def main() -> None:
    """Measure, hold against the targets, say."""
    asked = wish(__doc__, seconds=8)
    asked.add_argument("--readers", type=int, default=1000)
    asked.add_argument("--deaf", type=int, default=5)
    asked.add_argument("--rate", type=float, default=10, help="messages a second")
    wanted = asked.parse_args()
    ways = [(sink, deaf) for sink in SINKS for deaf in (0, wanted.deaf)]
    cells = {f"{sink} {deaf}": partial(cell, wanted, sink, deaf) for sink, deaf in ways}
    told = measure(cells, wanted.rounds)
    report("slow_readers", [table(told, wanted)], targets(told, wanted.deaf), told)


def cell(wanted: Namespace, sink: str, deaf: int) -> Figures:
    """Fill them up, then let the others in."""
    with ours(direct=sink == "direct", PENDING_BYTES=str(BOUND_KB * 1024)) as room:
        grown, lines = asyncio.run(filled(room, deaf))
        # At ten a second the plain sink is at its own limit: its row would tell of load, not of the deaf.
        rate = wanted.rate if sink == "direct" else min(wanted.rate, SLOWLY)
        told = room.load(readers=wanted.readers, rate=rate, seconds=wanted.seconds)
        for line in lines:
            line.close()
    return told | {"grown": grown}


async def filled(room: Room, deaf: int) -> tuple[int, list[socket.socket]]:
    """By how many KB the server grew while the deaf were told 5 MB each; one reader hears it all."""
    from websockets.asyncio.client import connect

    [server] = room.servers
    path, hello = str(room.wishes["path"]), greeting(room)
    plain = {"compression": None, "ping_interval": None, "max_queue": None}
    async with (
        connect(server.ws + path, origin=server.http, **plain) as reader,
        connect(f"{server.ws}/ws/pub", **plain) as publisher,
    ):
        await reader.send(hello)
        while '"welcome"' not in await reader.recv():
            pass
        lines = [await asyncio.to_thread(never_reading, room, hello) for _ in range(deaf)]
        before = server.resident_kb
        for _ in range(PIECES):
            await publisher.send(LONG)
            while '"event"' not in await reader.recv():
                pass
        return server.resident_kb - before, lines


def greeting(room: Room) -> str:
    """The first frame, with the ticket in it."""
    return RESUME.replace("{line}", room.wishes["lines"].read_text())


def never_reading(room: Room, hello: str) -> socket.socket:
    """A line into the room, read until the welcome and never again."""
    [server] = room.servers
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.connect(("127.0.0.1", server.port))
    head = (
        f"GET {room.wishes['path']} HTTP/1.1", f"Host: 127.0.0.1:{server.port}", f"Origin: {server.http}",
        "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "\r\n",
    )  # fmt: skip
    line.sendall("\r\n".join(head).encode())
    until(line, b"\r\n\r\n")
    text = hello.encode()
    line.sendall(b"\x81\xfe" + len(text).to_bytes(2) + bytes(4) + text)  # masked by zeros
    until(line, b'"welcome"')
    return line


def until(line: socket.socket, mark: bytes) -> None:
    """Read up to a mark."""
    heard = b""
    while mark not in heard:
        piece = line.recv(4096)
        if not piece:
            raise RuntimeError(f"the line was cut after {heard[-200:]!r}")
        heard += piece


def table(told: Rounds, wanted: Namespace) -> Table:
    """With them and without, by either sink."""
    columns = (
        "sink",
        "deaf",
        "grown by KB",
        "each p50 ms",
        "each p99 ms",
        "CPU s/M",
        "server",
        "client",
        "lost",
    )
    drawn = Table(f"{wanted.readers:,} readers, {wanted.rate:g} messages a second", *columns)
    for sink, label in SINKS.items():
        for deaf in (0, wanted.deaf):
            here = f"{sink} {deaf}"
            figures = [told.median(here, key) for key in ("grown", "each_p50", "each_p99", "cpu_m")]
            busy = [f"{told.median(here, key):.0%}" for key in ("server", "client")]
            drawn.add(label, deaf, *figures, *busy, f"{told.median(here, 'lost'):.1%}")
    return drawn


def targets(told: Rounds, deaf: int) -> list[Target]:
    """What each of them may cost the server, and the others."""
    found = []
    for sink, label in SINKS.items():
        alone, beside = f"{sink} 0", f"{sink} {deaf}"
        each = (told.median(beside, "grown") - told.median(alone, "grown")) / deaf / BOUND_KB
        p99 = told.ratio(beside, alone, "each_p99")
        found.append(Target(f"{label}: growth for each who never reads, × bound", each, 2, 1, least=False))
        found.append(Target(f"{label}: healthy p99, with : without", p99, 1.3, 1.1, least=False))
    return found


if __name__ == "__main__":
    main()
