"""한 번. Parts of a page that say the same to everybody."""

from functools import lru_cache

from django import template
from django.template.base import Template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag(takes_context=True)
def same(context: Context, name: str) -> SafeString:
    """A part that knows nobody and no page: it is drawn once in each language, and then only written out."""
    part = context.template.engine.get_template(name)  # type: ignore[union-attr]
    return drawn(part, str(get_language()))


@lru_cache(maxsize=64)
def drawn(part: Template, _language: str) -> SafeString:
    """As it stands in that language."""
    return part.render(Context())
