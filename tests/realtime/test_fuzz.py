"""A minute of nonsense on real servers: nothing breaks, nothing is left behind, no neighbour is disturbed."""

import json
import os
import random
import time
from collections import Counter
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from realtime import tickets
from realtime.kinds import Address, kinds
from realtime.tickets import Ticket
from tests.cast import NOON
from tests.realtime.test_valkey import address_of_database
from tests.realtime.wire.doors import TWO, Door
from tests.realtime.wire.line import CLOSE, TEXT, Gone
from tests.realtime.wire.noise import commands, frames

pytestmark = [pytest.mark.long, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]
SECONDS = 15
"""For each server and each kind of nonsense."""
MOST, ALL = 2_500, list(HealthCheck)
GROWTH, FILES = 8 * 2**20, 24
"""What may stay behind: memory, and the files of eight threads' database."""
HOUSE = "tests.realtime.wire.house:application"
SERVERS_OWN = (
    "uvicorn.error: Invalid UTF-8",
    # It says goodbye a second time where a close frame came right behind broken letters; the line ends.
    "asyncio: Fatal error: protocol.data_received() call failed.\nprotocol: <uvicorn",
)
ENDS = {4400, 4403, 4404, 4503}
"""A second `resume` without a good ticket ends the line, and nothing else does."""


def ticket_of(person, room):
    """What a program holds for an hour."""
    until, session, stamp = NOON.timestamp() + 3600, "", ""
    if person is not None:
        client = Client()
        client.force_login(person)
        session, stamp = client.session.session_key, tickets.stamp_of(person)
    rights = ["read", "speak", "attend", "run", "roll"]
    pk = person.pk if person else None
    return tickets.seal(Ticket(pk, room, rights, tickets.TOKEN, session, until, stamp))


@pytest.fixture
def rows(thread, comment, meeting, evening):
    """The numbers of what there is to be spoken of."""
    items = list(meeting.items.values_list("pk", flat=True))
    return [thread.pk, comment.pk, meeting.pk, evening.pk, *items, *range(1, 8)]


@pytest.fixture
def visitors(thread, meeting, evening, resident, member, chair, secretary, facilitator):
    """Who says nonsense, and where."""
    asked, talk = f"thread/{thread.pk}", f"thread/{evening.thread_id}"
    held, floor = f"meeting/{meeting.pk}", f"floor/{meeting.pk}"
    bell = f"person/{resident.key}"
    people = [
        (resident, asked), (None, asked), (facilitator, talk), (resident, talk), (chair, held),
        (secretary, held), (member, held), (member, floor), (chair, floor), (resident, bell),
    ]  # fmt: skip
    return [(room, ticket_of(person, room)) for person, room in people]


@pytest.fixture(params=TWO, ids=lambda kind: kind.name)
def door(request, tmp_path, visitors):
    environment = {
        "DATABASE_URL": address_of_database(), "DJANGO_SETTINGS_MODULE": "cms.settings",
        "PACE_PERSON": "1000000/60", "LAG_SECONDS": "5",
        "TURNED": str((NOON - timezone.now()).total_seconds()),
    }  # fmt: skip
    one = Door(request.param, tmp_path, HOUSE, **environment)
    try:
        one.wait()
        yield one
    finally:
        one.end()


class Town:
    """The house under noise, and a neighbour in each room who must go on hearing it."""

    def __init__(self, door, visitors):
        self.door, self.visitors = door, visitors
        self.neighbours = [self.enter(room, ticket) for room, ticket in visitors]
        self.told, self.warm = Counter(), None

    def enter(self, room, ticket):
        line = self.door.line(f"/ws/rooms/{room}/")
        line.say({"type": "resume", "ticket": ticket})
        line.hear_frame("welcome")
        return line

    def listen(self, every):
        """From time to time: is everybody still there? When its threads have met the database: how is it?"""
        if self.told.total() % every == 0:
            self.neighbours_are_well()
        # Asking has the server pick up its rubbish. Between two rounds of Python's own, seconds of noise pile
        # up tens of megabytes that the heap never gives back: what is measured is what somebody still holds.
        if self.told.total() % 200 == 0:
            state = self.door.ask("state")
            self.warm = self.warm or state

    def neighbours_are_well(self):
        for line in self.neighbours:
            line.say({"type": "ping"})
            line.hear_frame("pong")

    def check(self):
        """Everything is as before the noise."""
        self.neighbours_are_well()
        here = len(self.neighbours)
        self.door.until(lambda state: (state["members"], state["sockets"]) == (here, here), 30)
        after = self.door.until(lambda state: state["tasks"] <= self.warm["tasks"] + 5, 30)
        assert [each for each in after["stumbles"] if not each.startswith(SERVERS_OWN)] == []
        assert after["open"] <= self.warm["open"] + FILES
        assert after["resident"] - self.warm["resident"] < GROWTH


