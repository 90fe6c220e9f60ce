"""Any evening in any room: real acts on real rows, real hubs, and a layer that does its worst."""

import asyncio
import json
import logging
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import transaction
from hypothesis import HealthCheck, Phase
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from realtime import layer, presence
from realtime.actions import renew_epochs
from realtime.kinds import kinds
from realtime.models import Room
from realtime.protocol import FORGET, Message, encoded
from tests.realtime.houses import AT_ONCE, HOUSES, Clock, House, Post, Trouble
from tests.realtime.reader import Reader, outside

READERS = 4
readers, houses = st.integers(0, READERS - 1), st.integers(0, HOUSES - 1)
# Lost, now, a moment late, later than the hub waits, twice, or after the table was asked.
deliveries = st.sampled_from([(), (0.0,), (0.0,), (0.02,), (0.3,), (0.0, 0.1), (0.01, 3.0), (2.5,)])
fates = st.tuples(*[deliveries] * HOUSES)
drawings = st.sampled_from([0.0, 0.0, 0.004, 0.2])
"""How long a process takes from its commit to its frame."""
breaths = st.sampled_from([0.001, 0.004, 0.02, 0.06, 0.3, 1.0, 2.5])
numbers = st.integers(0, 9)
acts = st.runner().flatmap(lambda machine: st.sampled_from(machine.stage.acts))
CLOCKS = {
    "REORDER_SECONDS": 0.05, "COMPARE_SECONDS": 1.5, "BATCH_SECONDS": 0.05, "TALLY_SECONDS": 0.25,
    "PRESENCE_SECONDS": 2.0, "PRESENCE_BEAT_SECONDS": 10.0, "HALL_SECONDS": 30.0, "LAG_SECONDS": 30.0,
}  # fmt: skip
LATEST, BEATEN, FORGOTTEN = 4.0, 13.0, 35.0
"""When every message has come and been compared, every head counted, a dead process forgotten."""


class Stage:
    """What an app brings: its rooms, its acts with their refusals, how a page draws, which words it has."""

    acts = ()
    rooms = ()

    def do(self, what, n):
        """One act, or its refusal."""
        raise NotImplementedError

    def page(self, address):
        """The room as it is, as it comes over HTTP."""
        return json.loads(encoded(kinds[address.kind].snapshot(address.key)))

    def drawn(self, address, page, name, data):
        """The page after one event; the same in static/site/js."""
        raise NotImplementedError

    def restored(self):
        """A backup came back: what was done on this stage was not."""

    def welcomed(self, reader):
        """A line stands again."""

    def rung(self, reader):
        """A bell was heard."""

    def unspoken(self):
        """Words that were said and may be read no more."""
        return frozenset()


