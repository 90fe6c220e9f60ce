"""A process dies while all members vote, or everything does in the middle: no ballot is lost or doubled."""

import asyncio
import hashlib
import signal
import time

import pytest

from tests.realtime.faults.hands import assembled

FEW, ALL = 40, 300
SIZES = [pytest.param(FEW, id="forty"), pytest.param(ALL, id="three_hundred", marks=pytest.mark.long)]
KEPT = {"secret": "committees_envelope", "roll_call": "committees_ballot"}


@pytest.fixture(params=KEPT)
def method(request):
    return request.param


def check_the_books(assembly, method, result):
    """Everybody's ballot is in once, and the sums are those of the members."""
    town, count = assembly.town, len(assembly.members)
    vote = assembly.vote
    assert assembly.trouble == []
    assert (result["state"], result["cast"], result["asked"]) == ("closed", count, count)
    assert {side: result[side] for side in ("yes", "no", "abstain")} == assembly.sums
    [(rows,)] = town.query(f"SELECT count(*) FROM {KEPT[method]} WHERE vote_id = %s", vote)
    refs = town.query(
        """SELECT ref::text, count(*) FROM realtime_event event JOIN realtime_room room ON room.id = room_id
        WHERE name = 'ballot.cast' AND key = %s GROUP BY 1""",
        str(assembly.meeting),
    )
    assert rows == count
    assert dict(refs) == dict.fromkeys(assembly.refs.values(), 1)
    for wall in assembly.walls:
        assert wall.complaints(len(town.written(wall.room))) == []
    if method == "secret":
        check_the_box(assembly)


def check_the_box(assembly):
    """Every ballot is open, no envelope holds one, whoever has a receipt finds it, and the key is gone."""
    town, vote = assembly.town, assembly.vote
    said = town.query(
        "SELECT choice, count(*) FROM committees_secretballot WHERE vote_id = %s GROUP BY 1", vote
    )
    assert dict(said) == {choice: many for choice, many in assembly.sums.items() if many}
    held = {row for (row,) in town.query("SELECT sha256 FROM committees_receipt WHERE vote_id = %s", vote)}
    receipts = [each["receipt"] for each in assembly.done.values() if each["receipt"]]
    assert {hashlib.sha256(bytes.fromhex(receipt)).hexdigest() for receipt in receipts} <= held
    assert len(held) == len(assembly.members)
    print(f"{len(assembly.members) - len(receipts)} were answered twice and have no receipt")
    assert (
        town.query("SELECT 1 FROM committees_envelope WHERE vote_id = %s AND sealed IS NOT NULL", vote) == []
    )
    assert list((town.folder / "ballot-keys").iterdir()) == []


@pytest.mark.parametrize("count", SIZES)
async def test_members_vote_at_the_same_time_while_a_process_is_killed(town, method, count):
    async with assembled(town, count) as assembly:
        await assembly.put(method)
        for door in range(len(town.houses)):
            await assembly.watch(door)
        began = time.monotonic()
        voting = asyncio.create_task(assembly.vote_at_once())
        await assembly.until(lambda: len(assembly.done) >= count // 4)
        town.houses[0].kill()
        await voting
        print(f"{count} voted within {assembly.answered_at - began:.2f} s")
        await assembly.shown(count, f"{method}, a process killed")
        result = await assembly.close()
        top = len(town.written(assembly.walls[0].room))
        await assembly.until(lambda: all(wall.after == top for wall in assembly.walls))
        check_the_books(assembly, method, result)


@pytest.mark.parametrize("count", SIZES)
async def test_a_vote_goes_on_where_it_was_after_everything_was_restarted(town, method, count):
    async with assembled(town, count) as assembly:
        await assembly.put(method)
        wall = await assembly.watch(1)
        half = assembly.members[: count // 2]
        await assembly.vote_at_once(half)
        lines = wall.welcomes
        restart(town)  # here: what another thread starts ends with that thread (faults/house.py)
        await assembly.until(lambda: wall.welcomes > lines)
        await assembly.vote_at_once(half)  # the same refs again: each is told that it is in
        await assembly.vote_at_once(assembly.members[count // 2 :])
        await assembly.shown(count, f"{method}, everything restarted")
        result = await assembly.close()
        top = len(town.written(assembly.walls[0].room))
        await assembly.until(lambda: all(wall.after == top for wall in assembly.walls))
        check_the_books(assembly, method, result)


def restart(town):
    """As a power cut does it: nothing was told beforehand."""
    for house in town.houses:
        house.kill()
    town.valkey.stop()
    town.cluster.stop(signal.SIGQUIT)
    town.mend()
