"""Where the district is, and which of its days are days off."""

from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.models import GenericTaggedItemBase, TagBase


class District(models.Model):
    """구. The one district this house belongs to."""

    kept_by_admin = ("change", "view")

    name = models.CharField(_("이름"), max_length=40, default=_("우리 구"))
    full_name = models.CharField(_("정식 이름"), max_length=80, blank=True)
    site_name = models.CharField(_("누리집 이름"), max_length=80, default=_("온라인 구청"))
    sentence = models.CharField(_("한 문장 소개"), max_length=200, blank=True)
    official = models.BooleanField(
        _("공식 누리집"), default=False, help_text=_("실제 구청의 누리집에서만 켭니다.")
    )
    demo = models.BooleanField(_("시연용"), default=False)
    only = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        verbose_name = verbose_name_plural = _("구")
        constraints = [models.CheckConstraint(condition=Q(only=True), name="district_is_one")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> Self:
        """The district of this installation; a nameless one until somebody has written it down."""
        return cls.objects.first() or cls()


class Neighborhood(models.Model):
    """동. The neighbourhood a resident lives in."""

    kept_by_admin = ("add", "change", "view")

    name = models.CharField(_("이름"), max_length=40, unique=True)
    code = models.CharField(
        _("행정동 코드"), max_length=10, unique=True, validators=[RegexValidator(r"^\d{10}$")]
    )
    order = models.PositiveSmallIntegerField(_("순서"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("동")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    """휴일. A day the district adds to the public holidays, or takes back from them."""

    kept_by_admin = ("add", "change", "view")

    date = models.DateField(_("날짜"), unique=True)
    name = models.CharField(_("이름"), max_length=60)
    is_off = models.BooleanField(
        _("쉬는 날"), default=True, help_text=_("끄면 달력의 공휴일을 그 날만 업무일로 되돌립니다.")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("휴일")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class Tag(TagBase):
    """주제어. A word under which the district files what it does; retired, never deleted."""

    kept_by_admin = ("add", "change", "view")

    retired_at = models.DateTimeField(_("쓰지 않기로 한 때"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("합친 주제어")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("주제어")
        ordering = ["name"]


class Tagging(GenericTaggedItemBase):
    """주제어 붙임. That a record is filed under a tag."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta:
        verbose_name = verbose_name_plural = _("주제어 붙임")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id", "tag"], name="tagged_once")
        ]
