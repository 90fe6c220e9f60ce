"""The Korean analyser: one cutting of words for the index and for the question put to it.

Every syllable is written once, together with its neighbour on the right; the last one of a run stands
alone: 주차장을 -> 주차 차장 장을 을. A word is then found wherever it stands inside another, as a phrase
of its pairs, and a single syllable as the beginning of a pair. Dictionary forms (줄이다 for 줄이자) are
not known here.
"""

import re
import unicodedata
from typing import NamedTuple

# PostgreSQL counts positions up to 16,383 and phrases need them; later words would be found by chance only.
WORDS_READ = 15_000
LONGEST_WORD = 64
QUESTION_READ = 200
TERMS_READ = 10
PAIRED = "\u1100-\u11ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
WHOLE = f"[^\\W_{PAIRED}]"
RUN = re.compile(f"([{PAIRED}]+)|({WHOLE}+)")


class Term(NamedTuple):
    """One word of a question, and its pieces in the order in which they must follow each other."""

    word: str
    pieces: tuple[str, ...]
    # A lone last syllable may be the first half of any pair.
    open_ended: bool


def fold(text: str) -> str:
    """The form in which words are compared: capitals, full-width letters and ㎡ lose their dress."""
    return unicodedata.normalize("NFKC", text).casefold()


def index_tokens(text: str) -> str:
    """The pieces under which a text is filed, in its own order."""
    pieces: list[str] = []
    for paired, whole in RUN.findall(fold(text[:WORDS_READ])[:WORDS_READ]):
        pieces += _pieces(paired, whole)
    return " ".join(pieces)


def query_tokens(question: str) -> list[Term]:
    """The words somebody is looking for; empty when nothing in the question can be looked up."""
    words = re.split(r"[\W_]+", fold(question[:QUESTION_READ])[:QUESTION_READ])
    return [_term(word) for word in list(dict.fromkeys(filter(None, words)))[:TERMS_READ]]


def whereabouts(terms: list[Term]) -> re.Pattern[str]:
    """What to look for in a folded text to show where the words of a question stand."""
    longest_first = sorted((term.word for term in terms), key=len, reverse=True)
    return re.compile("|".join(_bounded(word) for word in longest_first) or r"(?!)")


def _bounded(word: str) -> str:
    """Korean is found inside words, as it is filed; letters and digits only as whole ones."""
    before = f"(?<!{WHOLE})" if re.match(WHOLE, word) else ""
    after = f"(?!{WHOLE})" if re.match(WHOLE, word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"


def _pieces(paired: str, whole: str) -> list[str]:
    if whole:
        return [whole[:LONGEST_WORD]]
    return [*_pairs(paired), paired[-1]]


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _term(word: str) -> Term:
    *before, (paired, whole) = RUN.findall(word)
    pieces = [piece for run in before for piece in _pieces(*run)]
    # The word may go on where it was found, so the lone form of its last syllable is not asked for.
    pieces += _pairs(paired) or [paired] if paired else _pieces(paired, whole)
    return Term(word, tuple(pieces), open_ended=len(paired) == 1)
