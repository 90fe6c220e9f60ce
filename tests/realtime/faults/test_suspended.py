"""A telephone sleeps in a pocket, its line open: the house holds a bound for it, and no more."""

import asyncio
import time

import pytest

from tests.realtime.faults.crowd import crowd_in

LONG_WORDS = " 가로등을 더 밝게 하면 좋겠습니다." * 45
NARROW = 4096
SHORT = {"sleep": 1, "words": 30, "bounds": (16384, 1)}
WHOLE = {"sleep": 30, "words": 300, "bounds": (262144, 30)}


def keeps_up(state):
    """Whether the house has not yet noticed who sleeps."""
    return state["members"] == 1 and not state["lagging"]


@pytest.fixture
def house(town, size):
    """A server process with the patience of this test; on a busy machine it is too little for the waking."""
    house = town.houses[0]
    before = house.ask("bounds/{}/{}/{}".format(*size["bounds"], NARROW))
    yield house
    house.ask("bounds/{}/{}/{}".format(*before))


@pytest.mark.parametrize(
    "size", [pytest.param(SHORT, id="short"), pytest.param(WHOLE, id="whole", marks=pytest.mark.long)]
)
async def test_who_slept_looks_at_the_room_as_it_is_and_goes_on(town, house, size):
    async with crowd_in(town) as crowd:
        awake = await crowd.listen(3, doors=[town.houses[1].port])
        [asleep] = await crowd.listen(1, doors=[house.port], narrow=True)
        asleep.suspend()
        slept = time.monotonic()
        await crowd.speak(10, size["words"] // 10, more=LONG_WORDS)
        while keeps_up(await asyncio.to_thread(house.ask, "state")):
            await crowd.speak(10, 1, more=LONG_WORDS)
        said = time.monotonic()
        await crowd.until(lambda: all(reader.after >= len(crowd.accepted) for reader in awake))
        print(f"the others had all {len(crowd.accepted)} after {time.monotonic() - said:.2f} s")
        await asyncio.sleep(max(0, slept + size["sleep"] - time.monotonic()))
        asleep.wake()
        await crowd.converge(time.monotonic(), "after it woke")
        await crowd.say("깨어난 뒤의 말입니다.")
        await crowd.converge(time.monotonic(), "after the next word")
        await crowd.check()
        assert asleep.resyncs
        assert not any(reader.resyncs or reader.closes for reader in awake)
