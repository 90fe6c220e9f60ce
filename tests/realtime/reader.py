"""A browser on one room: it draws what it hears upon the page it has, and complains of what it should not."""

import asyncio
import json
from contextlib import contextmanager

from realtime.models import Room
from realtime.sinks import Sink
from realtime.streams import Asked, told

READ = frozenset({"read"})
TRIP = 0.05
"""How long a page takes over HTTP."""


@contextmanager
def outside():
    """Enter the database as a plain thread would, on the connection in whose transaction the test lives."""
    loop = asyncio._get_running_loop()
    asyncio._set_running_loop(None)
    try:
        yield
    finally:
        asyncio._set_running_loop(loop)


class Reader:
    """Keeps the number it heard last, and resumes after it."""

    def __init__(self, machine, address, house):
        self.machine, self.stage = machine, machine.stage
        self.address, self.house = address, house
        self.mark()
        self.page = {}
        self.present = 0
        self.pause = 0.0
        self.trouble = []
        self.sink = self.line = None
        self.asked, self.due, self.welcomed = [], 0, 0

    def mark(self):
        mark = Room.objects.seq_of(*self.address)
        self.after, self.epoch = mark.seq, mark.epoch

    def look(self):
        """Fetch the page as it is; its number is read before its rows."""
        with outside():
            self.mark()
            self.page |= self.stage.page(self.address)

    # The line

    def join(self):
        """Take up a line."""
        self.sink, self.asked = Sink(), []
        self.line = self.machine.loop.create_task(self.hold(self.sink))

    async def hold(self, sink):
        """Ask to resume and hear what comes, until the house hangs up."""
        try:
            await self.resume(sink)
            async for frame in sink.frames():
                if frame is not None:
                    await self.take(json.loads(frame.text))
                await asyncio.sleep(self.pause)
        except Exception as stumble:
            self.trouble.append(repr(stumble))
        finally:
            leave(sink)
            if self.sink is sink:
                self.sink = None

    async def resume(self, sink):
        self.asked.append((self.epoch, self.after))
        await self.machine.post.ears[self.house].join(sink, self.address, READ, *self.asked[-1])

    async def ask_again(self):
        """Resume on the line that stands, as a browser does after a gap."""
        sink = self.sink
        leave(sink)
        await self.resume(sink)

    def cut(self):
        """The line breaks: what was on its way is lost."""
        if self.sink is not None:
            self.line.cancel()
            self.machine.run(asyncio.gather(self.line, return_exceptions=True))
            self.sink = None

    # The frames

    async def take(self, frame):
        match frame["type"]:
            case "welcome":
                self.welcome(frame)
            case "resync":
                await self.resync(frame)
            case "event" | "batch":
                for event in frame.get("events", [frame]):
                    self.hear(event, self.welcomed)
            case "tally":
                self.count(frame)
            case "presence":
                self.present = frame["count"]
            case "bell":
                self.stage.rung(self)

    def welcome(self, frame):
        _, after = self.asked.pop(0)
        self.due, self.welcomed, self.epoch = after + 1, frame["seq"], frame["epoch"]
        self.stage.welcomed(self)

    async def resync(self, frame):
        """Look at the room as it is; the stream goes on right after this number."""
        await asyncio.sleep(self.pause + TRIP)
        self.due, self.welcomed = frame["seq"] + 1, 0
        self.look()
        if self.after < frame["seq"] and self.epoch == frame["epoch"]:
            self.trouble.append(f"snapshot {self.after} before resync {frame['seq']}")

    def count(self, numbers):
        self.page["tally"] = {part: number for part, number in numbers.items() if part != "type"}

    def hear(self, event, welcomed):
        """Each number once, in its turn, with no word that nobody may read any more."""
        seq = event["seq"]
        if seq != self.due:
            self.trouble.append(f"{seq} where {self.due} was due")
        self.due = seq + 1
        # What is replayed was drawn after the welcome, what is new after its own number.
        since = max(seq, welcomed)
        text = json.dumps(event, ensure_ascii=False)
        back = [w for w in self.machine.forbidden(self.address, self.epoch, since) if f'"{w}"' in text]
        if back:
            self.trouble.append(f"{back} came back with {seq} {event['name']} after {since}")
        if seq > self.after + 1:
            if not self.asked:
                self.trouble.append(f"gap before {seq}")
        elif seq == self.after + 1:
            self.after = seq
            if "data" in event:
                self.page = self.stage.drawn(self.address, self.page, event["name"], event["data"])

    def poll(self):
        """Where no line holds, the same events come by plain GET."""
        answer = json.loads(told(Asked(self.address, READ, True, self.epoch, self.after)))
        if answer["resync"]:
            self.look()
            return
        self.due = self.after + 1
        for event in answer["events"]:
            self.hear(event, answer["seq"])
        if answer["tally"]:
            self.count(answer["tally"])


def leave(sink):
    """Go from the room, as a line does that ends."""
    if sink.place is not None:
        sink.place.leave(sink)
