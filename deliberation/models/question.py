"""What the district asks its residents."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from deliberation.models.policy import ParticipationPolicy
from deliberation.models.thread import Thread
from district.calendar import add_working_days, day
from district.models import Department, Person, Tagging
from district.refusals import Refusal


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every question is public from its publication on, and stays so."""
        return self.select_related("thread", "policy", "department")

    def in_status(self, status: str, at: datetime) -> Self:
        """Those that stand so at that moment."""
        over = Q(thread__closes_at__lte=at)
        told = {
            Question.Status.UPCOMING: Q(thread__opens_at__gt=at, result_at=None),
            Question.Status.OPEN: Q(thread__opens_at__lte=at, result_at=None) & ~over,
            Question.Status.CLOSED: over & Q(result_at=None),
            Question.Status.CONCLUDED: ~Q(result_at=None),
        }
        return self.filter(told[Question.Status(status)])


class Question(models.Model):
    """관악구가 묻습니다. What the district asks before it decides, and what became of the answers."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("일반의제")
        GOVERNANCE = "governance", _("협치의제")

    class Status(models.TextChoices):
        """Computed from the clock and the result, never kept."""

        UPCOMING = "upcoming", _("열기 전")
        OPEN = "open", _("진행 중")
        CLOSED = "closed", _("마감")
        CONCLUDED = "concluded", _("결과 공개")

    title = models.CharField(_("제목"), max_length=200)
    slug = models.SlugField(_("주소 이름"), max_length=200, allow_unicode=True, blank=True)
    kind = models.CharField(_("의제 갈래"), max_length=12, choices=Kind, default=Kind.GENERAL)
    topic = models.CharField(_("분야"), max_length=40, blank=True)
    purpose = models.TextField(_("묻는 까닭"), blank=True)
    background = models.TextField(_("배경"), blank=True)
    result = models.TextField(_("반영 결과"), blank=True)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("맡은 부서"),
    )
    policy = models.ForeignKey(
        ParticipationPolicy, models.PROTECT, related_name="questions", verbose_name=_("참여 기준")
    )
    thread = models.OneToOneField(
        Thread, models.PROTECT, related_name="question", verbose_name=_("댓글 마당")
    )
    # Copied by the page with every publication and every move: the record does not know its page.
    url = models.CharField(_("쪽 주소"), max_length=500, blank=True)
    published_at = models.DateTimeField(_("게시한 때"))
    mayor_called_at = models.DateTimeField(_("구청장 답변이 열린 때"), null=True, blank=True, editable=False)
    answer_due = models.DateField(_("답변 기한"), null=True, blank=True, editable=False)
    result_at = models.DateTimeField(_("결과를 공개한 때"), null=True, blank=True, editable=False)
    tags = TaggableManager(_("주제어"), through=Tagging, blank=True)

    kept_by_admin = ("view",)

    objects = QuestionQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("관악구가 묻습니다")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mayor_called_at=None, answer_due=None)
                | Q(mayor_called_at__isnull=False, answer_due__isnull=False),
                name="question_called_with_a_date",
            ),
            models.CheckConstraint(
                condition=Q(result_at=None) | ~Q(result=""), name="question_concluded_with_words"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["general", "governance"]), name="question_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def opens_at(self) -> datetime:
        """When residents may begin to speak."""
        return self.thread.opens_at

    @property
    def closes_at(self) -> datetime:
        """When the last word must be in."""
        return self.thread.closes_at

    def status(self, at: datetime) -> str:
        """Where the question stands at that moment."""
        if self.result_at is not None:
            return self.Status.CONCLUDED.value
        return self.thread.status(at)

    def call_mayor_if_due(self, voices: int, at: datetime) -> bool:
        """The hundredth voice obliges the mayor to answer: once, and for good."""
        if self.mayor_called_at is not None or voices < self.policy.voices_needed:
            return False
        due = add_working_days(day(at), self.policy.answer_working_days)
        # The thread's lock was waited for with this row read before it: only the row itself knows.
        latch = Question.objects.filter(pk=self.pk, mayor_called_at=None)
        if not latch.update(mayor_called_at=at, answer_due=due):
            return False
        self.mayor_called_at, self.answer_due = at, due
        return True

    def check_may_reschedule(self, opens_at: datetime, closes_at: datetime, at: datetime) -> None:
        """Refuse to move the door under those who have come through it."""
        self.thread.check_may_reschedule(opens_at, closes_at, at)

    @staticmethod
    def check_may_conclude(result: str, closes_at: datetime, at: datetime) -> None:
        """Refuse a result while residents are still answering."""
        if result and at < closes_at:
            raise Refusal(
                "question_still_open", _("토론이 끝난 뒤에 결과를 공개하실 수 있습니다."), status=409
            )

    def conclude(self, at: datetime) -> None:
        """Publish what became of the answers; a correction keeps the day on which it was first told."""
        self.check_may_conclude(self.result, self.closes_at, at)
        self.result_at = (self.result_at or at) if self.result else None
