"""부서 배정: that somebody in the district owes an answer, and since when."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Department, Person
from district.refusals import Refusal
from realtime.kinds import Address
from referrals import clocks
from referrals.models.rules import Chain, Clock, Level
from referrals.reach import MAYORS, WATCHING, answers_for, holds_any
from search.models import Entry

if TYPE_CHECKING:
    from referrals.models.pause import Pause
    from referrals.models.reply import Reply, Step

LEDGER = Address("ledger", "referrals")


class Standing(models.TextChoices):
    """Where it stands: computed from its rows, never kept."""

    WAITING = "waiting", _("맡을 사람을 기다림")
    CLAIMED = "claimed", _("담당 지정")
    DRAFTING = "drafting", _("답변 작성")
    IN_APPROVAL = "in_approval", _("결재 중")
    PAUSED = "paused", _("기한 멈춤")
    ANSWERED = "answered", _("답변함")
    ENDED = "ended", _("끝남")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, person: Person | None) -> Self:
        """That the district owes an answer, everybody may know, unless its subject is private."""
        return self.filter(is_public=True)

    def inside(self, person: Person | None, at: datetime) -> Self:
        """Those whose drafts and notes are this person's work, and all for whoever audits."""
        if holds_any(person, WATCHING, at):
            return self.all()
        mine = Q(department__in=answers_for(person, at))
        if holds_any(person, MAYORS, at):
            mine |= Q(level=Level.MAYOR)
        return self.filter(mine)

    def locked(self) -> Self:
        """Under the lock of every action on a referral."""
        # Joined is only what never changes: PostgreSQL, having waited for a row whose department was
        # changed meanwhile, would hold its new key against the old department and find nothing.
        return self.select_for_update(of=("self",)).select_related("clock", "chain")

    def standing(self) -> Self:
        """Those that still await an answer."""
        return self.filter(answered_at=None, ended_at=None)

    def with_file(self) -> Self:
        """With all that its row, its clock and its state are computed from."""
        return self.select_related(
            "department", "clock", "chain", "holder", "reply__outcome", "reply__ground", "again_of", "again"
        ).prefetch_related(
            "pauses", "replies__steps", "handovers__from_department", "handovers__to_department", "progress"
        )

    def in_state(self, state: str) -> Self:
        """Those that stand so; the same question as `Referral.state` asks."""
        if state in {Standing.ANSWERED, Standing.ENDED}:
            ended = Q(ended_at__isnull=False)
            return self.filter(ended if state == Standing.ENDED else ~ended & Q(answered_at__isnull=False))
        paused = Q(pk__in=self._with(pauses__isnull=False, pauses__ended_at=None))
        in_hand = {"replies__isnull": False, "replies__published_at": None, "replies__returned_at": None}
        drafted = Q(pk__in=self._with(**in_hand))
        submitted = Q(pk__in=self._with(**in_hand, replies__submitted_at__isnull=False))
        return self.standing().filter(
            {
                Standing.PAUSED: paused,
                Standing.IN_APPROVAL: ~paused & submitted,
                Standing.DRAFTING: ~paused & drafted & ~submitted,
                Standing.CLAIMED: ~paused & ~drafted & Q(holder__isnull=False),
                Standing.WAITING: ~paused & ~drafted & Q(holder=None),
            }[Standing(state)]
        )

    def _with(self, **rows: Any) -> Any:
        """Those that have such a row."""
        return self.model._default_manager.filter(**rows).order_by().values("pk")


