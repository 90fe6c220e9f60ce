"""Those who speak and those who listen, and what each of them may say afterwards."""

import asyncio
import time
from collections import Counter
from contextlib import asynccontextmanager
from uuid import uuid4

from tests.realtime.faults.asking import ask
from tests.realtime.faults.browser import LOST, Browser

PATIENCE = 50
"""Ten times what a district may wait."""
PROBLEM = "application/problem+json"


class Crowd:
    """One room's people."""

    def __init__(self, town, doors=None, room=""):
        self.town = town
        self.doors = doors or town.doors
        self.room = room or next(town.rooms)
        self.thread = self.room.partition("/")[2]
        self.readers, self.hidden = [], {}
        self.accepted, self.refused = {}, {}
        self.answers, self.trouble, self.meant = Counter(), [], 0

    # Listening

    async def listen(self, count, **more):
        """So many readers, half of them signed in, as evenly as may be before all houses."""
        tokens = [self.town.tokens[n % len(self.town.tokens)] if n % 2 else "" for n in range(count)]
        return await self.admit(tokens, **more)

    async def admit(self, tokens, *, way="by_socket", **more):
        """A reader for each of these, once all have found the way that is open to them."""
        readers = [self.browser(token=token, door=n, **more) for n, token in enumerate(tokens)]
        await asyncio.gather(*(reader.open() for reader in readers))
        await self.until(lambda: all(reader.settled and reader.follows(way) for reader in readers))
        return readers

    def browser(self, **more):
        """One more who is to be told everything."""
        known = {"doors": self.doors, "room": self.room, "hidden": self.hidden}
        self.readers.append(Browser(**known | more))
        return self.readers[-1]

    def drop(self, share):
        """A tunnel: every so many readers lose their line at one moment."""
        for reader in self.readers[:: round(1 / share)]:
            reader.cut()

    # Speaking

    async def speak(self, people, words, *, more="", pause=0.0):
        """So many at once, each so many words, none of whom gives up before being answered."""
        async with asyncio.TaskGroup() as group:
            for n in range(people):
                group.create_task(self.talk(n, words, more, pause))

    async def speak_up(self, words=2):
        """So many words of each signed-in reader, into its own socket, one after the other."""
        speakers = [reader for reader in self.readers if reader.token]
        self.meant += words * len(speakers)
        for number in range(words):
            for speaker in speakers:
                await speaker.say(f"소켓에 하는 {number + 1}번째 말입니다.")
                await asyncio.sleep(0.03)
        await self.until(lambda: not any(speaker.unsaid for speaker in speakers))

    async def talk(self, n, words, more, pause):
        token = self.town.tokens[n % len(self.town.tokens)]
        for number in range(words):
            await self.say(f"{n}번째 이웃의 {number + 1}번째 말입니다.{more}", token=token, door=n)
            await asyncio.sleep(pause)

    async def say(self, body, *, token="", door=0):
        """One word: sent again with the same ref until there is an answer, as a browser does."""
        path, said = f"/api/v1/threads/{self.thread}/comments/", {"ref": str(uuid4()), "body": body}
        answer = await self.insist(path, said, token or self.town.tokens[0], door)
        if answer is not None:
            self.accepted[said["ref"]] = answer["seq"]
        return answer

    async def hide(self, comment):
        """The keeper hides a word; from then on nobody who comes anew hears it."""
        path, said = f"/api/v1/comments/{comment}/hide/", {"ref": str(uuid4()), "ground": "privacy"}
        answer = await self.insist(path, said, self.town.keeper, 0)
        self.accepted[said["ref"]] = self.hidden[comment] = answer["seq"]

    async def insist(self, path, said, token, door):
        """The answer, once there is one; a refusal for good gives None."""
        wait, self.meant = 0.1, self.meant + 1
        while True:
            port = self.doors[door % len(self.doors)]
            try:
                answer = await ask(port, path, "POST", said=said, token=token)
            except LOST as lost:
                self.answers[type(lost).__name__] += 1
                door += 1
            else:
                self.answers[answer.status] += 1
                if answer.status < 300:
                    return answer.json()
                self.hold_to_account(answer)
                if answer.status < 500 and answer.status != 429:
                    self.refused[said["ref"]] = answer.json()["code"]
                    return None
            await asyncio.sleep(wait)
            wait = min(wait * 2, 1)

    def hold_to_account(self, answer):
        """A no has a code and a sentence; that something broke here is none."""
        if answer.headers.get("content-type") != PROBLEM or not answer.json().get("code"):
            self.trouble.append(f"{answer.status} without a code: {answer.body[:200]!r}")
        elif answer.status == 500:
            self.trouble.append(f"500 {answer.json()['code']}")

    # What came of it

    async def until(self, condition, seconds=PATIENCE):
        """Wait for something that is bound to happen."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)

    async def converge(self, since, label):
        """Until every reader has what is in the table now; says how long it took from a moment on."""
        top = len(await asyncio.to_thread(self.town.written, self.room))
        behind, times = list(self.readers), []

        def all_level():
            for reader in [reader for reader in behind if reader.after >= top]:
                behind.remove(reader)
                times.append(time.monotonic() - since)
            return not behind

        try:
            await self.until(all_level)
        except TimeoutError:
            left = [(each.after, each.ways[-3:], each.complaints(top)[-3:]) for each in behind]
            raise AssertionError(f"{label}: {top} were written, some stand at {left}") from None
        half, last = times[len(times) // 2], times[-1]
        print(f"{label}: {len(times)} readers at {top}, half after {half:.2f} s, all after {last:.2f} s")

    async def check(self):
        """Every word that was taken is written once and heard once, and nothing else is."""
        for reader in self.readers:
            self.accepted |= reader.said
            self.refused |= reader.denied
        assert len(self.accepted) + len(self.refused) == self.meant
        assert "fault" not in self.refused.values()
        written = await asyncio.to_thread(self.town.written, self.room)
        top = len(written)
        assert [seq for seq, *_ in written] == list(range(1, top + 1))
        by_ref = {str(ref): seq for seq, _name, ref, _row in written if ref}
        assert {ref: by_ref.get(ref) for ref in self.accepted} == self.accepted
        assert by_ref.keys() == self.accepted.keys(), "written, and nobody was told so"
        complaints = {n: found for n, each in enumerate(self.readers) if (found := each.complaints(top))}
        assert complaints == {}, complaints
        assert self.trouble == []
        await self.compare()
        print(f"{top} written; answers {dict(self.answers)}; refused {Counter(self.refused.values())}")

    async def compare(self):
        """Each page looks as one that is opened now."""
        fresh = Browser([house.port for house in self.town.houses if house.process], self.room)
        await fresh.look()
        newest = fresh.rows
        for reader in self.readers:
            assert {row: reader.rows.get(row) for row in newest} == newest

    async def leave(self):
        """Everybody goes home."""
        await asyncio.gather(*(reader.close() for reader in self.readers))


@asynccontextmanager
async def crowd_in(town, doors=None, room=""):
    """A room with its people, gone at the end."""
    crowd = Crowd(town, doors, room)
    try:
        yield crowd
    finally:
        await crowd.leave()
