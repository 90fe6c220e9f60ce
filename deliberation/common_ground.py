"""함께 공감한 순: what people agree on who otherwise stand apart."""

from collections.abc import Mapping
from math import prod

LEAST_CAMPS = 2


def camps_of(people: Mapping[str, int]) -> dict[str, int]:
    """The stances that somebody holds."""
    return {stance: many for stance, many in people.items() if many > 0}


def are_apart(people: Mapping[str, int]) -> bool:
    """Whether there are two camps at all; where all stand alike there is nothing to have in common."""
    return len(camps_of(people)) >= LEAST_CAMPS


def common_ground(agreed: Mapping[str, int], people: Mapping[str, int]) -> float:
    """How likely somebody of every camp agrees: a large camp cannot outvote a small one."""
    # One who agrees and one who does not join each camp: three of three say less than thirty of thirty.
    return prod((agreed.get(stance, 0) + 1) / (many + 2) for stance, many in camps_of(people).items())
