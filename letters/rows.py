"""How letters and wishes look to their owner: the one shape for whoever reads by the API."""

from typing import Any

from district.dates import moment
from letters.models import Follow, Letter


def letter_row(letter: Letter) -> dict[str, Any]:
    """One letter, with the words of what is told."""
    told = letter.dispatch
    return {
        "key": str(letter.key),
        "title": told.title,
        "words": told.words,
        "url": told.url,
        "topic": told.topic,
        "reason": letter.reason,
        "at": moment(told.at),
        "read_at": moment(letter.read_at),
        "needs_receipt": letter.asks_receipt,
        "received_at": moment(letter.received_at),
    }


def follow_row(follow: Follow) -> dict[str, Any]:
    """What is followed, and since when."""
    return {
        "key": str(follow.key),
        "topic": follow.topic,
        "title": follow.title,
        "url": follow.url,
        "since": moment(follow.since),
        "ended_at": moment(follow.ended_at),
    }
