"""회차와 회의: when a body comes together, who is there, and what is on the floor."""

from datetime import date, datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body, BodyRule
from committees.models.office import Office
from committees.models.seat import Seat
from district.dates import day
from district.models import Person
from district.models.offices import Role
from district.refusals import Refusal
from realtime.kinds import Address

# Beside the offices: by what somebody is let in where the public is not.
SEAT, AUDIT = "seat", "audit"


class Round(models.Model):
    """회차. The n-th time in a year that a body calls together all, a part or several of its parts."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("전체회의")
        STEERING = "steering", _("운영위원회 회의")
        PLANNING = "planning", _("기획회의")
        SUBCOMMITTEE = "subcommittee", _("분과회의")
        JOINT = "joint", _("확대분과회의")
        INAUGURATION = "inauguration", _("위촉식")

    convener = models.ForeignKey(Body, models.PROTECT, related_name="rounds", verbose_name=_("여는 기구"))
    kind = models.CharField(_("갈래"), max_length=12, choices=Kind, default=Kind.PLENARY)
    year = models.PositiveSmallIntegerField(_("해"))
    ordinal = models.PositiveSmallIntegerField(_("차수"))

    class Meta:
        verbose_name = verbose_name_plural = _("회차")
        ordering = ["-year", "convener", "kind", "-ordinal"]
        constraints = [
            models.UniqueConstraint(
                fields=["convener", "kind", "year", "ordinal"], name="round_ordinal_once_a_year"
            ),
            models.CheckConstraint(condition=Q(ordinal__gte=1), name="round_ordinal_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.convener} {self.year}-{self.ordinal} {self.get_kind_display()}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every meeting is public; what is closed about it are items, not the meeting."""
        return self.select_related("round__convener__department").prefetch_related("bodies")

    def of(self, body: Body) -> Self:
        """Those that a body calls, or takes part in."""
        return self.filter(Q(round__convener=body) | Q(bodies=body)).distinct()

    def not_over(self) -> Self:
        """Those in which something can still happen."""
        return self.exclude(state__in=Meeting.OVER)

    def locked(self) -> Self:
        """Held until the action is over: whatever belongs to a meeting is written under its lock."""
        held = self.select_for_update(of=("self",), no_key=True)
        return held.select_related("round__convener__department").prefetch_related("bodies")

    def held_by(self, bodies: "list[Body]") -> Self:
        """Those at which any of these bodies meets, the cancelled ones left out."""
        return self.filter(bodies__in=bodies).exclude(state=Meeting.State.CANCELLED).distinct()


