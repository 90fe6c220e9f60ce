"""Under what proposals are filed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.models import Department


class CategoryQuerySet(models.QuerySet["Category"]):
    def in_use(self, day: date) -> Self:
        """Those under which something may be filed on that day."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day))


class Category(models.Model):
    """제안 분야. Under what a proposal is filed, and which department it is likely to concern."""

    kept_by_admin = ("add", "change", "view")

    code = models.SlugField(_("코드"), max_length=30, unique=True)
    label = models.CharField(_("이름"), max_length=40)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("맡을 부서")
    )
    ordinal = models.PositiveSmallIntegerField(_("순서"), default=0)
    retired_on = models.DateField(_("쓰지 않기로 한 날"), null=True, blank=True)
    source = models.CharField(_("근거"), max_length=300)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("제안 분야")
        ordering = ["ordinal", "id"]

    def __str__(self) -> str:
        return self.label
