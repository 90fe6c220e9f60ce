"""관리카드의 글. The words of a card, in which a figure stands by its code and is put in as it comes out."""

import re
from collections.abc import Iterable, Mapping

_CODE = re.compile(r"\{([a-z0-9][a-z0-9_-]{0,29})\}")


def said(text: str, figures: Mapping[str, str]) -> str:
    """The words with each {code} replaced by its figure as shown; what is no figure stays as written."""
    return _CODE.sub(lambda found: figures.get(found[1], found[0]), text)


def named(texts: Iterable[str]) -> list[str]:
    """The codes that stand in these words, each once."""
    return list(dict.fromkeys(code for text in texts for code in _CODE.findall(text)))
