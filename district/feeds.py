"""소식과 일정. What leaves the house for readers of feeds and calendars: one answer for everybody."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

MAX_AGE = 300
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
type View = Callable[..., HttpResponse]


def given(view: View) -> View:
    """One answer for every reader, in the district's own language, that says when it has not changed."""

    @require_safe
    @cache_control(public=True, max_age=MAX_AGE)
    @conditional_page
    @wraps(view)
    def answer(request: HttpRequest, **asked: Any) -> HttpResponse:
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, **asked)
        response.headers["Content-Language"] = settings.LANGUAGE_CODE
        return response

    return answer


class Atom(Atom1Feed):
    """A feed that no sign in a title breaks; an empty one does not say that it has changed."""

    def add_item(self, title: str, link: str, description: str, *args: Any, **facts: Any) -> None:
        super().add_item(readable(title), link, readable(description), *args, **facts)

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else NEVER


def readable(words: str) -> str:
    """Words without the signs that XML has no place for."""
    return "".join(sign for sign in words if sign.isprintable() or sign in "\n\t")
