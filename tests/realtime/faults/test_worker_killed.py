"""A server process dies in mid-broadcast: its readers go to the other, and go on where they were."""

import asyncio
import time

import pytest

SHORT = {"speakers": 20, "words": 3, "readers": 20}
WHOLE = {"speakers": 300, "words": 3, "readers": 100}


@pytest.mark.parametrize("size", [SHORT, pytest.param(WHOLE, marks=pytest.mark.long)], ids=["short", "whole"])
async def test_the_readers_of_a_killed_process_go_on_at_the_other(town, crowd, size):
    await crowd.listen(size["readers"])
    total = size["speakers"] * size["words"]
    speaking = asyncio.gather(crowd.speak(size["speakers"], size["words"]), crowd.speak_up())
    await crowd.until(lambda: len(crowd.accepted) > total // 4)
    doomed = [reader for reader in crowd.readers if reader.port == town.houses[0].port]
    assert doomed
    town.houses[0].kill()
    killed = time.monotonic()
    await crowd.converge(killed, "after a process was killed")
    await speaking
    ended = time.monotonic()
    await crowd.converge(ended, "after the last word")
    await crowd.check()
    assert crowd.refused == {}
    assert all(reader.welcomes > 1 for reader in doomed)