class Meeting(models.Model):
    """회의. One coming together, from its notice to its adjournment."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("예정")
        IN_SESSION = "in_session", _("회의 중")
        RECESSED = "recessed", _("정회")
        ADJOURNED = "adjourned", _("산회")
        CANCELLED = "cancelled", _("취소")

    RUNNING = frozenset({State.IN_SESSION, State.RECESSED})
    OVER = frozenset({State.ADJOURNED, State.CANCELLED})

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("대면")
        HYBRID = "hybrid", _("대면·영상")
        REMOTE = "remote", _("영상")
        # 서면심의: nobody comes together; each answers by the day that the notice names.
        WRITTEN = "written", _("서면")

    # Those to which one may come by the line, if the rule of the body says so.
    ON_LINE = frozenset({Mode.HYBRID, Mode.REMOTE})

    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings", verbose_name=_("회차"))
    bodies = models.ManyToManyField(Body, related_name="meetings", verbose_name=_("모이는 기구"))
    starts_at = models.DateTimeField(_("여는 때"))
    # A plan may print a month alone: no day is made up in front of a reader.
    printed_when = models.CharField(_("인쇄된 날짜"), max_length=40, blank=True)
    place = models.CharField(_("곳"), max_length=120, blank=True)
    mode = models.CharField(_("방식"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.SCHEDULED)
    called_at = models.DateTimeField(_("개의한 때"), null=True, blank=True, editable=False)
    adjourned_at = models.DateTimeField(_("산회한 때"), null=True, blank=True, editable=False)
    noticed_at = models.DateTimeField(_("통지한 때"), null=True, blank=True, editable=False)
    # 직무대행: whoever leads this one meeting while no chair is there.
    acting_chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("직무대행"),
    )
    acting_reason = models.CharField(_("대행하는 까닭"), max_length=200, blank=True)
    closes_at = models.DateTimeField(_("서면 의견을 받는 때까지"), null=True, blank=True)
    written_reason = models.CharField(_("서면으로 하는 까닭"), max_length=300, blank=True)
    # How often its notice has changed: calendars and letters tell a newer one by it.
    edition = models.PositiveIntegerField(_("통지의 판"), default=0, editable=False)
    source = models.CharField(_("기록의 근거"), max_length=200, blank=True)
    # Copied by the page with every publication and every move: the record does not know its page.
    url = models.CharField(_("쪽 주소"), max_length=500, blank=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("회의")
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="in_session") | Q(called_at__isnull=False) | ~Q(source=""),
                name="meeting_in_session_was_called",
            ),
            models.CheckConstraint(
                condition=Q(adjourned_at=None) | Q(called_at=None) | Q(adjourned_at__gte=F("called_at")),
                name="meeting_adjourned_after_call",
            ),
            models.CheckConstraint(
                condition=Q(mode="written", closes_at__isnull=False) & ~Q(written_reason="")
                | ~Q(mode="written") & Q(closes_at=None, written_reason=""),
                name="meeting_written_with_a_day_and_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="meeting_ahead")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The address that stays, wherever its page moves."""
        return f"/meetings/{self.pk}/"

    @property
    def title(self) -> str:
        """협치회의 제2차 전체회의, 지역경제 분과 제1차 분과회의."""
        part = self.part_name
        return " ".join(filter(None, [self.round.convener.called, part, self.ordinal_title]))

    @property
    def part_name(self) -> str:
        """The part that meets by itself; nothing where all meet or several do."""
        bodies = list(self.bodies.all())
        alone = self.round.kind == Round.Kind.SUBCOMMITTEE and len(bodies) == 1
        return bodies[0].called if alone else ""

    @property
    def ordinal_title(self) -> str:
        """제2차 전체회의."""
        held = self.round
        return _("제%(n)d차 %(kind)s") % {"n": held.ordinal, "kind": held.get_kind_display()}

    @property
    def day(self) -> date:
        """The day whose roster counts: a meeting that runs past midnight does not change its members."""
        return day(self.called_at or self.starts_at)

    @property
    def room(self) -> Address:
        """Where everybody hears it."""
        return Address("meeting", str(self.pk))

    @property
    def floor_room(self) -> Address:
        """Where its members hear one another."""
        return Address("floor", str(self.pk))

    @property
    def is_over(self) -> bool:
        """Whether nothing more can happen in it."""
        return self.state in self.OVER

    @property
    def address(self) -> str:
        """Where people read of it: its page, else the record's own."""
        return self.url or self.get_absolute_url()

    @property
    def is_written(self) -> bool:
        """서면심의: nobody comes together, and so nobody is present."""
        return self.mode == self.Mode.WRITTEN

    @property
    def topic(self) -> str:
        """What those follow who follow this one meeting."""
        return f"meeting/{self.pk}"

    @property
    def rule(self) -> BodyRule:
        """The rules of the day: those of the body that meets, of the convener where several do."""
        if self.day not in self._rules:
            bodies = list(self.bodies.all())
            body = bodies[0] if len(bodies) == 1 else self.round.convener
            self._rules[self.day] = body.rule_on(self.day)
        return self._rules[self.day]

    @cached_property
    def _rules(self) -> "dict[date, BodyRule]":
        """Read once: a page asks for them half a dozen times."""
        return {}

    def offices_of(self, person: Person | None, on: date | None = None) -> set[str]:
        """What this person is on the day to a body that meets, or to its convener: chair, secretary."""
        if person is None or not person.is_active:
            return set()
        places = {self.round.convener_id, *(body.pk for body in self.bodies.all())}
        held = Office.objects.occupied(on or self.day).held_by(person).filter(body__in=places)
        kinds = set(held.values_list("kind", flat=True))
        if self.acting_chair_id == person.pk and not self.is_over:
            kinds.add(Office.Kind.CHAIR)
        return kinds

    def ways_in(self, person: Person | None, at: datetime) -> frozenset[str]:
        """By what its closed items and papers are this person's business: an office, a seat, the audit."""
        if person is None or not person.is_active:
            return frozenset()
        seats = Seat.objects.occupied(self.day).held_by(person).filter(body__in=self.bodies.all())
        ways = {SEAT: seats.exists(), AUDIT: person.holds(Role.AUDITOR, day(at))}
        return frozenset({*self.offices_of(person), *(way for way, stands in ways.items() if stands)})

    def check_not_over(self) -> None:
        """Refuse what comes after the adjournment."""
        if self.is_over:
            raise Refusal("meeting_over", _("끝났거나 취소된 회의입니다."), status=409)

    def check_not_called(self) -> None:
        """Refuse to move a meeting, or to change who meets, under those who have come together."""
        if self.state in self.RUNNING:
            raise Refusal(
                "meeting_underway",
                _("개의한 회의는 차수, 여는 때, 모이는 기구를 바꿀 수 없습니다."),
                status=409,
            )

    def check_written(self, rule: BodyRule) -> None:
        """A written procedure needs a rule that allows it, a reason, and a day by which to answer."""
        if not self.is_written:
            return
        if not rule.written_allowed:
            raise Refusal(
                "written_not_allowed",
                _("이 기구의 운영 기준은 서면심의를 인정하지 않습니다. 다른 방식을 골라 주세요."),
                status=409,
            )
        if not self.written_reason:
            raise Refusal("written_reason_needed", _("서면으로 하는 까닭을 적어 주세요."), status=422)
        if self.closes_at is None or self.closes_at <= self.starts_at:
            sentence = _("서면 의견을 받는 때를 여는 때보다 뒤로 적어 주세요.")
            raise Refusal("written_day_needed", sentence, status=422)

    def check_agenda_open(self) -> None:
        """Refuse to add to an agenda, or to take from it, by a press once the meeting was called to order."""
        self.check_not_over()
        if self.state in self.RUNNING:
            sentence = _("개의한 뒤에는 안건을 올리거나 뺄 수 없습니다.")
            raise Refusal("agenda_fixed", sentence, status=409)

    def check_not_answering(self) -> None:
        """Refuse another question while members answer the one that they were sent."""
        if self.is_written and self.state in self.RUNNING:
            raise Refusal("item_underway", _("이미 상정한 안건은 바꾸거나 뺄 수 없습니다."), status=409)

    def check_comes_together(self) -> None:
        """Refuse a roll, a floor and a debate where nobody comes together."""
        if self.is_written:
            sentence = _("서면심의는 모여서 토론하지 않고, 정한 때까지 답만 받습니다.")
            raise Refusal("written_no_debate", sentence, status=409)

    def check_takes_replies(self) -> None:
        """Refuse to say that one will come to what is over, or to what nobody comes to."""
        self.check_not_over()
        self.check_comes_together()

    def check_in_session(self) -> None:
        """Refuse what can only be done while the meeting sits."""
        if self.state != self.State.IN_SESSION:
            raise Refusal("meeting_not_in_session", _("회의 중이 아닙니다."), status=409)

    def check_no_vote(self) -> None:
        """Refuse to go anywhere while somebody may still answer what was put."""
        if self.items.filter(votes__state="open").exists():
            raise Refusal("vote_open", _("표결을 마친 뒤에 할 수 있습니다."), status=409)

    def check_doors_open(self, at: datetime) -> None:
        """People may arrive from an hour before, or as the rule says, until the adjournment."""
        self.check_not_over()
        self.check_comes_together()
        minutes = self.rule.doors_open_minutes
        if self.state == self.State.SCHEDULED and at < self.starts_at - timedelta(minutes=minutes):
            sentence = _("회의 시작 %(minutes)d분 전부터 출석하실 수 있습니다.") % {"minutes": minutes}
            raise Refusal("doors_not_open", sentence, status=409)

    def check_may_call(self, at: datetime) -> None:
        """A meeting is opened once."""
        if self.state in self.RUNNING:
            raise Refusal("already_in_session", _("이미 개의한 회의입니다."), status=409)
        if not self.is_written:
            self.check_doors_open(at)
            return
        self.check_not_over()
        if self.closes_at is None or not self.starts_at <= at < self.closes_at:
            sentence = _("서면심의는 알린 때부터, 서면 의견을 받는 때까지 시작할 수 있습니다.")
            raise Refusal("written_not_now", sentence, status=409)

    def check_may_resume(self) -> None:
        """Only what was interrupted is taken up again."""
        self.check_not_over()
        if self.state != self.State.RECESSED:
            raise Refusal("meeting_not_recessed", _("정회한 회의가 아닙니다."), status=409)


class Attendance(models.Model):
    """출석. That a member is there: in the room or on the line, since when, and until when."""

    class Mode(models.TextChoices):
        IN_PERSON = "in_person", _("대면")
        REMOTE = "remote", _("영상")

    class Way(models.TextChoices):
        """How it was seen that they came."""

        LINK = "link", _("링크")
        QR = "qr", _("출석 QR")
        ROLL = "roll", _("간사 확인")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("회의"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="attendances", verbose_name=_("위원")
    )
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendances", verbose_name=_("위원석"))
    mode = models.CharField(_("방식"), max_length=10, choices=Mode, default=Mode.IN_PERSON)
    way = models.CharField(_("확인"), max_length=6, choices=Way, default=Way.ROLL)
    arrived_at = models.DateTimeField(_("온 때"))
    left_at = models.DateTimeField(_("간 때"), null=True, blank=True)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("출석")
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once_a_meeting"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("arrived_at")),
                name="attendance_left_after_coming",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.seat_id}"
