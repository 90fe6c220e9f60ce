"""공약: the pages below 매니페스토 that are drawn from the records."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField

from cms.models.civic import CivicPage
from cms.showing import pledges as showing


class PledgesPage(CivicPage):
    """공약 쪽. All pledges in one of four views; a pledge itself is a record and needs no page of its own."""

    class Shows(models.TextChoices):
        """Which question the page answers."""

        OVERVIEW = "overview", _("한눈에 보는 공약")
        PROGRESS = "progress", _("공약실천 현황")
        TOGETHER = "together", _("주민과 함께 만들어 가는 공약")
        VOICES = "voices", _("주민참여마당")

    shows = models.CharField(_("보여 줄 것"), max_length=8, choices=Shows, default=Shows.OVERVIEW)

    parent_page_types = ["cms.SectionPage"]
    subpage_types: list[str] = []
    content_panels = [*CivicPage.content_panels, FieldPanel("shows")]
    api_fields = [*CivicPage.api_fields, APIField("shows", writable=True)]

    class Meta:
        verbose_name = verbose_name_plural = _("공약 쪽")

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return f"cms/pledge_{self.shows}.html"

    def words(self) -> str:
        return self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        url = self.get_url(request) or ""
        return context | showing.VIEWS[self.shows](request.GET, url, timezone.now())
