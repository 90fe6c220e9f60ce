"""요청 번호. By which a form that is sent twice is done once."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def ref() -> SafeString:
    """A new number for one form."""
    return format_html('<input type="hidden" name="ref" value="{}">', uuid4())
