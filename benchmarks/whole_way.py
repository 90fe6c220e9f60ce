"""A comment's whole way: HTTP POST → transaction → the last of 1,000 readers; beside it the fan-out alone.

    python benchmarks/whole_way.py [--readers 1000] [--rate 4] [--rounds 3] [--seconds 5]

One Daphne, all readers in one thread's room, on SQLite and on PostgreSQL. The fan-out alone: a frame handed
straight to the layer of one such process, with as many readers (`benchmarks/servers/ours.py`).
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from fleet import RESUME, ours
from harness import Figures, Table, Target, load, measure, report, wish
from town import SHORT, Town, town

TWICE, LAST_MS = 2, 150
SAID = (
    '{"ref":"{uuid}","body":"별빛내린천의 조명을 조금 더 밝게 해 주시면 좋겠습니다. {token}","parent":null}'
)
DATABASES = ("sqlite", "postgresql")


def main() -> None:
    """Build both towns, let a thousand in, speak, say."""
    asked = wish(__doc__, seconds=5)
    asked.add_argument("--readers", type=int, default=1000)
    asked.add_argument("--rate", type=float, default=4, help="comments a second")
    wanted = asked.parse_args()
    pace = {"readers": wanted.readers, "rate": wanted.rate, "seconds": wanted.seconds, "grace": 60}
    with standing("sqlite") as lite, standing("postgresql") as post:
        cells: dict[str, Any] = {
            database: partial(spoken, place, pace)
            for database, place in zip(DATABASES, (lite, post), strict=True)
        }
        told = measure(cells | {"alone": partial(alone, pace)}, wanted.rounds)
    title = f"{wanted.readers:,} readers, {wanted.rate:g} comments a second; milliseconds from sending"
    table = Table(title, "way", "last p50", "last p99", "each p50", "lost", "client")
    for name, label in (
        ("sqlite", "POST, SQLite"),
        ("postgresql", "POST, PostgreSQL"),
        ("alone", "fan-out alone"),
    ):
        times = [told.median(name, key) for key in ("last_p50", "last_p99", "each_p50", "lost")]
        table.add(label, *times, f"{told.median(name, 'client'):.0%}")
    targets = []
    for name in DATABASES:
        ratio, last = told.ratio(name, "alone", "last_p50"), told.median(name, "last_p50")
        targets.append(
            Target(f"{name}: whole way / fan-out alone, p50 to the last", ratio, TWICE, 1.5, least=False)
        )
        targets.append(Target(f"{name}: ms to the last reader, p50", last, LAST_MS, LAST_MS / 2, least=False))
    report("whole_way", [table], targets, told)


def alone(pace: dict[str, Any]) -> Figures:
    """The frame handed to the layer, nothing written."""
    with ours(name="said") as room:
        return room.load(**pace)


def spoken(place: Town, pace: dict[str, Any]) -> Figures:
    """Words said by HTTP, heard in the room."""
    thread = place.talks[SHORT]
    tickets = Path(place.env["DATA_DIR"]) / "tickets"
    tickets.write_text(place.ticket)
    with place.serve() as server:
        return load(
            server, path=f"/ws/rooms/thread/{thread}/", hello=RESUME, lines=tickets, ready='"welcome"',
            pub="http", pub_path=f"/api/v1/threads/{thread}/comments/", body=SAID,
            pub_header=[f"X-Session-Token: {place.session}"], **pace,
        )  # fmt: skip


@contextmanager
def standing(database: str) -> Iterator[Town]:
    """A town built by a process of its own, for settings are read once; it stays until it is let go."""
    fresh = get_context("spawn")
    ours_end, its_end = fresh.Pipe()
    builder = fresh.Process(target=keep, args=(database, its_end))
    builder.start()
    try:
        yield ours_end.recv()
    finally:
        ours_end.close()
        builder.join(timeout=30)


def keep(database: str, line: Any) -> None:
    """In that process: build, hand it over, and keep folder and database until the line is cut."""
    with town(database, long=0) as place:
        place.ticket = guest_ticket(place.talks[SHORT])
        line.send(place)
        try:
            line.recv()
        except EOFError:
            return


def guest_ticket(thread: int) -> str:
    """As the page seals it, for an hour: a thousand come in with it."""
    from realtime.tickets import ANONYMOUS, Ticket, seal

    return seal(Ticket(None, f"thread/{thread}", ["read"], ANONYMOUS, "", time.time() + 3600))


if __name__ == "__main__":
    main()
