"""How far a record has followed its page."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Handover(models.Model):
    """넘김. What became of the last publication of a page; beside it, for a revision would overwrite it."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="handover", verbose_name=_("쪽"))
    revision = models.BigIntegerField(_("넘긴 판"), null=True)
    record = models.BigIntegerField(_("기록"), null=True)
    path = models.TextField(_("넘긴 주소"), default="")
    code = models.CharField(_("거절 부호"), max_length=60, default="")
    sentence = models.CharField(_("거절 까닭"), max_length=300, default="")
    tried_at = models.DateTimeField(_("넘겨 본 때"))
    done_at = models.DateTimeField(_("넘긴 때"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("넘김")

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code or 'ok'}"
