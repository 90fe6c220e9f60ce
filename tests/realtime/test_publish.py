"""An action's word is saved in two statements, numbered in order, and never undone by the layer."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from district.models import Tag
from realtime import actions, layer, table
from realtime.models import Event, Room
from realtime.publish import Address, forget_frames, publish, reopen, ring
from realtime.sinks import REOPENED, Sink
from tests.realtime.corner import HERE, THERE, Reader, hide, say, until


@pytest.fixture
def tag(db):
    return Tag.objects.create(name="말", slug="말")


def test_publishing_takes_two_statements_also_the_first_time(tag):
    ContentType.objects.get_for_model(tag)
    for _ in range(2):
        with transaction.atomic(), CaptureQueriesContext(connection) as seen:
            publish(HERE, "word.said", tag, by=None, at=timezone.now())
        assert len([q for q in seen if "SAVEPOINT" not in q["sql"]]) == 2


def test_numbers_follow_each_other_and_the_row_carries_its_own(tag):
    with transaction.atomic():
        first = publish(HERE, "word.said", tag, by=None, at=timezone.now())
        second = publish(HERE, "bell.rung", tag, by=None, at=timezone.now(), facts={"rung": 2})
    assert (first, second, tag.seq) == (1, 2, 2)
    mark = Room.objects.seq_of(*HERE)
    assert mark.seq == 2
    assert uuid.UUID(mark.epoch) == Room.objects.get().epoch
    assert Event.objects.get(seq=2).facts == {"rung": 2}


def test_a_room_asked_for_before_its_first_word_keeps_its_epoch(tag):
    before = Room.objects.seq_of(*HERE)
    with transaction.atomic():
        publish(HERE, "word.said", tag, by=None, at=timezone.now())
    assert Room.objects.seq_of(*HERE) == before._replace(seq=1)


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_an_action_is_a_mistake():
    with pytest.raises(transaction.TransactionManagementError):
        publish(HERE, "word.said", Tag(pk=1), by=None, at=timezone.now())


def test_an_act_without_a_room_is_written_into_the_ledger(tag, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as sent, transaction.atomic():
        publish(Address("ledger", "district"), "person.left", tag, by=None, at=timezone.now())
    assert Event.objects.get().room.kind == "ledger"
    assert sent == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken", ["wanted", "publish"])
def test_a_dead_layer_never_undoes_a_saved_word(monkeypatch, broken):
    def dead(*_):
        raise ConnectionError("no layer")

    local = layer.LocalLayer()
    monkeypatch.setattr(local, "wanted", lambda _: True)
    monkeypatch.setattr(local, broken, dead)
    monkeypatch.setattr(layer, "current", lambda: local)
    tag = say("그래도 남는 말")
    assert Tag.objects.filter(pk=tag.pk).exists()
    assert Event.objects.count() == 1


def test_a_layer_that_cannot_be_reached_is_left_alone_for_a_moment(tag):
    away = layer.ValkeyLayer("redis://127.0.0.1:1/0", "cheong-test")
    away.publish("corner/1", layer.Message(1, "word.said"))
    assert away.silent_until > 0


@pytest.mark.django_db(transaction=True)
async def test_a_saved_word_reaches_everybody_in_the_room(house):
    opened = await house.read(Room.objects.seq_of, *HERE)
    reader = await Reader(Page(opened)).join(house)
    tag = await house.act(say, "첫 말")
    await until(lambda: reader.after == 1)
    await house.act(hide, tag)
    await until(lambda: reader.after == 2)
    late = await Reader(Page(opened)).join(house)
    await until(lambda: late.after == 2)
    assert "첫 말" not in str(late.frames)
    await until(lambda: {"type": "tally", "words": 1} in reader.frames)


@pytest.mark.django_db(transaction=True)
async def test_a_bell_is_heard_by_who_stands_there(house):
    reader = await Reader(Page(await house.read(Room.objects.seq_of, *HERE))).join(house)
    await house.act(ring, HERE)
    await until(lambda: "bell" in reader.types())
    await house.act(say, "홍길동")
    await until(lambda: reader.after == 1)
    await house.act(forget_frames)
    await until(lambda: house.halls[HERE].ring.between(0, 1) is None)


@pytest.mark.django_db(transaction=True)
async def test_a_bell_is_rung_only_where_somebody_may_hear_it(house, monkeypatch):
    await Reader(Page(await house.read(Room.objects.seq_of, *HERE))).join(house)
    told = []
    monkeypatch.setattr(layer.LocalLayer, "publish", lambda _, room, message: told.append(room))
    for place in (HERE, THERE):
        await house.act(ring, place)
    assert told == [str(HERE)]


@pytest.mark.django_db(transaction=True)
async def test_whose_rights_changed_is_put_out_of_that_room_and_nobody_of_another(house):
    page = Page(await house.read(Room.objects.seq_of, *HERE))
    here = [await Reader(page).join(house) for _ in range(3)]
    there = await Reader(Page(await house.read(Room.objects.seq_of, *THERE))).join(house, THERE)
    await house.act(reopen, HERE)
    await until(lambda: all(reader.sink.closed == REOPENED for reader in here))
    assert house.halls[HERE].members == []
    await house.act(say, "옆 모퉁이", room=THERE)
    await until(lambda: there.after == 1)
    assert there.sink.closed is None
    again = await Reader(page).join(house)
    await house.act(say, "다시")
    await until(lambda: again.after == 1)


async def test_who_is_on_the_way_in_while_rights_change_is_put_out_as_well(house, ledger, monkeypatch):
    let = threading.Event()
    reopened = ledger.mark_of(HERE)._replace(reopened=1)
    monkeypatch.setattr(table, "mark_of", lambda address: let.wait(5) and reopened)
    sink = Sink()
    joining = house.spawn(house.join(sink, HERE, frozenset(), ledger.epoch, 0, door=0))
    await until(lambda: HERE in house.halls)
    let.set()
    await joining
    assert (sink.closed, house.halls[HERE].members, list(sink.queue)) == (REOPENED, [], [])


@pytest.mark.django_db(transaction=True)
async def test_many_who_speak_at_once_are_all_heard_once_and_in_order(house):
    reader = await Reader(Page(await house.read(Room.objects.seq_of, *HERE))).join(house)

    def speak():
        try:
            for number in range(5):
                say(f"말 {number}")
        finally:
            connections.close_all()

    speakers = [threading.Thread(target=speak) for _ in range(6)]
    for speaker in speakers:
        speaker.start()
    await until(lambda: reader.after == 30, 30)
    for speaker in speakers:
        speaker.join()
    assert reader.heard == list(range(1, 31))
    assert not reader.trouble


def test_after_a_month_an_event_forgets_which_request_it_came_from(tag):
    now = timezone.now()
    with transaction.atomic():
        for age in (31, 29):
            at = now - timedelta(days=age)
            publish(HERE, "word.said", tag, by=None, at=at, ref=uuid.uuid4())
    assert actions.due(now) == 1
    assert actions.due(now) == 0
    old, young = Event.objects.order_by("seq")
    assert (old.ref, old.digest) == (None, "")
    assert young.ref is not None


def test_a_restored_backup_begins_a_new_epoch(tag):
    before = Room.objects.seq_of(*HERE)
    actions.renew_epochs()
    assert Room.objects.seq_of(*HERE).epoch != before.epoch


class Page:
    """What a reader's page was rendered from."""

    log = ()

    def __init__(self, mark):
        self.mark = mark

    def snapshot(self):
        return self.mark.seq, self.mark.epoch, {}
