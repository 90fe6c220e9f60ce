"""Without a socket: a ticket, the room as it is, its events by plain GET and as a stream."""

import asyncio
import json
import re

import pytest
from django.test import AsyncClient
from django.urls import reverse

from realtime.metrics import counts
from realtime.models import Room
from tests.realtime.corner import HERE, hide, say, until


def address(name, key="1", kind="corner"):
    return reverse(name, kwargs={"kind": kind, "key": key})


@pytest.fixture
def words(db):
    return [say("하나"), say("둘"), say("셋")]


@pytest.mark.django_db
def test_everybody_gets_a_ticket_for_a_public_room(client):
    answer = client.post(address("room-ticket"))
    assert answer.status_code == 200
    assert set(answer.json()) == {"ticket", "expires_at", "seq", "epoch", "rights"}
    assert answer.json()["rights"] == ["read"]
    assert answer["Cache-Control"] == "no-store"


def test_a_resident_gets_the_right_to_speak(client, resident):
    client.force_login(resident)
    assert client.post(address("room-ticket")).json()["rights"] == ["read", "speak"]


def test_the_room_as_it_is_says_how_far_it_is(client, words):
    answer = client.get(address("room")).json()
    assert (answer["room"], answer["seq"]) == ("corner/1", 3)
    assert answer["epoch"] == Room.objects.seq_of(*HERE).epoch
    assert len(answer["words"]) == 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "key"), [("nowhere", "1"), ("corner", "404"), ("corner", "%00"), ("corner", "9" * 30)]
)
@pytest.mark.parametrize("name", ["room", "room-ticket", "room-events"])
def test_a_room_that_is_not_there_is_404_at_every_door(client, kind, key, name):
    path = address(name, "KEY", kind).replace("KEY", key)
    answer = client.post(path) if name == "room-ticket" else client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "room_not_found")
    assert answer["Content-Type"].startswith("application/problem+json")


def test_what_was_missed_comes_by_plain_get(client, words):
    answer = client.get(address("room-events") + "?after=1")
    body = answer.json()
    assert [event["seq"] for event in body["events"]] == [2, 3]
    assert (body["seq"], body["resync"], body["tally"]) == (3, False, {"type": "tally", "words": 3})
    assert answer["Cache-Control"] == "public, max-age=1"
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("query", ["", "?after=9", "?after=1&epoch=other"])
def test_who_cannot_be_told_is_sent_to_the_room_as_it_is(client, words, query):
    body = client.get(address("room-events") + query).json()
    assert (body["resync"], body["events"]) == (True, [])


def test_a_hidden_word_does_not_come_by_get(client, words):
    hide(words[1])
    assert "둘" not in client.get(address("room-events") + "?after=0").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("after", ["x", "-1", "1.5", "٣", "9" * 40, "%00", ""])
def test_a_bad_number_is_refused(client, after):
    answer = client.get(address("room-events") + f"?after={after}")
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_after")


@pytest.mark.django_db
def test_events_are_read_not_written(client):
    assert client.post(address("room-events")).json()["code"] == "method_not_allowed"


class Stream:
    """A browser's EventSource."""

    def __init__(self, answer):
        self.answer = answer
        self.parts = answer.streaming_content
        self.text = ""

    async def read(self, wanted, seconds=5):
        async with asyncio.timeout(seconds):
            while wanted not in self.text:
                self.text += (await anext(self.parts)).decode()

    async def cut(self):
        await asyncio.to_thread(self.answer.close)

    @property
    def frames(self):
        return [json.loads(line[6:]) for line in self.text.splitlines() if line.startswith("data: ")]


async def listen(query="", **headers):
    answer = await AsyncClient().get(
        address("room-events") + query, headers={"accept": "text/event-stream", **headers}
    )
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/event-stream"
    return Stream(answer)


@pytest.mark.django_db(transaction=True)
async def test_events_come_as_a_stream_and_go_on_where_the_line_was_cut(house):
    await house.act(say, "하나")
    stream = await listen("?after=0")
    await stream.read('"하나')
    await stream.read('"tally"')
    assert stream.text.startswith("retry: 2000\n\n")
    assert [frame["type"] for frame in stream.frames][:2] == ["welcome", "event"]
    assert re.findall(r"^id: (\d+)$", stream.text, re.MULTILINE) == ["1"]
    await house.act(say, "둘")
    await stream.read('"둘')
    await stream.cut()
    await house.act(say, "셋")
    again = await listen("?after=0", last_event_id="2")
    await again.read('"셋')
    assert "둘" not in again.text
    await again.cut()
    await until(lambda: not house.halls[HERE].members)
    assert counts.streams == 0


@pytest.mark.django_db(transaction=True)
async def test_a_word_hidden_while_the_line_was_cut_does_not_come_back_by_the_stream(house):
    await house.act(say, "하나")
    stream = await listen("?after=0")
    await stream.read('"하나')
    await stream.cut()
    gone = await house.act(say, "가려질 말")
    await house.act(hide, gone)
    await house.act(say, "끝")
    again = await listen("?after=1")
    await again.read('"끝')
    assert "가려질 말" not in again.text
    assert [part["seq"] for part in heard(again)] == [2, 3, 4]
    await again.cut()


def heard(stream):
    """The events of a stream, out of their batches."""
    parts = [frame.get("events", [frame]) for frame in stream.frames if frame["type"] in {"event", "batch"}]
    return [event for part in parts for event in part]


@pytest.mark.django_db(transaction=True)
async def test_a_stream_beats_and_ends(house, settings):
    settings.STREAM_BEAT_SECONDS = 0.02
    settings.STREAM_SECONDS = 0.2
    stream = await listen()
    await stream.read('{"type":"pong"}')
    assert stream.frames[1]["type"] == "resync"
    async with asyncio.timeout(5):
        async for part in stream.parts:
            assert part
    assert counts.streams == 0


@pytest.mark.django_db(transaction=True)
async def test_streams_are_bounded(house, settings):
    settings.STREAM_READERS = 1
    first = await listen()
    await first.read("welcome")
    answer = await AsyncClient().get(address("room-events"), headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_streams")
    await first.cut()
