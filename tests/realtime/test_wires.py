"""The contract of realtime/wires.py with each server as it is installed here.

A new version that keeps its connections otherwise must fail here, and not fall silently to the plain way.
"""

import itertools
import json

import pytest
from django.conf import settings

from realtime import wires
from realtime.sinks import SERVER_HOLDS, SLOW
from tests.realtime.wire.doors import DIRECT, KINDS, PLAIN, each_of
from tests.realtime.wire.line import CLOSE, PING, PONG, TEXT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(120)]
KOREAN = "밤길을 더 밝게 👨‍👩‍👧‍👦 하려면 𤭢"
SIZES = [0, 1, 125, 126, 127, 65535, 65536, 100_000]
NAMES = (f"line-{number}" for number in itertools.count())
NARROW = 4096
OF_DAPHNE = ["transport", "state", "STATE_OPEN"], wires.TWISTED
OF_UVICORN = (
    ["transport", "handshake_complete", "close_sent", "disconnected", "conn"],
    ["get_write_buffer_size", "is_closing", "write", "abort"],
)


@pytest.fixture(params=each_of(KINDS))
def door(doors, request):
    """A server, which has nothing new to complain of afterwards."""
    yield from served(doors.at(request.param))


@pytest.fixture(params=each_of(KINDS, {DIRECT}))
def direct(doors, request):
    yield from served(doors.at(request.param))


def served(one):
    before = len(one.ask("state")["stumbles"])
    yield one
    assert one.until(lambda state: not state["lines"])["stumbles"][before:] == []


class Drawn:
    """A reader, with the strings that move its line at the server's end."""

    def __init__(self, door, query="", **more):
        self.door, self.name = door, next(NAMES)
        self.line = door.line(f"/line/{self.name}{query}", **more)
        door.until(lambda state: self.name in state["lines"])

    def do(self, *steps):
        return self.door.ask(f"do/{self.name}", steps)

    @property
    def state(self):
        return self.door.ask("state")["lines"][self.name]

    def until(self, condition):
        return self.door.until(lambda state: condition(state["lines"][self.name]))["lines"][self.name]

    def __enter__(self):
        return self

    def __exit__(self, *trouble):
        self.line.close()


def heard(line, count):
    return [line.hear_text() for _ in range(count)]


def test_each_server_is_written_to_by_the_way_it_was_measured_for(door):
    with Drawn(door) as reader:
        assert reader.state["way"] == door.kind.way, f"{door.kind.name} keeps its lines otherwise now"


