"""Two server processes and one Valkey: what one saves the other's readers hear, whatever breaks between."""

import asyncio
import os
import sys
import threading
import time
from pathlib import Path

import pytest
import redis
from django.db import connection, connections

from realtime import hub
from realtime.models import Room
from realtime.publish import reopen
from realtime.sinks import REOPENED
from tests.realtime.corner import HERE, THERE, Reader, say, until
from tests.realtime.test_publish import Page
from tests.servers import Valkey

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
SPEAKER = """
import sys, django
django.setup()
from realtime.kinds import kinds
from tests.realtime.corner import Corner, say
kinds["corner"] = Corner()
for number in range(int(sys.argv[1])):
    say(f"{number}")
"""


@pytest.fixture
def valkey(settings, corner):
    server = Valkey()
    server.start()
    settings.REDIS_URL = server.url
    settings.COMPARE_SECONDS = 60  # so that only the layer can have told us
    yield server
    server.end()


@pytest.fixture
async def houses(valkey):
    """Two hubs, each with its own line, as in two processes."""
    both = [hub.Hub(), hub.Hub()]
    yield both
    for each in both:
        await each.close()


def address_of_database():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return f"postgresql://{facts['USER']}:{facts['PASSWORD']}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


async def present(house, address=HERE):
    return await Reader(Page(await house.read(Room.objects.seq_of, *address))).join(house, address)


async def test_what_another_process_saves_is_heard_here(houses, valkey):
    readers = [await present(house) for house in houses]
    environment = os.environ | {
        "DATABASE_URL": address_of_database(),
        "REDIS_URL": valkey.url,
        "DJANGO_SETTINGS_MODULE": "cms.settings",
    }
    command = [sys.executable, "-c", SPEAKER, "20"]
    speaker = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT)
    try:
        await until(lambda: all(reader.after == 20 for reader in readers), 60)
    finally:
        await asyncio.wait_for(speaker.wait(), 30)
    assert [reader.heard for reader in readers] == [list(range(1, 21))] * 2
    assert not any(reader.trouble for reader in readers)


async def test_heads_are_counted_in_all_processes(houses):
    first = await present(houses[0])
    second = await present(houses[1])
    for reader in (first, second):
        await until(lambda reader=reader: {"type": "presence", "count": 2} in reader.frames)
    await second.cut()
    await until(lambda: first.frames[-1] == {"type": "presence", "count": 1})


async def test_whose_rights_changed_is_put_out_in_all_processes(houses):
    readers = [await present(house) for house in houses]
    elsewhere = await present(houses[1], THERE)
    await houses[0].act(reopen, HERE)
    await until(lambda: all(reader.sink.closed == REOPENED for reader in readers))
    assert elsewhere.sink.closed is None


async def test_nothing_is_lost_when_valkey_dies_and_comes_back(houses, valkey, settings):
    settings.COMPARE_SECONDS = 0.2
    readers = [await present(house) for house in houses]

    def speak():
        try:
            for number in range(40):
                say(f"말 {number}")
                time.sleep(0.02)
        finally:
            connections.close_all()

    speakers = [threading.Thread(target=speak) for _ in range(3)]
    for speaker in speakers:
        speaker.start()
    await asyncio.sleep(0.2)
    await asyncio.to_thread(valkey.stop)
    await asyncio.sleep(0.5)
    await asyncio.to_thread(valkey.start)
    for speaker in speakers:
        await asyncio.to_thread(speaker.join)
    await until(lambda: all(reader.after == 120 for reader in readers))
    assert [reader.heard for reader in readers] == [list(range(1, 121))] * 2
    assert not any(reader.trouble for reader in readers)


async def test_a_message_that_nobody_understands_does_not_end_the_line(houses, valkey):
    reader = await present(houses[0])
    with redis.Redis.from_url(valkey.url) as stranger:
        for nonsense in (b"", b"\xff\xfe", b"0\npresence\nx\n\n0\nmany", b"x\n" * 9):
            stranger.publish(f"{houses[0].line.layer.prefix}:{HERE}", nonsense)
    await houses[0].act(say, "그래도 들립니다")
    await until(lambda: reader.after == 1)


async def test_a_line_that_was_cut_is_noticed_and_taken_up_again(houses, valkey):
    reader = await present(houses[0])
    await asyncio.to_thread(valkey.stop)
    await houses[0].act(say, "끊긴 동안")
    assert reader.after == 0
    await asyncio.to_thread(valkey.start)
    await until(lambda: reader.after == 1)  # the comparison is far away: the line itself said so
    await until(houses[0].line.rooms[str(HERE)].is_set)
    await until(lambda: {"type": "bell"} in reader.frames)  # one may have been rung meanwhile: look anyway
    await asyncio.sleep(1.1)  # the publisher's patience with a dead layer
    await houses[0].act(say, "이어진 뒤")
    await until(lambda: reader.after == 2)


async def test_a_room_opens_without_the_layer(valkey, settings):
    settings.COMPARE_SECONDS = 0.2
    valkey.stop()
    house = hub.Hub()
    reader = await present(house)
    await house.act(say, "홀로")
    await until(lambda: reader.after == 1)
    await house.close()
