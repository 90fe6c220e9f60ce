"""One page of answers: the entries found, with the sentence in which the words stand."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from district.paging import bad_cursor
from district.refusals import Refusal
from search.entries import kinds
from search.find import excerpt, find
from search.models import Entry

if TYPE_CHECKING:
    from district.models import Person

# Nobody reads the thousandth answer, and a far offset makes the database sort for nothing.
FARTHEST = 1000
SALT = "search.cursor"


class Hit(NamedTuple):
    """One answer as a page or a client shows it."""

    entry: Entry
    kind_label: str | Promise
    excerpt: str


class Results(NamedTuple):
    """One page of answers, and the ways to the others."""

    hits: list[Hit]
    total: int
    next: str | None
    previous: str | None


def results(
    q: str, person: "Person | None", *, cursor: str | None = None, size: int = 20, **facets: Any
) -> Results:
    """The answers to one question, a page at a time; of very many only the best thousand are counted."""
    asked = {name: value for name, value in facets.items() if value}
    if (kind := asked.get("kind")) and kind not in kinds:
        raise Refusal("unknown_kind", _("찾으시는 종류가 이 누리집에 없습니다."), 422)
    question = [q, size, sorted((name, str(value)) for name, value in asked.items())]
    start = _opened(cursor, question) if cursor is not None else 0
    found = find(q, person, **asked)
    total = found.order_by()[:FARTHEST].count()
    hits = _hits(found[start : min(start + size, FARTHEST)], q)
    return Results(
        hits,
        total,
        next=_sealed(start + size, question) if start + size < total else None,
        previous=_sealed(max(0, start - size), question) if start else None,
    )


def _hits(found: QuerySet[Entry], q: str) -> list[Hit]:
    entries = list(found)
    words = _words(entries)
    return [
        Hit(
            entry, kinds[entry.kind].label if entry.kind in kinds else "", excerpt(words.get(entry.pk, ""), q)
        )
        for entry in entries
    ]


def _words(entries: Iterable[Entry]) -> dict[int, str]:
    """The words behind the entries, read once for each sort of record and never row by row."""
    words: dict[int, str] = {}
    by_kind: dict[tuple[str, int], dict[str, int]] = {}
    for entry in entries:
        by_kind.setdefault((entry.kind, entry.content_type_id), {})[entry.object_id] = entry.pk
    for (kind, content_type), pks in by_kind.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is None or kind not in kinds or (told := kinds[kind].excerpt) is None:
            continue
        rows = list(model._base_manager.filter(pk__in=pks))
        words |= {pks[str(pk)]: text for pk, text in told(rows).items()}
    return words


def _sealed(start: int, question: list[Any]) -> str:
    return signing.dumps([start, _mark_of(question)], salt=SALT)


def _opened(cursor: str, question: list[Any]) -> int:
    """Where a page begins; a cursor holds only for the question it was made for."""
    try:
        start, mark = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError):
        raise bad_cursor() from None
    if mark != _mark_of(question):
        raise bad_cursor()
    return start


def _mark_of(question: list[Any]) -> str:
    return signing.Signer(salt=SALT).signature(repr(question))[:12]
