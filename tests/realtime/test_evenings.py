"""Any evening at two corners: nobody misses or doubles a word, and no hidden word comes back."""

import pytest
from django.db import transaction
from django.utils import timezone

from district.models import Tag
from realtime.publish import publish, reopen, ring
from tests.realtime.corner import HERE, THERE, hide, say
from tests.realtime.machine import Stage, play


class Corners(Stage):
    """Words are said and hidden; some are counted, some ring through every other."""

    kinds = ("corner",)
    acts = ("say", "say", "say", "hide", "hide", "count", "count", "shout", "ring", "reopen")
    rooms = (HERE, THERE, HERE)

    def __init__(self):
        self.restored()

    def restored(self):
        self.said = {HERE: [], THERE: []}

    def do(self, what, n):
        room = self.rooms[n % 2]
        if self.said[room] or what in {"say", "ring", "reopen"}:
            getattr(self, what)(room, n)

    def say(self, room, n):
        self.said[room].append(say("말", room=room))

    def hide(self, room, n):
        hide(self.word(room, n), room=room)

    def count(self, room, n):
        self.tell(room, "word.counted", n)

    def shout(self, room, n):
        self.tell(room, "bell.rung", n)

    def ring(self, room, n):
        ring(room)

    def reopen(self, room, n):
        reopen(room)

    def word(self, room, n):
        return self.said[room][-1 - n % min(len(self.said[room]), 3)]

    @transaction.atomic
    def tell(self, room, name, n):
        publish(room, name, self.word(room, n), by=None, at=timezone.now())

    def drawn(self, address, page, name, data):
        words = {word["id"]: word for word in page["words"]} | {data["id"]: data}
        return page | {"words": sorted(words.values(), key=lambda word: word["id"])}

    def unspoken(self):
        return frozenset(Tag.objects.exclude(retired_at=None).values_list("name", flat=True))


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [20, pytest.param(600, marks=pytest.mark.long)])
def test_an_old_page_and_the_frames_since_are_a_new_page(examples):
    play(Corners, examples)
