"""A reader as static/site/js/room.js is one: socket, else event stream, else asking again and again.

It is stricter than a page: whatever comes twice, out of turn or back from behind a veil is a trouble.
"""

import asyncio
import json
import random
import socket
import time
from contextlib import suppress
from uuid import uuid4

import websockets
from websockets.asyncio.client import connect

from tests.realtime.faults.asking import Broken, ask, call

FIRST_WAIT, LONGEST_WAIT = 1, 15
HELLO, PING = 10, 20
TRIES_BEFORE_STREAM, AGAIN, POLL, SILENT = 3, 1, 4, 5
WAIT = {"house_busy", "too_fast"}
"""Refusals that say: later."""
LOST = (OSError, TimeoutError, EOFError, websockets.WebSocketException)


class Browser:
    """One page about one room; `doors` are the houses behind the district's one address."""

    def __init__(self, doors, room, *, token="", hidden=None, clock=1.0, door=0, narrow=False):
        self.doors, self.door = doors, door
        self.room, self.token, self.clock, self.narrow = room, token, clock, narrow
        self.hidden = hidden if hidden is not None else {}
        self.after, self.epoch, self.at = 0, "", 0
        self.rows, self.heard, self.skipped = {}, [], []
        self.ticket = ""
        self.failures, self.welcomed, self.welcomes, self.told, self.resyncs = 0, 0, 0, 0, 0
        self.stream_dead = self.out = False
        self.trouble, self.refusals, self.closes, self.ways = [], [], [], []
        self.line = self.wire = self.task = None
        self.unsaid, self.said, self.denied = {}, {}, {}
        self.present = False
        self.reading = asyncio.Event()
        self.reading.set()

    async def open(self):
        """Read the page, then follow the room."""
        await self.read()
        self.follow()

    async def read(self):
        """The page alone; who follows only later has missed what was said since."""
        await self.look()
        self.heard, self.skipped, self.began = [], [], self.after

    def follow(self):
        """Begin to listen, after what the page shows."""
        self.task = asyncio.create_task(self.live())

    async def close(self):
        """Leave."""
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)

    def cut(self):
        """The line breaks, without a word."""
        if self.wire is not None:
            self.wire.abort()

    def suspend(self):
        """The telephone sleeps in a pocket: what comes is read no more."""
        self.reading.clear()

    def wake(self):
        self.reading.set()

    @property
    def port(self):
        return self.doors[self.door % len(self.doors)]

    async def ask(self, path, method="GET", **more):
        return await ask(self.port, f"/api/v1/rooms/{self.room}/{path}", method, token=self.token, **more)

    async def look(self):
        """The room as it is."""
        answer = await self.ask("")
        if answer.status != 200:
            raise Broken(str(answer.status))
        page = answer.json()
        if page["seq"] < self.after:
            self.trouble.append(f"the snapshot stands at {page['seq']}, behind {self.after}")
        self.skipped += range(self.after + 1, page["seq"] + 1)
        self.after, self.epoch = page["seq"], page["epoch"]
        self.rows |= {row["id"]: shown(row) for row in page.get("comments", [])}

    @property
    def settled(self):
        """Whether the house has answered."""
        return self.welcomes or self.told

    def follows(self, way):
        """Whether this is how it follows now."""
        return self.ways[-1:] == [way]

    async def live(self):
        """Follow, whatever happens to the line."""
        while not self.out:
            way = self.way()
            self.ways.append(way.__name__)
            try:
                again = await way()
            except LOST as lost:
                self.note(lost)
                self.failures += 1
                self.door += 1  # the front server sends us to whichever house answers
                again = min(LONGEST_WAIT, FIRST_WAIT * 2 ** (self.failures - 1))
            finally:
                self.line, self.wire, self.present = None, None, False
            await asyncio.sleep((again / 2 + random.random() * again / 2) * self.clock)

    def way(self):
        """How to follow now."""
        if self.failures < TRIES_BEFORE_STREAM:
            return self.by_socket
        return self.by_asking if self.stream_dead else self.by_stream

    def note(self, lost):
        """Why a line ended."""
        if isinstance(lost, websockets.ConnectionClosed) and lost.rcvd is not None:
            self.closes.append(lost.rcvd.code)
            if lost.rcvd.code == 4401:
                self.ticket = ""

    # By socket

    async def by_socket(self):
        """Until the line breaks."""
        ticket = await self.take_ticket()
        if self.out:
            return 0
        async with connect(
            f"ws://127.0.0.1:{self.port}/ws/rooms/{self.room}/", origin=f"http://127.0.0.1:{self.port}",
            compression=None, ping_interval=None, open_timeout=HELLO, close_timeout=0.1, max_queue=4,
            proxy=None, sock=await self.narrow_line(),
        ) as line:  # fmt: skip
            self.line, self.wire = line, line.transport
            await self.resume(ticket)
            silent = True
            while True:
                await self.reading.wait()
                try:
                    text = await asyncio.wait_for(line.recv(), HELLO if silent else PING * self.clock)
                except TimeoutError:
                    if silent:
                        raise
                    await line.send('{"type":"ping"}')
                    silent = True
                    continue
                silent = False
                await self.receive(json.loads(text))

    async def narrow_line(self):
        """A line on which little is under way: what is not read waits in the house."""
        if not self.narrow:
            return None
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.setblocking(False)
        await asyncio.get_running_loop().sock_connect(line, ("127.0.0.1", self.port))
        return line

    async def take_ticket(self):
        """The one at hand, else a new one; a door that says no is not asked again."""
        if self.ticket:
            return self.ticket
        answer = await self.ask("ticket/", "POST")
        if answer.status in {403, 404}:
            self.out = True
        elif answer.status != 200:
            raise Broken(str(answer.status))
        else:
            self.ticket = answer.json()["ticket"]
        return self.ticket

    async def resume(self, ticket):
        """Say where we are."""
        self.asked = self.after
        frame = {"type": "resume", "ticket": ticket, "epoch": self.epoch, "after": self.after}
        await self.line.send(json.dumps(frame))

    async def say(self, body):
        """Speak into the socket; what had no answer when the line broke is said again on the next."""
        self.unsaid[ref := str(uuid4())] = body
        await self.utter(ref)

    async def utter(self, ref):
        """Say it now, if there is a line and it has no answer yet."""
        if self.present and self.line is not None and ref in self.unsaid:
            frame = {"type": "comment.post", "ref": ref, "body": self.unsaid[ref], "parent": None}
            with suppress(*LOST):
                await self.line.send(json.dumps(frame))

    async def answered(self, frame):
        """Done, or refused; who was asked to wait says it again a little later."""
        ref = frame["ref"]
        if frame["type"] == "accepted":
            self.said[ref] = frame["seq"]
        elif frame["code"] in WAIT:
            await asyncio.sleep(0.5 * self.clock)
            return await self.utter(ref)
        else:
            self.denied[ref] = frame["code"]
        return self.unsaid.pop(ref, None)

    # By event stream

    async def by_stream(self):
        """Until it ends; one that says nothing for five seconds is kept from us."""
        self.asked = self.after
        reader, writer = await call(self.port, self.address(), token=self.token, Accept="text/event-stream")
        self.wire, spoke, mark = writer.transport, False, 0
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), SILENT * self.clock)
            if b" 200 " not in head.partition(b"\r\n")[0]:
                raise Broken("no stream")
            while line := await asyncio.wait_for(reader.readline(), None if spoke else SILENT * self.clock):
                if line.startswith(b"id: "):
                    mark = int(line[4:])
                if line.startswith(b"data: "):
                    spoke = True
                    frame = json.loads(line[6:])
                    if mark and mark != last_of(frame):
                        self.trouble.append(f"id {mark} on {last_of(frame)}")
                    mark = 0
                    await self.receive(frame)
        except LOST:
            self.stream_dead = not spoke
            raise
        finally:
            writer.close()
        return AGAIN

    def address(self):
        return f"/api/v1/rooms/{self.room}/events?after={self.after}&epoch={self.epoch}"

    # By asking

    async def by_asking(self):
        """One answer; the next in a while."""
        answer = await ask(self.port, self.address(), token=self.token, seconds=HELLO)
        if answer.status != 200:
            raise Broken(str(answer.status))
        self.told += 1
        told = answer.json()
        if told["resync"]:
            self.resyncs += 1
            await self.look()
        else:
            self.at = self.after
            for event in told["events"]:
                self.draw(event)
            if self.after != told["seq"]:
                self.trouble.append(f"{self.after} of {told['seq']} were told")
        return POLL

    # What comes

    async def receive(self, frame):
        """One frame, by whichever way."""
        match frame["type"]:
            case "event" | "batch":
                for event in frame.get("events", [frame]):
                    self.draw(event)
            case "welcome":
                await self.welcome(frame)
            case "pong":
                self.ticket = frame.get("ticket", self.ticket)
            case "accepted" | "refused" if frame["ref"] is not None:
                await self.answered(frame)
            case "refused":
                self.refusals.append(frame["code"])
                self.ticket = ""
                raise Broken(frame["code"])
            case "resync":
                await self.resync(frame)

    async def welcome(self, frame):
        """What comes now begins where we said we are."""
        self.epoch, self.at = frame["epoch"], self.asked
        self.welcomed, self.welcomes = frame["seq"], self.welcomes + 1
        if self.line is not None:
            self.failures, self.present = 0, True
            for ref in list(self.unsaid):
                await self.utter(ref)

    async def resync(self, frame):
        """Look at the room as it is, then say where we are."""
        self.resyncs += 1
        self.at = frame["seq"]
        await self.look()
        if self.after < frame["seq"] or self.epoch != frame["epoch"]:
            self.trouble.append(f"the snapshot stands at {self.after}, before the resync at {frame['seq']}")
        if self.line is not None:
            await self.resume(await self.take_ticket())

    def draw(self, event):
        """Each number once and in its turn, on every line."""
        seq = event["seq"]
        if seq != self.at + 1:
            self.trouble.append(f"{seq} where {self.at + 1} was due")
        self.at = seq
        if seq <= self.after:
            return
        if seq != self.after + 1:
            self.trouble.append(f"gap before {seq}")
        self.after = seq
        self.heard.append((seq, time.monotonic()))
        if (data := event.get("data")) and "id" in data and event["name"].startswith("comment."):
            self.unveil(event, data)

    def unveil(self, event, data):
        """Draw a row; words that were hidden before this line began must not come back by replay."""
        row = data["id"]
        veiled = self.hidden.get(row)
        replayed = event["seq"] <= self.welcomed
        if veiled and veiled <= self.welcomed and replayed and data.get("body"):
            self.trouble.append(f"the words of {row}, hidden at {veiled}, came back")
        if data.get("hidden"):
            self.rows[row] = ""
        elif "body" in data:
            self.rows[row] = data["body"]

    def complaints(self, top):
        """What a neighbour with the whole log in hand would say about this reader."""
        told = sorted([seq for seq, _ in self.heard] + self.skipped)
        due = list(range(self.began + 1, top + 1))
        ended = self.task.done() and not self.task.cancelled() and self.task.exception()
        return [
            *self.trouble,
            *([repr(ended)] if ended else []),
            *([] if told == due else [f"{len(told)} of {len(due)} were told"]),
        ]


def shown(row):
    """The words of a row as a page shows them."""
    return "" if row["hidden"] else row["body"]


def last_of(frame):
    """The number a frame ends with; 0 when it has none."""
    if frame["type"] == "batch":
        return frame["events"][-1]["seq"]
    return frame["seq"] if frame["type"] in {"event", "resync"} else 0
