"""300 members and 700 in the gallery of one meeting, one process: when does the last one see the item change?

    python benchmarks/meeting.py [--database sqlite|postgresql] [--members 300] [--gallery 700] [--changes 24]

Members keep two lines open, their floor and the meeting; the gallery keeps one. Database, server and readers
are started here, on loopback, and end with this program.
"""

import argparse
import asyncio
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from datetime import timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CLOSED_EVERY = 4
PAUSE = 0.4


def main() -> None:
    """Build, serve, measure, say."""
    wish = argparse.ArgumentParser(description=__doc__)
    wish.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    for name, count in (("members", 300), ("gallery", 700), ("changes", 24)):
        wish.add_argument(f"--{name}", type=int, default=count)
    asked = wish.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    with tempfile.TemporaryDirectory(prefix="cheong-meeting-") as folder:
        tickets = built(asked, folder)
        port = free_port()
        server = subprocess.Popen(
            [sys.executable, "-m", "daphne", "-b", "127.0.0.1", "-p", str(port), "cms.asgi:application"],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            await_server(port)
            told = asyncio.run(Hall(port, tickets).measure(asked.changes))
        finally:
            server.terminate()
            server.wait(timeout=30)
    say(asked, told)


def free_port() -> int:
    """A port that nobody listens on."""
    from tests.servers import free_port

    return free_port()


def built(asked: argparse.Namespace, folder: str) -> dict:
    """The meeting in session in a fresh database, and everybody's ticket."""
    os.environ |= {
        "DEMO": "1", "DATA_DIR": folder, "LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATABASE_URL": f"sqlite:///{folder}/meeting.sqlite3", "REDIS_URL": "", "PACE_PERSON": "10000/60",
    }  # fmt: skip
    if asked.database == "postgresql":
        from tests.servers import start_postgres

        os.environ["DATABASE_URL"] = start_postgres().rpartition("/")[0] + "/postgres"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return convened(asked)


def convened(asked: argparse.Namespace) -> dict:
    """So many seats, all taken and all there."""
    from django.utils import timezone

    from committees.actions.agenda import Draft, lay_agenda
    from committees.actions.meetings import call_to_order
    from committees.models import Attendance, Body, BodyRule, Membership, Office, Seat
    from district.dates import day
    from district.models import Person, Post, Posting

    at = timezone.now()
    today, since = day(at), day(at) - timedelta(days=100)
    body = Body.objects.create(kind_id="council", name="협치회의", slug="council")
    BodyRule.objects.create(body=body, valid_from=since, source="조례", remote_allowed=True)
    people = Person.objects.bulk_create(
        Person(email=f"member{n}@gwanak.example", password="!", name=f"위원{n}") for n in range(asked.members)
    )
    seats = Seat.objects.bulk_create(
        Seat(body=body, number=n + 1, opened_on=since) for n in range(asked.members)
    )
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.name, start=since, end=today + timedelta(days=600))
        for seat, person in zip(seats, people, strict=True)
    )
    secretary = Person.objects.create(email="secretary@gwanak.example", password="!")
    post = Post.objects.create(role="officer", title="협치팀 주무관")
    Posting.objects.create(post=post, person=secretary, start=since)
    Office.objects.create(body=body, kind="secretary", post=post, start=since)
    items = [
        Draft(
            key=uuid.uuid4(), kind="decide", title=f"협치과제 {n}의 실행계획", text="골목길 조명을 바꿉니다.",
            **({} if n % CLOSED_EVERY else {"disclosure": "closed", "ground": "정보공개법 제9조"}),
        )
        for n in range(1, asked.changes + 3)
    ]  # fmt: skip
    meeting = lay_agenda(
        None, convener=body, kind="plenary", ordinal=1, bodies=[body], starts_at=at, place="대강당",
        mode="hybrid", items=items, url="", by=None, at=at,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, seat=seat, arrived_at=at)
        for seat, person in zip(seats, people, strict=True)
    )
    call_to_order(meeting, by=secretary, at=at)
    return {
        "meeting": meeting.pk,
        "items": list(meeting.items.standing().values_list("pk", flat=True)),
        "secretary": ticket(meeting.room, secretary),
        "floor": [ticket(meeting.floor_room, person) for person in people],
        "meeting_lines": [ticket(meeting.room, person) for person in people]
        + [ticket(meeting.room, None)] * asked.gallery,
    }


