"""What the district asks its residents."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import ExtractQuarter
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from committees.models import Resolution
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.thread import Thread, Voice
from district.calendar import add_working_days, day
from district.intake import clean_address, clean_name, clean_words
from district.models import Department, Person, Tagging
from district.refusals import Refusal
from referrals.models import Referral
from surveys.models import Response, Survey

LONGEST_REFLECTION = 2_000


class QuestionQuerySet(models.QuerySet["Question"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every question is public from its publication on, and stays so."""
        return self.select_related("thread", "policy", "department", "survey", "referral", "mayor_referral")

    def in_status(self, status: str, at: datetime) -> Self:
        """Those that stand so at that moment."""
        over = Q(thread__closes_at__lte=at)
        answered = Q(mayor_referral__answered_at__lte=at)
        quiet = over & Q(result_at=None) & ~answered
        told = {
            Question.Status.UPCOMING: Q(thread__opens_at__gt=at),
            Question.Status.OPEN: Q(thread__opens_at__lte=at) & ~over,
            Question.Status.CLOSED: quiet & Q(referral=None),
            Question.Status.REVIEW: quiet & Q(referral__isnull=False),
            Question.Status.CONCLUDED: over & Q(result_at__isnull=False) & ~answered,
            Question.Status.ANSWERED: over & answered,
        }
        return self.filter(told[Question.Status(status)])

    def by_quarter(self, year: int) -> dict[int, int]:
        """How many open their door in each quarter of that year, on the district's clock."""
        asked = self.order_by().filter(thread__opens_at__year=year)
        counted = asked.values_list(ExtractQuarter("thread__opens_at")).annotate(Count("pk"))
        return dict.fromkeys(range(1, 5), 0) | dict(counted)


class Question(models.Model):
    """관악구가 묻습니다. What the district asks before it decides, and what became of the answers."""

    class Kind(models.TextChoices):
        GENERAL = "general", _("일반의제")
        GOVERNANCE = "governance", _("협치의제")

    class Status(models.TextChoices):
        """Computed from the clock, the result and the answers, never kept."""

        UPCOMING = "upcoming", _("열기 전")
        OPEN = "open", _("진행 중")
        CLOSED = "closed", _("마감")
        REVIEW = "review", _("부서검토")
        CONCLUDED = "concluded", _("결과 공개")
        ANSWERED = "answered", _("구청장답변")

    title = models.CharField(_("제목"), max_length=200)
    slug = models.SlugField(_("주소 이름"), max_length=200, allow_unicode=True, blank=True)
    kind = models.CharField(_("의제 갈래"), max_length=12, choices=Kind, default=Kind.GENERAL)
    topic = models.CharField(_("분야"), max_length=40, blank=True)
    purpose = models.TextField(_("묻는 까닭"), blank=True)
    background = models.TextField(_("배경"), blank=True)
    # What was said, told without taking sides, once nothing more is said.
    summary = models.TextField(_("마무리 요약"), blank=True)
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
    survey = models.OneToOneField(
        Survey, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("설문")
    )
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("부서 배정")
    )
    mayor_referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("구청장 답변 배정")
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

    def get_absolute_url(self) -> str:
        """The address that stays, wherever its page moves."""
        return f"/questions/{self.pk}/"

    @property
    def opens_at(self) -> datetime:
        """When residents may begin to speak."""
        return self.thread.opens_at

    @property
    def closes_at(self) -> datetime:
        """When the last word must be in."""
        return self.thread.closes_at

    @property
    def letter_topic(self) -> str:
        """What is followed; `topic` is the field of policy it belongs to."""
        return f"question/{self.pk}"

    def status(self, at: datetime) -> str:
        """Where the question stands at that moment."""
        door = self.thread.status(at)
        if door != Thread.Told.CLOSED:
            return door
        answered = self.mayor_referral and self.mayor_referral.answered_at
        if answered and answered <= at:
            return self.Status.ANSWERED.value
        if self.result_at is not None:
            return self.Status.CONCLUDED.value
        return (self.Status.REVIEW if self.referral_id else self.Status.CLOSED).value

    @property
    def office(self) -> Department | None:
        """Which department asks, or keeps participation where none is said."""
        return self.department or self.policy.department

    @property
    def mayor_owes(self) -> bool:
        """Whether the mayor was called and has not answered; where nobody was asked, the result answers."""
        if self.mayor_called_at is None:
            return False
        if self.mayor_referral is not None:
            return self.mayor_referral.is_standing
        return self.result_at is None

    def people_to_tell(self) -> models.QuerySet[Person]:
        """Whoever spoke, and whoever answered the survey: they are told what became of it."""
        who = Q(pk__in=Voice.objects.filter(thread=self.thread_id, standing__gt=0).values("person"))
        if self.survey_id is not None:
            who |= Q(pk__in=Response.objects.filter(survey=self.survey_id).values("person"))
        return Person.objects.filter(who)

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
        """Refuse to move the door under those who have come through it, or behind those who review."""
        if self.referral_id is not None and (opens_at, closes_at) != (self.opens_at, self.closes_at):
            raise Refusal(
                "question_in_review", _("부서검토가 시작된 질문은 기간을 바꿀 수 없습니다."), status=409
            )
        self.thread.check_may_reschedule(opens_at, closes_at, at)

    def check_keeps_survey(self, *, asks: bool) -> None:
        """Refuse to take back a survey: whoever answered it would look for it in vain."""
        if self.survey_id is not None and not asks:
            raise Refusal(
                "survey_laid",
                _("게시한 설문은 통째로 뺄 수 없습니다. 문항을 거두거나 새로 더해 주세요."),
                status=409,
            )

    @staticmethod
    def check_may_conclude(told: "Telling", closes_at: datetime, at: datetime) -> None:
        """Refuse a summary or a result while residents are still answering, and half a result."""
        if told.says_anything and at < closes_at:
            raise Refusal(
                "question_still_open", _("토론이 끝난 뒤에 결과를 공개하실 수 있습니다."), status=409
            )
        if told.reflections and not told.result:
            raise Refusal(
                "result_needed", _("의견마다 적기 전에 반영 결과를 한 문단 적어 주세요."), status=422
            )
        for reflected in told.reflections:
            reflected.check()

    def conclude(self, at: datetime) -> None:
        """Publish what became of the answers; a correction keeps the day on which it was first told."""
        self.result_at = (self.result_at or at) if self.result else None


