"""위원회: how the district tells who deliberates for it."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField

from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from cms.models.plain import searchable
from cms.showing import committees as showing
from committees.models import Body
from committees.views.profile import body_context
from district.models import Person
from district.refusals import Refusal


class BodyIndexPage(CivicPage):
    """위원회. All bodies of the district, and when each meets next."""

    template = "cms/body_index.html"
    subpage_types = ["cms.BodyPage"]

    class Meta:
        verbose_name = verbose_name_plural = _("위원회 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        rows = showing.body_list(timezone.now())
        return context | {"bodies": rows, "groups": showing.by_kind(rows)}


class BodyPage(CivicPage):
    """기구. The words about a body; its seats, its members and what it decided are the record's."""

    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("기구"),
        help_text=_("기구, 위원석과 운영 기준은 ‘위원회’ 메뉴에서 관리합니다. 기구 하나에 쪽 하나입니다."),
    )
    words_about = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "committees/body.html"
    parent_page_types = ["cms.BodyIndexPage", "cms.BodyPage"]
    subpage_types = ["cms.AgendaPage", "cms.BodyPage"]
    exclude_fields_in_copy = ["body"]
    content_panels = [*CivicPage.content_panels, FieldPanel("body"), FieldPanel("words_about")]
    api_fields = [
        *CivicPage.api_fields,
        APIField("body", writable=True),
        APIField("words_about", writable=True),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("기구")

    def words(self) -> str:
        about = (self.body.name, self.body.purpose) if self.body else ()
        return "\n".join([self.title, *about, searchable(self.words_about)])

    def clean(self) -> None:
        """Say no while the editor is still at the desk."""
        super().clean()
        try:
            self.check_alone()
        except Refusal as refusal:
            raise ValidationError(str(refusal.sentence), code=refusal.code) from None

    def check_alone(self) -> None:
        """Refuse a second page about the same body: its address could lead to one only."""
        # Those that the body knows of: of two published in one moment each would else give way to the other.
        others = type(self).objects.live().filter(body=self.body, handover__record=self.body_id)
        if self.body_id and self.alias_of_id is None and (other := others.exclude(pk=self.pk).first()):
            raise Refusal(
                "body_has_page",
                _("이 기구의 쪽은 이미 있습니다: %(title)s") % {"title": other.title},
                status=409,
            )

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """The body learns where the public reads of it."""
        if self.body is None:
            raise Refusal("page_incomplete", _("기구를 고른 뒤에 게시해 주세요."), status=422)
        # Locked, or two editors could each give it a page.
        body = Body.objects.locked().get(pk=self.body.pk)
        self.check_alone()
        Body.objects.filter(Q(url=self.address) & ~Q(pk=body.pk)).update(url="")
        Body.objects.filter(pk=body.pk).update(url=self.address)
        super().hand_over(by=by, at=at)
        return {"body": body}

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        if self.body is None:  # a draft may lack it
            return context
        return context | body_context(self.body, request, timezone.now())
