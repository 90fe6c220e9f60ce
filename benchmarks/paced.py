"""A quiet evening: a comment now and then, and how long until the last of a thousand has it.

python benchmarks/paced.py [--readers 1000] [--rate 2] [--rounds 3] [--seconds 10]
"""

from functools import partial
from typing import Any

from fleet import broadcast, limit, node, ours, stock
from harness import Figures, Table, Target, measure, report, wish

SERVERS: dict[str, tuple[str, Any]] = {
    "ours": ("ours on Daphne", ours),
    "said": ("ours on Daphne, comments that may share a breath", partial(ours, name="said")),
    "valkey": ("ours on Daphne, over Valkey", partial(ours, joined=True)),
    "stock": ("stock Channels, InMemory", stock),
    "ws": ("Node `ws`", partial(node, "ws")),
    "broadcast": ("Python `websockets.broadcast`", broadcast),
    "limit": ("a bare loop in C", limit),
}


def main() -> None:
    """Measure, hold against the targets, say."""
    asked = wish(__doc__, seconds=10)
    asked.add_argument("--readers", type=int, default=1000)
    asked.add_argument("--rate", type=float, default=2, help="messages a second")
    wanted = asked.parse_args()

    def cell(server: Any) -> Figures:
        with server() as room:
            return room.load(readers=wanted.readers, rate=wanted.rate, seconds=wanted.seconds, grace=60)

    told = measure({name: partial(cell, server) for name, (_, server) in SERVERS.items()}, wanted.rounds)
    title = f"{wanted.readers:,} readers, {wanted.rate:g} messages a second; milliseconds from publishing"
    table = Table(title, "server", "last p50", "last p99", "each p50", "CPU s/M", "client")
    for name, (label, _) in SERVERS.items():
        if told.has(name):
            times = [told.median(name, key) for key in ("last_p50", "last_p99", "each_p50", "cpu_m")]
            table.add(label, *times, f"{told.median(name, 'client'):.0%}")
    report("paced", [table], [
        Target(f"publish → last of {wanted.readers}, p50: vs {label}", ratio, *bounds, least=False)
        for label, other, bounds in (("stock", "stock", (1 / 12, 1 / 20)), ("Node ws", "ws", (1.3, 1.0)))
        for ratio in [told.ratio("ours", other, "last_p50") if told.has("ours", other) else None]
    ], told)  # fmt: skip


if __name__ == "__main__":
    main()
