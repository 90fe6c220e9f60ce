"""The six menus and the pages under them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField

from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from district.models import Department


def searchable(body: Any) -> str:
    """The words of a page built of blocks."""
    return "\n".join(str(words) for words in body.stream_block.get_searchable_content(body))


class SectionPage(CivicPage):
    """메뉴. One of the six doors of the house, and the department that keeps it."""

    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("담당 부서")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "cms/section.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = [
        "cms.PlainPage",
        "cms.QuestionIndexPage",
        "cms.ProposalIndexPage",
        "cms.BodyIndexPage",
        "cms.ForumIndexPage",
        "cms.LegalPage",
        "cms.PledgesPage",
    ]
    content_panels = [*CivicPage.content_panels, FieldPanel("department"), FieldPanel("body")]
    api_fields = [*CivicPage.api_fields, APIField("department"), APIField("body", writable=True)]

    class Meta:
        verbose_name = verbose_name_plural = _("메뉴")

    def words(self) -> str:
        return f"{self.title}\n{searchable(self.body)}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        children = self.get_children().live().specific()
        return super().get_context(request, *args, **kwargs) | {"children": children}


class PlainPage(CivicPage):
    """안내. A page that explains."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "cms/plain.html"
    content_panels = [*CivicPage.content_panels, FieldPanel("body")]
    api_fields = [*CivicPage.api_fields, APIField("body", writable=True)]

    class Meta:
        verbose_name = verbose_name_plural = _("안내")

    def words(self) -> str:
        return f"{self.title}\n{searchable(self.body)}"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        siblings = self.get_siblings().live().in_menu() if self.show_in_menus else self.get_siblings().none()
        return super().get_context(request, *args, **kwargs) | {"siblings": siblings}
