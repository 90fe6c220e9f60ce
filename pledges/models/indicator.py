"""확인지표. By what a promise is measured, how much of it was promised when, and on what its count stands."""

from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models import Body
from district.refusals import Refusal
from pledges.models.pledge import Pledge

if TYPE_CHECKING:
    from pledges.models.amendment import Amendment  # noqa: F401


class Indicator(models.Model):
    """확인지표. One thing that is counted for a pledge, and its weight in it."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="indicators", verbose_name=_("공약"))
    no = models.PositiveSmallIntegerField(_("구분"))
    name = models.CharField(_("사업"), max_length=120)
    metric = models.CharField(_("확인지표"), max_length=120, blank=True)
    unit = models.CharField(_("단위"), max_length=20)
    # None where the sheet prints no weights: then nothing is added up.
    weight = models.DecimalField(
        _("전체사업 대비비율(%)"), max_digits=5, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = verbose_name_plural = _("확인지표")
        ordering = ["pledge", "no"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "no"], name="indicator_no_once"),
            models.CheckConstraint(
                condition=Q(weight=None) | Q(weight__gt=0, weight__lte=100),
                name="indicator_weight_is_a_share",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.no}"

    def stands_on(self, on: date) -> "Measure | None":
        """What its figure rests on that day: the last that was taken by then, else its first."""
        taken = self.bases.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
        return taken.measure if taken is not None else self.measures.order_by("pk").first()

    def check_measure(self, measure: "Measure") -> None:
        """Refuse to stand on the count of something else."""
        if measure.indicator_id != self.pk:
            raise Refusal("measure_foreign", _("다른 지표를 세는 법입니다."), status=422)

    def check_not_standing(self, measure: "Measure", on: date) -> None:
        """Refuse to take what it stands on already."""
        if self.stands_on(on) == measure:
            raise Refusal("basis_standing", _("그날 이미 이 방법으로 셉니다."), status=409)


class Target(models.Model):
    """목표. How much of an indicator was promised for a year or a quarter, in the plan or by an amendment."""

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="targets", verbose_name=_("확인지표")
    )
    year = models.PositiveSmallIntegerField(_("해"))
    # 0 is the whole year: a database that takes two nothings for different things could keep it twice.
    quarter = models.PositiveSmallIntegerField(_("분기"), default=0, help_text=_("0이면 한 해입니다."))
    # None is `-`: nothing was promised for that time, which is not the same as nought.
    value = models.DecimalField(_("목표"), max_digits=12, decimal_places=2, null=True, blank=True)
    # None is the plan; an amended target stands beside it and holds from the amendment's day on.
    amendment = models.ForeignKey(
        "pledges.Amendment", models.PROTECT, null=True, blank=True, related_name="targets",
        verbose_name=_("변경"),
    )  # fmt: skip

    class Meta:
        verbose_name = verbose_name_plural = _("목표")
        ordering = ["indicator", "year", "quarter", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter", "amendment"], name="target_once_an_amendment"
            ),
            models.UniqueConstraint(
                fields=["indicator", "year", "quarter"],
                condition=Q(amendment=None),
                name="target_once_in_the_plan",
            ),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="target_quarter_of_four"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="target_not_below_nought"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.year} {self.quarter or ''}".strip()


class Measure(models.Model):
    """실적을 세는 법. Where the count of an indicator comes from: the paper, the log, or the house itself."""

    class Kind(models.TextChoices):
        """`paper`: a printed total and what was logged after it; `log`: what was logged; the others count."""

        PAPER = "paper", _("인쇄본의 누계와 그 뒤의 추진실적")
        LOG = "log", _("추진실적 일지")
        MEETINGS = "meetings", _("회의 개최")
        ASSIGNMENTS = "assignments", _("지정과제")
        QUESTIONS = "questions", _("관악구가 묻습니다 게시")
        FORUMS = "forums", _("공론장 개최")

    ENTERED = frozenset({Kind.PAPER, Kind.LOG})
    OF_A_BODY = frozenset({Kind.MEETINGS, Kind.ASSIGNMENTS})

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="measures", verbose_name=_("확인지표")
    )
    kind = models.CharField(_("갈래"), max_length=12, choices=Kind)
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="measures", verbose_name=_("기구")
    )
    # Of `paper` alone: the total as printed, until which day it tells, and where it is printed.
    opening = models.DecimalField(_("인쇄된 누계"), max_digits=12, decimal_places=2, null=True, blank=True)
    opening_on = models.DateField(_("누계의 기준일"), null=True, blank=True)
    evidence = models.CharField(_("증빙"), max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("적은 사람"),
    )  # fmt: skip
    entered_at = models.DateTimeField(_("적은 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("실적을 세는 법")
        ordering = ["indicator", "id"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "kind", "body"], name="measure_once_a_body"),
            models.UniqueConstraint(
                fields=["indicator", "kind"], condition=Q(body=None), name="measure_once_without_a_body"
            ),
            models.CheckConstraint(
                condition=Q(kind="paper", opening__isnull=False, opening_on__isnull=False) & ~Q(evidence="")
                | ~Q(kind="paper") & Q(opening=None, opening_on=None),
                name="measure_of_paper_has_evidence",
            ),
            models.CheckConstraint(
                condition=Q(opening=None) | Q(opening__gte=0), name="measure_not_below_nought"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["meetings", "assignments"], body__isnull=False)
                | ~Q(kind__in=["meetings", "assignments"]) & Q(body=None),
                name="measure_body_where_it_counts_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.body or ''}".strip()

    def check_body(self) -> None:
        """Refuse to count the meetings of nobody, or the questions of somebody."""
        if (self.kind in self.OF_A_BODY) != (self.body is not None):
            sentence = _("회의와 과제를 셀 때에만 기구를 골라 주세요.")
            raise Refusal("bad_measure", sentence, status=422)

    def check_new(self) -> None:
        """Refuse the same way to count twice."""
        same = Measure.objects.filter(indicator=self.indicator, kind=self.kind, body=self.body)
        if same.exists():
            raise Refusal("measure_exists", _("이미 있는 세는 법입니다."), status=409)


class Basis(models.Model):
    """실적의 근거. On which measure an indicator stands, from which day on, and who took it."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="bases", verbose_name=_("확인지표"))
    measure = models.ForeignKey(
        Measure, models.PROTECT, related_name="bases", verbose_name=_("실적을 세는 법")
    )
    effective_on = models.DateField(_("적용일"))
    reason = models.CharField(_("까닭"), max_length=300)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("정한 사람"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("정한 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("실적의 근거")
        ordering = ["indicator", "effective_on", "id"]

    def __str__(self) -> str:
        return f"{self.indicator} {self.measure} {self.effective_on}"
