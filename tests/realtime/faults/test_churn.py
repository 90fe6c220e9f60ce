"""Hundreds come and go, by every way: a house that has stood for months is as on its first day."""

import asyncio
import time
from itertools import cycle

import pytest

from tests.realtime.faults.between import proxy_before
from tests.realtime.faults.browser import Browser

MEGABYTE, MINUTE = 1024 * 1024, 60
QUIET = 4
"""Who listens to Valkey, who compares with the table, and who answers us; and one to spare."""
SHORT = {"warm": 0, "seconds": 0, "readers": 8, "rounds": 2}
WHOLE = {"warm": 60, "seconds": 240, "readers": 40, "rounds": 3}


async def come_and_go(town, crowd, proxies, count):
    """One round: some by socket, some by stream, some asking; one says a word, one is cut off, all go."""
    ways = cycle([town.doors, town.doors, [proxies[0].port], [proxies[1].port]])
    more = {"room": crowd.room, "hidden": crowd.hidden, "clock": 0.05}
    readers = [Browser(doors, door=n, **more) for n, doors in zip(range(count), ways, strict=False)]
    await asyncio.gather(*(reader.open() for reader in readers))
    await crowd.speak(2, 2)
    top = len(await asyncio.to_thread(town.written, crowd.room))
    await crowd.until(lambda: all(reader.after >= top for reader in readers))
    readers[0].cut()
    await asyncio.gather(*(reader.close() for reader in readers))
    assert [trouble for reader in readers for trouble in reader.complaints(top)] == []


async def at_rest(town, tasks=(1000, 1000)):
    """How each house is once nobody is in it, and no more goes on than this."""
    async with asyncio.timeout(50):
        while True:
            found = await states(town)
            if all(
                now["members"] == 0 and now["tasks"] <= most for now, most in zip(found, tasks, strict=True)
            ):
                return found
            await asyncio.sleep(0.1)


async def states(town):
    return [await asyncio.to_thread(house.ask, "state") for house in town.houses]


def rise(samples):
    """The slope of resident memory in MB a minute: least squares."""
    middle = sum(at for at, _ in samples) / len(samples)
    level = sum(size for _, size in samples) / len(samples)
    spread = sum((at - middle) ** 2 for at, _ in samples)
    return sum((at - middle) * (size - level) for at, size in samples) / spread * MINUTE / MEGABYTE


@pytest.mark.long
@pytest.mark.parametrize("size", [SHORT, WHOLE], ids=["short", "whole"])
async def test_a_house_that_hundreds_have_left_is_as_it_was(town, crowd, size):
    async with proxy_before(town.doors[0]) as refuses, proxy_before(town.doors[1], keeps=True) as keeps:
        warm, rounds = time.monotonic() + size["warm"], 0
        while not rounds or time.monotonic() < warm:
            await come_and_go(town, crowd, (refuses, keeps), size["readers"])
            rounds += 1
        before = await at_rest(town, [QUIET] * len(town.houses))
        began = time.monotonic()
        samples = [[] for _ in town.houses]
        rounds = 0
        while rounds < size["rounds"] or time.monotonic() < began + size["seconds"]:
            await come_and_go(town, crowd, (refuses, keeps), size["readers"])
            rounds += 1
            for kept, state in zip(samples, await states(town), strict=True):
                kept.append((time.monotonic() - began, state["resident"]))
        after = await at_rest(town, [state["tasks"] for state in before])
        print(f"{rounds} rounds of {size['readers']}: {before} → {after}")
        if size["seconds"]:
            rising = [rise(kept) for kept in samples]
            print("MB a minute: " + ", ".join(f"{each:.2f}" for each in rising))
            assert max(rising) < 1
