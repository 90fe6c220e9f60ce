"""The first page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from cms.showing import committees, forums, pledges, proposals, questions


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

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        at = timezone.now()
        told = questions.front(at) | committees.front(at) | forums.front() | proposals.front(at)
        return context | told | pledges.front(at)
