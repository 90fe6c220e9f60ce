"""Where no socket comes through, the same events come by another way, in the same order."""

import time

from tests.realtime.faults.between import proxy_before

CLOCK = 0.1
"""Readers here wait a tenth of what a page waits before it tries the next way."""
WAYS = ("by_stream", "by_asking")


async def test_where_no_socket_comes_through_the_same_events_come(town, crowd):
    here, there = town.doors
    async with proxy_before(here) as refuses, proxy_before(there, keeps=True) as keeps:
        [by_socket] = await crowd.listen(1)
        detours = [
            await crowd.listen(2, doors=[proxy.port], clock=CLOCK, way=way)
            for proxy, way in ((refuses, "by_stream"), (keeps, "by_asking"))
        ]
        assert min(refuses.refused, keeps.refused) >= 3 * 2
        secret = await crowd.say("가려질 말입니다.")
        await crowd.hide(secret["id"])
        await crowd.speak(10, 1)
        cut = detours[0][0]
        await crowd.until(lambda: cut.heard)
        cut.cut()
        await crowd.speak(10, 1)
        await crowd.converge(time.monotonic(), "by detours, after the last word")
        await crowd.check()
        for readers, way in zip(detours, WAYS, strict=True):
            assert all(reader.follows(way) and not reader.resyncs for reader in readers)
            assert all(numbers(reader) == numbers(by_socket) for reader in readers)
        assert cut.welcomes > 1


def numbers(reader):
    """What it was told, in the order of telling."""
    return [seq for seq, _ in reader.heard]
