"""출처: where an imported row came from, and all that its source said of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body
from committees.models.seat import Membership


class Origin(models.Model):
    """출처. One object of another house's file: kept whole, so that it goes out again as it came in."""

    source = models.SlugField(_("자료"), max_length=60)
    noun = models.CharField(_("갈래"), max_length=20)
    their_id = models.CharField(_("그곳의 번호"), max_length=255)
    order = models.PositiveIntegerField(_("순서"))
    told = models.JSONField(_("적힌 것"), default=dict)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="origins", verbose_name=_("기구")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("사람"),
    )
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="origins", verbose_name=_("위촉")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("출처")
        ordering = ["source", "noun", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "noun", "their_id"], name="origin_once_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.noun} {self.their_id}"
