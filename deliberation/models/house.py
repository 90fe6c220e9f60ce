"""The rules of the house, and the words to which moderators look first."""

import time
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.calendar import day
from district.refusals import Refusal

MEASURE = "measure"
"""임시조치: the one rule under which words are hidden for somebody, and not for what they say."""
KNOWN_SECONDS = 60


class RuleQuerySet(models.QuerySet["HouseRule"]):
    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), valid_from__lte=day)

    def for_hiding(self, at: datetime) -> Self:
        """Those on which a moderator may hide; a temporary measure is asked for, and has its own way."""
        return self.on(day(at)).exclude(code=MEASURE)

    def for_reports(self, at: datetime) -> Self:
        """Those on which a resident may report."""
        return self.on(day(at)).filter(may_be_reported=True)

    def for_blanking(self, at: datetime) -> Self:
        """Those on which words may be destroyed."""
        return self.on(day(at)).filter(may_be_blanked=True)

    def said(self, ground: object) -> "HouseRule":
        """The rule that was named; refuse what names none of these."""
        if not ground:
            raise Refusal("ground_needed", _("까닭을 골라 주세요."), status=422)
        # By the list and not by the database, which falls over words that no cell can hold.
        rule = next((rule for rule in self if rule.code == ground), None)
        if rule is None:
            raise Refusal("unknown_ground", _("그런 까닭은 없습니다."), status=422)
        return rule

    def label_of(self, code: str) -> str:
        """What a ground is called; a page full of comments asks for it and costs no look at the table."""
        now = time.monotonic()
        if code not in _labels or now - _labels[code][1] > KNOWN_SECONDS:
            _labels.update({each: (label, now) for each, label in self.labels()})
        return _labels[code][0] if code in _labels else code

    def labels(self) -> list[tuple[str, str]]:
        """All of them with their codes, also those no longer used: what was hidden on them stays so."""
        return list(HouseRule.objects.order_by("ordinal", "id").values_list("code", "label"))


_labels: dict[str, tuple[str, float]] = {}


class HouseRule(models.Model):
    """운영 원칙. On what ground words are reported, hidden or blanked here; a dated row with its source."""

    kept_by_admin = ("add", "change", "view")

    code = models.SlugField(_("코드"), max_length=12, unique=True)
    label = models.CharField(_("이름"), max_length=60)
    explanation = models.CharField(_("풀이"), max_length=300, blank=True)
    # Residents report on it; others, such as a temporary measure, are the office's alone.
    may_be_reported = models.BooleanField(_("신고할 수 있음"), default=True)
    may_be_blanked = models.BooleanField(_("내용을 지울 수 있음"), default=False)
    valid_from = models.DateField(_("시행일"))
    retired_on = models.DateField(_("쓰지 않기로 한 날"), null=True, blank=True)
    ordinal = models.PositiveSmallIntegerField(_("순서"), default=0)
    source = models.CharField(_("근거"), max_length=300)

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("운영 원칙")
        ordering = ["ordinal", "id"]

    def __str__(self) -> str:
        return self.label


class Watchword(models.Model):
    """살필 낱말. A word that moves a comment up in the moderators' queue, and does nothing else."""

    kept_by_admin = ("add", "change", "view")

    word = models.CharField(_("낱말"), max_length=40, unique=True)
    weight = models.FloatField(_("무게"), default=1)
    retired_on = models.DateField(_("쓰지 않기로 한 날"), null=True, blank=True)
    source = models.CharField(_("근거"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("살필 낱말")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word
