"""A town of its own: PostgreSQL, Valkey and a few server processes, each to be killed and brought back."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing

import psycopg
import pytest

from tests import databases
from tests.servers import Cluster, Valkey, free_port
from tests.source import ROOT

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
RESIDENTS, LEAVING = 60, 2
LOG = """SELECT event.seq, event.name, event.ref, event.row_id FROM realtime_event event
JOIN realtime_room room ON room.id = event.room_id
WHERE room.kind = %s AND room.key = %s ORDER BY event.seq"""


class House:
    """One server process."""

    def __init__(self, town):
        self.town = town
        self.port = free_port()
        self.process = None
        self.log = town.folder / f"house-{self.port}.log"

    def launch(self):
        """Begin to start; `wait` says when it answers."""
        way = f"tcp:port={self.port}:interface=127.0.0.1:backlog=1024"
        command = ["daphne", "--ping-interval", "20", "--ping-timeout", "20", "-e", way]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command, "tests.realtime.faults.house:application"],
                cwd=ROOT,
                env=os.environ | self.town.environment,
                stdout=log,
                stderr=log,
            )

    def wait(self):
        """Until it answers."""
        until = time.monotonic() + 60
        while True:
            try:
                return self.ask("state")
            except OSError as silent:
                broken = isinstance(silent, urllib.error.HTTPError)
                if broken or self.process.poll() is not None or time.monotonic() > until:
                    pytest.fail(f"a house does not answer:\n{self.log.read_text()[-4000:]}", pytrace=False)
                time.sleep(0.05)

    def ask(self, what):
        """What only tests may ask."""
        with NO_PROXY.open(f"http://127.0.0.1:{self.port}/town/{what}", timeout=30) as answer:
            return json.load(answer)

    def kill(self, how=signal.SIGKILL):
        """End it, as a machine that fails does, unless told otherwise."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None


class Town:
    """All of it, with its residents and their questions: each test has a room of its own."""

    def __init__(self, folder):
        self.folder = folder
        # What was answered must survive a crash of the server; only the machine's own is left out.
        self.cluster = Cluster(synchronous_commit="on", full_page_writes="on")
        self.valkey = Valkey()
        self.houses = []
        self.rooms = iter(())

    def open(self, count=2):
        """Start everything, once."""
        for server in (self.valkey, self.cluster):
            server.launch()
            server.wait()
        self.database = databases.lay_postgres(self.cluster.url)
        self.environment = {
            "DATABASE_URL": self.database, "REDIS_URL": self.valkey.url, "DATA_DIR": str(self.folder),
            "DEMO": "1", "LOG_LEVEL": "WARNING", "PACE_PERSON": "100000/60", "PACE_ADDRESS": "1000000/60",
        }  # fmt: skip
        self.houses = [House(self) for _ in range(count)]
        for house in self.houses:
            house.launch()
        for house in self.houses:
            house.wait()
        settled = self.houses[0].ask(f"settle/{RESIDENTS + LEAVING}")
        self.tokens, self.leaving = settled["tokens"][:RESIDENTS], settled["tokens"][RESIDENTS:]
        self.keeper, self.floor = settled["keeper"], settled["floor"]
        self.rooms = iter(f"thread/{key}" for key in settled["threads"])

    def mend(self):
        """Everything runs again, as it was at first; what one test broke is not the next one's."""
        for server in (self.valkey, self.cluster):
            if server.process is None:
                server.launch()
                server.wait()
        broken = [house for house in self.houses if house.process is None]
        for house in broken:
            house.launch()
        for house in broken:
            house.wait()

    @property
    def doors(self):
        """Where its houses answer."""
        return [house.port for house in self.houses]

    def query(self, statement, *values):
        """Ask the table itself."""
        with closing(psycopg.connect(self.database, autocommit=True, connect_timeout=5)) as connection:
            answer = connection.execute(statement, values)
            return answer.fetchall() if answer.description else []

    def written(self, room):
        """The room's log as the table has it."""
        return self.query(LOG, *room.split("/"))

    def close(self):
        """End everything."""
        for house in self.houses:
            house.kill()
        self.valkey.end()
        self.cluster.end()
