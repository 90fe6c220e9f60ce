"""Addresses in plain words: what is written stays as it was, and becomes a link only where it is drawn."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

# Of ASCII only: Korean puts its particles right behind an address. No name or password before the host.
LINK = re.compile(
    r"(?<![0-9A-Za-z])https?://[0-9A-Za-z][0-9A-Za-z.-]*(?::[0-9]{1,5})?"
    r"(?:[/?#][0-9A-Za-z\-._~:/?#\[\]@!$&'()*+,;=%]*)?",
    re.ASCII | re.IGNORECASE,
)
TRAILING = ".,;:!?'*-(["


def linked(words: str) -> SafeString:
    """The words fit for a page, with every address of the web in them to press on."""
    pieces, done = [], 0
    for found in LINK.finditer(words):
        end = found.start() + _length(found[0])
        address = escape(words[found.start() : end])
        pieces += [
            escape(words[done : found.start()]),
            f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>',
        ]
        done = end
    pieces.append(escape(words[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 (each piece was escaped by itself)


def _length(address: str) -> int:
    """Without the full stop that ends the sentence, and the bracket that was opened before it."""
    end, open_ended = len(address), address.count(")") - address.count("(")
    while address[end - 1] in TRAILING or (address[end - 1] == ")" and open_ended > 0):
        open_ended -= address[end - 1] == ")"
        end -= 1
    return end
