"""A full room after its server was started anew: what does a page cost while everybody comes back?

    python benchmarks/storm.py [--readers 4000] [--rounds 3] [--seconds 30]

The readers wait as static/site/js/patience.js does, hold tickets of their own, and know the room as it was.
A page is asked for ten times a second, from the moment the server serves; quiet is the same without readers.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
import urllib.request
from base64 import b64encode
from functools import partial
from pathlib import Path

from harness import CLIENT_CORE, Figures, Server, Table, Target, measure, report, settle, wish
from town import SHORT, Town, town

EVERY = 0.1
TAKEN_IN_A_SECOND, SHORTEST, LONGEST = 400, 1.0, 15.0


def main() -> None:
    """A town with one question, then quiet and storm in turns."""
    asked = wish(__doc__, seconds=30)
    asked.add_argument("--readers", type=int, default=4000)
    asked.add_argument("--come-back", nargs=2, metavar=("PORT", "FOLDER"), help=argparse.SUPPRESS)
    wanted = asked.parse_args()
    if wanted.come_back:
        asyncio.run(crowd(int(wanted.come_back[0]), Path(wanted.come_back[1]), wanted.readers))
        return
    with town(long=SHORT) as place:
        thread, folder = place.talks[SHORT], Path(place.env["DATA_DIR"])
        hold(folder, thread, wanted.readers)
        cells = {
            name: partial(cell, place, thread, readers, wanted.seconds)
            for name, readers in (("quiet", 0), ("storm", wanted.readers))
        }
        told = measure(cells, wanted.rounds)
    columns = ("", "page p50, ms", "p95", "p99", "pages", "all back after, s", "refused")
    table = Table(f"{wanted.readers:,} readers come back to one process", *columns)
    for name in cells:
        table.add(name, *(told.median(name, key) for key in ("p50", "p95", "p99", "pages", "back", "failed")))
    slower = told.ratio("storm", "quiet", "p99")
    report("storm", [table], [Target("p99 of a page in the storm vs quiet", slower, 3, 2, least=False)], told)


def cell(place: Town, thread: int, readers: int, seconds: float) -> Figures:
    """The server starts; whoever was there before is waiting."""
    from deliberation.models import Question

    endpoint = "tcp:port={port}:interface=127.0.0.1:backlog=1024"
    daphne = [sys.executable, "-m", "daphne", "-v", "0", "-e", endpoint, "cms.asgi:application"]
    server = Server(daphne, ready="/healthz", **place.env)
    crowd = waiting(server.port, Path(place.env["DATA_DIR"]), readers) if readers else None
    page = f"{server.http}/questions/{Question.objects.get(thread=thread).pk}/"
    try:
        with server:
            times = pages(page, seconds)
            back = json.loads(crowd.stdout.readline()) if crowd else {"back": 0.0, "failed": 0}
    finally:
        if crowd:
            crowd.terminate()
            crowd.wait()
    share = statistics.quantiles(times, n=100, method="inclusive")
    return {"p50": share[49], "p95": share[94], "p99": share[98], "pages": len(times), **back}


def waiting(port: int, folder: Path, readers: int) -> subprocess.Popen:
    """The crowd, in a process and on a core of its own."""
    command = [sys.executable, __file__, "--readers", str(readers), "--come-back", str(port), str(folder)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True,
        preexec_fn=lambda: settle(CLIENT_CORE),  # noqa: PLW1509 (no thread runs here between cells)
    )  # fmt: skip


def pages(url: str, seconds: float) -> list[float]:
    """How long each took, in ms; asked whether or not the last has come, as people do."""
    times: list[float] = []
    asking = []

    def ask() -> None:
        began = time.perf_counter()
        with urllib.request.urlopen(url, timeout=120) as answer:
            answer.read()
        times.append((time.perf_counter() - began) * 1000)

    until = time.monotonic() + seconds
    while time.monotonic() < until:
        asking.append(threading.Thread(target=ask))
        asking[-1].start()
        time.sleep(EVERY)
    for each in asking:
        each.join()
    return times


def hold(folder: Path, thread: int, readers: int) -> None:
    """What every browser has in hand: a ticket, and where its page stood."""
    from realtime.models import Room
    from realtime.publish import room
    from realtime.tickets import ANONYMOUS, Ticket, seal

    here, until = room("thread", thread), time.time() + 7200
    mark = Room.objects.seq_of(*here)
    known = {"epoch": mark.epoch, "after": mark.seq}
    sealed = (seal(Ticket(None, str(here), ["read"], ANONYMOUS, "", until)) for _ in range(readers))
    frames = [json.dumps({"type": "resume", "ticket": each, **known}) for each in sealed]
    (folder / "frames").write_text("\n".join([f"/ws/rooms/{here}/", *frames]))


async def crowd(port: int, folder: Path, readers: int) -> None:
    """Everybody's browser: waits, calls, waits longer; says when the last one was back."""
    path, *frames = (folder / "frames").read_text().splitlines()
    browsers = [Browser(port, path, frames[n % len(frames)], readers) for n in range(readers)]
    told = asyncio.gather(*(browser.come_back() for browser in browsers))
    await told
    served = min(browser.served for browser in browsers)
    failed = sum(browser.failed_after(served) for browser in browsers)
    print(json.dumps({"back": time.monotonic() - served, "failed": failed}), flush=True)
    await asyncio.sleep(3600)


class Browser(asyncio.Protocol):
    """One reader, as static/site/js/room.js calls; no more of it than a storm needs."""

    def __init__(self, port: int, path: str, frame: str, people: int) -> None:
        self.port, self.path, self.frame, self.people = port, path, frame.encode(), people
        self.failures: list[float] = []
        self.served = float("inf")
        self.heard = b""
        self.welcome: asyncio.Future[bool] | None = None

    async def come_back(self) -> None:
        """Until it is welcome."""
        loop = asyncio.get_running_loop()
        while True:
            await asyncio.sleep(patience(self.people, len(self.failures) + 1))
            self.heard, self.welcome = b"", loop.create_future()
            try:
                async with asyncio.timeout(10):
                    await loop.create_connection(lambda: self, "127.0.0.1", self.port)
                    if await self.welcome:
                        return
            except (OSError, TimeoutError):
                pass
            self.failures.append(time.monotonic())

    def failed_after(self, served: float) -> int:
        """How often it called in vain although the house stood."""
        return sum(at > served for at in self.failures)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        host = f"127.0.0.1:{self.port}"
        key = b64encode(os.urandom(16)).decode()
        transport.write(
            f"GET {self.path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        if self.welcome.done():
            return
        self.heard += data
        if self.served == float("inf") and b"\r\n\r\n" in self.heard:
            self.served = time.monotonic()
            size = len(self.frame)
            self.transport.write(b"\x81\xfe" + size.to_bytes(2) + b"\0\0\0\0" + self.frame)
        if b'"welcome"' in self.heard:
            self.welcome.set_result(True)

    def connection_lost(self, trouble: Exception | None) -> None:
        if self.welcome is not None and not self.welcome.done():
            self.welcome.set_result(False)
        self.served = float("inf") if not self.welcome or not self.welcome.result() else self.served


def patience(people: int, failures: int) -> float:
    """Seconds, by the rule of static/site/js/patience.js."""
    share = min(LONGEST, people / TAKEN_IN_A_SECOND)
    if failures < 2:
        return random.random() * max(SHORTEST, share)
    most = min(LONGEST, max(SHORTEST, share) * 2 ** (failures - 1))
    return most / 2 + random.random() * most / 2


if __name__ == "__main__":
    main()
