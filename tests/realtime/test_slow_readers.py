"""A reader that does not read costs the others nothing, and us no more than a bound."""

import asyncio
import json

from realtime.sinks import SLOW, Frame, Sink
from realtime.wires import Wire, never
from tests.realtime.corner import HERE, Reader, until

ROOM = str(HERE)


class Hall:
    def resync(self):
        return Frame('{"type":"resync"}')


async def test_a_slow_reader_is_told_once_to_look_anew_when_it_has_caught_up(settings):
    settings.PENDING_BYTES = 1000
    sink = Sink()
    sink.place = Hall()
    for _ in range(50):
        sink.take(Frame("가" * 100))
    assert sink.lagging
    assert sink.pending <= 1000
    got = []
    async with asyncio.timeout(2):
        async for frame in sink.frames(0.01):
            if frame is None:
                break
            got.append(frame.text)
    assert got == ["가" * 100] * 3 + ['{"type":"resync"}']
    assert not sink.lagging


async def test_who_still_lags_is_let_go(settings):
    settings.PENDING_BYTES = 100
    settings.LAG_SECONDS = 0.02
    sink = Sink()
    sink.take(Frame("x" * 90))
    sink.take(Frame("x" * 90))
    await until(lambda: sink.closed == SLOW)
    assert not sink.queue


async def test_answers_to_somebody_who_never_reads_end_at_twice_the_bound(settings):
    settings.PENDING_BYTES = 100
    sink = Sink()
    for _ in range(300):
        sink.say(Frame('{"type":"pong"}'))
    assert sink.closed == SLOW


async def test_a_stream_that_nobody_reads_is_held_back_here_and_then_cut(settings):
    settings.PENDING_BYTES = 1000
    settings.LAG_SECONDS = 0.05
    cut, held = asyncio.Event(), [10_000_000]
    sink = Sink()
    sink.go_straight(Wire(never, len, len, lambda: held[0], cut.set))
    reading = asyncio.ensure_future(anext(sink.frames()))
    for _ in range(50):
        sink.take(Frame("가" * 100))
    await asyncio.wait_for(cut.wait(), 5)
    assert not reading.done() or sink.closed == SLOW
    assert (sink.closed, sink.pending <= 1000) == (SLOW, True)
    reading.cancel()


async def test_one_dead_reader_does_not_keep_the_others_waiting(house, ledger, settings):
    settings.PENDING_BYTES = 2000
    dead = Sink()
    await house.join(dead, HERE, frozenset(), ledger.epoch, 0)  # nobody takes from this sink
    healthy = await Reader(ledger).join(house)
    for _ in range(40):
        house.hear(ROOM, ledger.act("word.said"))
        await asyncio.sleep(0)
    await until(lambda: healthy.after == 40)
    assert dead.pending <= 2000
    assert dead.lagging
    assert not healthy.trouble


async def test_a_reader_that_catches_up_goes_on_without_a_gap(house, ledger, settings):
    settings.PENDING_BYTES = 1500
    slow = Reader(ledger)
    slow.sink = Sink()
    await house.join(slow.sink, HERE, frozenset(), ledger.epoch, 0)
    for _ in range(40):
        house.hear(ROOM, ledger.act("word.said"))
        await asyncio.sleep(0.001)
    await until(lambda: slow.sink.lagging)
    slow.task = asyncio.create_task(slow.listen(slow.sink))
    await until(lambda: "resync" in slow.types())
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: slow.after == 41)
    assert slow.rows == ledger.rows
    assert not slow.trouble
    assert json.dumps(slow.frames).count('"resync"') == 1