class Machine(RuleBasedStateMachine):
    """An old snapshot and the frames since are a new snapshot, for everybody, however they heard them."""

    def __init__(self, stage):
        super().__init__()
        self.trouble = Trouble()
        self.patch = pytest.MonkeyPatch()
        logging.getLogger("realtime").addHandler(self.trouble)
        self.clock = Clock()
        self.loop = asyncio.SelectorEventLoop(self.clock)
        self.loop.time = lambda: self.clock.now
        self.loop.set_exception_handler(lambda loop, context: self.trouble.heard.append(str(context)))
        self.patch.setattr(presence, "time", SimpleNamespace(monotonic=self.loop.time))
        for clock, seconds in CLOCKS.items():
            self.patch.setattr(settings, clock, seconds)
        self.post = Post()
        self.patch.setattr(layer, "current", lambda: self.post)
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.stage = stage()
        self.readers = {}
        self.history = []
        self.late = set()
        self.backup = transaction.savepoint_create()
        self.ended = False
        self.note()

    @initialize(
        way=st.sampled_from([0.0, 0.003, 0.4]),
        narrow=st.booleans(),
        first=st.lists(st.tuples(houses, numbers), max_size=READERS),
    )
    def open_houses(self, way, narrow, first):
        """The processes begin, and somebody is there."""
        House.way = way
        if narrow:  # pages are soon too old to be told, and telephones soon full
            self.patch.setattr(settings, "RESYNC_EVENTS", 6)
            self.patch.setattr(settings, "PENDING_BYTES", 6000)
        for place in range(HOUSES):
            self.open_house(place)
        for n, (house, room) in enumerate(first):
            self.open_page(n, house, room, [])

    def open_house(self, place):
        async def build():
            self.post.ears[place] = House()

        self.run(build())

    # Readers

    @rule(n=readers, house=houses, room=numbers, meanwhile=st.lists(st.tuples(acts, numbers), max_size=1))
    def open_page(self, n, house, room, meanwhile):
        """Somebody opens the page; its number is read before its rows, and something may fall between."""
        if n in self.readers:
            self.readers[n].cut()
        reader = Reader(self, self.stage.rooms[room % len(self.stage.rooms)], house)
        for what, number in meanwhile:
            self.act(what, number, AT_ONCE, 0.0)
        reader.page = self.stage.page(reader.address)
        self.readers[n] = reader
        reader.join()

    @rule(n=readers, house=houses, how=st.sampled_from(["cut", "cut", "return", "ask again", "poll", "doze"]))
    def read(self, n, house, how):
        """A line breaks, is taken up again, perhaps in another process, or does without."""
        reader = self.readers.get(n)
        if reader is None:
            return
        if how == "doze":
            reader.pause = 0.0 if reader.pause else 0.5 + 3 * house
        elif reader.sink is None:
            reader.house = house
            reader.poll() if how == "poll" else reader.join()
        elif how == "cut":
            reader.cut()
        elif how == "ask again" and reader.sink.place is not None:
            self.loop.create_task(reader.ask_again())

    @rule(n=readers, house=houses, many=st.lists(st.tuples(acts, numbers), min_size=1, max_size=5))
    def be_away(self, n, house, many):
        """Somebody rides the lift while others talk, and comes out of it."""
        self.read(n, house, "cut")
        self.act_and_be_heard(many)
        self.read(n, house, "return")
        self.breathe(1.0)

    # What happens

    @rule(many=st.lists(st.tuples(acts, numbers, fates, drawings), min_size=1, max_size=5))
    def act_in_a_row(self, many):
        """Things are done in one breath; their messages come, or are lost, late or doubled."""
        for what, n, fate, drawn in many:
            self.act(what, n, fate, drawn)

    @rule(many=st.lists(st.tuples(acts, numbers), min_size=1, max_size=5))
    def act_and_be_heard(self, many):
        """Something is done, and everybody hears of it at once."""
        for what, n in many:
            self.act(what, n, AT_ONCE, 0.0)
            self.breathe(0.001)

    def act(self, what, n, fate, drawn):
        connection = transaction.get_connection()
        before = len(connection.run_on_commit)
        self.stage.do(what, n)
        after, connection.run_on_commit[before:] = connection.run_on_commit[before:], []
        self.note()
        for _, tell, _ in after:
            self.late.add(tell)
            if drawn:
                self.loop.call_later(drawn, self.tell, tell, fate)
            else:
                self.tell(tell, fate)

    def tell(self, tell, fate):
        """A process says what it has saved, unless a backup came back since."""
        if tell in self.late:
            self.late.remove(tell)
            self.post.fate = fate
            with outside():
                tell()

    @rule(what=st.sampled_from(["layer", "layer", "forget", "forget", "restart", "restore"]), house=houses)
    def mishap(self, what, house):
        """The layer was away, a name was given up, a process ends, or a backup came back."""
        if what == "layer":
            self.loop.call_soon(self.post.ears[house].reconnected)
        elif what == "forget":
            self.post.fate = AT_ONCE
            self.post.publish("*", Message(0, FORGET))
        elif what == "restart":
            self.end_house(house)
            self.open_house(house)
            self.ended = True
        elif what == "restore":
            transaction.savepoint_rollback(self.backup)
            self.stage.restored()
            renew_epochs()
            self.late.clear()
            self.note()

    def end_house(self, place):
        for reader in self.readers.values():
            if reader.house == place:
                reader.cut()
        self.post.ears[place].closed = True
        self.run(self.post.ears[place].close())

    @rule(seconds=breaths)
    def breathe(self, seconds):
        """Time passes."""
        self.run(asyncio.sleep(seconds))
        self.check()

    # What must be true

    def run(self, work):
        return self.loop.run_until_complete(work)

    def note(self):
        """Which words may be read no more, and how far each room was then."""
        marks = {room: Room.objects.seq_of(*room) for room in self.stage.rooms}
        self.history.append((marks, self.stage.unspoken()))

    def forbidden(self, address, epoch, since):
        """The words that could not be read at any time since that number."""
        sets = [
            words
            for marks, words in self.history
            if marks[address].epoch == epoch and marks[address].seq >= since
        ]
        return frozenset.intersection(*sets) if sets else frozenset()

    def check(self):
        """No gap, no double, no hidden word, and nothing that stumbled."""
        complaints = [*self.trouble.heard]
        for reader in self.readers.values():
            complaints += reader.trouble
        assert not complaints, complaints

    def settle(self):
        """Everybody comes back, and hears what there is to hear."""
        for reader in self.readers.values():
            reader.pause = 0.0
        for wait in (LATEST, LATEST, FORGOTTEN if self.ended else BEATEN):
            for reader in self.readers.values():
                if reader.sink is None:
                    reader.join()
            self.breathe(wait)
        for reader in self.readers.values():
            new = self.stage.page(reader.address)
            if (numbers := kinds[reader.address.kind].tally(reader.address.key)) is not None:
                new["tally"] = json.loads(encoded(numbers))
            differing = {
                part: (reader.page.get(part), told)
                for part, told in new.items()
                if reader.page.get(part) != told
            }
            assert not differing, differing
        self.check_presence()

    def check_presence(self):
        """The head count is told to everybody who is there."""
        rooms = [reader.address for reader in self.readers.values()]
        told = [(reader.address, reader.present) for reader in self.readers.values()]
        there = [(room, rooms.count(room)) for room in rooms]
        assert told == there, (told, there)

    def teardown(self):
        try:
            if sys.exc_info()[0] is None:
                self.settle()
        finally:
            with suppress(Exception):
                for place in range(HOUSES):
                    self.end_house(place)
            self.loop.close()
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)
            logging.getLogger("realtime").removeHandler(self.trouble)
            self.patch.undo()


def play(stage, examples, steps=20):
    """Let anything happen on this stage."""
    run_state_machine_as_test(
        lambda: Machine(stage),
        settings=effort(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],  # explaining would trace every line of Django
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
