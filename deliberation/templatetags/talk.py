"""The empty comment from which the browser draws new ones."""

from typing import Any

from django import template

from deliberation.models import Ground

register = template.Library()


@register.simple_tag
def blank_comment() -> dict[str, Any]:
    """A row with every part and no words; thread.js puts the number where __id__ stands."""
    return {"id": "__id__", "reactions": 0, "latest_replies": [], "reply_count": 0}


@register.simple_tag
def grounds() -> list[tuple[str, str]]:
    """Why words may be hidden, for the browser to say as the server does."""
    return [(code, str(label)) for code, label in Ground.choices]
