"""A busy room speaks in breaths, without losing a place or making control wait."""

import asyncio
import json

from realtime.conflation import Conflation, batches
from realtime.protocol import Message, encoded
from tests.realtime.corner import HERE, Corner, Reader, until

ROOM = str(HERE)


def word(seq, name="word.said", row="row/1", text="말"):
    return Message(
        seq, name, row, "e", encoded({"type": "event", "seq": seq, "name": name, "data": {"text": text}})
    )


async def test_the_first_word_goes_at_once_and_the_next_ones_together(settings):
    settings.BATCH_SECONDS = 0.03
    sent = []
    breath = Conflation(Corner(), sent.append)
    for seq in range(1, 6):
        breath.add(word(seq))
    assert [json.loads(frame.text)["type"] for frame in sent] == ["event"]
    await until(lambda: len(sent) == 2)
    together = json.loads(sent[1].text)
    assert together["type"] == "batch"
    assert [event["seq"] for event in together["events"]] == [2, 3, 4, 5]
    assert sent[1].seq == 5


async def test_four_hundred_words_a_second_are_at_most_twenty_frames_a_second(settings):
    settings.BATCH_SECONDS = 0.05
    sent = []
    breath = Conflation(Corner(), sent.append)
    loop = asyncio.get_running_loop()
    began = loop.time()
    for seq in range(1, 101):
        breath.add(word(seq))
        await asyncio.sleep(0.0025)
    await until(lambda: sent[-1].seq == 100)
    assert len(sent) <= (loop.time() - began) / 0.05 + 2


async def test_control_overtakes_the_timer_and_nobody(settings):
    settings.BATCH_SECONDS = 10
    sent = []
    breath = Conflation(Corner(), sent.append)
    for seq in (1, 2, 3):
        breath.add(word(seq))
    breath.add(word(4, "bell.rung"))
    assert [frame.seq for frame in sent] == [1, 3, 4]
    assert json.loads(sent[-1].text)["type"] == "event"
    breath.clear()


def test_a_count_that_a_later_one_supersedes_only_keeps_its_place():
    said = [word(1, "word.counted"), word(2, "word.counted", "row/2"), word(3), word(4, "word.counted")]
    [frame] = batches(said, Corner.counting)
    events = json.loads(frame.text)["events"]
    assert events[0] == {"seq": 1, "name": "word.counted"}
    assert all("data" in event for event in events[1:])


def test_a_batch_is_never_too_large_for_a_slow_line():
    frames = list(batches([word(seq, text="가" * 1000) for seq in range(1, 101)], frozenset()))
    assert len(frames) > 3
    assert all(frame.size < 128 * 1024 for frame in frames)
    assert [frame.seq for frame in frames] == sorted(frame.seq for frame in frames)
    assert frames[-1].seq == 100


async def test_the_last_tally_wins(house, ledger, settings):
    settings.TALLY_SECONDS = 0.05
    reader = await Reader(ledger).join(house)
    for _ in range(30):
        house.hear(ROOM, ledger.act("word.said"))
        await asyncio.sleep(0.002)
    await until(lambda: {"type": "tally", "events": 30} in reader.frames)
    assert reader.types().count("tally") <= 5


async def test_the_head_count_is_told_seldom_and_only_when_it_changed(house, ledger, settings):
    settings.PRESENCE_SECONDS = 0.05
    first = await Reader(ledger).join(house)
    others = [await Reader(ledger).join(house) for _ in range(9)]
    await until(lambda: {"type": "presence", "count": 10} in first.frames)
    told = first.types().count("presence")
    assert told <= 3
    await asyncio.sleep(0.15)
    assert first.types().count("presence") == told
    await others[0].cut()
    await until(lambda: {"type": "presence", "count": 9} in first.frames)
