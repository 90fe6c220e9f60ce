"""A loud evening: 400 comments a second, with and without the breath of 50 ms; what one comment costs.

python benchmarks/coalesce.py [--readers 200] [--rate 400] [--rounds 3] [--seconds 5]
"""

from functools import partial

from fleet import ours
from harness import Figures, Table, Target, measure, report, wish

WAYS = {"off": ("each comment a frame", "told"), "on": ("comments of 50 ms in one frame", "said")}


def main() -> None:
    """Measure, hold against the target, say."""
    asked = wish(__doc__, seconds=5)
    asked.add_argument("--readers", type=int, default=200)
    asked.add_argument("--rate", type=float, default=400, help="comments a second")
    wanted = asked.parse_args()

    def cell(name: str) -> Figures:
        with ours(name=name) as room:
            told = room.load(readers=wanted.readers, rate=wanted.rate, seconds=wanted.seconds)
        return told | {"comment_ms": told["cpu"] * 1e3 / told["sent"]}

    told = measure({way: partial(cell, name) for way, (_, name) in WAYS.items()}, wanted.rounds)
    title = f"{wanted.readers:,} readers, {wanted.rate:g} comments a second"
    table = Table(title, "way", "CPU ms a comment", "CPU s/M", "last p50 ms", "server", "client", "lost")
    for way, (label, _) in WAYS.items():
        figures = [told.median(way, key) for key in ("comment_ms", "cpu_m", "last_p50")]
        busy = [f"{told.median(way, key):.0%}" for key in ("server", "client")]
        table.add(label, *figures, *busy, f"{told.median(way, 'lost'):.1%}")
    ratio = told.ratio("on", "off", "comment_ms")
    what = f"coalescing at {wanted.rate:g} msg/s, CPU per comment vs off"
    report("coalesce", [table], [Target(what, ratio, 0.40, 0.31, least=False)], told)


if __name__ == "__main__":
    main()
