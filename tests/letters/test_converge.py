"""Whoever heard each bell and read after it knows what whoever comes in now is told."""

from contextlib import suppress
from datetime import timedelta

import pytest
from django.utils import timezone

from district.refusals import Refusal
from letters import actions
from letters.models import Letter
from letters.rooms import PersonRoom
from realtime.publish import room
from tests.cast import NOON
from tests.realtime.machine import Stage, play

ROOM = PersonRoom()


class Doors(Stage):
    """Two neighbours get letters and open them; each has a bell, which has no number."""

    kinds = ("person",)
    acts = ("tell", "tell", "tell", "again", "spread", "read", "read", "confirm")

    def __init__(self, people, worker):
        self.people, self.worker = people, worker
        self.rooms = [room("person", person.key) for person in people]
        self.count = 0

    def do(self, what, n):
        self.count += 1
        with suppress(Refusal):
            getattr(self, what)(n, NOON + timedelta(minutes=self.count))

    def tell(self, n, at):
        people = self.people if n > 7 else [self.people[n % 2]]
        actions.tell(f"{self.count}", title="알림", url="/", at=at, people=people, needs_receipt=n % 3 == 0)

    def again(self, n, at):
        actions.tell("1", title="알림", url="/", at=at, people=self.people)

    def spread(self, n, at):
        actions.tell(f"{self.count}", title="소식", url="/", at=at, topic="body/3")
        self.worker(at)

    def letters(self, n):
        return list(Letter.objects.on_screen().filter(person=self.people[n % 2]).order_by("pk"))

    def read(self, n, at):
        for letter in self.letters(n)[n // 2 :][:1]:
            actions.read(letter, at=at)

    def confirm(self, n, at):
        for letter in self.letters(n)[-1:]:
            actions.confirm(letter, by=letter.person, at=at)

    def page(self, address):
        """The number is read by HTTP, by its owner."""
        return ROOM.snapshot(address.key, self.people[self.rooms.index(address)])

    def welcomed(self, reader):
        """What rang while the line was away was not heard: whoever has a line again reads."""
        reader.look()

    def rung(self, reader):
        reader.look()


@pytest.fixture
def doors(gu, resident, neighbour, wish, worker):
    wish(resident)
    return lambda: Doors([resident, neighbour], worker)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [6, pytest.param(100, marks=pytest.mark.long)])
def test_who_hears_a_bell_or_has_a_line_again_reads_what_a_new_page_says(doors, examples):
    play(doors, examples)


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
