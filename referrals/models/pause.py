"""Time that is not the office's: it asked, and waits."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Person
from referrals.clocks import Span
from referrals.models.referral import Referral


class PauseQuerySet(models.QuerySet["Pause"]):
    def visible_to(self, person: Person | None) -> Self:
        """What was brought is nobody's to read outside."""
        return self.none()

    def private_to(self, person: Person | None, at: datetime) -> Self:
        """The papers that were brought: for the office, and for whoever brought them."""
        inside = Q(referral__in=Referral.objects.inside(person, at).values("pk"))
        return self.filter(inside | Q(supplied_by=person) if person else inside)


class Pause(models.Model):
    """기한 멈춤. The clock stands still while the proposer completes it, or while others are asked."""

    class Kind(models.TextChoices):
        SUPPLEMENT = "supplement", _("보완 요청")
        INQUIRY = "inquiry", _("관계 기관 조회")

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="pauses", verbose_name=_("부서 배정"))
    kind = models.CharField(_("갈래"), max_length=10, choices=Kind)
    reason = models.CharField(_("까닭"), max_length=300)
    began_at = models.DateTimeField(_("멈춘 때"))
    # An inquiry that nobody answers is no rest without end: from this day on the clock runs again.
    limit_on = models.DateField(_("언제까지"), null=True, blank=True)
    ended_at = models.DateTimeField(_("이은 때"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("멈춘 사람")
    )
    # What the proposer brought is for the office that asked, as a complaint's is.
    words = models.TextField(_("보완한 내용"), blank=True)
    supplied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("보완한 사람")
    )

    papers: Sequence[Any] = ()

    objects = PauseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("기한 멈춤")
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(ended_at=None), name="pause_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")), name="pause_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=~Q(kind="inquiry") | Q(limit_on__isnull=False), name="pause_inquiry_has_a_limit"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.began_at:%Y-%m-%d}"

    def span(self, on: date | None = None) -> Span | None:
        """The days it takes from the clock; unknown while it lasts, unless it ended `on` that day."""
        first = day(self.began_at)
        again = day(self.ended_at) if self.ended_at else on
        if self.kind == self.Kind.INQUIRY and self.limit_on is not None:
            again = min(again or self.limit_on, self.limit_on)
        return None if again is None else (first, max(first, again))
