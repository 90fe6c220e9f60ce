"""How urgently a moderator should look at a comment: a number that sorts the queue, and does nothing else."""

import math
import unicodedata
from collections.abc import Callable, Mapping
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from deliberation.models import Watchword

LOOKED_AT = 6_000
"""No longer than a proposal may be; what a scorer is given is bounded whoever calls it."""


def score_of(words: str) -> float:
    """What the district's scorer says, between 0 and 1; the setting SCORER names another one."""
    scorer = cast(Callable[[str], float], import_string(settings.SCORER))
    return min(1.0, max(0.0, float(scorer(words[:LOOKED_AT]))))


def by_watchwords(words: str) -> float:
    """The scorer that comes with the house: a list of words, each with its weight."""
    rows = Watchword.objects.filter(retired_on=None).values_list("word", "weight")
    return weigh(words, {bare(word): weight for word, weight in rows})


def weigh(words: str, weights: Mapping[str, float]) -> float:
    """The weights of all words found, bent so that ten bad words are not ten times as urgent as one."""
    text = bare(words)
    lengths = sorted({len(word) for word in weights})
    # One look-up for each place and each length: linear in the text, however long the list is.
    pieces = (text[start : start + n] for n in lengths for start in range(len(text) - n + 1))
    return 1 - math.exp(-sum(weights.get(piece, 0.0) for piece in pieces))


def bare(words: str) -> str:
    """The letters alone, so that 씨1발 is what it is; a letter said many times is said twice."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFKC", words).casefold():
        if unicodedata.category(letter)[0] == "L" and letters[-2:] != [letter, letter]:
            letters.append(letter)
    return "".join(letters)
