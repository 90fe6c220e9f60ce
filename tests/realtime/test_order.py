"""Each reader hears every event once and in order, whatever the layer does."""

import asyncio
import uuid

from realtime.protocol import FORGET, Message
from realtime.sinks import Frame
from tests.realtime.corner import HERE, Reader, until

ROOM = str(HERE)


async def test_what_comes_in_order_is_told_in_order(house, ledger):
    reader = await Reader(ledger).join(house)
    for _ in range(5):
        house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: reader.after == 5)
    assert reader.heard == [1, 2, 3, 4, 5]
    assert not reader.trouble


async def test_what_comes_in_the_wrong_order_waits_for_its_turn(house, ledger):
    reader = await Reader(ledger).join(house)
    first, second, third = (ledger.act("word.said") for _ in range(3))
    for message in (third, first, second):
        house.hear(ROOM, message)
    await until(lambda: reader.after == 3)
    assert reader.heard == [1, 2, 3]
    assert ledger.reads["stretch"] == 0


async def test_what_comes_twice_is_told_once(house, ledger):
    reader = await Reader(ledger).join(house)
    message = ledger.act("word.said")
    for _ in range(3):
        house.hear(ROOM, message)
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: reader.after == 2)
    assert reader.heard == [1, 2]


async def test_a_lost_word_is_fetched_with_one_query_for_all_readers(house, ledger):
    readers = [await Reader(ledger).join(house) for _ in range(20)]
    ledger.act("word.said")
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: all(reader.after == 2 for reader in readers))
    assert ledger.reads["stretch"] == 1
    assert not any(reader.trouble for reader in readers)


async def test_silence_is_held_against_the_table(house, ledger):
    reader = await Reader(ledger).join(house)
    ledger.act("word.said")  # the layer says nothing
    await until(lambda: reader.after == 1)


async def test_a_reader_resumes_from_the_ring_without_a_query(house, ledger):
    early = Reader(ledger)
    other = await Reader(ledger).join(house)
    for _ in range(4):
        house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: other.after == 4)
    await early.join(house)
    await until(lambda: early.after == 4)
    assert early.heard == [1, 2, 3, 4]
    assert ledger.reads["stretch"] == 0


async def test_a_reader_resumes_from_the_table_where_the_ring_does_not_reach(house, ledger):
    early = Reader(ledger)
    for _ in range(4):
        ledger.act("word.said")
    await early.join(house)
    await until(lambda: early.after == 4)
    assert early.heard == [1, 2, 3, 4]
    assert "resync" not in early.types()


async def test_who_was_away_too_long_looks_at_the_room_as_it_is(house, ledger, settings):
    settings.RESYNC_EVENTS = 10
    early = Reader(ledger)
    for _ in range(11):
        ledger.act("word.said")
    await early.join(house)
    await until(lambda: early.after == 11)
    assert early.types()[:2] == ["welcome", "resync"]


async def test_a_replay_too_heavy_for_a_telephone_becomes_a_resync(house, ledger, settings):
    settings.PENDING_BYTES = 20_000
    early = Reader(ledger)
    for _ in range(10):
        ledger.act("word.said", text="가" * 900)
    await early.join(house)
    await until(lambda: "resync" in early.types())
    assert early.rows == ledger.rows


async def test_a_number_that_was_never_given_out_gets_a_resync(house, ledger):
    reader = Reader(ledger)
    reader.after = 7
    await reader.join(house)
    await until(lambda: "resync" in reader.types())
    assert reader.after == 0


async def test_a_page_newer_than_the_hub_makes_it_look(house, ledger):
    await Reader(ledger).join(house)
    ledger.act("word.said")
    newer = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: newer.after == 2)
    assert newer.heard == [2]
    assert "resync" not in newer.types()


async def test_a_restored_backup_sends_everybody_to_the_room_as_it_is(house, ledger):
    reader = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: reader.after == 1)
    ledger.epoch = str(uuid.uuid4())
    await until(lambda: "resync" in reader.types())
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: reader.after == 2)
    assert reader.rows == ledger.rows
    assert not reader.trouble


async def test_a_foreign_epoch_gets_a_resync(house, ledger):
    reader = Reader(ledger)
    reader.epoch = str(uuid.uuid4())
    await reader.join(house)
    await until(lambda: "resync" in reader.types())
    assert reader.epoch == ledger.epoch


async def test_a_hidden_word_does_not_come_back_by_replay(house, ledger):
    early = Reader(ledger)
    other = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said", "row/0", "나쁜 말"))
    house.hear(ROOM, ledger.act("word.hidden", "row/0"))
    await until(lambda: other.after == 2)
    await early.join(house)
    await until(lambda: early.after == 2)
    assert "나쁜 말" not in str(early.frames)
    assert early.heard == [1, 2]


async def test_a_name_that_was_given_up_does_not_come_back_by_replay(house, ledger):
    early = Reader(ledger)
    other = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said", "row/0", "홍길동"))
    await until(lambda: other.after == 1)
    ledger.rows["row/0"]["text"] = "탈퇴한 주민"
    house.hear("*", Message(0, FORGET))
    await early.join(house)
    await until(lambda: early.after == 1)
    assert "홍길동" not in str(early.frames)


async def test_the_numbers_come_anew_after_every_welcome(house, ledger):
    first = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: {"events": 1, "type": "tally"} in first.frames)
    second = await Reader(ledger).join(house)
    await until(lambda: "tally" in second.types() and "presence" in second.types())
    assert second.types()[0] == "welcome"
    assert {"type": "presence", "count": 2} in second.frames


async def test_a_full_hall_hears_everything_once_while_others_come_and_go(house, ledger):
    readers = [await Reader(ledger).join(house) for _ in range(600)]
    for number in range(6):
        house.hear(ROOM, ledger.act("word.said"))
        await asyncio.sleep(0)
        readers.append(await Reader(ledger).join(house))
        await readers[number].cut()
    there = readers[6:]
    await until(lambda: all(reader.after == 6 for reader in there))
    assert not any(reader.trouble for reader in there)


async def test_a_room_that_everybody_left_is_closed(house, ledger, settings):
    settings.HALL_SECONDS = 0.01
    reader = await Reader(ledger).join(house)
    await reader.cut()
    await until(lambda: HERE not in house.halls)


async def test_a_table_that_fails_to_open_a_room_refuses_only_those_who_came_then(house, ledger):
    ledger.broken = True
    try:
        await Reader(ledger).join(house)
    except OSError:
        ledger.broken = False
    reader = await Reader(ledger).join(house)
    house.hear(ROOM, ledger.act("word.said"))
    await until(lambda: reader.after == 1)


def test_one_frame_is_encoded_once_for_every_kind_of_reader():
    frame = Frame('{"type":"event","seq":3}', 3)
    assert frame.sse == b'id: 3\ndata: {"type":"event","seq":3}\n\n'
    assert frame.sse is frame.sse
