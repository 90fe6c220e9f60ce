"""Whether somebody proposed the same before: found by plain search while one writes."""

import hashlib

from django.core.cache import cache

from deliberation.models import Proposal
from district.models import Person
from search.find import find
from search.ko import query_tokens

WORDS_ASKED = 6
SECONDS = 60
"""So long a published proposal shows the same beside it: a new one is missing there for a minute."""
# What everybody who asks for something says, and what nothing is found by.
SAID_BY_ALL = frozenset(
    {
        "주세요", "해주세요", "해", "줘요", "주십시오", "바랍니다", "합니다", "좋겠습니다",
        "있으면", "없습니다", "놓아", "만들어", "바꾸어", "늘려", "위한", "대한", "우리", "동네", "더",
    }
)  # fmt: skip


def similar(
    title: str, body: str, person: Person | None, *, besides: Proposal | None = None, limit: int = 5
) -> list[Proposal]:
    """Published proposals that speak of the same, the likeliest first."""
    words = _words(title, body)
    key = _key(besides, words, limit) if besides is not None and title == besides.title else ""
    best = cache.get(key) if key else None
    if best is None:
        best = _likeliest(words, person, besides, limit)
        if key:
            cache.set(key, best, SECONDS)
    rows = Proposal.objects.visible_to(person).published().in_bulk(best)
    return [rows[number] for number in best if number in rows]


def _likeliest(words: list[str], person: Person | None, besides: Proposal | None, limit: int) -> list[int]:
    """Their numbers, by one search a word."""
    shared: dict[int, list[int]] = {}
    for word in words:
        for place, number in enumerate(_found(word, person, 4 * limit)):
            shared.setdefault(number, []).append(place)
    if besides is not None:
        shared.pop(besides.pk, None)
    # One word of many is chance; of a title of one or two it is all there is to go by.
    enough = 2 if len(words) > 2 else 1
    likely = [number for number, places in shared.items() if len(places) >= enough]
    return sorted(likely, key=lambda number: (-len(shared[number]), sum(shared[number]), number))[:limit]


def _key(besides: Proposal, words: list[str], limit: int) -> str:
    """Of what everybody reads; a draft changes with every letter, and odd titles would fill the cache."""
    if besides.published_at is None:
        return ""
    print_of = hashlib.sha256("\n".join(words).encode("utf-8", "surrogatepass"))
    return f"similar:{besides.pk}:{limit}:{print_of.hexdigest()[:32]}"


def _words(title: str, body: str) -> list[str]:
    """The words of the title; where no title is yet, the first of the body."""
    words = dict.fromkeys((title or body[:80]).split())
    telling = (word for word in words if word.strip(".,!?") not in SAID_BY_ALL and query_tokens(word))
    return list(telling)[:WORDS_ASKED]


def _found(word: str, person: Person | None, most: int) -> list[int]:
    numbers = find(word, person, kind="proposal").values_list("object_id", flat=True)[:most]
    return [int(number) for number in numbers]
