"""내 정보. Whatever somebody did in meetings is theirs to read; of a secret vote only that they voted."""

import json

import pytest

from cms.mydata import gather
from committees.actions import meetings, motions, recusing, speaking, voting
from tests.cast import NOON
from tests.committees.acts import LATER, seat_of
from tests.committees.ballots import cast, close, opened

pytestmark = pytest.mark.django_db
MARK = "뜻을 밝힙니다"


@pytest.fixture
def busy(item, members, secretary, moved):
    """What 김도연 does in one meeting: speaks, moves, challenges and thinks better of it, votes by name."""
    doer = members[1]
    speaking.ask_turn(item, by=doer, at=NOON)
    amendment = motions.move(item, kind="amendment", amends=moved, text=MARK, by=members[3], at=NOON)
    motions.second(amendment, by=doer, at=NOON)
    challenge = {"kind": "challenge", "reason": MARK, "seat": seat_of(item.meeting, members[4])}
    recusing.withdraw(recusing.record(item, by=doer, at=NOON, **challenge), by=doer, at=NOON)
    meetings.post_remark(item, by=doer, body=MARK, at=NOON)
    vote = voting.open_vote(item, method="roll_call", motion=amendment, by=secretary, at=LATER)
    voting.cast_ballot(vote, choice="no", by=doer, at=LATER)
    return doer


def test_what_somebody_did_in_a_meeting_is_theirs_to_read(gu, busy, item, members):
    mine, theirs = gather(busy, LATER), gather(members[7], LATER)
    place = {"meeting": item.meeting_id, "item": item.pk}
    for noun in ("speaking_turns", "motions", "seconds", "recusals", "ballots", "remarks"):
        assert [{**each, **place} for each in mine[noun]] == mine[noun]
        assert len(mine[noun]) == 1, noun
        assert theirs[noun] == [], noun
    assert len(mine["attendances"]) == len(theirs["attendances"]) == 1
    assert mine["ballots"][0]["choice"] == "no"
    assert mine["recusals"][0]["reason"] == MARK
    assert MARK not in json.dumps(theirs, ensure_ascii=False, default=str)


def test_of_a_secret_vote_one_reads_that_one_voted_and_nothing_else(gu, item, members):
    vote = opened(item, members[:5])
    for person, choice in zip(members[:4], ("yes", "no", "abstain", "yes"), strict=True):
        cast(vote, person, choice)
    running = [gather(person, LATER)["secret_votes"] for person in members[:5]]
    assert close(vote).cast == 4
    counted = [gather(person, LATER) for person in members[:5]]
    assert running == [[{"vote": vote.pk, "meeting": item.meeting_id, "item": item.pk}]] * 4 + [[]]
    assert [told["secret_votes"] for told in counted] == running
    assert all(told["ballots"] == [] for told in counted)
