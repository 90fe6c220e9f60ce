"""The socket: who may come in, what it answers, and that nothing said into it brings it down."""

import json
import uuid
from contextlib import asynccontextmanager

import pytest
from channels.routing import URLRouter
from channels.testing import WebsocketCommunicator
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from realtime import table, tickets
from realtime.models import Event
from realtime.publish import reopen
from realtime.routing import websocket_urlpatterns
from realtime.tickets import Ticket
from tests.realtime.corner import CLOSED, HERE

saved = pytest.mark.django_db(transaction=True)
OURS = (b"origin", b"http://testserver")
HOST = (b"host", b"testserver")


@asynccontextmanager
async def socket(path="/ws/rooms/corner/1/", headers=(OURS,)):
    line = WebsocketCommunicator(URLRouter(websocket_urlpatterns), path, headers=[HOST, *headers])
    connected, _ = await line.connect(timeout=30)
    assert connected
    yield line
    await line.disconnect()


async def hear(line, kind=None):
    """The next frame, or the next one of a kind."""
    while True:
        frame = json.loads(await line.receive_from(timeout=30))
        if kind is None or frame["type"] == kind:
            return frame


async def closing(line):
    refused = await hear(line, "refused")
    end = await line.receive_output(timeout=30)
    assert end["type"] == "websocket.close"
    return refused["code"], end["code"]


def resume(ticket, after=None, epoch=None):
    return json.dumps(
        {"type": "resume", "ticket": ticket["ticket"], "epoch": ticket["epoch"], "after": ticket["seq"]}
    )


def ticket_for(person=None, key="1"):
    client = Client()
    if person:
        client.force_login(person)
    return client.post(reverse("room-ticket", kwargs={"kind": "corner", "key": key})).json()


@pytest.fixture
def ticket(resident):
    return ticket_for(resident)


@pytest.fixture
def guest(ledger):
    return a_ticket() | {"epoch": ledger.epoch}


def a_ticket(**changed):
    until = timezone.now().timestamp() + 3600
    return {
        "ticket": tickets.seal(Ticket(None, str(HERE), ["read"], "anonymous", "", until)._replace(**changed)),
        "epoch": "",
        "seq": 0,
    }


@saved
async def test_a_resident_comes_in_and_speaks_and_hears_it(house, ticket):
    ref = str(uuid.uuid4())
    async with socket() as line:
        await line.send_to(resume(ticket))
        welcome = await hear(line)
        assert welcome == {
            "type": "welcome",
            "room": "corner/1",
            "seq": 0,
            "epoch": ticket["epoch"],
            "rights": ["read", "speak"],
        }
        await line.send_to(json.dumps({"type": "word.say", "ref": ref, "body": "안녕하세요"}))
        heard = {}
        while not {"event", "accepted", "tally", "presence"} <= set(heard):
            frame = await hear(line)
            heard[frame["type"]] = frame
    assert heard["event"]["data"]["text"].startswith("안녕하세요")
    assert heard["event"]["at"].endswith("+09:00")
    assert heard["accepted"] == {"type": "accepted", "ref": ref, "seq": 1}


@saved
async def test_the_same_ref_is_done_once_and_with_other_words_refused(house, ticket):
    ref = str(uuid.uuid4())
    async with socket() as line:
        await line.send_to(resume(ticket))
        for _ in range(2):
            await line.send_to(json.dumps({"type": "word.say", "ref": ref, "body": "한 번"}))
            assert (await hear(line, "accepted"))["seq"] == 1
        await line.send_to(json.dumps({"type": "word.say", "ref": ref, "body": "두 번"}))
        assert (await hear(line, "refused"))["code"] == "ref_reused"
    assert await house.read(Event.objects.count) == 1


