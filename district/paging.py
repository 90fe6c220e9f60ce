"""Pages of a long list, found by key and never by counting."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from rest_framework.request import Request

from district.intake import MAX_INTEGER
from district.refusals import Refusal

MAX_SIZE = 100
_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
_CURSOR = re.compile(r"([on])([0-9]{1,19})", re.ASCII)
_PLACES = ("cursor", "around", "from")


@dataclass(frozen=True, slots=True)
class Page[Row: Model]:
    """Some rows, newest first, and the ways on to older (next) and newer ones (previous)."""

    rows: list[Row]
    next: str | None
    previous: str | None

    def links(self, request: HttpRequest | Request) -> dict[str, str | None]:
        """The ways on as addresses of the same list."""
        return {"next": _address(request, self.next), "previous": _address(request, self.previous)}


def page_of[Row: Model](
    queryset: QuerySet[Row], params: Mapping[str, str], *, size: int = 20, field: str = "id"
) -> Page[Row]:
    """The page that was asked for, by the unique whole number the list is ordered by."""
    size = size_asked(params, size)
    keyed = _Keyed(queryset, field)
    asked = [place for place in _PLACES if params.get(place) is not None]
    if len(asked) > 1:
        raise bad_cursor()
    if not asked:
        return keyed.newest(size)
    value = params[asked[0]]
    if asked == ["cursor"]:
        direction, key = _opened(value, queryset, field)
        return keyed.older(key, size) if direction == "o" else keyed.newer(key, size)
    if asked == ["around"]:
        return keyed.around(_number(value), size)
    if value != "end":
        raise bad_cursor()
    return keyed.oldest(size)


@dataclass(frozen=True, slots=True)
class _Keyed[Row: Model]:
    """A list ordered downwards by its key."""

    queryset: QuerySet[Row]
    field: str

    def newest(self, size: int) -> Page[Row]:
        rows = self._down(size + 1)
        return self._page(rows[:size], older=len(rows) > size, newer=False)

    def oldest(self, size: int) -> Page[Row]:
        rows = self._up(size + 1)
        return self._page(rows[:size][::-1], older=False, newer=len(rows) > size)

    def older(self, key: int, size: int) -> Page[Row]:
        rows = self._down(size + 1, lt=key)
        if not rows:
            return Page([], None, self._sealed("n", max(key - 1, 0)))
        return self._page(rows[:size], older=len(rows) > size, newer=True)

    def newer(self, key: int, size: int) -> Page[Row]:
        rows = self._up(size + 1, gt=key)
        if not rows:
            return Page([], self._sealed("o", min(key + 1, MAX_INTEGER)), None)
        return self._page(rows[:size][::-1], older=True, newer=len(rows) > size)

    def around(self, key: int, size: int) -> Page[Row]:
        above = self._up(size // 2 + 1, gt=key)
        shown = above[: size // 2][::-1]
        below = self._down(size - len(shown) + 1, lte=key)
        kept = below[: size - len(shown)]
        return self._page(shown + kept, older=len(below) > len(kept), newer=len(above) > len(shown))

    def _down(self, count: int, **bound: int) -> list[Row]:
        return list(self._bounded(bound).order_by(f"-{self.field}")[:count])

    def _up(self, count: int, **bound: int) -> list[Row]:
        return list(self._bounded(bound).order_by(self.field)[:count])

    def _bounded(self, bound: dict[str, int]) -> QuerySet[Row]:
        return self.queryset.filter(**{f"{self.field}__{lookup}": key for lookup, key in bound.items()})

    def _page(self, rows: list[Row], *, older: bool, newer: bool) -> Page[Row]:
        keys = [getattr(row, self.field) for row in rows]
        return Page(
            rows,
            self._sealed("o", keys[-1]) if older and keys else None,
            self._sealed("n", keys[0]) if newer and keys else None,
        )

    def _sealed(self, direction: str, key: int) -> str:
        return _signer(self.queryset, self.field).sign(f"{direction}{key}")


def _signer(queryset: QuerySet[Any], field: str) -> Signer:
    # A place among the comments is no place among the questions.
    return Signer(salt=f"district.paging.{queryset.model._meta.label_lower}.{field}", sep=".")


def _opened(cursor: str, queryset: QuerySet[Any], field: str) -> tuple[str, int]:
    try:
        found = _CURSOR.fullmatch(_signer(queryset, field).unsign(cursor))
    except BadSignature:
        found = None
    if found is None:
        raise bad_cursor()
    return found[1], _number(found[2])


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text) or int(text) > MAX_INTEGER:
        raise bad_cursor()
    return int(text)


def size_asked(params: Mapping[str, str], size: int) -> int:
    """How many rows somebody wants at once, within reason."""
    if (limit := params.get("limit")) is None:
        return size
    asked = _number(limit)
    if not 1 <= asked <= MAX_SIZE:
        raise bad_cursor()
    return asked


def _address(request: HttpRequest | Request, cursor: str | None) -> str | None:
    if cursor is None:
        return None
    query = request.GET.copy()
    for place in _PLACES:
        query.pop(place, None)
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def bad_cursor() -> Refusal:
    """A list gives its own places; another's, or an invented one, leads nowhere."""
    return Refusal("bad_cursor", _("목록에서 그 자리를 찾을 수 없습니다. 처음부터 다시 보아 주세요."), 422)
