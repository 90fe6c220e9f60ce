"""What stands under every comment alike, and the empty one from which the browser draws new ones."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

from deliberation.models import Ground

register = template.Library()
NUMBER = "__id__"
"""Where the number of a comment goes, here and in thread.js."""


@register.simple_tag(takes_context=True)
def reply_form(context: Context) -> SafeString:
    """The form of a reply, drawn once a page: twenty times the same was half of the page's cost."""
    engine = context.template.engine  # type: ignore[union-attr]
    with context.push(parent=NUMBER, docked=False):
        return engine.get_template("deliberation/_composer.html").render(context)


@register.filter
def under(form: SafeString, number: int | str) -> SafeString:
    """That form under one comment."""
    return mark_safe(form.replace(NUMBER, str(number)))  # noqa: S308 (a number of ours into a form of ours)


@register.simple_tag
def blank_comment() -> dict[str, Any]:
    """A row with every part and no words; thread.js puts the number where it stands."""
    return {"id": NUMBER, "reactions": 0, "latest_replies": [], "reply_count": 0}


@register.simple_tag
def grounds() -> list[tuple[str, str]]:
    """Why words may be hidden, for the browser to say as the server does."""
    return [(code, str(label)) for code, label in Ground.choices]
