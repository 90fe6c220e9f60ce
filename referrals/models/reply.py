"""답변: its draft, the hands it goes through, and what was published."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.models import Department, Person
from district.models.offices import Role
from referrals.models.referral import Referral
from referrals.models.rules import Ground, Outcome


class ReplyQuerySet(models.QuerySet["Reply"]):
    def visible_to(self, person: Person | None) -> Self:
        """What was published with what may be seen; its papers ask the same."""
        seen = Referral.objects.visible_to(person).values("pk")
        return self.filter(referral__in=seen).exclude(published_at=None)

    def private_to(self, person: Person | None, at: datetime) -> Self:
        """A draft and its papers, for those inside."""
        return self.filter(referral__in=Referral.objects.inside(person, at).values("pk"))

    def in_hand(self) -> Self:
        """Those that are neither published nor set aside."""
        return self.filter(published_at=None, returned_at=None)


class Reply(models.Model):
    """답변. One version of what the district answers; what came back is kept, and a new version follows."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="replies", verbose_name=_("부서 배정")
    )
    version = models.PositiveSmallIntegerField(_("판"))
    words = models.TextField(_("답변"), blank=True)
    video_url = models.CharField(_("영상 주소"), max_length=500, blank=True)
    outcome = models.ForeignKey(
        Outcome, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("검토 결과")
    )
    ground = models.ForeignKey(
        Ground, models.PROTECT, null=True, blank=True, related_name="replies", verbose_name=_("불채택 까닭")
    )
    reason = models.TextField(_("까닭 설명"), blank=True)
    planned_on = models.DateField(_("실시할 날"), null=True, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("쓴 사람")
    )
    written_at = models.DateTimeField(_("쓴 때"))
    submitted_at = models.DateTimeField(_("올린 때"), null=True, blank=True)
    returned_at = models.DateTimeField(_("돌려받은 때"), null=True, blank=True)
    published_at = models.DateTimeField(_("공개한 때"), null=True, blank=True)
    # As the office was called then.
    office_label = models.CharField(_("답변한 곳"), max_length=60, blank=True)

    objects = ReplyQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("답변")
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "version"], name="reply_version_once"),
            models.UniqueConstraint(
                fields=["referral"],
                condition=Q(published_at=None, returned_at=None),
                name="reply_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(submitted_at__isnull=False, returned_at=None) & ~Q(words=""),
                name="reply_published_after_approval",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(submitted_at__isnull=False),
                name="reply_returned_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.version}"

    @property
    def was_recalled(self) -> bool:
        """Whether its writer took it back, and nobody sent it."""
        sent_back = any(step.verdict == Step.Verdict.RETURNED for step in self.steps.all())
        return self.returned_at is not None and not sent_back


class StepQuerySet(models.QuerySet["Step"]):
    def awaited(self) -> Self:
        """Those that nobody has decided, of answers that were sent up; the first of each has it now."""
        waiting = self.filter(decided_at=None, reply__submitted_at__isnull=False)
        return waiting.filter(reply__published_at=None, reply__returned_at=None)


class Step(models.Model):
    """결재. One hand through which an answer goes."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", _("결재")
        RETURNED = "returned", _("돌려보냄")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="steps", verbose_name=_("답변"))
    ordinal = models.PositiveSmallIntegerField(_("차례"))
    role = models.CharField(_("구실"), max_length=12, choices=Role)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("처리한 사람")
    )
    office = models.CharField(_("직함"), max_length=60, blank=True)
    decided_at = models.DateTimeField(_("처리한 때"), null=True, blank=True)
    verdict = models.CharField(_("결정"), max_length=8, choices=Verdict, blank=True)
    note = models.CharField(_("의견"), max_length=1000, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("결재")
        ordering = ["ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "ordinal"], name="step_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, verdict="", by=None)
                | Q(decided_at__isnull=False, by__isnull=False, verdict__in=["approved", "returned"]),
                name="step_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.get_verdict_display()}".strip()


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def of(self, department: Department) -> Self:
        """Those a department writes with: its own, and the house's."""
        return self.filter(Q(department=department) | Q(department=None))


class Phrase(models.Model):
    """답변 틀. Words with which a department likes to begin."""

    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="phrases",
        verbose_name=_("부서"),
        help_text=_("비우면 모든 부서가 씁니다."),
    )
    title = models.CharField(_("이름"), max_length=80)
    words = models.TextField(_("글"), max_length=5000)

    kept_by_admin = ("add", "change", "view")

    objects = PhraseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("답변 틀")
        ordering = ["department__order", "title", "id"]

    def __str__(self) -> str:
        return self.title
