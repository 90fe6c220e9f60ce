"""300 members vote in one moment, one process: when is the last answered, when does the wall show it?

    python benchmarks/votes.py [--database sqlite|postgresql] [--members 300] [--rounds 5]

A secret vote and a roll call by HTTP, and the tally as the projector hears it. Beside it, in this process and
interleaved, one ballot's act against a bare INSERT and COMMIT in the same database; and its statements.
Database, server and members are started here, on loopback, and end with this program.
"""

import argparse
import asyncio
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
METHODS = ("secret", "roll_call")
CHOICES = ("yes", "no", "abstain")
SAMPLE = 40
"""Ballots of one round in this process, each beside a bare insert."""


def main() -> None:
    """Build, serve, measure, say."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    wish.add_argument("--members", type=int, default=300)
    wish.add_argument("--rounds", type=int, default=5)
    asked = wish.parse_args()
    with tempfile.TemporaryDirectory(prefix="cheong-votes-") as folder:
        prepare(asked, folder)
        told = {method: at_once(asked, method) for method in METHODS}
        beside = {method: beside_a_bare_insert(asked, method) for method in METHODS}
    say(asked, told, beside)


def prepare(asked: argparse.Namespace, folder: str) -> None:
    """A fresh database, migrated once for all runs."""
    from tests import databases
    from tests.servers import start_postgres

    os.environ |= {
        "DEMO": "1", "DATA_DIR": folder, "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "cms.settings",
        "REDIS_URL": "", "PACE_PERSON": "10000/60", "PACE_ADDRESS": "1000000/60",
    }  # fmt: skip
    if asked.database == "postgresql":
        os.environ["DATABASE_URL"] = databases.lay_postgres(start_postgres())
    else:
        databases.lay(Path(folder) / "votes.sqlite3")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/votes.sqlite3"
    import django

    django.setup()


def put(asked: argparse.Namespace, method: str) -> tuple[dict, int]:
    """A meeting with everybody there, and a vote that runs."""
    from django.utils import timezone

    from committees.actions.voting import open_vote
    from committees.models import AgendaItem, Office
    from district.models import Person
    from tests.realtime.faults.assembly import assemble

    settled = assemble(asked.members)
    item = AgendaItem.objects.get(pk=settled["item"])
    office = Office.objects.get(body=item.meeting.round.convener)
    secretary = Person.objects.get(postings__post=office.post)
    vote = open_vote(item, method=method, by=secretary, at=timezone.now())
    return settled, vote.pk


def at_once(asked: argparse.Namespace, method: str) -> dict:
    """By HTTP, through one Daphne process."""
    from tests.servers import free_port

    settled, vote = put(asked, method)
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "cms.asgi:application"],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return asyncio.run(Crowd(port, settled, vote).measure())
    finally:
        server.terminate()
        server.wait(timeout=30)


class Crowd:
    """All members, each with one ballot, and the wall on which they are counted."""

    def __init__(self, port: int, settled: dict, vote: int) -> None:
        self.port, self.settled, self.vote = port, settled, vote
        self.shown_at, self.shown = 0.0, 0

    async def measure(self) -> dict:
        """One moment, and how long until the last has an answer and the wall shows all."""
        from tests.realtime.faults.asking import ask

        await self.served()
        wall = asyncio.create_task(self.watch())
        while not self.shown_at:
            await asyncio.sleep(0.01)
        began = time.perf_counter()
        waits = await asyncio.gather(*(self.cast(ask, n, each) for n, each in enumerate(self.members)))
        answered = time.perf_counter()
        while self.shown < len(self.members):
            await asyncio.sleep(0.005)
        wall.cancel()
        return {"all": answered - began, "wall": self.shown_at - answered, "waits": waits}

    @property
    def members(self) -> list[str]:
        """Their tokens."""
        return self.settled["members"]

    async def cast(self, ask: Callable, n: int, token: str) -> float:
        """One ballot."""
        said = {"ref": str(uuid.uuid4()), "choice": CHOICES[n % 3]}
        began = time.perf_counter()
        answer = await ask(self.port, f"/api/v1/votes/{self.vote}/ballots/", "POST", said=said, token=token)
        if answer.status != 201:
            raise SystemExit(f"{answer.status} {answer.body[:300]!r}")
        return time.perf_counter() - began

    async def served(self) -> None:
        """Until it answers, and has read its own code."""
        from tests.realtime.faults.asking import ask

        for _ in range(600):
            try:
                if (await ask(self.port, f"/api/v1/votes/{self.vote}/")).status == 200:
                    return
            except OSError:
                await asyncio.sleep(0.1)
        raise SystemExit("the server does not answer")

    async def watch(self) -> None:
        """The projector: what it shows last, and when that came."""
        import websockets

        from tests.realtime.faults.asking import ask

        room = f"meeting/{self.settled['meeting']}"
        ticket = (await ask(self.port, f"/api/v1/rooms/{room}/ticket/", "POST")).json()["ticket"]
        line = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/ws/rooms/{room}/", origin=f"http://127.0.0.1:{self.port}",
            compression=None, ping_interval=None, open_timeout=60, max_queue=None,
        )  # fmt: skip
        await line.send(json.dumps({"type": "resume", "ticket": ticket}))
        async for text in line:
            frame = json.loads(text)
            self.shown_at = time.perf_counter()
            for event in frame.get("events", [frame]):
                self.shown = max(self.shown, (event.get("data") or {}).get("count", {}).get("cast", 0))


def beside_a_bare_insert(asked: argparse.Namespace, method: str) -> dict:
    """One after the other, turn and turn about; and how many statements a ballot takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    from committees.actions.voting import cast
    from committees.models import Vote

    ratios, statements = [], 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS bare (id bigint, word varchar(200))")
    for _ in range(asked.rounds):
        vote = Vote.objects.get(pk=put(asked, method)[1])
        people = [each.person for each in vote.electors.select_related("person")[: SAMPLE + 1]]
        ours, bare = [], []
        for n, person in enumerate(people[:SAMPLE]):
            said = {"choice": CHOICES[n % 3], "by": person, "at": timezone.now(), "ref": uuid.uuid4()}
            ours.append(timed(partial(cast, vote, **said)))
            bare.append(timed(insert))
        ratios.append((statistics.median(ours), statistics.median(bare)))
        with CaptureQueriesContext(connection) as caught:
            cast(vote, choice="yes", by=people[-1], at=timezone.now(), ref=uuid.uuid4())
        acts = [words["sql"] for words in caught]
        statements = sum(not each.startswith(("BEGIN", "COMMIT", "SAVE", "REL")) for each in acts)
    ratio = statistics.median(ours / bare for ours, bare in ratios)
    return {"ours": statistics.median(ours for ours, _ in ratios), "ratio": ratio, "statements": statements}


def insert() -> None:
    """The least that a ballot could be."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare VALUES (1, 'a ballot as a line in a table, with nothing else')")


def timed(act: Callable[[], object]) -> float:
    """Milliseconds."""
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def say(asked: argparse.Namespace, told: dict, beside: dict) -> None:
    """One line a method."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    print(f"{asked.members} members, {asked.database}, {machine}")
    for method in METHODS:
        waits, whole, act = sorted(told[method]["waits"]), told[method], beside[method]
        each = f"each p50 {statistics.median(waits):.2f} p99 {waits[int(len(waits) * 0.99)]:.2f} s"
        print(f"{method}: all answered within {whole['all']:.2f} s, {each}")
        print(f"  on the wall {whole['wall']:+.3f} s after the last answer")
        print(f"  one ballot's act {act['ours']:.1f} ms = {act['ratio']:.1f} x a bare INSERT and COMMIT")
        print(f"  {act['statements']} statements")


if __name__ == "__main__":
    main()
