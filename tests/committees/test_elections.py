"""Choosing among names, in secret: one seat or more, the run-off, and officers that come of it.

What the house offers is a ballot that names up to as many as are to be chosen, a majority by the body's rule,
and run-offs between those who came next. It offers no ranked ballot, no dropping of the last one by one, no
transfer of surplus votes (docs/votes.md): of ranked ballots it can take the first round and a run-off.
"""

import csv
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from committees.actions.electing import open_election, open_run_off
from committees.actions.offices import elect
from committees.actions.resolutions import resolve_vote
from committees.actions.voting import cast, void_vote
from committees.majority import chosen, going_on, needed_for
from committees.models import Candidate, Membership, Office, SecretBallot, Vote
from committees.vote_rows import vote_row
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import code_of_refusal, seat_of
from tests.committees.test_statements import crowd
from tests.committees.vote_stands import closed, moved, on_floor, ruled

DATA = Path(os.environ.get("CHEONG_DATA", "/nowhere")) / "elections"
published = pytest.mark.skipif(not DATA.exists(), reason="CHEONG_DATA names no folder with elections/")
pytestmark = pytest.mark.django_db


@pytest.fixture
def item(meeting, secretary, members):
    """Nine of ten are there."""
    return on_floor(meeting, secretary, members[:9])


def opened(item, by, names=("가", "나", "다"), seats=1):
    candidates = [{"name": name} for name in names]
    said = {"subject": "위원장 선거", "candidates": candidates, "seats": seats}
    return open_election(item, by=by, at=NOON, **said)


def refused(act, *args, **said):
    before = Event.objects.count(), Vote.objects.count(), Candidate.objects.count()
    code = code_of_refusal(act, *args, **{"at": NOON} | said)
    assert (Event.objects.count(), Vote.objects.count(), Candidate.objects.count()) == before
    return code and code[0]


def answered(vote, people, ballots):
    """Each names the candidates of these numbers; nothing is an abstention."""
    for person, named in zip(people, ballots, strict=True):
        said = {"choices": named} if named else {"choice": "abstain"}
        cast(vote, **{"choice": None} | said, by=person, at=NOON)


def outcome(vote):
    """Candidates with their votes, who is elected, and the result."""
    rows = vote_row(vote)["candidates"]
    return [(each["name"], each["votes"]) for each in rows], [e["name"] for e in rows if e["elected"]]


def test_whoever_has_the_majority_of_those_present_is_elected(item, members, secretary):
    vote = opened(item, secretary)
    assert (vote.method, vote.kind, vote.asked) == ("secret", "election", 9)
    answered(vote, members[:9], [[1]] * 5 + [[2]] * 3 + [[]])
    vote = closed(vote, secretary)
    assert outcome(vote) == ([("가", 5), ("나", 3), ("다", 0)], ["가"])
    assert (vote.result, vote.needed, vote.abstain, vote.yes) == ("elected", 5, 1, None)
    assert vote_row(vote)["line"] == "출석 9 · 투표 9 · 기권 1 → 당선: 출석 과반수 5 필요"


def test_whoever_falls_short_goes_into_a_run_off_in_which_more_votes_are_enough(item, members, secretary):
    vote = opened(item, secretary)
    assert refused(open_run_off, vote, by=secretary) == "vote_open"
    answered(vote, members[:9], [[1]] * 4 + [[3]] * 3 + [[2]] * 2)
    vote = closed(vote, secretary)
    assert (vote.result, outcome(vote)[1]) == ("run_off", [])
    assert refused(open_run_off, vote, by=members[3]) == "not_running"
    second = open_run_off(vote, by=secretary, at=NOON)
    assert [each.name for each in second.candidates.all()] == ["가", "다"]
    answered(second, members[:9], [[1]] * 3 + [[2]] * 4 + [[]] * 2)
    second = closed(second, secretary)
    assert outcome(second) == ([("가", 3), ("다", 4)], ["다"])
    assert (second.result, second.needed) == ("elected", None)
    assert refused(open_run_off, vote, by=secretary) == "run_off_held"
    assert refused(open_run_off, second, by=secretary) == "no_run_off"


def test_where_the_rule_asks_for_the_majority_a_run_off_takes_it_too(item, members, secretary, council):
    ruled(council, run_off_by="majority")
    vote = opened(item, secretary)
    answered(vote, members[:9], [[1]] * 4 + [[3]] * 3 + [[2]] * 2)
    second = open_run_off(closed(vote, secretary), by=secretary, at=NOON)
    answered(second, members[:9], [[1]] * 3 + [[2]] * 4 + [[]] * 2)
    second = closed(second, secretary)
    assert (second.result, second.needed, outcome(second)[1]) == ("run_off", 5, [])
    third = open_run_off(second, by=secretary, at=NOON)
    answered(third, members[:9], [[1]] * 4 + [[2]] * 5)
    assert outcome(closed(third, secretary))[1] == ["다"]


