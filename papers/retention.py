"""파기. The register of places where words are copied, so that a blanking forgets none of them."""

from collections.abc import Callable
from typing import Any

from django.db import transaction

Blank = Callable[[Any], None]
_places: dict[str, dict[str, Blank]] = {}


def copies(noun: str, place: str, blank: Blank) -> None:
    """Say that the words of a noun also stand at a place, and how it forgets those of one record."""
    _places.setdefault(noun, {})[place] = blank


def places(noun: str) -> list[str]:
    """Every place at which the words of a noun stand."""
    return list(_places.get(noun, {}))


@transaction.atomic
def blank(noun: str, pk: Any) -> list[str]:
    """Empty the words of one record everywhere at once; the caller tells on what ground."""
    if noun not in _places:
        # A misspelt noun must not look like a finished erasure.
        raise LookupError(f"no place is registered for {noun!r}")
    for forget in _places[noun].values():
        forget(pk)
    return places(noun)
