"""What a vote needs and what comes of it, beside an arithmetic of its own: fractions, counted upwards."""

from datetime import timedelta
from fractions import Fraction
from itertools import product

import pytest

from committees.actions.meetings import take_up
from committees.actions.recusing import record as recuse
from committees.actions.voting import cast_ballot, close_vote, open_vote
from committees.majority import chosen, going_on, is_tie, line_of, needed_for, outcome
from committees.models import BodyRule, Vote
from committees.quorum import Base, Share, needed
from tests.cast import NOON
from tests.committees.acts import begin, code_of_refusal, items_of

PARTS = {
    "majority": lambda count, of: count > Fraction(of, 2),
    "half": lambda count, of: count >= Fraction(of, 2),
    "two_thirds": lambda count, of: count >= Fraction(2 * of, 3),
    "third": lambda count, of: count >= Fraction(of, 3),
}


def fewest(share, of):
    """The first number, counted upwards from one, that is such a part; nobody is never enough."""
    return next(count for count in range(1, of + 2) if PARTS[share](count, of))


@pytest.mark.parametrize("share", Share.values)
def test_quorum_and_majority_of_every_roster_from_1_to_200_are_what_fractions_say(share):
    for size in range(1, 201):
        assert needed(share, size) == fewest(share, size), size
        for present in {fewest(share, size), (size + fewest(share, size)) // 2, size}:
            for base, of in {"present": present, "roster": size, "voting": present}.items():
                wanted = needed_for(share, base, voting=present, present=present, sitting=size)
                assert wanted == fewest(share, of)
                carried = [
                    yes for yes in range(present + 1) if outcome(yes, present - yes, wanted) == "carried"
                ]
                assert carried == [yes for yes in range(1, present + 1) if PARTS[share](yes, of)]


def test_the_rosters_that_the_district_printed():
    for size, wanted in {36: 19, 33: 17, 40: 21, 127: 64}.items():
        assert needed(Share.MAJORITY, size) == wanted


# share, base, sitting, present, yes, no, abstain → needed, result
CASES = [
    ("majority", "present", 36, 19, 9, 5, 5, 10, "rejected"),  # whoever abstains weighs as a no
    ("majority", "present", 36, 19, 10, 4, 5, 10, "carried"),
    ("majority", "present", 36, 19, 10, 9, 0, 10, "carried"),
    ("majority", "voting", 36, 19, 9, 5, 5, 8, "carried"),  # or does not weigh
    ("majority", "voting", 36, 19, 7, 7, 5, 8, "rejected"),
    ("majority", "voting", 36, 19, 0, 0, 19, 1, "rejected"),
    ("majority", "voting", 36, 19, 1, 0, 18, 1, "carried"),
    ("majority", "roster", 36, 19, 18, 1, 0, 19, "rejected"),
    ("majority", "roster", 36, 19, 19, 0, 0, 19, "carried"),
    ("two_thirds", "present", 30, 20, 13, 7, 0, 14, "rejected"),
    ("two_thirds", "present", 30, 20, 14, 6, 0, 14, "carried"),
    ("two_thirds", "voting", 30, 20, 8, 4, 8, 8, "carried"),
    ("two_thirds", "voting", 30, 20, 8, 5, 7, 9, "rejected"),
    ("two_thirds", "roster", 30, 20, 20, 0, 0, 20, "carried"),
    ("two_thirds", "roster", 30, 20, 19, 1, 0, 20, "rejected"),
    ("half", "present", 30, 20, 10, 10, 0, 10, "carried"),  # a half is reached by a tie
    ("half", "voting", 30, 20, 5, 5, 10, 5, "carried"),
    ("half", "roster", 30, 20, 14, 6, 0, 15, "rejected"),
    ("third", "present", 30, 20, 7, 13, 0, 7, "carried"),
    ("third", "voting", 30, 20, 2, 5, 13, 3, "rejected"),
    ("third", "roster", 30, 20, 10, 10, 0, 10, "carried"),
]  # fmt: skip


def test_every_share_of_every_number_has_its_cases():
    assert {case[:2] for case in CASES} == set(product(Share.values, Base.values))
    for share, base, sitting, present, yes, no, abstain, wanted, result in CASES:
        assert yes + no + abstain == present
        assert needed_for(share, base, voting=yes + no, present=present, sitting=sitting) == wanted
        assert outcome(yes, no, wanted) == result, (share, base, yes, no, abstain)


def test_a_tie_is_no_majority_unless_the_chair_may_decide_it():
    for yes, no, wanted, casting, result in [
        (9, 9, 10, "", "rejected"),
        (9, 9, 10, "yes", "carried"),
        (9, 9, 10, "no", "rejected"),
        (9, 8, 10, "yes", "rejected"),  # short of it, but no tie: nobody asked the chair
        (10, 9, 10, "no", "carried"),
        (0, 0, 10, "yes", "rejected"),  # nobody was for it
        (5, 5, 5, "no", "carried"),  # a half was enough
    ]:
        assert outcome(yes, no, wanted, tie="chair", casting=casting) == result
        if casting == "yes":
            assert outcome(yes, no, wanted, tie="fails", casting=casting) == "rejected"
    assert [is_tie(9, 9, 10), is_tie(9, 8, 10), is_tie(0, 0, 1), is_tie(5, 5, 5)] == [
        True,
        False,
        False,
        False,
    ]


# votes by candidate, needed, seats → elected, left
ELECTIONS = [
    ({1: 12, 2: 5, 3: 2}, 10, 1, (1,), 0),
    ({1: 9, 2: 6, 3: 4}, 10, 1, (), 1),
    ({1: 9, 2: 10}, 10, 1, (2,), 0),
    ({1: 15, 2: 12, 3: 11, 4: 3}, 10, 2, (1, 2), 0),  # three reached it: the two with most
    ({1: 15, 2: 12, 3: 12, 4: 3}, 10, 2, (1,), 1),  # alike for the last seat: neither yet
    ({1: 12, 2: 12, 3: 12}, 10, 2, (), 2),
    ({1: 12, 2: 12, 3: 3}, 10, 2, (1, 2), 0),
    ({1: 12, 2: 3, 3: 3}, 10, 2, (1,), 1),
    ({1: 0}, 1, 1, (), 1),
    ({1: 1}, 0, 1, (1,), 0),
]  # fmt: skip


def test_whoever_reaches_the_majority_is_elected_and_nobody_by_the_number_of_the_ballot():
    for votes, wanted, seats, elected, left in ELECTIONS:
        assert (chosen(votes, wanted=wanted, seats=seats).elected, left) == (elected, left), votes
        assert chosen(votes, wanted=wanted, seats=seats).left == left


def test_a_run_off_takes_twice_as_many_as_seats_are_left_and_whoever_is_alike_with_the_last():
    for votes, left, standing in [
        ({1: 9, 2: 6, 3: 4}, 1, [1, 2]),
        ({1: 9, 2: 5, 3: 5, 4: 1}, 1, [1, 2, 3]),
        ({1: 4, 2: 4, 3: 4}, 1, [1, 2, 3]),
        ({1: 4, 2: 3}, 2, [1, 2]),
        ({1: 9, 2: 8, 3: 7, 4: 6, 5: 6, 6: 5}, 2, [1, 2, 3, 4, 5]),
        ({7: 3}, 1, [7]),
    ]:
        assert going_on(votes, left=left) == standing, votes


def closed_vote(**facts):
    told = {
        "state": "closed", "method": "hands", "majority": "majority", "majority_of": "present",
        "sitting": 36, "present": 19, "asked": 19, "cast": 19, "yes": 9, "no": 5, "abstain": 5, "needed": 10,
        "result": "rejected",
    }  # fmt: skip
    return Vote(**told | facts)


def test_the_arithmetic_stands_beside_the_result():
    for facts, line in [
        ({}, "출석 19 · 찬성 9 · 반대 5 · 기권 5 → 부결: 출석 과반수 10 필요"),
        (
            {"majority_of": "voting", "needed": 8, "result": "carried"},
            "출석 19 · 찬성 9 · 반대 5 · 기권 5 → 가결: 투표(기권 제외) 과반수 8 필요",
        ),
        (
            {"majority": "two_thirds", "majority_of": "roster", "needed": 24},
            "재적 36 · 출석 19 · 찬성 9 · 반대 5 · 기권 5 → 부결: 재적 3분의 2 이상 24 필요",
        ),
        (
            {"no": 9, "abstain": 0, "cast": 18},
            "출석 19 · 찬성 9 · 반대 9 · 기권 0 · 불참 1 → 가부동수 → 부결: 출석 과반수 10 필요",
        ),
        (
            {"no": 9, "abstain": 1, "casting": "yes", "result": "carried"},
            "출석 19 · 찬성 9 · 반대 9 · 기권 1 → 가부동수 → 위원장이 찬성으로 결정 → 가결",
        ),
        (
            {"method": "consent", "yes": None, "no": None, "abstain": None, "result": "carried"},
            "출석 19 · 이의 없음 → 가결",
        ),
        (
            {"kind": "election", "method": "secret", "yes": None, "no": None, "abstain": 1, "cast": 18,
             "result": "run_off"},
            "출석 19 · 투표 18 · 기권 1 · 불참 1 → 결선투표 필요: 출석 과반수 10 필요",
        ),
        (
            {"kind": "election", "method": "secret", "yes": None, "no": None, "abstain": 0, "needed": None,
             "result": "elected"},
            "출석 19 · 투표 19 · 기권 0 → 당선: 많이 얻은 사람부터",
        ),
        ({"state": "open", "result": ""}, ""),
        ({"state": "void", "result": ""}, ""),
    ]:  # fmt: skip
        assert line_of(closed_vote(**facts)) == line


@pytest.fixture
def sitting(meeting, secretary, members):
    """Six of ten are there, and the decision is on the floor."""
    begin(meeting, secretary, members[:6])
    return take_up(items_of(meeting)[1], by=secretary, at=NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("counted", "numbers", "results"),
    [
        # out of both: 9 sit, 5 are there, 3 carry it
        (False, (9, 5, 5, 3), {2: "rejected", 3: "carried"}),
        # in both, and not asked: 10 sit, 6 are there, 4 of the 5 who answer carry it
        (True, (10, 6, 5, 4), {3: "rejected", 4: "carried"}),
    ],
)
def test_who_keeps_out_is_counted_as_the_rule_says_and_never_asked(
    sitting, members, secretary, council, counted, numbers, results
):
    BodyRule.objects.filter(body=council).update(recusals_counted=counted)
    recuse(sitting, kind="self", reason="이해관계가 있습니다.", by=members[0], at=NOON)
    for yes, result in results.items():
        vote = open_vote(sitting, method="roll_call", by=secretary, at=NOON)
        assert (vote.sitting, vote.present, vote.asked) == numbers[:3]
        assert code_of_refusal(cast_ballot, vote, choice="yes", by=members[0], at=NOON) is not None
        for n, person in enumerate(members[1:6]):
            cast_ballot(vote, choice="yes" if n < yes else "no", by=person, at=NOON)
        vote = close_vote(vote, by=secretary, at=NOON + timedelta(minutes=1))
        assert (vote.needed, vote.result) == (numbers[3], result)


@pytest.mark.django_db
def test_a_recusal_that_is_not_counted_may_cost_the_quorum_and_one_that_is_counted_does_not(
    sitting, members, secretary, council
):
    for person in members[:2]:
        recuse(sitting, kind="self", reason="이해관계가 있습니다.", by=person, at=NOON)
    put = {"method": "consent", "by": secretary, "at": NOON}
    assert code_of_refusal(open_vote, sitting, **put) == ("no_quorum", 409)  # 4 of 8 are no majority
    BodyRule.objects.filter(body=council).update(recusals_counted=True)
    assert open_vote(sitting, **put).result == "carried"  # 6 of 10 are