def test_a_run_off_that_is_even_is_held_again_and_so_is_one_that_was_void(item, members, secretary):
    vote = opened(item, secretary, names=("가", "나"))
    answered(vote, members[:9], [[1]] * 4 + [[2]] * 4 + [[]])
    vote = closed(vote, secretary)
    second = open_run_off(vote, by=secretary, at=NOON)
    void_vote(second, reason="투표 화면이 꺼졌습니다.", by=secretary, at=NOON)
    second = open_run_off(vote, by=secretary, at=NOON)
    answered(second, members[:9], [[1]] * 4 + [[2]] * 4 + [[]])
    second = closed(second, secretary)
    assert (second.result, outcome(second)[1]) == ("tied", [])
    third = open_run_off(second, by=secretary, at=NOON)
    answered(third, members[:9], [[1]] * 4 + [[2]] * 5)
    assert outcome(closed(third, secretary))[1] == ["나"]


def test_several_seats_are_filled_by_the_majority_and_those_left_by_a_run_off(item, members, secretary):
    vote = opened(item, secretary, names=("가", "나", "다", "라", "마"), seats=3)
    ballots = [[1, 2, 3]] * 4 + [[1, 2, 4]] * 2 + [[1, 5]] * 2 + [[3]]
    answered(vote, members[:9], ballots)
    vote = closed(vote, secretary)
    assert outcome(vote) == ([("가", 8), ("나", 6), ("다", 5), ("라", 2), ("마", 2)], ["가", "나", "다"])
    vote = opened(item, secretary, names=("가", "나", "다", "라", "마"), seats=3)
    answered(vote, members[:9], [[1, 2], [1, 2], [1, 3], [1, 3], [1, 4], [4, 5], [5], [5], [2]])
    vote = closed(vote, secretary)
    assert outcome(vote) == ([("가", 5), ("나", 3), ("다", 2), ("라", 2), ("마", 3)], ["가"])
    second = open_run_off(vote, by=secretary, at=NOON)
    assert (second.seats, [each.name for each in second.candidates.all()]) == (2, ["나", "다", "라", "마"])
    answered(second, members[:9], [[1, 4]] * 5 + [[2]] * 4)
    assert outcome(closed(second, secretary))[1] == ["나", "마"]


def test_a_ballot_names_no_more_than_are_to_be_chosen_each_once_and_only_who_stands(item, members, secretary):
    vote = opened(item, secretary, seats=2)
    for choices, code in [
        ([1, 2, 3], "too_many_choices"),
        ([4], "unknown_choice"),
        ([0], "unknown_choice"),
        ([True], "unknown_choice"),
        (["가"], "unknown_choice"),
        ({"1": 1}, "unknown_choice"),
        (5, "unknown_choice"),
        ([], "unknown_choice"),
    ]:
        assert refused(cast, vote, choice=None, choices=choices, by=members[0]) == code, choices
    assert refused(cast, vote, choice="yes", by=members[0]) == "unknown_choice"
    cast(vote, choice=None, choices=[2, 2, 1], by=members[0], at=NOON)
    assert refused(cast, vote, choice=None, choices=[3], by=members[0]) == "already_cast"
    closed(vote, secretary)
    assert SecretBallot.objects.get().choice == "1,2"


def test_an_election_that_makes_no_sense_is_refused(item, members, secretary, meeting):
    seat = seat_of(meeting, members[3])
    standing = [{"seat": seat}, {"name": "바깥사람"}]
    said = {"subject": "위원장 선거", "candidates": standing, "seats": 1}
    for wrong, code in [
        ({"subject": ""}, "empty_words"),
        ({"subject": None}, "bad_text"),
        ({"candidates": []}, "bad_candidates"),
        ({"candidates": "가"}, "bad_candidates"),
        ({"candidates": [{"name": str(n)} for n in range(41)]}, "bad_candidates"),
        ({"candidates": [seat]}, "bad_candidates"),
        ({"candidates": [{}]}, "bad_candidates"),
        ({"candidates": [{"name": ""}]}, "empty_words"),
        ({"candidates": [{"name": 5}]}, "bad_text"),
        ({"candidates": [{"seat": 10**9}]}, "seat_empty"),
        ({"candidates": [{"seat": str(seat)}]}, "seat_empty"),
        ({"candidates": [{"seat": seat}, {"seat": seat}]}, "candidate_twice"),
        ({"candidates": [{"name": "가"}, {"name": " 가 "}]}, "candidate_twice"),
        ({"seats": 0}, "bad_seats"),
        ({"seats": 3}, "bad_seats"),
        ({"seats": "1"}, "bad_seats"),
        ({"seats": True}, "bad_seats"),
    ]:
        assert refused(open_election, item, by=secretary, **said | wrong) == code, wrong
    assert refused(open_election, item, by=members[3], **said) == "not_running"
    moved(item, members)
    assert refused(open_election, item, by=secretary, **said) == "other_motion_first"


