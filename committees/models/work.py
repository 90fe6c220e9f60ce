"""지정과제와 정책제안: what members are asked to look into, and what they ask of the district."""

from datetime import date
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.agenda import AgendaItem
from committees.models.body import Body
from committees.models.seat import Seat
from district.models import Department, Person
from district.refusals import Refusal
from referrals.models import Progress, Referral
from surveys.models import Survey

MOST_PRINTED = 32_767


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def visible_to(self, person: Person | None) -> Self:
        """What members were asked is public once they were asked; what they answered never is by name."""
        return self.exclude(given_at=None).select_related("body__department", "body__parent")

    def in_stage(self, stage: str, on: date) -> Self:
        """Those that stand so on that day; the same question as `Assignment.stage` asks."""
        at_work = self.filter(given_at__isnull=False, reported_at=None)
        return {
            Assignment.Stage.DRAFT: self.filter(given_at=None),
            Assignment.Stage.RUNNING: at_work.filter(due_on__gte=on),
            Assignment.Stage.CLOSED: at_work.filter(due_on__lt=on),
            Assignment.Stage.REPORTED: self.filter(reported_at__isnull=False),
        }[Assignment.Stage(stage)]

    def locked(self) -> Self:
        """Held until the action is over."""
        return self.select_for_update(of=("self",), no_key=True)