REF = "3f0a8c5e-5c1d-4a53-9d3e-2b1f6a7c9e10"
said = json.dumps
NONSENSE = [
    ("{broken", "bad_json"),
    ("[" * 100_000, "too_deep"),
    ('{"type":"ping","a":"' + "x" * 300_000 + '"}', "too_large"),
    ("[]", "bad_json"),
    ("{}", "unknown_frame"),
    ('{"type":7}', "unknown_frame"),
    ('{"type":"word.shout"}', "unknown_frame"),
    ('{"type":"word.say","ref":"x","body":"말"}', "bad_ref"),
    ('{"type":"word.say","body":"말"}', "bad_ref"),
    (said({"type": "word.say", "ref": REF, "body": "\x00"}), "bad_text"),
    (said({"type": "word.break", "ref": REF}), "fault"),
    (said({"type": "word.say", "ref": REF, "body": "말"}), "sign_in_needed"),
    (b"\x00\x01", "binary_frame"),
]


async def test_nonsense_is_refused_by_its_code_and_the_line_stays_open(house, ledger):
    async with socket() as line:
        await line.send_to(resume(a_ticket() | {"epoch": ledger.epoch}))
        await hear(line, "welcome")
        for words, code in NONSENSE:
            await line.send_to(**({"text_data": words} if isinstance(words, str) else {"bytes_data": words}))
            refused = await hear(line, "refused")
            assert (refused["code"], bool(refused["reason"])) == (code, True)
            await line.send_to('{"type":"ping"}')
            assert await hear(line, "pong") == {"type": "pong"}


@saved
async def test_a_refused_word_writes_nothing_and_may_be_sent_again_mended(house, ticket):
    async with socket() as line:
        await line.send_to(resume(ticket))
        await line.send_to(said({"type": "word.say", "ref": REF, "body": ""}))
        assert await hear(line, "refused") == {
            "type": "refused",
            "ref": REF,
            "code": "empty_words",
            "reason": "내용을 적어 주세요.",
        }
        await line.send_to(said({"type": "word.say", "ref": REF, "body": "이제 있습니다"}))
        assert (await hear(line, "accepted"))["seq"] == 1


@pytest.mark.parametrize(
    ("first", "code", "close"),
    [
        ('{"type":"ping"}', "resume_first", 4400),
        (said({"type": "word.say", "ref": REF, "body": "말"}), "resume_first", 4400),
        ("nonsense", "bad_json", 4400),
        ('{"type":"resume"}', "ticket_forged", 4403),
        ('{"type":"resume","ticket":"forged","epoch":"","after":0}', "ticket_forged", 4403),
        (resume(a_ticket(until=1)), "ticket_expired", 4403),
        (resume(a_ticket(room="corner/2")), "ticket_other_room", 4403),
    ],
)
async def test_without_a_good_ticket_nobody_comes_in(house, first, code, close):
    async with socket() as line:
        await line.send_to(first)
        assert await closing(line) == (code, close)


@pytest.mark.parametrize(
    ("headers", "ticket", "code"),
    [
        ((b"origin", b"https://evil.example"), a_ticket(), "origin_refused"),
        ((b"origin", b"https://testserver"), a_ticket(), "origin_refused"),
        ((b"origin", b"null"), a_ticket(), "origin_refused"),
        ((b"x-none", b""), a_ticket(), "origin_refused"),
        ((b"x-none", b""), a_ticket(via="cookie"), "origin_refused"),
    ],
)
async def test_another_sites_page_may_not_speak_for_a_resident(house, headers, ticket, code):
    async with socket(headers=[headers]) as line:
        await line.send_to(resume(ticket))
        assert (await closing(line))[0] == code


async def test_a_program_with_a_token_needs_no_origin_and_a_trusted_site_is_let_in(house, guest, settings):
    async with socket(headers=[]) as line:
        await line.send_to(resume(a_ticket(via="token")))
        assert (await hear(line))["type"] == "welcome"
    settings.ALLOWED_ORIGINS = ["https://partner.example"]
    async with socket(headers=[(b"origin", b"https://partner.example")]) as line:
        await line.send_to(resume(guest))
        assert (await hear(line))["type"] == "welcome"


