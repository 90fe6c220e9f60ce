"""Whoever heard each bell and read after it knows what whoever comes in now is told."""

from datetime import timedelta

import pytest
from django.utils import timezone

from district.refusals import Refusal
from letters import actions
from letters.models import Letter
from letters.rooms import PersonRoom
from realtime import layer
from tests.cast import NOON

ROOM = PersonRoom()


@pytest.fixture
def bells(monkeypatch):
    """Which bells were rung."""
    rung = []
    carrier = layer.current()
    monkeypatch.setattr(carrier, "wanted", lambda room: True)
    monkeypatch.setattr(carrier, "publish", lambda room, message: rung.append((room, message.name)))
    return rung


@pytest.mark.django_db
def test_a_bell_is_rung_whenever_the_number_changes_and_reading_gives_the_new_one(
    gu, resident, neighbour, wish, worker, visit, bells, django_capture_on_commit_callbacks
):
    mine = f"person/{resident.key}"
    wish(resident)
    client, known = visit(resident), 0

    def tell(about, **more):
        return lambda: actions.tell(about, title=about, url="/", at=NOON, **more)

    def look(n):
        return lambda: actions.read(Letter.objects.on_screen().filter(person=resident)[n], at=NOON)

    acts = [
        tell("첫째", people=[resident]),
        tell("둘째", people=[neighbour, resident], needs_receipt=True),
        look(0),
        look(0),
        tell("첫째", people=[resident]),
        tell("셋째", topic="body/3"),
        lambda: worker(NOON + timedelta(hours=1)),
        lambda: actions.confirm(
            Letter.objects.get(dispatch__about="둘째", person=resident, road="screen"), by=resident, at=NOON
        ),
        look(2),
    ]
    for act in acts:
        bells.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        if (mine, "bell") in bells:
            known = client.get("/api/v1/letters/?unread=1&limit=1").json()["unread"]
        assert {"unread": known} == ROOM.snapshot(str(resident.key), resident)


@pytest.mark.django_db
def test_only_oneself_may_stand_at_ones_door(resident, neighbour, visit):
    assert ROOM.enter(str(resident.key), resident, timezone.now()) == {"read"}
    for person in (neighbour, None):
        with pytest.raises(Refusal) as refused:
            ROOM.enter(str(resident.key), person, timezone.now())
        assert refused.value.status == 404
    mine = f"/api/v1/rooms/person/{resident.key}/"
    for path in ("", "events", "ticket/"):
        method = "post" if path == "ticket/" else "get"
        assert getattr(visit(neighbour), method)(f"{mine}{path}").status_code == 404
        assert getattr(visit(), method)(f"{mine}{path}").status_code == 404
        assert getattr(visit(resident), method)(f"{mine}{path}").status_code == 200
    assert visit(resident).get(mine).json()["unread"] == 0
    assert not ROOM.public(str(resident.key))
