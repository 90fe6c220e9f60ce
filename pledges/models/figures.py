"""현황표와 계산값. Further figures of a card, the formula of each, and what the paper prints."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from pledges.models.pledge import Pledge


class FactTable(models.Model):
    """현황표. A table of a card that is entered as the sheet has it, with where it comes from."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="tables", verbose_name=_("공약"))
    order = models.PositiveSmallIntegerField(_("순서"))
    code = models.SlugField(_("코드"), max_length=30)
    title = models.CharField(_("제목"), max_length=120)
    unit = models.CharField(_("단위"), max_length=20, blank=True)
    # The section of the form in which it is printed, in one order with its passages; blank: nowhere.
    section = models.SlugField(_("칸"), max_length=20, blank=True)
    # Titles of the columns after the first, which names the rows.
    columns: "models.JSONField[Any, Any]" = models.JSONField(_("열"), default=list)
    note = models.CharField(_("비고"), max_length=500, blank=True)
    evidence = models.CharField(_("증빙"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("현황표")
        ordering = ["pledge", "order"]
        constraints = [models.UniqueConstraint(fields=["pledge", "code"], name="fact_table_code_once")]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.title}"


class FactRow(models.Model):
    """현황표의 한 줄. A label and its cells: a figure as a decimal in a string, words, or nothing."""

    table = models.ForeignKey(FactTable, models.CASCADE, related_name="rows", verbose_name=_("현황표"))
    order = models.PositiveSmallIntegerField(_("순서"))
    label = models.CharField(_("구분"), max_length=120)
    cells: "models.JSONField[Any, Any]" = models.JSONField(_("칸"), default=list)

    class Meta:
        verbose_name = verbose_name_plural = _("현황표의 줄")
        ordering = ["table", "order"]
        constraints = [models.UniqueConstraint(fields=["table", "label"], name="fact_row_label_once")]

    def __str__(self) -> str:
        return f"{self.table} {self.label}"


class Figure(models.Model):
    """계산값. A figure of a card that comes out of others, by a formula of `pledges/formula.py`."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="figures", verbose_name=_("공약"))
    order = models.PositiveSmallIntegerField(_("순서"))
    code = models.SlugField(_("코드"), max_length=30)
    label = models.CharField(_("이름"), max_length=160)
    unit = models.CharField(_("단위"), max_length=20, blank=True)
    formula = models.CharField(_("식"), max_length=500)
    decimals = models.PositiveSmallIntegerField(_("소수 자리"), default=1)
    note = models.CharField(_("설명"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("계산값")
        ordering = ["pledge", "order"]
        constraints = [models.UniqueConstraint(fields=["pledge", "code"], name="figure_code_once")]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.label}"


class PrintedCell(models.Model):
    """인쇄본의 칸. What the paper prints at one place of the card; never put over what is computed."""

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="printed_cells", verbose_name=_("공약"))
    # As `performance.total` or `investment.total.subtotal`: `pledges/differences.py` knows what stands there.
    place = models.CharField(pgettext_lazy("칸", "자리"), max_length=120)
    text = models.CharField(_("인쇄된 값"), max_length=120)
    # The day of which the print tells: what moves with the day is held against it on that day alone.
    told_on = models.DateField(_("인쇄본의 기준일"), null=True, blank=True)
    # The sum that comes out as printed, where one is known: the plain mean in the place of the weighted one.
    formula = models.CharField(_("인쇄된 값이 나오는 식"), max_length=500, blank=True)
    note = models.CharField(_("설명"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("인쇄본의 칸")
        ordering = ["pledge", "id"]
        constraints = [models.UniqueConstraint(fields=["pledge", "place"], name="printed_cell_once")]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.place} {self.text}"
