"""분과 배정: even parts, then wishes, then both sexes; against every way there is."""

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from committees.assigning import Wisher, assign

PARTS = ("경제", "복지", "환경")


def worth(people, told, parts, sitting=()):
    """What a way of sharing out is worth: sizes, then wishes, then sexes; the smaller the better."""
    sizes, sexes = Counter(part for part, _sex in sitting), Counter(sitting)
    for person in people:
        sizes[told[person.key]] += 1
        sexes[told[person.key], person.sex] += 1
    return (
        sum(sizes[part] ** 2 for part in parts),
        sum(person.cost(told[person.key]) for person in people),
        sum(sexes[part, sex] ** 2 for part in parts for sex in "fm"),
    )


def best(people, parts, sitting=(), sizes=None):
    """Every way there is, tried."""
    ways = (
        dict(zip([person.key for person in people], way, strict=True))
        for way in product(parts, repeat=len(people))
    )
    fits = (
        told for told in ways
        if sizes is None or all(Counter(told.values())[part] <= sizes[part] for part in parts)
    )  # fmt: skip
    return min(worth(people, told, parts, sitting) for told in fits)


wishes = st.permutations(PARTS).flatmap(lambda order: st.integers(0, 3).map(lambda n: tuple(order[:n])))
crowds = st.lists(st.tuples(wishes, st.sampled_from(["f", "m", ""])), max_size=6).map(
    lambda rows: [Wisher(key, each, sex) for key, (each, sex) in enumerate(rows)]
)
seated = st.lists(st.tuples(st.sampled_from(PARTS), st.sampled_from(["f", "m"])), max_size=5)


@settings(max_examples=60, deadline=None)
@given(crowds, seated)
def test_no_way_of_sharing_out_is_better(people, sitting):
    told = assign(people, PARTS, sitting=sitting)
    assert sorted(told) == [person.key for person in people]
    assert worth(people, told, PARTS, sitting) == best(people, PARTS, sitting)


@settings(max_examples=40, deadline=None)
@given(crowds, st.tuples(st.integers(1, 4), st.integers(1, 4), st.integers(0, 4)))
def test_nor_where_the_parts_have_only_so_many_places(people, rooms):
    sizes = dict(zip(PARTS, rooms, strict=True))
    if sum(rooms) < len(people):
        with pytest.raises(ValueError, match="places"):
            assign(people, PARTS, sizes=sizes)
        return
    told = assign(people, PARTS, sizes=sizes)
    assert all(Counter(told.values())[part] <= sizes[part] for part in PARTS)
    assert worth(people, told, PARTS) == best(people, PARTS, sizes=sizes)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 60), st.integers(1, 7), st.randoms(use_true_random=False))
def test_parts_differ_by_one_at_most_and_the_order_of_the_papers_changes_nothing(count, many, chance):
    parts = list(range(many))
    people = [
        Wisher(
            key, tuple(chance.sample(parts, min(many, chance.randint(0, 3)))), chance.choice(["f", "m", ""])
        )
        for key in range(count)
    ]
    told = assign(people, parts)
    sizes = Counter(told.values())
    assert max((sizes[part] for part in parts), default=0) - min(sizes[part] for part in parts) <= 1
    shuffled = chance.sample(people, count)
    assert assign(shuffled, parts) == told


def test_whoever_can_have_the_first_wish_has_it():
    people = [Wisher(n, (PARTS[n % 3],), "f" if n < 13 else "m") for n in range(27)]
    told = assign(people, PARTS)
    assert all(told[person.key] == person.wishes[0] for person in people)


def test_without_wishes_the_sexes_are_spread():
    people = [Wisher(n, (), "f" if n < 11 else "m") for n in range(27)]
    told = assign(people, PARTS)
    women = Counter(told[person.key] for person in people if person.sex == "f")
    assert sorted(women.values()) == [3, 4, 4]


def test_nobody_is_given_nothing():
    assert assign([], PARTS) == {}