def ticket(room: object, person: object) -> str:
    """As the house seals it, for longer: a thousand lines are opened before the first change."""
    from importlib import import_module

    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from realtime.tickets import ANONYMOUS, COOKIE, Ticket, seal

    until = time.time() + 900
    if person is None:
        return seal(Ticket(None, str(room), ["read"], ANONYMOUS, "", until))
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return seal(Ticket(person.pk, str(room), ["read"], COOKIE, store.session_key, until))


def await_server(port: int) -> None:
    """Until it answers."""
    until = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            return
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


class Hall:
    """Everybody who listens, and the secretary who goes from item to item."""

    def __init__(self, port: int, tickets: dict) -> None:
        self.port, self.tickets = port, tickets
        self.seen: Counter[int] = Counter()
        self.last: dict[int, float] = {}
        self.bells = 0
        self.last_bell = 0.0

    async def measure(self, changes: int) -> dict:
        """Change the item so often; how long until the last line has it, and the last bell has rung."""
        gate = asyncio.Semaphore(40)
        lines = [("meeting", sealed) for sealed in self.tickets["meeting_lines"]]
        lines += [("floor", sealed) for sealed in self.tickets["floor"]]
        began = time.perf_counter()
        readers = await asyncio.gather(*(self.join(gate, *line) for line in lines))
        opened = time.perf_counter() - began
        secretary = await self.connect("meeting", self.tickets["secretary"])
        await asyncio.sleep(2)
        told = {"frame": [], "bell": [], "opened": opened, "lines": len(lines)}
        for item in self.tickets["items"][:changes]:
            frame, bell = await self.change(secretary, item)
            told["frame"].append(frame)
            told["bell"].append(bell)
            await asyncio.sleep(PAUSE)
        for reader in readers:
            reader.cancel()
        return told

    async def connect(self, kind: str, sealed: str) -> object:
        """One line into one room."""
        import websockets

        line = await websockets.connect(
            f"ws://127.0.0.1:{self.port}/ws/rooms/{kind}/{self.tickets['meeting']}/",
            origin=f"http://127.0.0.1:{self.port}", compression=None, ping_interval=None, open_timeout=60,
            max_queue=None,
        )  # fmt: skip
        await line.send(json.dumps({"type": "resume", "ticket": sealed}))
        while '"welcome"' not in await line.recv():
            pass
        return line

    async def join(self, gate: asyncio.Semaphore, kind: str, sealed: str) -> asyncio.Task:
        """Come in, and listen."""
        async with gate:
            line = await self.connect(kind, sealed)
        return asyncio.create_task(self.listen(line, kind))

    async def listen(self, line: object, kind: str) -> None:
        """Note when something came."""
        async for text in line:
            now = time.perf_counter()
            if kind == "floor" and '"bell"' in text:
                self.bells, self.last_bell = self.bells + 1, now
            elif kind == "meeting" and '"name":"item.taken_up"' in text:
                seq = json.loads(text)["seq"]
                self.seen[seq] += 1
                self.last[seq] = now

    async def change(self, secretary: object, item: int) -> tuple[float, float]:
        """Take up one item, and wait for the last of all."""
        self.bells, ref, began = 0, str(uuid.uuid4()), time.perf_counter()
        await secretary.send(json.dumps({"type": "item.take_up", "ref": ref, "item": item}))
        seq = 0
        async with asyncio.timeout(60):
            while not seq:
                frame = json.loads(await secretary.recv())
                if frame["type"] == "refused":
                    raise RuntimeError(frame)
                seq = frame["seq"] if frame["type"] == "accepted" else 0
            expected = len(self.tickets["meeting_lines"]), len(self.tickets["floor"])
            while (self.seen[seq], self.bells) != expected:
                await asyncio.sleep(0.002)
        return self.last[seq] - began, self.last_bell - began


def say(asked: argparse.Namespace, told: dict) -> None:
    """One line a figure."""
    where = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    load = os.getloadavg()[0]
    print(f"{asked.members} members and {asked.gallery} in the gallery, {told['lines']} lines, one process")
    print(f"{asked.database}; {where}; load {load:.1f}; lines opened in {told['opened']:.1f} s")
    for name, label in (
        ("frame", "item change to the last reader"),
        ("bell", "to the last bell on the floor"),
    ):
        times = sorted(told[name])
        p95 = statistics.quantiles(times, n=20, method="inclusive")[-1]
        p50 = statistics.median(times)
        print(f"{label}: p50 {p50:.3f} s, p95 {p95:.3f} s, max {times[-1]:.3f} s of {len(times)}")


if __name__ == "__main__":
    main()