class Referral(models.Model):
    """부서 배정. What somebody asked of the district: which office answers it, by when, through whom."""

    State = Standing
    Level = Level

    class EndGround(models.TextChoices):
        WITHDRAWN = "withdrawn", _("취하")
        TRANSFERRED = "transferred", _("이송")
        MERGED = "merged", _("합침")
        OTHER = "other", _("그 밖의 까닭")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.SlugField(_("처리 기한 코드"), max_length=40)
    level = models.CharField(_("답변하는 곳"), max_length=10, choices=Level, default=Level.DEPARTMENT)
    label = models.CharField(_("종류"), max_length=40)
    title = models.CharField(_("제목"), max_length=200, blank=True)
    url = models.CharField(_("주소"), max_length=500, blank=True)
    is_public = models.BooleanField(_("공개"), default=True)
    # Addresses, not keys: a referral stands below whatever is asked.
    topic = models.CharField(_("주제"), max_length=80, blank=True)
    room_kind = models.CharField(max_length=40, default=LEDGER.kind, editable=False)
    room_key = models.CharField(max_length=64, default=LEDGER.key, editable=False)
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name=_("검색 항목")
    )
    # What the subject calls itself while this waits and when it is answered: its words, not ours.
    entry_states = models.JSONField(default=dict, blank=True, editable=False)
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="referrals", verbose_name=_("맡은 부서")
    )
    asked_at = models.DateTimeField(_("받은 때"))
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="referrals", verbose_name=_("처리 기한"))
    chain = models.ForeignKey(Chain, models.PROTECT, related_name="referrals", verbose_name=_("결재선"))
    holder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="referrals_held",
        verbose_name=_("담당"),
    )
    claimed_at = models.DateTimeField(_("맡은 때"), null=True, blank=True)
    reply = models.OneToOneField(
        "Reply", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("공개한 답변")
    )
    answered_at = models.DateTimeField(_("답변한 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)
    ended_ground = models.CharField(_("끝난 까닭"), max_length=12, choices=EndGround, blank=True)
    again_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="again", verbose_name=_("앞선 답변")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("물은 사람"),
    )
    words = models.TextField(_("물은 내용"), blank=True)

    kept_by_admin = ("view",)

    objects = ReferralQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("부서 배정")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply=None, answered_at=None) | Q(reply__isnull=False, answered_at__isnull=False),
                name="referral_answered_by_a_reply",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_ground="") | Q(ended_at__isnull=False) & ~Q(ended_ground=""),
                name="referral_ended_on_a_ground",
            ),
            models.CheckConstraint(
                condition=Q(holder=None, claimed_at=None)
                | Q(holder__isnull=False, claimed_at__gte=F("asked_at")),
                name="referral_claimed_after_it_was_asked",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "asked_at"],
                condition=Q(answered_at=None, ended_at=None),
                name="referral_standing",
            ),
            models.Index(fields=["topic"], name="referral_of_a_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Where it is asked and answered in public."""
        return self.url

    @property
    def room(self) -> Address:
        """Where those who follow its subject hear of it."""
        return Address(self.room_kind, self.room_key)

    @property
    def desk(self) -> Address:
        """The doorbell of the department that has it."""
        return Address("desk", str(self.department_id))

    @property
    def is_standing(self) -> bool:
        """Whether an answer is still owed."""
        return self.answered_at is None and self.ended_at is None

    @property
    def pause(self) -> "Pause | None":
        """What its clock stands still for, if it does."""
        return next((pause for pause in self.pauses.all() if pause.ended_at is None), None)

    @property
    def asks_proposer(self) -> bool:
        """Whether it waits for what was asked of whoever proposed it."""
        return self.is_standing and self.pause is not None and self.pause.kind == "supplement"

    @property
    def draft(self) -> "Reply | None":
        """The answer that is being written or approved."""
        in_hand = (each for each in self.replies.all() if each.published_at is None and not each.returned_at)
        return next(in_hand, None)

    @property
    def state(self) -> Standing:
        """Where it stands, by its rows."""
        if self.ended_at is not None:
            return Standing.ENDED
        if self.answered_at is not None:
            return Standing.ANSWERED
        if self.pause is not None:
            return Standing.PAUSED
        draft = self.draft
        if draft is not None:
            return Standing.IN_APPROVAL if draft.submitted_at else Standing.DRAFTING
        return Standing.CLAIMED if self.holder_id else Standing.WAITING

    @property
    def entry_state(self) -> str:
        """What its line in the index says: the subject's own word for it, or ours."""
        moved = {each.kind for each in self.progress.all()}
        names = [
            "finished" if "finished" in moved else "started" if "started" in moved else "",
            self.state.value,
        ]
        names.append("open" if self.is_standing else "")
        known = (self.entry_states.get(name) for name in names if name)
        return next(filter(None, known), self.state.value)

    def due(self, on: date | None = None, works: clocks.Calendar | None = None) -> date | None:
        """The last day for the answer; none while a supplement is awaited, unless it came `on` that day."""
        return clocks.last_day(day(self.asked_at), self.clock, self.pauses.all(), on, works)

    def days_left(self, on: date, works: clocks.Calendar | None = None) -> int | None:
        """How many working days are left after that day; below nought, how many it is late."""
        works = works or clocks.calendar_of([day(self.asked_at), on])
        last = self.due(works=works)
        if last is None or not self.is_standing:
            return None
        step, count, at = (1, 0, on) if last >= on else (-1, 0, last)
        end = max(last, on)
        while at < end:
            at += timedelta(days=1)
            count += works(at)
        return step * count

    def is_late(self, on: date) -> bool:
        """Whether its last day is over and nobody has answered."""
        last = self.due() if self.is_standing else None
        return last is not None and last < on

    @property
    def current_step(self) -> "Step | None":
        """The hand that has the answer now, while it is being approved."""
        draft = self.draft
        if draft is None or draft.submitted_at is None:
            return None
        return next((step for step in draft.steps.all() if step.decided_at is None), None)

    @property
    def holder_role(self) -> str:
        """Who has it now: whoever drafts, whoever approves, or nobody of the office."""
        if not self.is_standing or self.pause is not None:
            return ""
        step = self.current_step
        return step.role if step else str(self.chain.roles[0])

    def check_standing(self) -> None:
        """Refuse to touch what was answered or has ended."""
        if self.answered_at is not None:
            raise Refusal("already_answered", _("이미 답변한 일입니다."), status=409)
        if self.ended_at is not None:
            raise Refusal("referral_ended", _("이미 끝난 일입니다."), status=409)

    def check_not_in_approval(self) -> None:
        """Refuse to change what lies with those who approve it."""
        draft = self.draft
        if draft is not None and draft.submitted_at is not None:
            raise Refusal("in_approval", _("결재 중입니다. 돌려받은 뒤에 하실 수 있습니다."), status=409)


class Handover(models.Model):
    """재배정. That another department answers; the clock goes on."""

    referral = models.ForeignKey(
        Referral, models.PROTECT, related_name="handovers", verbose_name=_("부서 배정")
    )
    from_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("넘긴 부서")
    )
    to_department = models.ForeignKey(
        Department, models.PROTECT, related_name="+", verbose_name=_("넘겨받은 부서")
    )
    reason = models.CharField(_("까닭"), max_length=300)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("넘긴 사람")
    )
    at = models.DateTimeField(_("넘긴 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("재배정")
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_department=F("to_department")), name="handover_to_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_department} → {self.to_department}"
