"""Valkey dies and comes back while everybody speaks: it carried the words, it never held them."""

import asyncio
import time

import pytest

SHORT = {"speakers": 20, "words": 3, "readers": 20, "away": 0.3}
WHOLE = {"speakers": 300, "words": 3, "readers": 100, "away": 3}


@pytest.mark.parametrize("size", [SHORT, pytest.param(WHOLE, marks=pytest.mark.long)], ids=["short", "whole"])
async def test_nothing_is_lost_while_valkey_is_away_and_a_tenth_of_the_lines_break(town, crowd, size):
    late = crowd.browser(door=1)
    await late.read()
    await crowd.listen(size["readers"])
    secret = await crowd.say("곧 가려질 말입니다.")
    total = size["speakers"] * size["words"]
    speaking = asyncio.gather(crowd.speak(size["speakers"], size["words"]), crowd.speak_up())
    await crowd.until(lambda: len(crowd.accepted) > total // 6)
    town.valkey.stop()
    crowd.drop(0.1)
    said = len(crowd.accepted)
    await crowd.hide(secret["id"])
    late.follow()
    await asyncio.sleep(size["away"])
    await crowd.until(lambda: len(crowd.accepted) > said + 1)  # a dead layer silences nobody
    town.valkey.launch()
    await asyncio.to_thread(town.valkey.wait)
    recovered = time.monotonic()
    await crowd.converge(recovered, "after Valkey came back")
    await speaking
    ended = time.monotonic()
    await crowd.converge(ended, "after the last word")
    await crowd.check()
    assert crowd.refused == {}
