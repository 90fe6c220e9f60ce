"""Filing: the actions of every app say here, in their own transaction, what may be found."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Model, QuerySet
from django.db.models.functions import Cast
from django.utils.functional import Promise

from search.ko import index_tokens
from search.models import Entry

FILED = (
    "kind", "title", "title_tokens", "tokens", "state", "department", "dong", "on", "tags", "audience", "url",
)  # fmt: skip
REFILED = frozenset(FILED) - {"title_tokens", "tokens"} | {"words"}
TITLE_LENGTH = 300


class Kind(NamedTuple):
    """A sort of record that can be searched for, and where the sentence under its title comes from."""

    name: str
    label: str | Promise
    excerpt: Callable[[list[Any]], dict[Any, str]] | None


kinds: dict[str, Kind] = {}


def open_kind(
    kind: str, label: str | Promise, excerpt: Callable[[list[Any]], dict[Any, str]] | None = None
) -> None:
    """Let a sort of record be searched for; `excerpt` gives the words of many rows at once, by their pk."""
    kinds[kind] = Kind(kind, label, excerpt)


def file(
    row: Model,
    *,
    kind: str,
    title: str,
    words: str,
    url: str,
    on: date,
    state: str = "",
    department: str = "",
    dong: str = "",
    tags: Iterable[str] = (),
    audience: str = Entry.Audience.PUBLIC,
    found_by_title: bool = True,
) -> None:
    """Put a record into the index, or replace what stands there; a borrowed title is shown, not searched."""
    entry = Entry(
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        kind=kind,
        url=url,
        on=on,
        state=state,
        department=department,
        dong=dong,
        audience=audience,
        **_told({"title": title, "words": words, "tags": tags}),
    )
    if not found_by_title:
        entry.title_tokens = ""
    # Two doors may file one record at once, so looking first and writing then would be a race.
    Entry.objects.bulk_create(
        [entry], update_conflicts=True, unique_fields=["content_type", "object_id"], update_fields=FILED
    )


def refile(row: Model, **changed: Any) -> None:
    """Say what has changed about a filed record: its state, its words, its tags."""
    if unknown := changed.keys() - REFILED:
        raise TypeError(f"refile() knows no {', '.join(sorted(unknown))}")
    Entry.objects.of(row).update(**_told(changed))


def retitle(model: type[Model], keys: QuerySet[Any], *, was: str, now: str) -> int:
    """Let a borrowed title follow what it was borrowed from; it is shown, not searched."""
    kind = ContentType.objects.get_for_model(model)
    numbers = keys.values_list(Cast("pk", CharField()), flat=True)
    borrowed = Entry.objects.filter(content_type=kind, object_id__in=numbers, title=was[:TITLE_LENGTH])
    return borrowed.update(title=now[:TITLE_LENGTH])


def withdraw(row: Model) -> None:
    """Let a record be found no more, and keep none of its words."""
    Entry.objects.of(row).update(title="", title_tokens="", tokens="", tags=[], audience=Entry.Audience.NONE)


def _told(changed: dict[str, Any]) -> dict[str, Any]:
    """The columns behind what the apps say: titles and words are kept as pieces."""
    told = dict(changed)
    if "words" in told:
        told["tokens"] = index_tokens(told.pop("words"))
    if "title" in told:
        told["title"] = told["title"][:TITLE_LENGTH]
        told["title_tokens"] = index_tokens(told["title"])
    if "tags" in told:
        told["tags"] = list(told["tags"])
    return told
