"""Finding pages, pictures and papers at the staff desk and in the pages API: Wagtail's own index."""

import re
from typing import Any

from modelsearch.backends import database

WORDS = re.compile(r"\w+")


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 (modelsearch looks for this name)
    """The index of whichever database the house has, asked with nothing but words."""
    found = database.SearchBackend(params)
    found.__class__ = type("WordsOnly", (WordsOnly, type(found)), {})
    return found


class WordsOnly:
    """Leaves out the signs: a quotation mark or a blank alone is broken grammar to SQLite's index."""

    def _search(self, compiler: Any, query: Any, *rows: Any, **options: Any) -> Any:
        words = " ".join(WORDS.findall(query)) if isinstance(query, str) else query
        return super()._search(compiler, words, *rows, **options)  # type: ignore[misc]
