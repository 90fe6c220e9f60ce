"""정족수: how many it takes, against a count that knows nothing of our formula."""

from fractions import Fraction

import pytest

from committees.quorum import Share, needed

PARTS = {"half": Fraction(1, 2), "two_thirds": Fraction(2, 3), "third": Fraction(1, 3)}


def enough(share, present, of):
    """Whether so many are that share: 과반수 is more than half, 이상 is at least."""
    part = Fraction(present, of)
    return part > Fraction(1, 2) if share == "majority" else part >= PARTS[share]


@pytest.mark.parametrize("share", Share.values)
def test_every_roster_up_to_two_hundred_needs_the_fewest_who_are_enough(share):
    for of in range(1, 201):
        fewest = next(present for present in range(of + 1) if enough(share, present, of))
        assert needed(share, of) == fewest, of


@pytest.mark.parametrize(("of", "quorum"), [(36, 19), (33, 17), (40, 21), (127, 64)])
def test_the_districts_bodies_need_a_majority(of, quorum):
    assert needed(Share.MAJORITY, of) == quorum


@pytest.mark.parametrize("share", Share.values)
def test_nobody_is_never_enough(share):
    assert needed(share, 0) >= 1
