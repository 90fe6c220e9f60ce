"""추진실적과 돈. What was done for a promise, when, and what it cost; nothing of it without evidence."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.models import Person
from district.refusals import Refusal
from pledges.models.indicator import Indicator
from pledges.models.pledge import Pledge


class Fund(models.TextChoices):
    """재원. Whose money it is; a form may call them otherwise."""

    NATIONAL = "national", _("국비")
    CITY = "city", _("시비")
    DISTRICT = "district", _("구비")
    OTHER = "other", pgettext_lazy("재원", "기타")


class BudgetLine(models.Model):
    """투자계획. How much of whose money was planned for a year, in 백만 원."""

    class Span(models.TextChoices):
        BEFORE = "before", _("기투자")
        YEAR = "year", _("임기 내")
        AFTER = "after", _("임기 후")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="budget_lines", verbose_name=_("공약"))
    fund = models.CharField(_("재원"), max_length=8, choices=Fund)
    span = models.CharField(_("시기"), max_length=6, choices=Span, default=Span.YEAR)
    # 0 outside the administration.
    year = models.PositiveSmallIntegerField(_("해"), default=0)
    amount = models.DecimalField(_("금액(백만 원)"), max_digits=12, decimal_places=2)
    amendment = models.ForeignKey(
        "pledges.Amendment", models.PROTECT, null=True, blank=True, related_name="budget_lines",
        verbose_name=_("변경"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("투자계획")
        ordering = ["pledge", "span", "year", "fund", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "fund", "span", "year", "amendment"], name="budget_line_once_an_amendment"
            ),
            models.UniqueConstraint(
                fields=["pledge", "fund", "span", "year"],
                condition=Q(amendment=None),
                name="budget_line_once_in_the_plan",
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_line_not_below_nought"),
            models.CheckConstraint(
                condition=Q(span="year", year__gt=0) | ~Q(span="year") & Q(year=0),
                name="budget_line_of_a_year_or_outside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.year or self.get_span_display()} {self.get_fund_display()}"


class SpendingQuerySet(models.QuerySet["Spending"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, person: Person | None) -> Self:
        """What was spent on a published pledge is public."""
        return self.standing().exclude(pledge__published_at=None)


class Spending(models.Model):
    """집행액. What was spent of whose money until a day, in 백만 원; several of a year add up."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="spendings", verbose_name=_("공약"))
    fund = models.CharField(_("재원"), max_length=8, choices=Fund)
    spent_on = models.DateField(_("집행 기준일"))
    amount = models.DecimalField(_("금액(백만 원)"), max_digits=12, decimal_places=2)
    evidence = models.CharField(_("증빙"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("적은 사람"),
    )  # fmt: skip
    entered_at = models.DateTimeField(_("적은 때"))
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("거둔 까닭"), max_length=300, blank=True)

    objects = SpendingQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("집행액")
        ordering = ["pledge", "spent_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="spending_not_below_nought"),
            models.CheckConstraint(condition=~Q(evidence=""), name="spending_has_evidence"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""),
                name="spending_withdrawn_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.spent_on} {self.amount}"

    def check_standing(self) -> None:
        """Refuse to take back what was taken back."""
        if self.withdrawn_at is not None:
            raise Refusal("entry_withdrawn", _("이미 거둔 것입니다."), status=409)


class Milestone(models.Model):
    """추진일정. One step of the plan, from one quarter to another."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="milestones", verbose_name=_("공약"))
    order = models.PositiveSmallIntegerField(_("순서"))
    title = models.CharField(_("할 일"), max_length=200)
    # First day of its first quarter, last day of its last; none where the sheet's bars cannot be read.
    starts_on = models.DateField(pgettext_lazy("일정", "시작"), null=True, blank=True)
    ends_on = models.DateField(_("끝"), null=True, blank=True)
    done_on = models.DateField(_("마친 날"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("추진일정")
        ordering = ["pledge", "order"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "order"], name="milestone_order_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="milestone_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressEntryQuerySet(models.QuerySet["ProgressEntry"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(withdrawn_at=None)

    def once(self) -> Self:
        """What is told twice, once: an echo stands in for what it echoes where that was taken back."""
        return self.standing().filter(Q(same_as=None) | Q(same_as__withdrawn_at__isnull=False))

    def visible_to(self, person: Person | None) -> Self:
        """What was done for a published pledge is public."""
        return self.standing().exclude(pledge__published_at=None)


class ProgressEntry(models.Model):
    """추진실적. One thing that was done for a pledge, on a day or in half a year, and what shows it."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", _("일정별 추진실적")
        PARTICIPATION = "participation", _("주민 참여(소통) 실적")

    class Precision(models.TextChoices):
        """How exactly the day is known; `pledges/when.py` reads and writes it."""

        DAY = "day", _("하루")
        RANGE = "range", _("기간")
        MONTH = "month", _("달")
        MONTHS = "months", _("여러 달")
        QUARTER = "quarter", _("분기")
        HALF = "half", _("반기")
        YEAR = "year", _("해")

    class Channel(models.TextChoices):
        """The columns in which the sheets count how residents were heard."""

        BRIEFING = "briefing", _("설명회·공청회")
        SURVEY = "survey", _("설문·만족도")
        EXPERT = "expert", _("전문가 자문")
        PRESS = "press", _("언론보도")
        OTHER = "other", pgettext_lazy("소통 방법", "기타")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="entries", verbose_name=_("공약"))
    kind = models.CharField(_("갈래"), max_length=13, choices=Kind, default=Kind.PROGRESS)
    no = models.PositiveIntegerField(_("연번"))
    starts_on = models.DateField(_("시작한 날"))
    ends_on = models.DateField(_("마친 날"))
    precision = models.CharField(_("날짜의 정밀도"), max_length=7, choices=Precision)
    # As the paper has it, blank where it is blank; the days above are then carried down from the row above.
    printed_when = models.CharField(_("인쇄된 일자"), max_length=60, blank=True)
    title = models.CharField(_("추진사항"), max_length=200)
    text = models.TextField(_("세부내용"), blank=True)
    channel = models.CharField(_("소통 방법"), max_length=8, choices=Channel, blank=True)
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("확인지표")
    )
    count = models.DecimalField(_("실적"), max_digits=12, decimal_places=2, null=True, blank=True)
    # The same event told twice, as by the quarter and in all: it is counted where it is not the echo.
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="echoes", verbose_name=_("같은 일")
    )
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("추진일정")
    )
    evidence = models.CharField(_("증빙"), max_length=300, blank=True)
    note = models.CharField(_("비고"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("적은 사람"),
    )  # fmt: skip
    entered_at = models.DateTimeField(_("적은 때"))
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(_("거둔 까닭"), max_length=300, blank=True)

    objects = ProgressEntryQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("추진실적")
        ordering = ["pledge", "kind", "no"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "kind", "no"], name="entry_no_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="entry_ends_after_start"),
            models.CheckConstraint(
                condition=Q(count=None) | Q(count__gte=0, indicator__isnull=False) & ~Q(evidence=""),
                name="entry_figure_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdrawn_reason=""), name="entry_withdrawn_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.no} {self.title}"

    @property
    def is_echo(self) -> bool:
        """Whether it tells again what stands elsewhere; `once` asks the same of the database."""
        return self.same_as is not None and self.same_as.withdrawn_at is None

    def check_standing(self) -> None:
        """Refuse to take back what was taken back."""
        if self.withdrawn_at is not None:
            raise Refusal("entry_withdrawn", _("이미 거둔 것입니다."), status=409)