class Assignment(models.Model):
    """지정과제. A matter given to the members of a body: what to look at, what to answer, until when."""

    class Stage(models.TextChoices):
        """Computed from its days, never kept."""

        DRAFT = "draft", _("준비")
        RUNNING = "running", _("진행 중")
        CLOSED = "closed", _("의견 정리")
        REPORTED = "reported", _("보고함")

    body = models.ForeignKey(Body, models.PROTECT, related_name="assignments", verbose_name=_("기구"))
    title = models.CharField(_("과제"), max_length=200)
    brief = models.TextField(_("과제 설명"), blank=True)
    # A log may print '2023. 9.' alone: no day is made up in front of a reader.
    printed_when = models.CharField(_("인쇄된 때"), max_length=40, blank=True)
    starts_on = models.DateField(_("시작일"))
    due_on = models.DateField(_("마감일"))
    given_at = models.DateTimeField(_("부여한 때"), null=True, blank=True, editable=False)
    reported_at = models.DateTimeField(_("보고한 때"), null=True, blank=True, editable=False)
    report = models.TextField(_("의견 정리"), blank=True)
    # Of a task from before this house: how many were asked and answered, as the log prints it.
    printed_asked = models.PositiveSmallIntegerField(_("인쇄된 대상"), null=True, blank=True)
    printed_answered = models.PositiveSmallIntegerField(_("인쇄된 참여"), null=True, blank=True)
    source = models.CharField(_("기록의 근거"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("지정과제")
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("starts_on")), name="assignment_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(printed_asked=None, printed_answered=None)
                | Q(printed_asked__isnull=False, printed_answered__lte=F("printed_asked")) & ~Q(source=""),
                name="assignment_printed_counts_have_a_source",
            ),
            models.CheckConstraint(
                condition=Q(reported_at=None) | Q(given_at__isnull=False), name="assignment_given_first"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that stays."""
        return f"/assignments/{self.pk}/"

    def stage(self, on: date) -> str:
        """Where the task stands on that day."""
        if self.reported_at is not None:
            return self.Stage.REPORTED.value
        if self.given_at is None:
            return self.Stage.DRAFT.value
        return (self.Stage.RUNNING if on <= self.due_on else self.Stage.CLOSED).value

    def check_days(self) -> None:
        """Refuse a task that is due before it begins, or beyond the last morning of the calendar."""
        if self.due_on == date.max:
            raise Refusal("bad_date", _("날짜를 2026-11-21처럼 적어 주세요."), status=422)
        if self.due_on < self.starts_on:
            raise Refusal("ends_before_start", _("끝나는 날은 시작한 날보다 앞설 수 없습니다."), status=422)

    def check_ahead(self, on: date) -> None:
        """Refuse to give what nobody could do any more."""
        if on > self.due_on:
            raise Refusal("assignment_past", _("마감일이 지난 과제는 드릴 수 없습니다."), status=409)

    def check_over(self, on: date) -> None:
        """Refuse to sum up while members may still answer."""
        if on <= self.due_on:
            raise Refusal("assignment_running", _("마감한 뒤에 의견을 정리하실 수 있습니다."), status=409)

    def check_unreported(self) -> None:
        """Refuse to report twice."""
        if self.reported_at is not None:
            raise Refusal("assignment_reported", _("이미 보고한 과제입니다."), status=409)

    def check_printed(self) -> None:
        """Refuse a printed rate that is none."""
        if (
            self.printed_asked is None
            or not 0 <= (self.printed_answered or 0) <= self.printed_asked <= 32_767
        ):
            raise Refusal("printed_rate", _("참여한 사람은 대상보다 많을 수 없습니다."), status=422)

    def check_draft(self) -> None:
        """Refuse to change what members are already at work on."""
        if self.given_at is not None:
            raise Refusal("assignment_given", _("이미 위원들께 드린 과제입니다."), status=409)

    def check_given(self) -> None:
        """Refuse to report or to remind of what nobody was given."""
        if self.given_at is None:
            raise Refusal("assignment_not_given", _("아직 드리지 않은 과제입니다."), status=409)


class AssignmentStep(models.Model):
    """과제의 단계. 현장체험, 설문, 의견정리: what comes after what, and until when."""

    class Kind(models.TextChoices):
        VISIT = "visit", _("현장체험")
        SURVEY = "survey", _("설문")
        OPINION = "opinion", _("의견 정리")
        REPORT = "report", _("보고")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="steps", verbose_name=_("지정과제")
    )
    order = models.PositiveSmallIntegerField(_("순서"))
    kind = models.CharField(_("갈래"), max_length=8, choices=Kind)
    title = models.CharField(_("이름"), max_length=120)
    words = models.TextField(_("안내"), blank=True)
    due_on = models.DateField(_("마감일"))
    # The survey's: by it what is given finds what was drawn up.
    key = models.UUIDField(_("열쇠"), default=uuid4, unique=True, editable=False)
    # 문항 as drawn up; nobody may see a question before it is put.
    asked = models.JSONField(_("문항"), default=list, blank=True)
    survey = models.OneToOneField(
        Survey, models.PROTECT, null=True, blank=True, related_name="assignment_step", verbose_name=_("설문")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("과제의 단계")
        ordering = ["assignment", "order"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "order"], name="step_order_once"),
            models.CheckConstraint(
                condition=Q(kind="survey") | Q(survey=None), name="step_asks_only_as_survey"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.order}"

    def check_told(self) -> None:
        """Refuse a step of no kind, outside the days of its task, or a survey that asks nothing."""
        if self.kind not in self.Kind.values:
            raise Refusal("unknown_step", _("그런 단계는 없습니다."), status=422)
        if not self.assignment.starts_on <= self.due_on <= self.assignment.due_on:
            raise Refusal("step_outside", _("단계의 마감일은 과제의 기간 안이어야 합니다."), status=422)
        if (self.kind == self.Kind.SURVEY) != bool(self.asked):
            raise Refusal(
                "step_needs_items", _("설문 단계에만, 그리고 반드시 문항이 있어야 합니다."), status=422
            )


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def visible_to(self, person: Person | None) -> Self:
        """What members ask of the district, everybody may know; what was taken back, its author."""
        shown = Q(withdrawn_at=None) | (Q(author=person) if person is not None else Q())
        rows = self.filter(shown).select_related("body", "part", "department", "referral__reply__outcome")
        return rows.prefetch_related("referral__progress")

    def in_state(self, state: str) -> Self:
        """Those that stand so; the same question as `Recommendation.state` asks."""
        states = Recommendation.State
        standing = self.filter(withdrawn_at=None)
        waiting, answered = Q(referral__answered_at=None), Q(referral__answered_at__isnull=False)
        moved = Progress.objects.filter(referral=models.OuterRef("referral"))
        finished = models.Exists(moved.filter(kind=Progress.Kind.FINISHED))
        started = models.Exists(moved.filter(kind=Progress.Kind.STARTED))
        return {
            states.PROPOSED: standing.filter(referral=None, printed_result=""),
            states.REFERRED: standing.filter(waiting, referral__isnull=False, printed_result=""),
            states.ANSWERED: standing.filter(~Q(printed_result="") | answered & ~finished & ~started),
            states.UNDERWAY: standing.filter(answered & started & ~finished, printed_result=""),
            states.DONE: standing.filter(answered & finished, printed_result=""),
            states.WITHDRAWN: self.exclude(withdrawn_at=None),
        }[states(state)]

    def locked(self) -> Self:
        """Held until the action is over."""
        return self.select_for_update(of=("self",), no_key=True)


class Recommendation(models.Model):
    """정책제안. What a member or a body asks of the district; a department owes it a result."""

    class State(models.TextChoices):
        """As its department's rows say it, never kept."""

        PROPOSED = "proposed", _("접수")
        REFERRED = "referred", _("부서검토")
        ANSWERED = "answered", _("답변")
        UNDERWAY = "underway", _("실시")
        DONE = "done", _("완료")
        WITHDRAWN = "withdrawn", _("취하")

    body = models.ForeignKey(Body, models.PROTECT, related_name="recommendations", verbose_name=_("기구"))
    part = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("분과")
    )
    year = models.PositiveSmallIntegerField(_("해"))
    number = models.PositiveIntegerField(_("번호"))
    title = models.CharField(_("제목"), max_length=200)
    text = models.TextField(_("내용"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recommendations",
        verbose_name=_("제안한 위원"),
    )
    seat = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="recommendations", verbose_name=_("위원석")
    )
    # As they were called on that day: an office may pass on, the word stays theirs.
    name = models.CharField(_("제안할 때의 이름"), max_length=60, blank=True)
    badge = models.CharField(_("제안할 때의 직"), max_length=120, blank=True)
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("다룬 안건"),
    )  # fmt: skip
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="recommendations",
        verbose_name=_("맡은 부서"),
    )  # fmt: skip
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="recommendation",
        verbose_name=_("부서 배정"),
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("제안한 때"))
    printed_when = models.CharField(_("인쇄된 때"), max_length=40, blank=True)
    # Of one from before this house: how it ended, as the paper says it.
    printed_result = models.CharField(_("인쇄된 처리결과"), max_length=200, blank=True)
    source = models.CharField(_("기록의 근거"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    # When its result was told to whoever asked: tick looks at those alone that still wait.
    told_at = models.DateTimeField(_("결과를 알린 때"), null=True, blank=True, editable=False)

    objects = RecommendationQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("정책제안")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"], name="recommendation_number_once_a_year"
            ),
            models.CheckConstraint(
                condition=Q(printed_result="") | ~Q(source=""), name="recommendation_print_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that stays."""
        return f"/recommendations/{self.pk}/"

    @property
    def label(self) -> str:
        """제2026-3호."""
        return _("제%(year)s-%(number)s호") % {"year": self.year, "number": self.number}

    @property
    def topic(self) -> str:
        """What its followers follow."""
        return f"recommendation/{self.pk}"

    @property
    def state(self) -> str:
        """Proposed, handed over, answered, done."""
        if self.withdrawn_at is not None:
            return self.State.WITHDRAWN.value
        if self.printed_result:
            return self.State.ANSWERED.value
        return self.referral.entry_state if self.referral else self.State.PROPOSED.value

    @property
    def state_label(self) -> str:
        """The same in words."""
        return str(self.State(self.state).label)

    @property
    def result(self) -> str:
        """How it ended, in the word of its department or of the paper."""
        reply = self.referral.reply if self.referral else None
        return self.printed_result or (reply.outcome.label if reply and reply.outcome else "")

    def check_unreferred(self) -> None:
        """Refuse to hand over or to take back what was taken back, or what a department has in hand."""
        if self.withdrawn_at is not None:
            raise Refusal("recommendation_withdrawn", _("취하한 정책제안입니다."), status=409)
        if self.referral_id is not None or self.printed_result:
            raise Refusal("already_referred", _("이미 부서에 맡긴 정책제안입니다."), status=409)
