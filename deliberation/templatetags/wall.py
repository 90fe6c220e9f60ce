"""큰 화면. What hangs on the wall of a forum: a fixed number of places, so that nothing moves."""

from collections.abc import Iterable

from django import template

from deliberation.models import Comment

register = template.Library()
PLACES = 6


@register.filter
def cards(comments: Iterable[Comment]) -> list[Comment | None]:
    """The newest words that stand, and nobody where nobody has spoken yet."""
    standing = [comment for comment in comments if not comment.is_hidden][:PLACES]
    return [*standing, *[None] * (PLACES - len(standing))]