def test_frames_of_every_length_arrive_whole_and_in_order(door):
    texts = [KOREAN, *("가나다" * (size // 9) + "~" * (size % 9) for size in SIZES[1:]), KOREAN * 500]
    with Drawn(door) as reader:
        reader.do(["take", *texts])
        assert heard(reader.line, len(texts)) == texts


def test_straight_frames_keep_their_order_with_plain_ones_and_with_pings(direct):
    texts = [f"{number} {KOREAN}" for number in range(60)]
    steps = []
    for number, text in enumerate(texts):
        steps.append(["plain" if number % 3 == 1 else "insist", text])
        steps += [["ping"]] if number % 5 == 2 else []
    with Drawn(direct) as reader:
        reader.do(*steps)
        frames = [reader.line.hear() for _ in range(72)]
        for ping in [frame for frame in frames if frame.opcode == PING]:
            reader.line.send(PONG, ping.payload)
        assert [frame.payload.decode() for frame in frames if frame.opcode == TEXT] == texts
        assert [place for place, frame in enumerate(frames) if frame.opcode == PING] == list(range(3, 72, 6))


def test_an_open_and_empty_line_takes_everything_at_once(direct):
    texts = ["~" * size for size in SIZES] + [KOREAN]
    with Drawn(direct) as reader:
        assert reader.do(["offer", *texts]) == [[True] * len(texts)]
        assert reader.state["writing"] is False
        assert heard(reader.line, len(texts)) == texts


def test_a_full_line_gets_every_byte_once_when_its_reader_reads_on(door):
    with Drawn(door, room=NARROW) as reader:
        [count] = reader.do(["flood", 3_001, settings.PENDING_BYTES - 4_000])
        if door.kind.way == DIRECT:
            assert reader.until(lambda told: told["held"] > 0)["writing"]
            assert reader.state["pending"] > 0
        assert [int(text.rstrip("~")) for text in heard(reader.line, count)] == list(range(count))
        reader.until(lambda told: (told["pending"], told["held"], told["writing"]) == (0, 0, False))
        reader.do(["take", KOREAN])
        assert reader.line.hear_text() == KOREAN
        if door.kind.way == DIRECT:
            assert reader.do(["offer", "다시 곧장"]) == [[True]]


def test_what_waits_is_known_and_nothing_overtakes_it(direct):
    with Drawn(direct, room=NARROW) as reader:
        assert reader.state["held"] == 0
        [count, taken] = reader.do(["flood", 3_001, 20_000], ["offer", "새치기"])
        assert taken == [False]
        held = reader.until(lambda told: told["held"] > 0)["held"]
        assert 0 < held <= SERVER_HOLDS + 3_100
        assert [int(text.rstrip("~")) for text in heard(reader.line, count)] == list(range(count))
        assert reader.line.hear_text() == "새치기"
        reader.until(lambda told: told["held"] == 0)


def test_readers_that_never_read_cost_no_more_than_twice_the_bound_each(door):
    bound = 2 * settings.PENDING_BYTES
    readers = [Drawn(door, room=NARROW) for _ in range(3)]
    try:
        names = ",".join(reader.name for reader in readers)
        before = door.ask("state")["resident"]
        for _ in range(20):
            door.ask(f"flood/{names}/2000/500")
        state = door.ask("state")
        for reader in readers:
            told = state["lines"][reader.name]
            assert told["writing"]
            assert told["pending"] + told["held"] <= bound
        # Twenty megabytes were said to each.
        assert state["resident"] - before <= len(readers) * bound
    finally:
        for reader in readers:
            reader.line.close()


def test_nothing_is_written_before_a_line_is_open_or_after_its_close_frame(direct):
    with Drawn(direct) as reader:
        assert reader.state["early"] is False
        reader.do(["take", KOREAN], ["close", 4321], ["take", "늦은 말"])
        assert reader.line.hear_text() == KOREAN
        last = reader.line.hear()
        assert (last.opcode, last.code) == (CLOSE, 4321)
        reader.line.send(CLOSE, last.payload)
        assert reader.line.rest() == []


def test_nothing_is_written_after_the_reader_said_goodbye(direct):
    with Drawn(direct) as reader:
        reader.do(["take", KOREAN])
        reader.line.send(CLOSE, (1000).to_bytes(2))
        for _ in range(20):
            reader.do(["take", KOREAN])
        frames = reader.line.rest()
        assert [frame.opcode for frame in frames][-1] == CLOSE
        assert {frame.payload.decode() for frame in frames[:-1]} == {KOREAN}


def test_a_line_that_is_gone_takes_nobody_with_it(door):
    readers = [Drawn(door) for _ in range(8)]
    all_of_them = ",".join(reader.name for reader in readers)
    try:
        for reader in readers[::3]:
            reader.line.abort()
        # At once, while the server has not yet seen that they are gone, and again when it has.
        door.ask(f"do/{all_of_them}", [["take", "하나"], ["take", "둘"]])
        staying = [reader for number, reader in enumerate(readers) if number % 3]
        door.until(lambda state: len(state["lines"]) == len(staying))
        for reader in staying:
            reader.do(["take", "셋"])
            assert heard(reader.line, 3) == ["하나", "둘", "셋"]
    finally:
        for reader in readers:
            reader.line.close()


def test_the_setting_forces_the_plain_way_with_the_same_outcome(direct):
    texts = ["~" * size for size in SIZES[1:]] + [KOREAN]
    with Drawn(direct, "?plain", room=NARROW) as reader:
        assert reader.state["way"] == PLAIN
        reader.do(["take", *texts])
        assert heard(reader.line, len(texts)) == texts


def test_a_connection_that_lacks_anything_we_touch_goes_the_plain_way(direct):
    protocol, transport = OF_DAPHNE if "Daphne" in direct.kind.name else OF_UVICORN
    with Drawn(direct) as reader:
        found = reader.do(["lacking", "protocol", *protocol], ["lacking", "transport", *transport])
    assert found == [[], []]


def test_a_server_nobody_knows_gets_the_plain_way():
    assert [wires.wire_of(send) for send in (print, object(), None, "".join, json.dumps)] == [None] * 5


@pytest.fixture
def short_patience(door):
    door.ask("patience/0.2")
    yield
    door.ask("patience/30")


def test_a_room_lets_go_whom_it_cannot_reach(door, short_patience):
    ticket = door.ask("ticket")
    with door.line("/ws/rooms/corner/1/", room=NARROW) as deaf, door.line("/ws/rooms/corner/1/") as well:
        for line in (deaf, well):
            line.say(ticket)
        assert deaf.hear_frame("welcome")
        door.until(lambda state: state["members"] == 2)
        for _ in range(50):
            door.ask("spread/50000/4")
            for _ in range(4):
                well.hear_frame("event")
        door.until(lambda state: state["members"] == 1)
        door.until(lambda state: state["sockets"] == 1)
        well.say({"type": "ping"})
        assert well.hear_frame("pong")
        ends = [frame.code for frame in deaf.rest() if frame.opcode == CLOSE]
        assert ends in ([], [SLOW])
