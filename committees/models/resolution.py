"""의결: what a meeting decided, and what it asked the district to do."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.agenda import AgendaItem
from committees.models.body import Body
from committees.quorum import Base, Share
from district.dates import day
from district.models import Department, Person
from district.models.offices import Role
from district.refusals import Refusal

LONGEST_RESOLUTION = LONGEST_REPORT = 5_000


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def visible_to(self, person: Person | None) -> Self:
        """That something was decided, everybody may know; a closed item's words stay inside."""
        return self.select_related("item__meeting__round__convener", "body").prefetch_related(
            "item__meeting__bodies", "orders__department"
        )

    def of(self, body: Body) -> Self:
        """Those numbered by a body, or made where it met."""
        return self.filter(Q(body=body) | Q(item__meeting__bodies=body)).distinct()

    def next_number(self, body: Body, year: int) -> int:
        """The number after the last one of that year; ask under the lock of the body."""
        last = self.filter(body=body, year=year).aggregate(last=models.Max("number"))["last"]
        return (last or 0) + 1


class Resolution(models.Model):
    """의결. How an item ended: its number, its words, its form, and by how many."""

    class Form(models.TextChoices):
        ADOPTED = "adopted", _("원안가결")
        AMENDED = "amended", _("수정가결")
        REJECTED = "rejected", _("부결")
        DEFERRED = "deferred", _("보류")
        DISCARDED = "discarded", _("폐기")

    class Method(models.TextChoices):
        UNANIMOUS = "unanimous", _("이의 없음")
        HANDS = "hands", _("거수")
        ROLL_CALL = "roll_call", _("호명")
        SECRET = "secret", _("무기명")

    CARRIED = frozenset({Form.ADOPTED, Form.AMENDED})
    NEEDED = {
        Base.PRESENT: _("출석의 %(share)s %(needed)d"),
        Base.VOTING: _("투표(기권 제외)의 %(share)s %(needed)d"),
        Base.ROSTER: _("재적의 %(share)s %(needed)d"),
    }

    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="resolution", verbose_name=_("안건"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="resolutions", verbose_name=_("의결한 기구"))
    vote = models.OneToOneField(
        "committees.Vote",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="resolution",
        verbose_name=_("표결"),
    )
    year = models.PositiveSmallIntegerField(_("해"))
    number = models.PositiveIntegerField(_("번호"))
    text = models.TextField(_("의결 내용"))
    form = models.CharField(_("결과"), max_length=10, choices=Form)
    method = models.CharField(_("방법"), max_length=10, choices=Method, null=True, blank=True)
    yes = models.PositiveSmallIntegerField(_("찬성"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("반대"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("기권"), null=True, blank=True)
    # As it was in that moment: who sits and who is there changes afterwards. Empty where nothing was printed.
    sitting = models.PositiveSmallIntegerField(_("재적"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("출석"), null=True, blank=True)
    majority = models.CharField(_("의결정족수"), max_length=12, choices=Share, blank=True)
    majority_of = models.CharField(
        _("의결정족수를 셈하는 수"), max_length=7, choices=Base, default=Base.PRESENT
    )
    needed = models.PositiveSmallIntegerField(_("필요한 찬성"), null=True, blank=True)
    decided_at = models.DateTimeField(_("의결한 때"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("기록한 사람")
    )

    objects = ResolutionQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("의결")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "year", "number"], name="resolution_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(
                    method__isnull=False,
                    method__in=("hands", "roll_call", "secret"),
                    yes__isnull=False,
                    no__isnull=False,
                    abstain__isnull=False,
                )
                | Q(method="unanimous", yes=None, no=None, abstain=None)
                | Q(method=None, yes=None, no=None, abstain=None),
                name="resolution_hands_were_counted",
            ),
            models.CheckConstraint(
                condition=Q(yes=None) | Q(present=None) | Q(present__gte=F("yes") + F("no") + F("abstain")),
                name="resolution_no_more_hands_than_people",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """The address that stays."""
        return f"/resolutions/{self.pk}/"

    @property
    def label(self) -> str:
        """제2026-3호."""
        return _("제%(year)d-%(n)d호") % {"year": self.year, "n": self.number}

    @property
    def line(self) -> str:
        """재적 10 · 출석 6 → 출석의 과반수 4 → 찬성 5 ≥ 4 → 원안가결: how it came to that, step by step."""
        steps = []
        if self.present is not None:
            there = {"sitting": self.sitting, "present": self.present}
            steps.append(_("재적 %(sitting)d · 출석 %(present)d") % there)
        if self.method == self.Method.UNANIMOUS:
            steps.append(str(self.Method.UNANIMOUS.label))
        elif self.needed is not None and self.yes is not None:
            sign = "≥" if self.yes >= self.needed else "<"
            share = {"share": self.get_majority_display(), "needed": self.needed}
            steps.append(self.NEEDED[Base(self.majority_of)] % share)
            steps.append(_("찬성 %(yes)d") % {"yes": self.yes} + f" {sign} {self.needed}")
        return " → ".join([*steps, str(self.Form(self.form).label)])


class Order(models.Model):
    """처리할 일. What a resolution asks of a department, by when, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("처리 중")
        DONE = "done", _("처리함")

    resolution = models.ForeignKey(Resolution, models.PROTECT, related_name="orders", verbose_name=_("의결"))
    what = models.CharField(_("할 일"), max_length=300)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="orders", verbose_name=_("맡은 부서")
    )
    due = models.DateField(_("기한"), null=True, blank=True)
    state = models.CharField(_("상태"), max_length=6, choices=State, default=State.OPEN)
    report = models.TextField(_("처리 결과"), blank=True)
    reported_at = models.DateTimeField(_("보고한 때"), null=True, blank=True, editable=False)
    url = models.CharField(_("주소"), max_length=500, blank=True)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("처리할 일")
        ordering = ["due", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", reported_at=None)
                | Q(state="done", reported_at__isnull=False) & ~Q(report=""),
                name="order_done_with_a_report",
            )
        ]

    def __str__(self) -> str:
        return self.what

    def is_asked_of(self, by: Person | None, at: datetime) -> bool:
        """Whether this person works where it is to be done, and so reads it under a closed item, too."""
        offices = by.offices_on(day(at)) if by is not None and by.is_active else []
        works = {Role.OFFICER, Role.HEAD}
        return any(post.role in works and post.department_id == self.department_id for post in offices)

    def check_may_report(self, by: Person | None, at: datetime) -> None:
        """The department that was asked says what became of it, once."""
        if not self.is_asked_of(by, at):
            raise Refusal("not_its_department", _("맡은 부서만 처리 결과를 보고할 수 있습니다."), status=403)
        if self.state == self.State.DONE:
            raise Refusal("order_done", _("이미 처리 결과를 보고한 일입니다."), status=409)
