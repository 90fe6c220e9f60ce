"""The database is restarted while people write: whoever is refused is told so, whoever is not is heard."""

import asyncio
import signal
import time

import pytest

SHORT = {"speakers": 20, "words": 3, "readers": 20, "away": 0.3, "how": signal.SIGQUIT}
WHOLE = {"speakers": 300, "words": 3, "readers": 100, "away": 0, "how": signal.SIGQUIT}
LONG_AWAY = WHOLE | {"speakers": 60, "away": 20, "how": signal.SIGINT}


@pytest.mark.parametrize(
    "size",
    [SHORT, pytest.param(WHOLE, marks=pytest.mark.long), pytest.param(LONG_AWAY, marks=pytest.mark.long)],
    ids=["short", "whole", "long_away"],
)
async def test_nothing_is_lost_when_the_database_is_restarted(town, crowd, size):
    await crowd.listen(size["readers"])
    total = size["speakers"] * size["words"]
    speaking = asyncio.gather(crowd.speak(size["speakers"], size["words"]), crowd.speak_up())
    await crowd.until(lambda: len(crowd.accepted) > total // 4)
    await asyncio.to_thread(town.cluster.stop, size["how"])
    await asyncio.sleep(size["away"])
    town.cluster.launch()
    await asyncio.to_thread(town.cluster.wait)
    recovered = time.monotonic()
    said = len(crowd.accepted)
    await crowd.converge(recovered, "after PostgreSQL came back")
    await crowd.until(lambda: len(crowd.accepted) > said or speaking.done())
    print(f"the first word was taken after {time.monotonic() - recovered:.2f} s")
    await speaking
    ended = time.monotonic()
    await crowd.converge(ended, "after the last word")
    await crowd.check()
    assert crowd.refused == {}
