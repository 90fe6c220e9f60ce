"""By when, with which outcomes and through whose hands: what an ordinance sets, as dated rows."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from district.models.offices import Role
from district.refusals import Refusal


class Level(models.TextChoices):
    """Whose answer it is."""

    DEPARTMENT = "department", _("부서 답변")
    MAYOR = "mayor", _("구청장 답변")


class ClockQuerySet(models.QuerySet["Clock"]):
    def on(self, code: str, day: date) -> "Clock":
        """The time that is given for this on that day."""
        clock = self.filter(code=code, valid_from__lte=day).order_by("-valid_from").first()
        if clock is None:
            raise Refusal("no_clock", _("그날의 처리 기한이 정해져 있지 않습니다."), status=409)
        return clock


class Clock(models.Model):
    """처리 기한. How long something may take, as a law or an ordinance says it from a day on."""

    class Unit(models.TextChoices):
        DAY = "day", _("일")
        WORKING_DAY = "working_day", _("업무일")
        MONTH = "month", _("개월")

    code = models.SlugField(_("코드"), max_length=40)
    valid_from = models.DateField(_("시행일"))
    amount = models.PositiveSmallIntegerField(_("기간"))
    unit = models.CharField(_("단위"), max_length=11, choices=Unit)
    first_counts = models.BooleanField(_("첫날을 셉니다"), default=False)
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("처리 기한")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="clock_once_a_day"),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=1000), name="clock_gives_some_time_and_ends"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.amount}{self.get_unit_display()}"

    @property
    def length(self) -> str:
        """How long that is, in words."""
        said = {
            self.Unit.DAY: ngettext("%(n)d일", "%(n)d일", self.amount),
            self.Unit.WORKING_DAY: ngettext("업무일 %(n)d일", "업무일 %(n)d일", self.amount),
            self.Unit.MONTH: ngettext("%(n)d개월", "%(n)d개월", self.amount),
        }
        return said[self.Unit(self.unit)] % {"n": self.amount}

    @property
    def is_kept(self) -> bool:
        """Whether somebody was promised an answer by it: a promise is not changed beneath it."""
        return self.referrals.exists()


class Choices(models.QuerySet[Any]):
    """Rows out of which an answer chooses."""

    def in_force(self, day: date) -> Self:
        """Those that may be chosen on that day, of each code the newest."""
        newest = (
            self.model._default_manager.filter(code=models.OuterRef("code"), valid_from__lte=day)
            .order_by("-valid_from")
            .values("pk")[:1]
        )
        kept = Q(retired_on=None) | Q(retired_on__gt=day)
        return self.filter(kept, pk=models.Subquery(newest)).order_by("ordinal", "code")


class Outcome(models.Model):
    """검토 결과. How an answer may end: 채택, 행정참고, 불채택, 기타."""

    code = models.SlugField(_("코드"), max_length=20)
    label = models.CharField(_("이름"), max_length=40)
    needs_ground = models.BooleanField(_("까닭을 골라 적습니다"), default=False)
    needs_date = models.BooleanField(_("실시할 날을 적습니다"), default=False)
    reviewable = models.BooleanField(_("다시 살펴 달라고 할 수 있습니다"), default=False)
    valid_from = models.DateField(_("시행일"))
    retired_on = models.DateField(_("쓰지 않는 날부터"), null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("순서"), default=0)
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = Choices.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("검토 결과")
        ordering = ["ordinal", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="outcome_once_a_day"),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gt=F("valid_from")),
                name="outcome_retired_after_it_was_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_kept(self) -> bool:
        """Whether an answer ended so."""
        return self.replies.exists()


class Ground(models.Model):
    """불채택 까닭. On which ground a proposal is not taken up."""

    code = models.SlugField(_("코드"), max_length=20)
    label = models.CharField(_("이름"), max_length=120)
    valid_from = models.DateField(_("시행일"))
    retired_on = models.DateField(_("쓰지 않는 날부터"), null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("순서"), default=0)
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = Choices.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("불채택 까닭")
        ordering = ["ordinal", "code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="ground_once_a_day"),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gt=F("valid_from")),
                name="ground_retired_after_it_was_in_force",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_kept(self) -> bool:
        """Whether an answer rests on it."""
        return self.replies.exists()


class ChainQuerySet(models.QuerySet["Chain"]):
    def on(self, kind: str, level: str, day: date) -> "Chain":
        """Through whose hands such an answer goes on that day; a row of its own kind comes first."""
        rows = self.filter(kind__in=[kind, ""], level=level, valid_from__lte=day)
        chain = rows.order_by("-kind", "-valid_from").first()
        if chain is None:
            raise Refusal("no_chain", _("그날의 결재선이 정해져 있지 않습니다."), status=409)
        return chain


class Chain(models.Model):
    """결재선. Who drafts an answer, who approves it, and who says the last word."""

    kind = models.SlugField(
        _("처리 기한 코드"),
        max_length=40,
        blank=True,
        help_text=_("비우면 다른 결재선이 없는 모든 일에 씁니다."),
    )
    level = models.CharField(_("답변하는 곳"), max_length=10, choices=Level)
    roles = models.JSONField(
        _("결재하는 구실"), help_text=_('쓰는 사람부터 차례로 적습니다. 예: ["officer", "head", "director"]')
    )
    needs_outcome = models.BooleanField(_("검토 결과를 고릅니다"), default=False)
    valid_from = models.DateField(_("시행일"))
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = ChainQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("결재선")
        ordering = ["level", "kind", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "level", "valid_from"], name="chain_once_a_day")
        ]

    def __str__(self) -> str:
        return " → ".join(str(Role(role).label) for role in self.roles)

    def clean(self) -> None:
        """Refuse a chain in which nobody drafts or nobody approves."""
        answering = {Role.OFFICER, Role.HEAD, Role.DIRECTOR, Role.ADVISER, Role.MAYOR}
        roles = self.roles if isinstance(self.roles, list) else []
        known = all(isinstance(role, str) and role in answering for role in roles)
        if len(roles) < 2 or not known or len(set(roles)) < len(roles):
            raise ValidationError(
                {"roles": _("쓰는 사람과 결재하는 사람을 둘 이상, 서로 다른 구실로 적어 주세요.")}
            )

    @property
    def is_kept(self) -> bool:
        """Whether an answer goes, or went, that way."""
        return self.referrals.exists()
