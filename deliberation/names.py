"""Names called in a comment: an at sign, and as much of what follows it as is somebody's name."""

import re
from collections.abc import Collection

LONGEST_NAME = 20
MOST_CALLED = 5
_CALL = re.compile("(?<![0-9A-Za-z가-힣._-])@(?=[^\\s@])")


def calls_in(words: str) -> list[list[str]]:
    """What each call may mean, the longest first: Korean puts its particles right behind a name."""
    starts = [mark.end() for mark in _CALL.finditer(words)][:MOST_CALLED]
    return [_beginnings(words[start : start + LONGEST_NAME]) for start in starts]


def _beginnings(words: str) -> list[str]:
    line = words.partition("\n")[0].partition("@")[0]
    told = [line[:end] for end in range(len(line), 0, -1)]
    return [name for name in told if name == name.strip()]


def called(calls: list[list[str]], known: Collection[tuple[int, str]]) -> set[int]:
    """Who is meant: of each call the longest name that somebody bears, if nobody else does."""
    bearers: dict[str, set[int]] = {}
    for person, name in known:
        bearers.setdefault(name, set()).add(person)
    meant: set[int] = set()
    for names in calls:
        bearer = next((bearers[name] for name in names if name in bearers), set())
        if len(bearer) == 1:
            meant |= bearer
    return meant
