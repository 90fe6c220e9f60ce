"""A thread goes on to the next request, and nothing of the one before goes with it; behind a real Daphne."""

import asyncio
import json
import os
import subprocess
import sys
import time
import urllib.request
from contextlib import asynccontextmanager

import pytest
from django.db import connection

from cms.asgi import Pages
from tests import databases
from tests.realtime.faults.asking import ask, call
from tests.servers import free_port
from tests.source import ROOT

pytestmark = pytest.mark.slow
WORDS = {"ko": "의견", "en": "Comments"}
OTHERS = 4
"""Threads of the server that are not the pages'."""
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Street:
    """One server process with a side door."""

    def __init__(self, folder, url):
        self.port, self.log = free_port(), folder / "street.log"
        told = {
            "DEMO": "1",
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "REDIS_URL": "",
            "LOG_LEVEL": "ERROR",
        }
        told |= {"STREAM_READERS": "1000", "DJANGO_SETTINGS_MODULE": "cms.settings"}
        way = ["-e", f"tcp:port={self.port}:interface=127.0.0.1", "--application-close-timeout", "1"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "daphne", "-v", "0", *way, "tests.cms.street:application"],
                cwd=ROOT, env=os.environ | told, stdout=log, stderr=log,
            )  # fmt: skip

    def side(self, what):
        with NO_PROXY.open(f"http://127.0.0.1:{self.port}/side/{what}", timeout=30) as answer:
            return json.load(answer)

    def begin(self, people):
        """Wait until it answers; then people move in."""
        until = time.monotonic() + 60
        while True:
            try:
                self.side("state")
                break
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"it does not answer:\n{self.log.read_text()[-4000:]}", pytrace=False)
                time.sleep(0.02)
        self.town = self.side(f"settle/{people}")

    async def until(self, **wanted):
        """Wait for what is bound to come; say how it stands then."""
        return await self.reached(lambda state: wanted.items() <= state.items())

    async def few_threads(self):
        """Wait until the threads have ended that are not kept."""
        return await self.reached(lambda state: state["threads"] <= Pages.KEPT + OTHERS)

    async def reached(self, condition):
        end = time.monotonic() + 20
        while not condition(state := await asyncio.to_thread(self.side, "state")):
            assert time.monotonic() < end, (state, self.log.read_text()[-3000:])
            await asyncio.sleep(0.01)
        return state

    async def ask(self, path, token="", language="ko"):
        return await ask(self.port, path, seconds=20, Cookie=f"sessionid={token}; language={language}")

    @asynccontextmanager
    async def staying(self, count):
        """So many who are inside a view, each with a connection, until this is over."""
        await asyncio.to_thread(self.side, "hold")
        lines = [await call(self.port, "/street/stay") for _ in range(count)]
        try:
            await self.until(staying=count)
            yield [writer for _, writer in lines]
        finally:
            await asyncio.to_thread(self.side, "go_on")
            await self.until(staying=0, inside=0)
            for _, writer in lines:
                writer.close()

    def end(self):
        self.process.kill()
        self.process.wait(30)


@pytest.fixture(scope="module")
def on_sqlite(tmp_path_factory):
    folder = tmp_path_factory.mktemp("street")
    databases.lay(folder / "street.sqlite3")
    street = Street(folder, f"sqlite:///{folder / 'street.sqlite3'}")
    try:
        street.begin(50)
        yield street
    finally:
        street.end()


@pytest.fixture
def on_postgres(tmp_path):
    place = connection.settings_dict
    who = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}:{place['PORT']}"
    street = Street(tmp_path, f"postgresql://{who}/{place['NAME']}")
    try:
        street.begin(12)
        yield street
    finally:
        street.end()


