"""Whose rights change is out of the room by the next comparison with the table, whatever the layer does."""

import json

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from district.models import Level, Posting
from realtime import tickets
from realtime.models import Room
from realtime.publish import reopen
from realtime.sinks import REOPENED, Holder
from tests.realtime.corner import HERE, THERE, Reader, say, until
from tests.realtime.test_publish import Page
from tests.realtime.test_socket import hear, resume, saved, socket, ticket_for


async def closed(line):
    while (heard := await line.receive_output(timeout=30))["type"] != "websocket.close":
        pass
    return heard["code"]


def sign_out(person):
    Session.objects.all().delete()


def lose_the_level(person):
    type(person).objects.filter(pk=person.pk).update(level=Level.L1)


def change_the_password(person):
    person.set_password("새 암호는 길다")
    person.save()


def be_closed(person):
    type(person).objects.filter(pk=person.pk).update(is_active=False)


@saved
@pytest.mark.parametrize("happens", [sign_out, lose_the_level, change_the_password, be_closed])
async def test_who_is_no_longer_who_they_were_is_put_out_and_the_neighbours_stay(house, resident, happens):
    ticket, guest = await house.act(ticket_for, resident), await house.act(ticket_for)
    async with socket() as theirs, socket() as neighbours:
        for line, held in ((theirs, ticket), (neighbours, guest)):
            await line.send_to(resume(held))
            await hear(line, "presence")
        await house.act(happens, resident)
        assert await closed(theirs) == REOPENED
        await house.act(say, "남은 이웃에게")
        assert (await hear(neighbours, "event"))["seq"] == 1
    assert house.halls[HERE].members == []


@saved
async def test_an_office_that_ends_ends_what_was_heard_by_it(house, facilitator):
    ticket = await house.act(ticket_for, facilitator)
    async with socket() as line:
        await line.send_to(resume(ticket))
        await hear(line, "presence")
        await house.act(Posting.objects.filter(person=facilitator).delete)
        assert await closed(line) == REOPENED


@saved
async def test_whose_rights_stand_stays_whatever_else_of_them_changes(house, resident):
    ticket = await house.act(ticket_for, resident)
    async with socket() as line:
        await line.send_to(resume(ticket))
        await hear(line, "presence")
        await house.act(type(resident).objects.filter(pk=resident.pk).update, nickname="골목대장")
        await house.recheck()
        await line.send_to('{"type":"ping"}')
        assert (await hear(line, "pong"))["type"] == "pong"


@pytest.mark.django_db(transaction=True)
async def test_a_reopening_that_no_layer_carried_is_found_in_the_table(house, monkeypatch):
    page = Page(await house.read(Room.objects.seq_of, *HERE))
    here = await Reader(page).join(house)
    there = await Reader(Page(await house.read(Room.objects.seq_of, *THERE))).join(house, THERE)
    monkeypatch.setattr(house, "hear", lambda room, message: None)
    await house.act(reopen, HERE)
    await until(lambda: here.sink.closed == REOPENED)
    assert there.sink.closed is None


@saved
async def test_an_open_line_is_handed_a_fresh_ticket_and_comes_back_by_it(house, resident, settings):
    settings.TICKET_SECONDS = 0.4
    ticket = await house.act(ticket_for, resident)
    settings.TICKET_SECONDS = 60
    async with socket() as line:
        await line.send_to(resume(ticket))
        await hear(line, "presence")
        await line.send_to('{"type":"ping"}')
        assert await hear(line, "pong") == {"type": "pong"}  # nobody has looked yet who that is
        await house.recheck()
        await line.send_to('{"type":"ping"}')
        fresh = await hear(line, "pong")
        await line.send_to('{"type":"ping"}')
        assert await hear(line, "pong") == {"type": "pong"}
    async with socket() as line:
        await line.send_to(json.dumps({"type": "resume", "ticket": fresh["ticket"]}))
        assert (await hear(line, "welcome"))["rights"] == ["read", "speak"]


@pytest.mark.django_db
def test_a_thousand_readers_are_looked_at_in_three_questions(
    resident, facilitator, client, django_assert_num_queries
):
    client.force_login(resident)
    stands = Holder(resident.pk, client.session.session_key, tickets.stamp_of(resident))
    others = {Holder(facilitator.pk, f"gone-{n}", tickets.stamp_of(facilitator)) for n in range(900)}
    with django_assert_num_queries(3):
        assert tickets.standing({stands, *others}, timezone.now()) == {stands}
