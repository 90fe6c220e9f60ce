"""Who looked at what the public may not see."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class AccessRecord(models.Model):
    """열람 기록. That somebody read a closed row, when, and by what office; written before it is shown."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="accesses", verbose_name=_("본 사람")
    )
    # As it was called then: an office may be renamed, and its holder may leave.
    office = models.CharField(_("직위"), max_length=60, blank=True)
    row_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("갈래"))
    row_id = models.CharField(_("번호"), max_length=40)
    row = GenericForeignKey("row_type", "row_id")
    purpose = models.CharField(_("무엇을"), max_length=60)
    at = models.DateTimeField(_("본 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("열람 기록")
        ordering = ["-id"]
        indexes = [models.Index(fields=["row_type", "row_id"], name="access_to_one_row")]

    def __str__(self) -> str:
        return f"{self.office} {self.row_type} {self.row_id}"