class Reflection(models.Model):
    """반영 결과. What became of one of the opinions: taken up, in part or not, where, by whom, until when."""

    class Verdict(models.TextChoices):
        TAKEN = "taken", _("반영")
        PARTLY = "partly", _("일부 반영")
        NOT = "not", _("미반영")

    question = models.ForeignKey(Question, models.PROTECT, related_name="reflections", verbose_name=_("질문"))
    # The block of the page it was written in.
    key = models.UUIDField()
    ordinal = models.PositiveSmallIntegerField(_("순서"))
    opinion = models.CharField(_("의견"), max_length=300)
    verdict = models.CharField(_("반영"), max_length=8, choices=Verdict)
    words = models.TextField(_("무엇이 어떻게"))
    people = models.PositiveIntegerField(_("말한 사람"), null=True, blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("맡은 부서")
    )
    until = models.DateField(_("언제까지"), null=True, blank=True)
    resolution = models.ForeignKey(
        Resolution, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("의결")
    )
    # A project or a pledge: they stand above, so their address is copied.
    link_label = models.CharField(_("이어진 것"), max_length=120, blank=True)
    link_url = models.CharField(_("주소"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("반영 결과")
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="reflection_once_a_block")]

    def __str__(self) -> str:
        return self.opinion

    @staticmethod
    def check_somebodys(verdict: str, department: object) -> None:
        """Refuse what was taken up by nobody in particular."""
        if verdict != Reflection.Verdict.NOT and department is None:
            raise Refusal("reflection_nobodys", _("반영하는 의견에는 맡은 부서를 골라 주세요."), status=422)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reflected:
    """What became of one opinion, as the page has it; the key is the block's."""

    key: UUID
    opinion: str
    verdict: str
    words: str
    people: int | None = None
    department: Department | None = None
    until: date | None = None
    resolution: Resolution | None = None
    link_label: str = ""
    link_url: str = ""

    def check(self) -> None:
        """Refuse what was taken up by nobody in particular, and words that cannot be kept."""
        Reflection.check_somebodys(self.verdict, self.department)
        self.facts()

    def facts(self) -> dict[str, Any]:
        """The outcome as the record keeps it, or a refusal."""
        return {
            "opinion": clean_name(self.opinion, 300),
            "verdict": Reflection.Verdict(self.verdict).value,
            "words": clean_words(self.words, LONGEST_REFLECTION),
            "people": self.people,
            "department": self.department,
            "until": self.until,
            "resolution": self.resolution,
            "link_label": clean_name(self.link_label, 120) if self.link_label.strip() else "",
            "link_url": clean_address(self.link_url),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What the editor says after the last word: what was said, and what comes of it."""

    summary: str = ""
    result: str = ""
    reflections: tuple[Reflected, ...] = ()

    @property
    def says_anything(self) -> bool:
        """Whether anything of it is said yet."""
        return bool(self.summary or self.result or self.reflections)


class QuestionTarget(models.Model):
    """질문 목표. How many questions the plan wants asked in a year, or in a quarter of it."""

    kept_by_admin = ("add", "change", "view")

    year = models.PositiveSmallIntegerField(_("해"))
    quarter = models.PositiveSmallIntegerField(
        _("분기"), null=True, blank=True, help_text=_("비우면 한 해 전체입니다.")
    )
    count = models.PositiveSmallIntegerField(_("목표 건수"))
    source = models.CharField(_("근거"), max_length=300)

    class Meta:
        verbose_name = verbose_name_plural = _("질문 목표")
        ordering = ["-year", "quarter"]
        constraints = [
            models.UniqueConstraint(fields=["year", "quarter"], name="question_target_once_a_quarter"),
            models.UniqueConstraint(
                fields=["year"], condition=Q(quarter=None), name="question_target_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__range=(1, 4)), name="question_target_of_a_quarter"
            ),
            models.CheckConstraint(condition=Q(year__range=(2000, 2100)), name="question_target_of_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.when} {self.count}"

    @property
    def when(self) -> str:
        """4/4, or the whole year."""
        return f"{self.quarter}/4" if self.quarter else str(_("한 해"))
