"""Any evening at the corner: words, losses, late messages, cut lines; nobody misses or doubles a word."""

import asyncio

import pytest
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from realtime import hub
from tests.realtime.corner import HERE, Ledger, Reader, until

WHAT = ["word.said"] * 5 + ["word.hidden"] * 3 + ["word.counted"] * 3 + ["bell.rung", "forget"]
WHAT += ["open page", "open page", "join", "join", "cut", "breathe", "breathe"]
STEP = st.tuples(
    st.sampled_from(WHAT), st.integers(0, 2), st.sampled_from(["now", "now", "now", "lost", "twice", "late"])
)
FAST = {
    "REORDER_SECONDS": 0.001,
    "COMPARE_SECONDS": 0.004,
    "BATCH_SECONDS": 0.001,
    "TALLY_SECONDS": 0.001,
    "PRESENCE_SECONDS": 0.002,
    "RESYNC_EVENTS": 25,
}


class Evening:
    def __init__(self, ledger):
        self.ledger = ledger
        self.house = hub.here()
        self.readers = {}
        self.all = []
        self.late = []

    async def step(self, name, number, fate):
        if "." in name:
            rows = list(self.ledger.rows)
            self.speak(name, None if name == "word.said" or number >= len(rows) else rows[-1 - number], fate)
        elif name == "open page":
            await self.leave(number)
            self.readers[number] = Reader(self.ledger)
            self.all.append(self.readers[number])
        elif name == "join" and number in self.readers and self.readers[number].sink is None:
            await self.readers[number].join(self.house)
        elif name == "cut":
            await self.leave(number)
        elif name == "forget":
            self.house.forget()
        elif name == "breathe":
            await asyncio.sleep(number / 2000)

    async def leave(self, number):
        if number in self.readers:
            self.readers[number].heard.clear()
            await self.readers[number].cut()

    def speak(self, name, row, fate):
        message = self.ledger.act(name, row)
        if fate in {"now", "twice"}:
            self.house.hear(str(HERE), message)
        if fate in {"late", "twice"}:
            self.late.append(message)
        if len(self.late) > 2:
            self.house.hear(str(HERE), self.late.pop(0))

    async def end(self):
        for message in reversed(self.late):
            self.house.hear(str(HERE), message)
        for reader in self.readers.values():
            if reader.sink is None:
                reader.heard.clear()
                await reader.join(self.house)
        await until(lambda: all(reader.after == self.ledger.seq for reader in self.readers.values()), 10)


@pytest.mark.slow
@pytest.mark.timeout(120)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEP, min_size=20, max_size=80))
def test_old_page_plus_frames_is_the_new_page_for_every_reader(steps):
    with pytest.MonkeyPatch.context() as patch, override_settings(**FAST):
        asyncio.run(spend(Ledger(patch), steps))


async def spend(ledger, steps):
    evening = Evening(ledger)
    evening.readers[9] = await Reader(ledger).join(evening.house)  # somebody is always there
    evening.all.append(evening.readers[9])
    try:
        for name, number, fate in steps:
            await evening.step(name, number, fate)
        await evening.end()
        assert [reader.trouble for reader in evening.all if reader.trouble] == []
        for reader in evening.readers.values():
            assert reader.rows == ledger.rows
            hidden = [row for row, state in ledger.rows.items() if state["hidden"]]
            assert not any(reader.rows[row]["text"] for row in hidden)
    finally:
        await asyncio.gather(*(reader.cut() for reader in evening.readers.values()))
        await evening.house.close()
