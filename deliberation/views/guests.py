"""What every guest reads alike: made for the first of them, and given to all until something is said."""

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from rest_framework.response import Response

from realtime.models import Room

# Whatever happens in the room is told at once. A neighbour who leaves or goes by another name moves no
# room: so long may a guest still read the old one.
SECONDS = 1
PLAIN = {"", "*/*", "application/json"}


def kept_for_guests(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a guest the newest words as the last guest was given them, unless the room has moved on since."""

    @wraps(view)
    def door(request: HttpRequest, *args: Any, **place: Any) -> HttpResponseBase:
        key = key_of(request, place["id"]) if is_plain(request) else None
        if key and (kept := cache.get(key)):
            content, headers = kept
            told = HttpResponse(content, headers=headers)
            patch_vary_headers(told, ["Cookie"])  # as the session says of what it was asked for
            return told
        answer = view(request, *args, **place)
        if key and isinstance(answer, Response) and answer.status_code == 200:
            answer.add_post_render_callback(partial(keep, key))
        return answer

    return door


def is_plain(request: HttpRequest) -> bool:
    """Whether somebody asks who says nothing of themselves, and for nothing but the newest words."""
    known = settings.SESSION_COOKIE_NAME in request.COOKIES or {"X-Session-Token", "Authorization"} & {
        *request.headers
    }
    # One page a thread: odd questions without end would drive what matters out of the cache.
    asked = request.META["QUERY_STRING"] or request.headers.get("Accept", "") not in PLAIN
    return request.method == "GET" and not known and not asked


def key_of(request: HttpRequest, thread: int) -> str | None:
    """The room as it stands now, read before any word; none where nobody has come in yet."""
    mark = Room.objects.filter(kind="thread", key=str(thread)).values_list("id", "seq", "epoch").first()
    return mark and ":".join(map(str, ("guests", *mark, get_language(), request.build_absolute_uri())))


def keep(key: str, answer: Response) -> None:
    """For the next guests."""
    cache.set(key, (answer.content, dict(answer.headers)), SECONDS)
