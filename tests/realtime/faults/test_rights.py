"""Whoever loses a right is put out of the room at once, whether Valkey is there to say so or not."""

import asyncio
import time

from tests.realtime.faults.crowd import crowd_in
from tests.realtime.faults.town import RESIDENTS

SESSION = "DELETE FROM django_session WHERE session_key = %s"
LEVEL = "UPDATE district_person SET level = 1 WHERE email = %s"


async def put_out(crowd, reader, since, label):
    """Until the line was closed for that reason."""
    await crowd.until(lambda: 4401 in reader.closes)
    print(f"{label}: out after {time.monotonic() - since:.2f} s")


async def test_whoever_signed_out_elsewhere_or_lost_a_level_shows_a_ticket_again(town, crowd):
    others = await crowd.listen(4)
    gone, lowered = await crowd.admit(town.leaving)
    await crowd.say("등급이 있을 때 한 말입니다.", token=lowered.token)
    await asyncio.to_thread(town.query, SESSION, gone.token)
    await asyncio.to_thread(town.query, LEVEL, f"settled{RESIDENTS + 1}@gwanak.example")
    withdrawn = time.monotonic()
    await put_out(crowd, gone, withdrawn, "session deleted")
    await put_out(crowd, lowered, withdrawn, "level withdrawn")
    await crowd.say("남은 이웃의 말입니다.")
    assert await crowd.say("등급이 없어진 뒤의 말입니다.", token=lowered.token) is None
    assert set(crowd.refused.values()) == {"verification_needed"}
    await crowd.converge(withdrawn, "after rights were withdrawn")
    await crowd.check()
    assert [other.closes for other in others] == [[]] * len(others)


async def test_a_member_whose_seat_ended_is_put_out_of_the_floor_while_valkey_is_away(town):
    async with crowd_in(town, room=f"floor/{town.floor}") as floor:
        leaves, stays = await floor.admit(town.tokens[:2])
        town.valkey.stop()
        await asyncio.to_thread(town.houses[0].ask, "unseat/0")
        await put_out(floor, leaves, time.monotonic(), "floor reopened without Valkey")
        await floor.until(lambda: leaves.out)
        await floor.until(lambda: stays.welcomes > 1)
        assert not stays.out
