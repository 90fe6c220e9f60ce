"""The first page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from cms.showing import committees, forums, questions


class HomePage(CivicPage):
    """첫 쪽. What the district asks now, and what it owes."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "cms/home.html"
    parent_page_types = [Page]
    max_count = 1
    content_panels = [*CivicPage.content_panels, FieldPanel("body")]
    api_fields = [*CivicPage.api_fields, APIField("body", writable=True)]

    class Meta:
        verbose_name = verbose_name_plural = _("첫 쪽")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Straight to the page: Wagtail would ask twice for every page on the way down."""
        address = f"{self.url_path}{'/'.join(path_components)}/"
        page = Page.objects.live().filter(url_path=address).first() if path_components else None
        return RouteResult(page.specific) if page is not None else super().route(request, path_components)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        at = timezone.now()
        return context | questions.front(at) | committees.front(at) | forums.front()
