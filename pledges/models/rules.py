"""공약 관리의 기준과 서식: what a district may set for itself, as dated rows."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.models import Department
from district.refusals import Refusal
from pledges.card import check


class PledgeRuleQuerySet(models.QuerySet["PledgeRule"]):
    def on(self, day: date) -> "PledgeRule":
        """What holds on that day."""
        rule = self.filter(valid_from__lte=day).select_related("keeper").order_by("-valid_from").first()
        if rule is None:
            raise Refusal("no_pledge_rule", _("그날의 공약 관리 기준이 정해져 있지 않습니다."), status=409)
        return rule


class PledgeRule(models.Model):
    """공약 관리 기준. Which department keeps the pledges, and by when each quarter is reported."""

    valid_from = models.DateField(_("시행일"), unique=True)
    keeper = models.ForeignKey(
        Department, models.PROTECT, related_name="pledge_rules", verbose_name=_("총괄하는 부서")
    )
    report_working_days = models.PositiveSmallIntegerField(_("마감 기한(분기가 끝난 뒤 업무일)"), default=10)
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = PledgeRuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("공약 관리 기준")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(report_working_days__gte=1, report_working_days__lte=90),
                name="pledge_rule_gives_some_days",
            )
        ]

    def __str__(self) -> str:
        return f"{self.keeper} {self.valid_from}"


class CardForm(models.Model):
    """관리카드 서식. What a district prints of a pledge, and under which words: each has its own."""

    code = models.SlugField(_("코드"), max_length=20)
    name = models.CharField(_("이름"), max_length=80)
    # Rows of the head of the card and its sections in their order; `pledges/card.py` reads and checks it.
    layout: "models.JSONField[Any, Any]" = models.JSONField(_("짜임"))
    valid_from = models.DateField(_("시행일"))
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    class Meta:
        verbose_name = verbose_name_plural = _("관리카드 서식")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="card_form_once_a_day"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Refuse a form from which no card could be printed, and say where it is wrong."""
        try:
            check(self.layout)
        except Refusal as refusal:
            raise ValidationError({"layout": str(refusal)}) from refusal


class Status(models.Model):
    """추진상황. How a pledge may stand; each form has a list of its own."""

    class Meaning(models.TextChoices):
        """What it counts as where pledges of several forms are counted together."""

        UNDERWAY = "underway", _("추진 중")
        SLOW = "slow", _("부진")
        DONE = "done", _("완료")
        KEPT = "kept", _("완료 뒤 계속")
        DROPPED = "dropped", _("보류·폐기")

    FULFILLED = frozenset({Meaning.DONE, Meaning.KEPT})

    form = models.ForeignKey(CardForm, models.PROTECT, related_name="statuses", verbose_name=_("서식"))
    code = models.SlugField(_("코드"), max_length=20)
    label = models.CharField(_("이름"), max_length=40)
    meaning = models.CharField(_("뜻"), max_length=8, choices=Meaning)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)

    kept_by_admin = ("add", "change", "view")

    class Meta:
        verbose_name = verbose_name_plural = _("추진상황")
        ordering = ["form", "order"]
        constraints = [models.UniqueConstraint(fields=["form", "code"], name="status_once_a_form")]

    def __str__(self) -> str:
        return self.label
