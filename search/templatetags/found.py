"""How a page shows where the words stand: {% for text, sought in title|marked:q %}."""

from django import template

from search.find import mark

register = template.Library()


@register.filter
def marked(text: str, q: str) -> list[tuple[str, bool]]:
    """The pieces of a text, each with whether it was looked for."""
    return mark(str(text), str(q))