async def test_a_room_that_is_not_there_is_said_to_be_so(house):
    for path in ("/ws/rooms/nowhere/1/", "/ws/rooms/corner/%00/", "/ws/rooms/corner/0x1../"):
        async with socket(path) as line:
            assert await closing(line) == ("room_not_found", 4404)


async def test_who_says_nothing_is_let_go(house, settings):
    settings.RESUME_SECONDS = 0.05
    async with socket() as line:
        assert await closing(line) == ("resume_first", 4400)


async def test_a_flood_of_frames_ends_the_line(house, guest, settings):
    settings.PACE_FRAMES = "5/10"
    async with socket() as line:
        await line.send_to(resume(guest))
        for _ in range(6):
            await line.send_to('{"type":"ping"}')
        assert await closing(line) == ("too_fast", 4429)


@saved
async def test_a_line_opened_before_signing_out_no_longer_speaks(house, ticket, resident, settings):
    settings.COMPARE_SECONDS = 60  # else it would be closed before it could speak
    async with socket() as line:
        await line.send_to(resume(ticket))
        await house.act(resident.set_unusable_password)
        await house.act(resident.save)
        await line.send_to(json.dumps({"type": "word.say", "ref": REF, "body": "말"}))
        assert (await hear(line, "refused"))["code"] == "sign_in_needed"


@saved
async def test_whose_rights_changed_is_sent_back_for_a_new_ticket(house, ticket):
    async with socket() as line:
        await line.send_to(resume(ticket))
        await hear(line, "presence")
        await house.act(reopen, HERE)
        while (end := await line.receive_output(timeout=30))["type"] != "websocket.close":
            pass
    assert end["code"] == 4401


async def test_a_reader_may_resume_again_on_the_same_line(house, guest):
    async with socket() as line:
        for _ in range(2):
            await line.send_to(resume(guest))
            assert (await hear(line, "welcome"))["seq"] == 0
        assert len(house.halls[HERE].members) == 1
        await line.send_to(resume(a_ticket(until=1)))
        assert await closing(line) == ("ticket_expired", 4403)
    assert house.halls[HERE].members == []


@saved
async def test_a_ticket_opens_a_closed_room_only_while_its_holder_belongs_there(house, resident, settings):
    settings.COMPARE_SECONDS = 60  # or the house may put the holder out before the ticket is shown again
    ticket = await house.act(ticket_for, resident, CLOSED.key)
    async with socket(f"/ws/rooms/{CLOSED}/") as line:
        await line.send_to(resume(ticket))
        assert (await hear(line, "welcome"))["rights"] == ["read", "speak"]
        await house.act(type(resident).objects.filter(pk=resident.pk).update, is_active=False)
        await line.send_to(resume(ticket))
        assert (await hear(line, "refused"))["code"] == "room_not_found"
    assert house.halls[CLOSED].members == []


@saved
async def test_a_second_resume_that_fails_ends_the_line_and_leaves_nobody_deaf(house, resident, monkeypatch):
    ticket = await house.act(ticket_for, resident, CLOSED.key)
    async with socket(f"/ws/rooms/{CLOSED}/") as line:
        await line.send_to(resume(ticket))
        await hear(line, "welcome")

        def away(*asked):
            raise OperationalError("no database today")

        monkeypatch.setattr(table, "mark_of", away)
        await line.send_to(resume(ticket))
        assert await closing(line) == ("house_busy", 4503)


@saved
async def test_too_fast_is_the_same_sentence_at_this_door(house, ticket, settings):
    settings.PACE_PERSON = "1/60"
    async with socket() as line:
        await line.send_to(resume(ticket))
        for _ in range(2):
            await line.send_to(json.dumps({"type": "word.say", "ref": str(uuid.uuid4()), "body": "말"}))
        assert (await hear(line, "refused"))["code"] == "too_fast"
