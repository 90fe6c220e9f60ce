"""What people agree to."""

import hashlib
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField

from cms import actions
from cms.blocks import BodyBlock
from cms.models.civic import CivicPage
from cms.models.plain import searchable
from district.models import Consent, Person
from district.refusals import Refusal


class LegalPage(CivicPage):
    """약관과 처리방침. One version of a text, each at its own address; a new wording is a new page."""

    kind = models.CharField(_("갈래"), max_length=20, choices=Consent.Kind)
    version = models.CharField(_("판"), max_length=40)
    in_force_from = models.DateField(_("시행일"), null=True)
    required = models.BooleanField(_("꼭 필요한 동의"), default=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("글"))

    template = "cms/legal.html"
    subpage_types: list[str] = []
    content_panels = [
        *CivicPage.content_panels,
        MultiFieldPanel(
            [FieldRowPanel(["kind", "version"]), FieldRowPanel(["in_force_from", "required"])],
            heading=_("판"),
        ),
        FieldPanel("body"),
    ]
    api_fields = [
        *CivicPage.api_fields,
        APIField("kind", writable=True),
        APIField("version", writable=True),
        APIField("in_force_from", writable=True),
        APIField("required", writable=True),
        APIField("body", writable=True),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("약관과 처리방침")

    def words(self) -> str:
        return f"{self.title}\n{searchable(self.body)}"

    def fingerprint(self) -> str:
        """What was agreed to, so that nobody can change it afterwards without being seen."""
        return hashlib.sha256(f"{self.title}\n{self.words()}".encode()).hexdigest()

    def clean(self) -> None:
        super().clean()
        consent = self.own_consent()
        if consent is not None:
            try:
                consent.check_unchanged(self.fingerprint())
            except Refusal as refusal:
                raise ValidationError(str(refusal.sentence), code=refusal.code) from None

    def own_consent(self) -> Consent | None:
        """The version that people agree to."""
        return Consent.objects.filter(kind=self.kind, version=self.version).first()

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """The text becomes a version that people agree to."""
        if self.in_force_from is None or not self.version:
            raise Refusal("page_incomplete", _("판과 시행일을 적은 뒤에 게시해 주세요."), status=422)
        actions.lay_consent(
            kind=self.kind,
            version=self.version,
            title=self.title,
            url=self.address,
            in_force_from=self.in_force_from,
            sha256=self.fingerprint(),
            required=self.required,
            by=by,
            at=at,
        )
        return super().hand_over(by=by, at=at)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        versions = type(self).objects.live().filter(kind=self.kind).exclude(pk=self.pk)
        return context | {
            "consent": self.own_consent(),
            "versions": versions.order_by("-in_force_from", "-id"),
        }
