"""What became of what was promised."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from referrals.models.referral import Referral


class Progress(models.Model):
    """이행. That what was taken up is late, has begun, or is done."""

    class Kind(models.TextChoices):
        DELAYED = "delayed", _("늦춤")
        STARTED = "started", _("실시")
        FINISHED = "finished", _("완료")

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="progress", verbose_name=_("부서 배정")
    )
    kind = models.CharField(_("갈래"), max_length=8, choices=Kind)
    on = models.DateField(_("날짜"))
    planned_on = models.DateField(_("새로 정한 날"), null=True, blank=True)
    words = models.TextField(_("설명"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("적은 사람")
    )
    at = models.DateTimeField(_("적은 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("이행")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral", "kind"], condition=~Q(kind="delayed"), name="progress_each_step_once"
            ),
            models.CheckConstraint(
                condition=~Q(kind="delayed") | Q(planned_on__isnull=False) & ~Q(words=""),
                name="progress_delayed_with_a_reason_and_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