async def fifty_at_once(street):
    """Each of fifty people asks twice, in a language of their own; who was answered in which thread."""
    languages = ["ko", "en"]
    asked = [(token, languages[n % 2]) for n, token in enumerate(street.town["tokens"])]
    line = asyncio.Semaphore(8)

    async def one(token, language):
        async with line:
            return (await street.ask("/street/who", token, language)).json()

    told = await asyncio.gather(*(one(*each) for each in asked * 2))
    for (_, language), answer in zip(asked * 2, told, strict=True):
        assert answer["before"] == answer["after"]
        assert answer["before"][1] == WORDS[language]
    people = [answer["before"][0] for answer in told]
    assert len(set(people)) == 50
    assert people[:50] == people[50:] == sorted(people[:50])
    return {answer["thread"] for answer in told}


async def test_fifty_people_on_a_few_threads_are_each_themselves_in_their_own_language(on_sqlite):
    assert len(await fifty_at_once(on_sqlite)) <= Pages.KEPT


async def test_a_crowd_leaves_no_more_threads_and_files_behind_than_are_kept(on_sqlite):
    async with on_sqlite.staying(2 * Pages.KEPT):
        crowd = await on_sqlite.until(free=0)
        assert crowd["threads"] >= 2 * Pages.KEPT
    state = await on_sqlite.few_threads()
    assert state["free"] == Pages.KEPT
    # SQLite: the file, its log and its index for each connection.
    assert state["files"] <= 3 * (Pages.KEPT + OTHERS), state


async def test_who_hangs_up_half_way_gives_the_thread_back_when_its_work_is_done(on_sqlite):
    async with on_sqlite.staying(1) as [writer]:
        writer.close()
        assert (await on_sqlite.ask("/street/who", on_sqlite.town["tokens"][0])).status == 200
    assert (await on_sqlite.until(inside=0))["free"] >= 1
    assert (await on_sqlite.ask("/street/who", on_sqlite.town["tokens"][0])).status == 200


async def test_what_breaks_is_answered_and_gives_its_thread_back(on_sqlite):
    assert (await on_sqlite.ask("/healthz")).status == 200
    before = await on_sqlite.until(inside=0)
    answers = [await on_sqlite.ask("/api/street/broken") for _ in range(5)]
    assert {answer.status for answer in answers} == {500}
    after = await on_sqlite.until(inside=0)
    assert (after["free"], after["threads"]) == (before["free"], before["threads"])


async def test_an_open_stream_keeps_no_thread_and_none_is_left_of_many(on_sqlite):
    path = f"/api/v1/rooms/thread/{on_sqlite.town['threads'][0]}/events"
    before = await on_sqlite.until(inside=0)
    streams = []
    for _ in range(2 * Pages.KEPT):
        reader, writer = await call(on_sqlite.port, path, Accept="text/event-stream")
        await asyncio.wait_for(reader.readuntil(b"welcome"), 20)
        streams.append(writer)
    during = await on_sqlite.until(inside=len(streams))
    assert during["threads"] <= before["threads"] + 2
    for writer in streams:
        writer.close()
    await on_sqlite.until(inside=0)
    await on_sqlite.few_threads()


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
async def test_on_postgresql_every_connection_returns_to_the_pool_and_nobody_waits_for_who_was_given_up(
    on_postgres,
):
    tokens = on_postgres.town["tokens"]

    async def everybody():
        answers = await asyncio.gather(*(on_postgres.ask("/street/who", token) for token in tokens))
        assert {answer.status for answer in answers} == {200}

    await everybody()
    assert (await on_postgres.ask("/api/street/broken", tokens[0])).status == 500
    await on_postgres.until(inside=0, out=0)
    async with on_postgres.staying(5) as writers:
        assert (await on_postgres.until(staying=5))["out"] == 5
        for writer in writers:
            writer.close()
        # Daphne gives up after a second here, after ten as it comes: the view and its thread go on.
        await on_postgres.until(inside=0, staying=5, out=5)
        await everybody()
        await on_postgres.until(inside=0, staying=5, out=5)
    await on_postgres.until(inside=0, out=0)
