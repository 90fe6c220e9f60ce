"""A room for tests alone: people say words at a street corner, and some are hidden."""

import asyncio
import copy
import json
import uuid
from collections import Counter

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from district.models import Tag
from district.refusals import Refusal
from realtime import hub, table
from realtime.kinds import Address
from realtime.models import Mark
from realtime.protocol import Message, batch, encoded
from realtime.publish import publish
from realtime.sinks import Sink
from realtime.table import Stretch

HERE, THERE, CLOSED = (Address("corner", key) for key in ("1", "2", "3"))


class Corner:
    """Words are tags here: a model that is at hand, with a name and a time after which it is hidden."""

    events = {
        "word.said": "말했습니다.",
        "word.hidden": "가렸습니다.",
        "word.counted": "세었습니다.",
        "bell.rung": "종을 울렸습니다.",
    }
    hiding = frozenset({"word.hidden"})
    counting = frozenset({"word.counted"})
    urgent = frozenset({"bell.rung"})

    @property
    def commands(self):
        return {"word.say": self.say, "word.break": self.stumble}

    def enter(self, key, person, at):
        if key == "404" or (key == CLOSED.key and person is None):
            raise Refusal("room_not_found", "방을 찾을 수 없습니다.", 404)
        return frozenset({"read", "speak"} if person else {"read"})

    def public(self, key):
        return key != CLOSED.key

    def snapshot(self, key, person=None):
        words = Tag.objects.filter(slug__startswith=f"{key}-").order_by("pk")
        return {"words": [drawn(word) for word in words]}

    def render(self, key, events, rows=None):
        pks = [event.row_id for event in events]
        rows = rows or {f"district.tag/{tag.pk}": tag for tag in Tag.objects.filter(pk__in=pks)}
        return [drawn(rows[event.row_key]) for event in events]

    def tally(self, key):
        return {"words": Tag.objects.filter(slug__startswith=f"{key}-").count()}

    def say(self, room, by, frame, context):
        if by is None:
            raise Refusal("sign_in_needed", "로그인이 필요합니다.", 403)
        return say(frame.get("body", ""), room=room, by=by, ref=context.ref)

    def stumble(self, room, by, frame, context):
        raise ZeroDivisionError


def drawn(tag):
    return {"id": tag.pk, "text": "" if tag.retired_at else tag.name, "hidden": bool(tag.retired_at)}


@transaction.atomic
def say(text, *, room=HERE, by=None, ref=None):
    if text == "":
        raise Refusal("empty_words", "내용을 적어 주세요.", 422)
    tag = Tag.objects.create(name=f"{text} {uuid.uuid4()}", slug=f"{room.key}-{uuid.uuid4()}")
    publish(room, "word.said", tag, by=by, at=timezone.now(), ref=ref)
    return tag


@transaction.atomic
def hide(tag, *, room=HERE):
    tag.retired_at = timezone.now()
    tag.save()
    publish(room, "word.hidden", tag, by=None, at=tag.retired_at)
    return tag


