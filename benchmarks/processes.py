"""One Daphne process against two behind Valkey: what the second one costs, all their CPU together.

    python benchmarks/processes.py [--readers 1000] [--rounds 3] [--seconds 3]

All of them share one core: it is the sum that is compared, not the speed.
"""

from functools import partial

from fleet import ours
from harness import Figures, Table, Target, measure, report, wish

FLEETS = {
    "local": ("one, without Valkey", {}),
    "1": ("one, over Valkey", {"joined": True}),
    "2": ("two, over Valkey", {"joined": True, "processes": 2}),
    "4": ("four, over Valkey", {"joined": True, "processes": 4}),
}


def main() -> None:
    """Measure, say."""
    asked = wish(__doc__)
    asked.add_argument("--readers", type=int, default=1000)
    wanted = asked.parse_args()

    def cell(fleet: dict) -> Figures:
        with ours(**fleet) as room:
            return room.load(readers=wanted.readers, window=8, seconds=wanted.seconds)

    told = measure({name: partial(cell, fleet) for name, (_, fleet) in FLEETS.items()}, wanted.rounds)
    title = f"{wanted.readers:,} readers, shared out among the processes"
    columns = (
        "processes",
        "CPU s/M, all",
        "× one over Valkey",
        "Valkey CPU s/M",
        "client",
        "lost",
        "out of order",
    )
    table = Table(title, *columns)
    for name, (label, _) in FLEETS.items():
        times, busy = told.ratio(name, "1", "cpu_m"), f"{told.median(name, 'client'):.0%}"
        lost, order = f"{told.median(name, 'lost'):.1%}", int(told.median(name, "wrong_order"))
        figures = told.median(name, "cpu_m"), times, told.median(name, "aux_m")
        table.add(label, *figures, busy, lost, order)
    dearer = told.ratio("2", "1", "cpu_m")
    two = Target("two processes, CPU per delivery vs one", dearer, 1.1, 1.0, least=False)
    report("processes", [table], [two], told)


if __name__ == "__main__":
    main()
