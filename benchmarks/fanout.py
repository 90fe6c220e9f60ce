"""One message to everybody in the room: what a million deliveries cost us, Channels and the neighbours.

    python benchmarks/fanout.py [--readers 100 1000 4000] [--only ours stock ws] [--rounds 3] [--seconds 3]

A closed loop: so many messages are on their way at one time, the next leaves when one has reached everybody.
"""

from contextlib import AbstractContextManager
from functools import partial
from typing import Any

from fleet import Room, broadcast, limit, node, ours, stock
from harness import Figures, Rounds, Table, Target, measure, report, wish

SERVERS: dict[str, tuple[str, Any]] = {
    "ours": ("ours on Daphne", ours),
    "ours-valkey": ("ours on Daphne, over Valkey", partial(ours, joined=True)),
    "ours-plain": ("ours on Daphne, plain sink", partial(ours, direct=False)),
    "ours-uvicorn": ("ours on uvicorn", partial(ours, on="uvicorn")),
    "ours-uvicorn-plain": ("ours on uvicorn, plain sink", partial(ours, on="uvicorn", direct=False)),
    "stock": ("stock Channels, InMemory", stock),
    "stock-redis": ("stock Channels, RedisPubSub", partial(stock, joined=True)),
    "ws": ("Node `ws`", partial(node, "ws")),
    "socketio": ("socket.io", partial(node, "socketio")),
    "broadcast": ("Python `websockets.broadcast`", broadcast),
    "limit": ("a bare loop in C", limit),
}
WINDOW = {100: 16, 1000: 8, 4000: 2}
STOCK_TARGETS = {100: (14, 18), 1000: (40, 52), 4000: (120, 170)}


def main() -> None:
    """Measure, hold against the targets, say."""
    asked = wish(__doc__)
    asked.add_argument("--readers", type=int, nargs="+", default=[100, 1000, 4000])
    asked.add_argument("--only", nargs="+", choices=SERVERS, default=list(SERVERS))
    asked.add_argument("--busy", action="store_true", help="the client never sleeps")
    wanted = asked.parse_args()
    cells = {
        f"{name} {readers}": partial(cell, SERVERS[name][1], readers, wanted.seconds, busy=wanted.busy)
        for readers in wanted.readers
        for name in wanted.only
    }
    told = measure(cells, wanted.rounds)
    # Part of it never stands for the whole: it has a page of its own.
    name = "fanout" if len(wanted.only) == len(SERVERS) else "fanout-some"
    report(name, [table(told, readers) for readers in wanted.readers], targets(told), told)


def cell(server: Any, readers: int, seconds: float, *, busy: bool) -> Figures:
    """One server, so many readers."""
    opened: AbstractContextManager[Room] = server()
    with opened as room:
        window = WINDOW.get(readers, 8)
        return room.load(readers=readers, window=window, seconds=seconds, busy=busy, grace=60)


def table(told: Rounds, readers: int) -> Table:
    """All servers with so many readers."""
    columns = (
        "server",
        "CPU s/M",
        "× stock",
        "× ws",
        "share of C",
        "deliveries/s",
        "server",
        "client",
        "lost",
    )
    drawn = Table(f"{readers:,} readers", *columns)
    for name, (label, _) in SERVERS.items():
        here = f"{name} {readers}"
        if not told.has(here):
            continue
        against = [
            told.ratio(f"{other} {readers}", here, "cpu_m") if told.has(f"{other} {readers}") else None
            for other in ("stock", "ws", "limit")
        ]
        busy = [f"{told.median(here, key):.0%}" for key in ("server", "client")]
        lost = f"{told.median(here, 'lost'):.1%}"
        drawn.add(label, told.median(here, "cpu_m"), *against, told.median(here, "per_s"), *busy, lost)
    return drawn


def targets(told: Rounds) -> list[Target]:
    """The rows of the design that this command answers."""

    def times(slow: str, fast: str, readers: int = 1000) -> float | None:
        cells = f"{slow} {readers}", f"{fast} {readers}"
        return told.ratio(*cells, "cpu_m") if told.has(*cells) else None

    found = [
        Target(f"hub on Daphne vs stock, N = {readers}", times("stock", "ours", readers), *bounds)
        for readers, bounds in STOCK_TARGETS.items()
    ]
    return [
        *found,
        Target("over Valkey vs stock RedisPubSub, N = 1000", times("stock-redis", "ours-valkey"), 22, 28),
        Target("vs Node ws, N = 1000", times("ws", "ours"), 1.0, 1.3),
        Target("vs socket.io, N = 1000", times("socketio", "ours"), 1.1, 1.4),
        Target("vs websockets.broadcast, N = 1000", times("broadcast", "ours"), 1.1, 1.4),
        Target("share of the C limit, N = 1000", times("limit", "ours"), 0.65, 0.85),
        Target("over Valkey vs in process, N = 1000", times("ours", "ours-valkey"), 0.93, 0.97),
    ]


if __name__ == "__main__":
    main()