@pytest.fixture
def town(door, visitors):
    return Town(door, visitors)


def test_a_command_of_any_shape_is_refused_with_a_code_or_done(town, visitors, rows):
    end, lines = time.monotonic() + SECONDS, {}
    wishes = [
        st.tuples(
            st.just(who), commands(st.sampled_from(["ping", "resume", *4 * list(verbs_of(room))]), rows)
        )
        for who, (room, _) in enumerate(visitors)
    ]

    @settings(
        max_examples=MOST, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=ALL
    )
    @given(st.one_of(wishes))
    def say(wish):
        who, text = wish
        if time.monotonic() > end:
            return
        if who not in lines:
            lines[who] = town.enter(*visitors[who])
        answer(town, lines, who, text)
        town.listen(every=50)

    say()
    for line in lines.values():
        line.close()
    town.check()
    print(f"{town.door.kind.name}: {town.told.total()} messages in {SECONDS} s: {dict(town.told)}")
    assert town.told.total() > 300
    assert town.told["accepted"] > 0
    assert len(town.told) > 12


def verbs_of(room):
    return ["ping", "resume", *4 * list(kinds[Address(*room.split("/")).kind].commands)]


def answer(town, lines, who, text):
    """Say it, and hear what becomes of it; a frame that nobody knows is sent behind it and answered last."""
    line, raw, last = lines[who], text.encode("utf-8", "surrogatepass"), str(uuid4())
    try:
        line.send(TEXT, raw)
        line.say({"type": "last.of.all", "ref": last})
        while (heard := json.loads(line.hear_text())).get("ref") != last:
            if heard["type"] in {"accepted", "refused", "welcome", "pong"}:
                outcome = heard.get("code", heard["type"])
                assert outcome not in {"fault", "house_busy"}, text
                town.told[outcome] += 1
    except Gone as gone:
        [code] = gone.args or [None]
        town.told[f"closed {code}"] += 1
        if code not in ENDS and raw == text.encode("utf-8", "replace"):
            raise
        lines.pop(who).close()


def test_frames_of_any_kind_close_no_other_line_and_leave_nothing(town, visitors):
    seed = int(os.environ.get("FUZZ_SEED", time.time_ns()))
    dice, end = random.Random(seed), time.monotonic() + SECONDS
    while time.monotonic() < end:
        room, ticket = dice.choice(visitors)
        ending = disturb(town, room, ticket, dice)
        town.told[ending] += 1
        town.listen(every=20)
    town.check()
    print(f"{town.door.kind.name}, seed {seed}: {town.told.total()} lines in {SECONDS} s: {dict(town.told)}")


def disturb(town, room, ticket, dice):
    """One line from its beginning to some end; says how it ended."""
    with town.door.line(f"/ws/rooms/{room}/") as line:
        try:
            if dice.random() < 0.8:
                line.say({"type": "resume", "ticket": ticket})
            for _ in range(dice.randint(1, 4)):
                line.push(frames(dice), piecemeal=dice.random() < 0.1)
            if dice.random() < 0.3:
                line.abort()
                return "cut"
            line.send(CLOSE, (1000).to_bytes(2))
        except Gone:
            return "gone"
        # A length that never comes is waited for: only the end of the line ends it.
        line.end_sending()
        codes = [frame.code for frame in line.rest() if frame.opcode == CLOSE]
    return f"closed {codes[0]}" if codes else "hung up"
