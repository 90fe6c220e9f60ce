"""An assembly that votes: each insists until there is an answer, and the projector shows how far it is."""

import asyncio
import random
import time
from collections import Counter
from contextlib import asynccontextmanager
from uuid import uuid4

from tests.realtime.faults.asking import ask
from tests.realtime.faults.browser import LOST, Browser

CHOICES = ("yes", "no", "abstain")
PATIENCE = 60


class Projector(Browser):
    """The wall of the hall: what it shows, and when it came."""

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.counts = []

    def draw(self, event):
        super().draw(event)
        if count := (event.get("data") or {}).get("count"):
            self.counts.append((count, time.monotonic()))

    @property
    def cast(self):
        """How many have voted, as everybody in the hall reads it."""
        return self.counts[-1][0]["cast"] if self.counts else 0


class Assembly:
    """Members of one meeting, each with a choice thrown by lot."""

    def __init__(self, town, settled):
        self.town, self.members, self.secretary = town, settled["members"], settled["secretary"]
        self.meeting, self.item = settled["meeting"], settled["item"]
        self.truth = {token: random.choice(CHOICES) for token in self.members}
        self.refs = {token: str(uuid4()) for token in self.members}
        self.answers, self.done, self.walls = Counter(), {}, []
        self.answered_at, self.trouble = 0.0, []

    async def insist(self, path, token, said, door=0):
        """The answer, once there is one: a lost line is tried again at the next door, with the same ref."""
        wait, until = 0.1, time.monotonic() + PATIENCE
        while time.monotonic() < until:
            doors = self.town.doors
            try:
                answer = await ask(
                    doors[door % len(doors)], f"/api/v1/{path}", "POST", said=said, token=token
                )
            except LOST as lost:
                self.answers[type(lost).__name__] += 1
                door += 1
            else:
                self.answers[answer.status] += 1
                if answer.status == 500:
                    self.trouble.append(answer.body[:300])
                if answer.status not in {429, 500, 503}:
                    return answer
            await asyncio.sleep(wait * random.uniform(0.5, 1))
            wait = min(wait * 2, 1)
        raise TimeoutError(path)

    async def put(self, method):
        """Open a vote."""
        said = {"ref": str(uuid4()), "method": method, "subject": "원안대로 의결하는 데 찬성하십니까?"}
        answer = await self.insist(f"agenda-items/{self.item}/votes/", self.secretary, said)
        assert answer.status == 201, answer.body
        self.vote = answer.json()["id"]
        self.done = {}

    async def answer(self, token, door):
        """One member's ballot."""
        said = {"ref": self.refs[token], "choice": self.truth[token]}
        answer = await self.insist(f"votes/{self.vote}/ballots/", token, said, door)
        assert answer.status == 201, answer.body
        self.done[token] = answer.json()
        self.answered_at = time.monotonic()

    async def vote_at_once(self, tokens=None):
        """All of them in one moment, as evenly as may be through all doors."""
        tokens = self.members if tokens is None else tokens
        await asyncio.gather(*(self.answer(token, n) for n, token in enumerate(tokens)))

    async def close(self):
        """What came of it."""
        answer = await self.insist(f"votes/{self.vote}/close/", self.secretary, {"ref": str(uuid4())})
        assert answer.status == 200, answer.body
        return answer.json()

    async def watch(self, door):
        """A projector before one of the houses."""
        wall = Projector(self.town.doors, f"meeting/{self.meeting}", door=door)
        await wall.open()
        await self.until(lambda: wall.welcomes)
        self.walls.append(wall)
        return wall

    async def until(self, condition, seconds=PATIENCE):
        """Wait for something that is bound to happen."""
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.005)

    async def shown(self, cast, label):
        """Until every projector shows so many; how long that took from the last answer on."""
        ended = self.answered_at
        # A figure of one second is read, and ten are waited for.
        await self.until(lambda: all(wall.cast == cast for wall in self.walls), 10)
        late = [wall.counts[-1][1] - ended for wall in self.walls]
        print(
            f"{label}: {cast} cast; shown {', '.join(f'{each:.2f}' for each in late)} s after the last answer"
        )
        print(f"  answers {dict(self.answers)}")

    @property
    def sums(self):
        """The tally as the members know it."""
        said = Counter(self.truth[token] for token in self.done)
        return {choice: said[choice] for choice in CHOICES}

    def leave(self):
        return asyncio.gather(*(wall.close() for wall in self.walls))


@asynccontextmanager
async def assembled(town, count):
    """An assembly in the town, gone at the end."""
    settled = await asyncio.to_thread(town.houses[-1].ask, f"assemble/{count}")
    assembly = Assembly(town, settled)
    try:
        yield assembly
    finally:
        await assembly.leave()