class Ledger:
    """The table without a database, so that hundreds of evenings at the corner pass in a second."""

    def __init__(self, monkeypatch):
        self.rows = {}
        self.log = []
        self.epoch = str(uuid.uuid4())
        self.reads = Counter()
        self.broken = False
        monkeypatch.setattr(table, "mark_of", self.mark_of)
        monkeypatch.setattr(table, "marks_of", self.marks_of)
        monkeypatch.setattr(table, "stretch_of", self.stretch_of)
        monkeypatch.setattr(table, "tally_of", self.tally_of)

    @property
    def seq(self):
        return len(self.log)

    def act(self, name, row=None, text=""):
        """Do something; gives the message that the layer would carry."""
        row = row if row is not None else f"row/{len(self.rows)}"
        state = self.rows.setdefault(row, {"text": text or row, "hidden": False, "count": 0})
        state["count"] += name == "word.counted"
        if name == "word.hidden":
            state.update(hidden=True, text="")
        self.log.append((name, row))
        return self.message(self.seq)

    def message(self, seq):
        name, row = self.log[seq - 1]
        data = {"row": row, **self.rows[row]}
        frame = encoded({"type": "event", "seq": seq, "name": name, "at": "", "data": data})
        return Message(seq, name, row, self.epoch, frame)

    def snapshot(self):
        return self.seq, self.epoch, copy.deepcopy(self.rows)

    def mark_of(self, address):
        self.reads["mark"] += 1
        if self.broken:
            raise OSError("no table today")
        return Mark(self.seq, self.epoch)

    def marks_of(self, addresses):
        self.reads["marks"] += 1
        return dict.fromkeys(addresses, Mark(self.seq, self.epoch))

    def stretch_of(self, address, after, upto=None):
        self.reads["stretch"] += 1
        mark = Mark(self.seq, self.epoch)
        last = self.seq if upto is None else min(upto, self.seq)
        if not 0 <= after <= mark.seq or last - after > settings.RESYNC_EVENTS:
            return Stretch(mark, None)
        return Stretch(mark, [self.message(seq) for seq in range(after + 1, last + 1)])

    def tally_of(self, address):
        self.reads["tally"] += 1
        return encoded({"type": "tally", "events": self.seq})


class Reader:
    """A browser: draws what it hears upon the page it has, and complains of gaps and doubles."""

    def __init__(self, ledger, rights=frozenset({"read"})):
        self.ledger = ledger
        self.rights = rights
        self.after, self.epoch, self.rows = ledger.snapshot()
        self.heard = []
        self.welcomed = 0
        self.trouble = []
        self.frames = []
        self.sink = None
        self.task = None

    async def join(self, the_hub, address=HERE):
        self.sink = Sink()
        await the_hub.join(self.sink, address, self.rights, self.epoch, self.after)
        self.known = the_hub.halls[address].last
        self.task = asyncio.create_task(self.listen(self.sink))
        return self

    async def cut(self):
        """The line breaks: what was on its way is lost."""
        if self.sink is not None:
            if self.sink.place:
                self.sink.place.leave(self.sink)
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
            self.sink = None

    async def listen(self, sink):
        async for frame in sink.frames():
            if frame is not None:
                self.take(json.loads(frame.text))

    def take(self, frame):
        self.frames.append(frame)
        if frame["type"] == "batch":
            for event in frame["events"]:
                self.draw(event)
        elif frame["type"] == "event":
            self.draw(frame)
        elif frame["type"] == "welcome":
            self.welcomed = frame["seq"]
        elif frame["type"] == "resync":
            self.stream = frame["seq"]
            self.after, self.epoch, self.rows = self.ledger.snapshot()
            if self.after < frame["seq"] or self.epoch != frame["epoch"]:
                self.trouble.append(f"snapshot {self.after} before resync {frame['seq']}")
            self.heard.clear()

    def draw(self, event):
        expected = self.heard[-1] + 1 if self.heard else None
        if expected is not None and event["seq"] != expected:
            self.trouble.append(f"{event['seq']} where {expected} was due")
        self.heard.append(event["seq"])
        if event["seq"] <= self.after:
            if not hasattr(self, "stream"):
                self.trouble.append(f"{event['seq']} twice")
            return
        if event["seq"] != self.after + 1:
            self.trouble.append(f"gap before {event['seq']}")
        self.after = event["seq"]
        if "data" in event:
            data = dict(event["data"])
            row = data.pop("row", data.get("id"))
            self.rows[row] = data
            replayed = event["seq"] <= self.welcomed
            if replayed and data["text"] and ("word.hidden", row) in self.ledger.log[: self.known]:
                self.trouble.append(f"{row} came back by replay")

    def types(self):
        return [frame["type"] for frame in self.frames]


async def until(condition, seconds=30):
    """Wait for something that is bound to happen."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.002)


__all__ = ["CLOSED", "HERE", "THERE", "Corner", "Ledger", "Reader", "batch", "hide", "hub", "say", "until"]
