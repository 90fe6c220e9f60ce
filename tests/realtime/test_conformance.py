"""What the Autobahn suite sends ends here as it ends on the bare server, and a neighbour notices nothing.

The cases are in CHEONG_DATA (a folder with malformed/); all of them run with --long.
"""

import os
import uuid
from typing import NamedTuple

import pytest

from tests.realtime.wire.cases import SHORT, collected
from tests.realtime.wire.doors import KINDS, each_of
from tests.realtime.wire.line import CLOSE, PING, PONG, TEXT, Gone

ROOM = "/ws/rooms/corner/1/"
ASKING = b"still here?"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        not os.environ.get("CHEONG_DATA"), reason="CHEONG_DATA names no folder with malformed/"
    ),
]


class End(NamedTuple):
    """How a line took what was sent to it."""

    stood: bool
    pongs: list[bytes]
    close: int | None
    """The code of its close frame; 0 where it said none, None where it hung up without one."""


@pytest.fixture(params=each_of([KINDS[0], KINDS[2], KINDS[4]]))
def door(doors, request):
    return doors.at(request.param)


class Neighbour:
    """Somebody else in the corner, who speaks from time to time and hears it."""

    def __init__(self, door):
        self.line = door.line(ROOM)
        self.line.say(door.ask("ticket"))
        self.last = self.line.hear_frame("welcome")["seq"]

    def speaks(self):
        self.line.say({"type": "word.say", "ref": str(uuid.uuid4()), "body": "여전히 잘 들립니다."})
        heard = self.line.hear_frame("event")
        assert heard["seq"] == self.last + 1
        self.last += 1


def bare(door):
    """A line to an application that says back what it hears."""
    return door.line("/echo"), "그대로".encode(), "그대로".encode()


def ours(door):
    """A line into a room."""
    line = door.line(ROOM)
    line.say(door.ask("ticket"))
    line.hear_frame("welcome")
    return line, b'{"type":"ping"}', b'{"type":"pong"}'


def outcome(case, line, asked, answered):
    """Send a case and see what comes of it."""
    stood, pongs = True, []
    try:
        for raw in case.body:
            line.push(raw, piecemeal=case.piecemeal)
        # A ping may stand between the pieces of a message, a question may not.
        line.send(PING, ASKING)
        if case.whole:
            line.send(TEXT, asked)
        awaited = {(PONG, ASKING)} | ({(TEXT, answered)} if case.whole else set())
        while awaited:
            heard = line.hear()
            if heard.opcode == CLOSE:
                return End(False, pongs, heard.code or 0)
            awaited.discard(heard)
            if heard.opcode == PONG and heard.payload != ASKING:
                pongs.append(heard.payload)
        for raw in case.rest:
            line.push(raw)
    except Gone:
        stood = False
    return End(stood, pongs, last_word(line))


def last_word(line):
    """The code of the close frame that ends a line."""
    try:
        while (heard := line.hear()).opcode != CLOSE:
            pass
    except Gone:
        return None
    return heard.code or 0


def test_whatever_is_sent_ends_as_on_the_bare_server(door, request):
    everything = request.config.getoption("--long")
    cases = [case for case in collected() if everything or case.name in SHORT]
    assert len(cases) == (123 if everything else len(SHORT))
    neighbour, different, ends = Neighbour(door), {}, {}
    for case in cases:
        found = []
        for way in (bare, ours):
            line, *probe = way(door)
            with line:
                found.append(outcome(case, line, *probe))
            neighbour.speaks()
        ends[case.name] = found[1]
        if found[0] != found[1]:
            different[case.name] = found
    assert different == {}
    fallen = [case.name for case in cases if not case.is_stood(ends[case.name])]
    print(f"{door.kind.name}: {len(cases) - len(fallen)} of {len(cases)} cases stood; not {fallen}")
    assert set(fallen) <= LATE
    assert ends["2.11"].pongs == [b"payload-%d" % number for number in range(10)]
    state = door.until(lambda state: (state["members"], state["lines"]) == (1, {}))
    assert [stumble for stumble in state["stumbles"] if not stumble.startswith(SERVERS_OWN)] == []


LATE = {"6.4.2"}
"""Some servers look at the letters of a message only when it is whole; the suite lets them."""
SERVERS_OWN = ("uvicorn.error: Invalid UTF-8", "websockets")
"""What the server itself complains of, with the bare echo too."""
