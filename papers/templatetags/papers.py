"""A printed paper on a page of the site."""

from typing import Any

from django import template

from papers.document import Document
from papers.drawing import sheets

register = template.Library()


@register.inclusion_tag("papers/_document.html")
def document(paper: Document, level: int = 2) -> dict[str, Any]:
    """The paper word for word; `level` is what its own title is to the page around it."""
    return {"document": paper, "sheets": sheets(paper, level)}
