"""공론장: where residents and members talk in the same hour, session by session."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models import Body
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.thread import Thread
from district.calendar import day
from district.models import Person, Post
from district.refusals import Refusal
from realtime.kinds import Address


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every forum is public."""
        return self.select_related("body").prefetch_related("sessions__facilitator__department")


class Forum(models.Model):
    """공론장. A public talk the district holds in sessions, and what came of it."""

    title = models.CharField(_("제목"), max_length=200)
    slug = models.SlugField(_("주소 이름"), max_length=200, allow_unicode=True, blank=True)
    # Whose members are shown with their badge.
    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="forums", verbose_name=_("함께하는 기구")
    )
    policy = models.ForeignKey(
        ParticipationPolicy, models.PROTECT, related_name="forums", verbose_name=_("참여 기준")
    )
    purpose = models.TextField(_("여는 까닭"), blank=True)
    outcome = models.TextField(_("나온 결과"), blank=True)
    printed_when = models.CharField(_("인쇄된 기간"), max_length=60, blank=True)
    printed_attendances = models.PositiveIntegerField(_("인쇄된 연인원"), null=True, blank=True)
    printed_people = models.PositiveIntegerField(_("인쇄된 실인원"), null=True, blank=True)
    printed_issues = models.PositiveIntegerField(_("인쇄된 의제 수"), null=True, blank=True)
    printed_core_issues = models.PositiveIntegerField(_("인쇄된 핵심의제 수"), null=True, blank=True)
    # Copied by the page with every publication and every move: the record does not know its page.
    url = models.CharField(_("쪽 주소"), max_length=500, blank=True, editable=False)
    published_at = models.DateTimeField(_("게시한 때"))
    source = models.CharField(_("기록의 근거"), max_length=200, blank=True)

    kept_by_admin = ("view",)

    objects = ForumQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("공론장")
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page that tells of it, or the address from which it is found."""
        return self.url or f"/forums/{self.pk}/"

    @property
    def status(self) -> str:
        """Where its sessions stand together: open while one is, to come while one is, else over."""
        told = {session.status for session in self.sessions.all()}
        for status in (Session.Status.OPEN, Session.Status.UPCOMING):
            if status in told:
                return status.value
        return Session.Status.CLOSED.value

    @property
    def status_label(self) -> str:
        """The same for people."""
        return str(Session.Status(self.status).label)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every session is public."""
        return self.select_related("forum__body", "thread", "facilitator__department")

    def going_on(self) -> Self:
        """Those that were opened and not yet closed."""
        return self.filter(opened_at__isnull=False, closed_at=None)


class Session(models.Model):
    """공론장 회차. One evening of a forum: a facilitator opens it, keeps it and closes it."""

    class Status(models.TextChoices):
        """Computed from what the facilitator did, never kept."""

        UPCOMING = "upcoming", _("예정")
        OPEN = "open", _("진행 중")
        CLOSED = "closed", _("마침")

    forum = models.ForeignKey(Forum, models.PROTECT, related_name="sessions", verbose_name=_("공론장"))
    key = models.UUIDField(_("열쇠"), null=True, editable=False)  # the id of the page's block
    ordinal = models.PositiveSmallIntegerField(_("회차"))
    title = models.CharField(_("이야깃거리"), max_length=200)
    area = models.CharField(_("권역"), max_length=60, blank=True)
    place = models.CharField(_("곳"), max_length=120, blank=True)
    # A session that was held on paper has no key and no talk of its own here, and may have no printed hour.
    starts_at = models.DateTimeField(_("여는 때"), null=True, blank=True)
    ends_at = models.DateTimeField(_("마치는 때"), null=True, blank=True)
    thread = models.OneToOneField(
        Thread, models.PROTECT, null=True, blank=True, related_name="session", verbose_name=_("댓글 마당")
    )
    facilitator = models.ForeignKey(
        Post, models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("진행하는 직위")
    )
    opened_at = models.DateTimeField(_("연 때"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("마친 때"), null=True, blank=True, editable=False)

    kept_by_admin = ("view",)

    objects = SessionQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("공론장 회차")
        ordering = ["forum", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["forum", "ordinal"], name="session_ordinal_once"),
            models.UniqueConstraint(fields=["forum", "key"], name="session_key_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(opened_at__isnull=False, closed_at__gte=F("opened_at")),
                name="session_closed_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(opened_at=None) | Q(thread__isnull=False), name="session_opened_with_a_thread"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.ordinal}회"

    def get_absolute_url(self) -> str:
        """Where residents and members talk."""
        return f"/sessions/{self.pk}/"

    @property
    def on_paper(self) -> bool:
        """Whether it was held before this house stood, and is only told of here."""
        return self.key is None

    @property
    def room(self) -> Address | None:
        """Where those present hear it: its thread's room."""
        return self.thread.room if self.thread else None

    @property
    def status(self) -> str:
        """Whether it is to come, goes on, or is over; one held on paper is over."""
        if self.on_paper or self.closed_at is not None:
            return self.Status.CLOSED.value
        return (self.Status.OPEN if self.opened_at else self.Status.UPCOMING).value

    @property
    def status_label(self) -> str:
        """The same for people."""
        return str(self.Status(self.status).label)

    def may_facilitate(self, by: Person | None, at: datetime) -> bool:
        """Whether this person holds the office that keeps this session."""
        if by is None or not by.is_active or self.facilitator_id is None:
            return False
        return any(post.pk == self.facilitator_id for post in by.offices_on(day(at)))

    def check_may_facilitate(self, by: Person, at: datetime) -> None:
        """Refuse the gavel to anybody but the facilitator."""
        if not self.may_facilitate(by, at):
            raise Refusal("not_facilitator", _("이 공론장을 진행하는 분만 하실 수 있습니다."), status=403)

    def check_has_talk(self) -> Thread:
        """Refuse to open what has no hours yet, or was held on paper."""
        if self.on_paper:
            self.check_not_over()
        if self.thread is None:
            raise Refusal("session_without_hours", _("여는 때가 정해지지 않은 회차입니다."), status=409)
        return self.thread

    def check_not_over(self) -> None:
        """Refuse what comes after the end: a session is not opened again."""
        if self.status == self.Status.CLOSED:
            raise Refusal("session_over", _("이미 마친 회차입니다."), status=409)

    def check_may_open(self) -> None:
        """A session is opened once."""
        self.check_not_over()
        if self.status == self.Status.OPEN:
            raise Refusal("session_already_open", _("이미 열린 회차입니다."), status=409)

    def check_open(self) -> None:
        """Refuse what belongs into an open session."""
        self.check_not_over()
        if self.status == self.Status.UPCOMING:
            raise Refusal("session_not_open", _("아직 열지 않은 회차입니다."), status=409)
