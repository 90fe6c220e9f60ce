"""Finding: what a person may read, best first, and where in it the words stand."""

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import BooleanField, Case, Field, FloatField, IntegerField, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from search.ko import Term, fold, index_tokens, query_tokens, whereabouts
from search.models import Entry

if TYPE_CHECKING:
    from district.models import Person

BEST_FIRST = ("-exact", "-score", "-on", "-pk")
# A word in the title counts ten times one in the text, on both databases.
FTS5_MATCH = "search_entry_fts MATCH %s"
BM25 = "-bm25(search_entry_fts, 10.0, 1.0)"
BEARS_TAG = "EXISTS (SELECT 1 FROM json_each(search_entry.tags) WHERE json_each.value = %s)"
TS_MATCH = "search_entry.document @@ to_tsquery('simple', %s)"
TS_RANK = "ts_rank('{0.1, 0.2, 0.4, 1.0}', search_entry.document, to_tsquery('simple', %s), 1)"


def find(
    q: str,
    person: "Person | None",
    *,
    kind: str | None = None,
    tags: Iterable[str] = (),
    dong: str | None = None,
    department: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Entry]:
    """What a person may read about something, best first; facets alone list the newest first."""
    facets = {"kind": kind, "dong": dong, "department": department, "on__gte": since, "on__lte": until}
    asked = {name: value for name, value in facets.items() if value is not None}
    found: QuerySet[Entry] = Entry.objects.visible_to(person).filter(**asked).defer("title_tokens", "tokens")
    tags = list(tags)
    for tag in tags:
        found = _tagged(found, tag)
    if terms := query_tokens(q):
        return _matching(found, terms, index_tokens(q))
    if q.strip() or not (asked or tags):
        return found.none()
    return found.order_by("-on", "-pk")


def mark(text: str, q: str) -> list[tuple[str, bool]]:
    """Cut a text into pieces and say of each whether it was looked for, so that a page can show it."""
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str, bool]] = []
    read = 0
    for start, end in _hits(text, q):
        if start > read:
            pieces.append((text[read:start], False))
        # ㌔ is two syllables in one sign: found by both, it is shown once.
        if end > read:
            pieces.append((text[max(start, read) : end], True))
        read = max(read, end)
    if read < len(text):
        pieces.append((text[read:], False))
    return pieces


def excerpt(text: str, q: str, length: int = 120) -> str:
    """The part of a text in which the question's first word stands, with a little of what leads to it."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    first = next(iter(_hits(text, q)), (0, 0))[0]
    start = max(0, min(first - length // 4, len(text) - length))
    end = start + length
    return f"{'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''}"


def _matching(found: QuerySet[Entry], terms: list[Term], exact_title: str) -> QuerySet[Entry]:
    postgresql = connection.vendor == "postgresql"
    found = _by_tsquery(found, terms) if postgresql else _by_fts5(found, terms)
    exact = Case(When(title_tokens=exact_title, then=Value(1)), default=Value(0), output_field=IntegerField())
    return found.annotate(exact=exact).order_by(*BEST_FIRST)


def _by_tsquery(found: QuerySet[Entry], terms: list[Term]) -> QuerySet[Entry]:
    # The pieces are letters and digits only (ko.RUN), so nothing in them is an operator.
    query = " & ".join(f"({' <-> '.join(term.pieces)}{':*' if term.open_ended else ''})" for term in terms)
    return found.filter(_sql(TS_MATCH, BooleanField(), query)).annotate(
        score=_sql(TS_RANK, FloatField(), query)
    )


def _by_fts5(found: QuerySet[Entry], terms: list[Term]) -> QuerySet[Entry]:
    query = " AND ".join(f'"{" ".join(term.pieces)}"{" *" if term.open_ended else ""}' for term in terms)
    # bm25() answers only beside its own table in FROM, which no other way of the ORM reaches.
    beside = found.extra(tables=["search_entry_fts"], where=["search_entry_fts.rowid = search_entry.id"])
    return beside.filter(_sql(FTS5_MATCH, BooleanField(), query)).annotate(score=_sql(BM25, FloatField()))


def _tagged(found: QuerySet[Entry], tag: str) -> QuerySet[Entry]:
    if connection.vendor == "postgresql":
        return found.filter(tags__contains=[tag])
    return found.filter(_sql(BEARS_TAG, BooleanField(), tag))


def _sql(fixed: str, answers: Field[Any, Any], *asked: str) -> RawSQL:
    # Every piece of SQL stands at the head of this file; what a person typed goes in as a parameter.
    return RawSQL(fixed, asked, output_field=answers)  # noqa: S611


def _hits(text: str, q: str) -> Iterable[tuple[int, int]]:
    """Where in a text the words of a question stand, counted in the text as it is shown."""
    pattern = whereabouts(query_tokens(q))
    folded, origin = _folded_with_origins(text)
    for match in pattern.finditer(folded):
        yield origin[match.start()], origin[match.end() - 1] + 1


def _folded_with_origins(text: str) -> tuple[str, list[int] | range]:
    folded = text.casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFKC", text):
        return folded, range(len(text))
    # ㎡ becomes two letters, so each folded letter must remember whose it is.
    letters = [(letter, at) for at, shown in enumerate(text) for letter in fold(shown)]
    return "".join(letter for letter, _ in letters), [at for _, at in letters]