def test_an_election_ends_in_no_resolution_of_the_item(item, members, secretary):
    vote = opened(item, secretary)
    answered(vote, members[:9], [[1]] * 9)
    vote = closed(vote, secretary)
    assert refused(resolve_vote, vote, text="가를 뽑는다.", by=secretary) == "vote_not_resolving"


def test_an_officer_comes_of_the_election_that_chose_them_and_of_no_other(
    item, meeting, members, secretary, council, officer
):
    candidates = [{"seat": seat_of(meeting, person)} for person in members[3:5]]
    vote = open_election(item, subject="위원장 선거", candidates=candidates, by=secretary, at=NOON)
    taken = {"by": officer, "at": NOON + timedelta(hours=1), "start": NOON.date()}
    chosen_one, beaten = (Membership.objects.get(seat__body=council, person=each) for each in members[3:5])

    def take(membership, **said):
        return elect(council, "chair", membership=membership, **taken | {"vote": vote} | said)

    assert refused(take, chosen_one) == "not_elected"  # the vote still runs
    answered(vote, members[:9], [[1]] * 6 + [[2]] * 3)
    closed(vote, secretary)
    assert refused(take, beaten) == "not_elected"
    assert refused(take, chosen_one, vote=None, method="secret") == "election_needed"
    office = take(chosen_one)
    assert (office.vote, office.meeting, office.method) == (vote, meeting, "secret")
    assert Office.objects.occupied(NOON.date()).held_by(members[3]).get() == office


# What others have counted


@published
def test_the_slovak_election_of_2019_goes_to_the_run_off_of_the_published_two():
    """Two million ballots are a sum and no meeting: only the arithmetic of the house is asked."""
    with (DATA / "sk_president_2019_round1.csv").open(encoding="utf-8") as rows:
        votes = {order: int(row["votes"]) for order, row in enumerate(csv.DictReader(rows), 1)}
    of = sum(votes.values())
    wanted = needed_for("majority", "voting", voting=of, present=of, sitting=of)
    assert (of, wanted) == (2_145_364, 1_072_683)
    assert chosen(votes, wanted=wanted, seats=1).left == 1
    assert going_on(votes, left=1) == [1, 2]  # as they are printed: the two with most votes


def asked(ranked, standing):
    """Whom this ballot names among those who stand, by the printed rules: one gap, no doubled rank."""
    gap = False
    for name in ranked:
        if name == "overvote" or (gap and name in {"undervote", ""}):
            return None
        gap = name in {"undervote", ""}
        if name in standing:
            return name
    return None


@published
def test_the_ballots_of_portland_give_the_published_winner_in_a_round_and_a_run_off(
    council, members, residents, meeting, secretary
):
    """Ranked ballots are not offered; a first round and a run-off are, and end as the published count."""
    printed = json.loads((DATA / "2015_portland_mayor_expected.json").read_text(encoding="utf-8"))["results"]
    with (DATA / "2015_portland_mayor_ballots.csv").open(encoding="utf-8") as told:
        rows = list(csv.DictReader(told))
    ranks = [f"rank{n}" for n in range(1, 16)]
    ballots = [[row[rank] for rank in ranks] for row in rows for _ in range(int(row["count"]))]
    names = [name for name in printed[0]["tally"] if name != "Undeclared Write-ins"]
    people = [*members, *residents(89)]
    crowd(council, people[10:])
    vote = opened(on_floor(meeting, secretary, people), secretary, names=names)
    for result in (printed[0], printed[-1]):
        standing = {each.name: each.order for each in vote.candidates.all()}
        named = [asked(ballot, standing) for ballot in ballots]
        answered(vote, people, [[standing[name]] if name else [] for name in named])
        vote = closed(vote, secretary)
        assert dict(outcome(vote)[0]) == {name: int(result["tally"][name]) for name in standing}
        if result is printed[0]:
            assert (vote.needed, vote.result) == (50, "run_off")
            vote = open_run_off(vote, by=secretary, at=NOON)
    [winner] = outcome(vote)[1]
    assert winner == printed[-1]["tallyResults"][0]["elected"]
