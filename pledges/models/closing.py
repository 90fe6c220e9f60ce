"""마감. A department closes a quarter or a year of its pledge, and says how it went."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from pledges.models.pledge import Pledge


class ClosingQuerySet(models.QuerySet["Closing"]):
    def visible_to(self, person: Person | None) -> Self:
        """Public once it went through all hands."""
        return self.exclude(approved_at=None).filter(pledge__published_at__isnull=False)


class Closing(models.Model):
    """분기·연간 마감. What a department reports of a quarter or a year, and its figures then."""

    class State(models.TextChoices):
        """Computed, never kept."""

        DRAFTING = "drafting", _("작성")
        IN_APPROVAL = "in_approval", _("결재 중")
        APPROVED = "approved", _("마감")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="closings", verbose_name=_("공약"))
    year = models.PositiveSmallIntegerField(_("해"))
    quarter = models.PositiveSmallIntegerField(_("분기"), default=0, help_text=_("0이면 한 해입니다."))
    words = models.TextField(_("추진상황"), blank=True)
    problems = models.TextField(_("문제점"), blank=True)
    remedies = models.TextField(_("대책"), blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("쓴 사람")
    )
    written_at = models.DateTimeField(_("쓴 때"))
    submitted_at = models.DateTimeField(
        pgettext_lazy("공약", "올린 때"), null=True, blank=True, editable=False
    )
    approved_at = models.DateTimeField(_("마감한 때"), null=True, blank=True, editable=False)
    # The figures as approved: what is counted later stands beside them, never over them.
    figures: "models.JSONField[Any, Any]" = models.JSONField(_("마감한 수"), default=dict, blank=True)

    objects = ClosingQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("공약 마감")
        ordering = ["pledge", "-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "year", "quarter"], name="closing_once_a_time"),
            models.CheckConstraint(condition=Q(quarter__lte=4), name="closing_quarter_of_four"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(submitted_at__isnull=False) & ~Q(words=""),
                name="closing_approved_after_submission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.label}"

    @property
    def label(self) -> str:
        """2026. 3/4, or the year."""
        return f"{self.year}. {self.quarter}/4" if self.quarter else _("%(year)d년") % {"year": self.year}

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.approved_at is not None:
            return self.State.APPROVED.value
        return (self.State.IN_APPROVAL if self.submitted_at else self.State.DRAFTING).value

    def check_draft(self) -> None:
        """Refuse to write over what others approve, or approved."""
        if self.approved_at is not None:
            raise Refusal("closing_approved", _("이미 마감했습니다."), status=409)
        if self.submitted_at is not None:
            raise Refusal("closing_in_approval", _("결재 중인 마감입니다."), status=409)

    def check_may_overwrite(self, by: Person | None, seen: datetime | None) -> None:
        """Refuse to write over what a colleague wrote, and oneself has not read."""
        mine = by is not None and self.written_by_id == by.pk
        if not mine and seen != self.written_at:
            sentence = _("동료가 먼저 쓴 마감이 있습니다. 쪽을 새로 열어 읽으신 뒤에 고쳐 주세요.")
            raise Refusal("closing_exists", sentence, status=409)

    def check_in_approval(self) -> None:
        """Refuse to decide about what was not sent up, or was decided."""
        if self.approved_at is not None:
            raise Refusal("closing_approved", _("이미 마감했습니다."), status=409)
        if self.submitted_at is None:
            raise Refusal("closing_not_submitted", _("결재에 올리지 않은 마감입니다."), status=409)

    def check_said(self) -> None:
        """Refuse to send up figures without a word on how it went."""
        if not self.words:
            raise Refusal("empty_words", _("내용을 적어 주세요."), status=422)


class ClosingStep(models.Model):
    """마감 결재. One hand through which a closing goes; each submission begins a new set."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("결재")
        RETURNED = "returned", _("돌려보냄")

    closing = models.ForeignKey(Closing, models.PROTECT, related_name="steps", verbose_name=_("공약 마감"))
    turn = models.PositiveSmallIntegerField(_("몇 번째 올림"))
    ordinal = models.PositiveSmallIntegerField(_("차례"))
    role = models.CharField(_("구실"), max_length=12, choices=Role)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("처리한 사람")
    )
    office = models.CharField(_("직함"), max_length=60, blank=True)
    decided_at = models.DateTimeField(_("처리한 때"), null=True, blank=True)
    verdict = models.CharField(_("결정"), max_length=8, choices=Verdict, blank=True)
    note = models.CharField(_("의견"), max_length=1000, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("마감 결재")
        ordering = ["closing", "turn", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["closing", "turn", "ordinal"], name="closing_step_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, verdict="", by=None)
                | Q(decided_at__isnull=False, by__isnull=False, verdict__in=["approved", "returned"]),
                name="closing_step_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.closing} {self.turn}-{self.ordinal}"
