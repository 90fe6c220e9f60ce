"""알림. One thing that must be told, the letters that tell it, and the lists on which they may stand."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.dates import day
from district.models import Person
from district.refusals import Refusal, not_found
from letters.models.follow import Follow
from letters.models.hours import Hours
from letters.models.roads import LATER, QUIET, Pace, Road


class Reader(NamedTuple):
    """Who is told, by which wish, and how."""

    person: Person
    follow: Follow | None
    roads: frozenset[str]
    pace: str


class Dispatch(models.Model):
    """알릴 일. One thing that must be told, once: its words stand here and in no letter."""

    # What it is about, such as meeting/12/notice/1: the same thing is never told twice.
    about = models.CharField(_("무엇에 관하여"), max_length=120, unique=True)
    topic = models.CharField(_("주제"), max_length=80, blank=True)
    title = models.CharField(_("제목"), max_length=200)
    words = models.TextField(_("글"), blank=True)
    url = models.CharField(_("주소"), max_length=500)
    # As what several of one topic are counted: 댓글 12개.
    noun = models.CharField(_("세는 이름"), max_length=20, blank=True)
    # Why it comes to those who neither follow nor have a duty, such as 의견을 쓰신 질문.
    because = models.CharField(_("알리는 까닭"), max_length=60, blank=True)
    template = models.CharField(_("알림톡 문안"), max_length=40, blank=True)
    variables = models.JSONField(_("문안에 채울 말"), default=dict, blank=True)
    needs_receipt = models.BooleanField(_("받음 확인"), default=False)
    at = models.DateTimeField(_("알리기로 한 때"))
    # E-mails wait until then for others to the same person, and leave together.
    due_at = models.DateTimeField(_("메일을 보낼 때"))
    spread_at = models.DateTimeField(_("받는 사람별로 나눈 때"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("알릴 일")
        ordering = ["-id"]
        indexes = [models.Index(fields=["at"], condition=Q(spread_at=None), name="dispatch_to_spread")]

    def __str__(self) -> str:
        return self.title

    def write_to(self, readers: Iterable[Reader]) -> None:
        """One letter by each road to each of them; whoever has one already gets no second."""
        readers = list(readers)
        if readers:
            hours = Hours.objects.on(day(self.at)) if any(map(_needs_hours, readers)) else Hours()
            letters = [self._letter(each, road, hours) for each in readers for road in sorted(each.roads)]
            Letter.objects.bulk_create(letters, ignore_conflicts=True)

    def _letter(self, reader: Reader, road: str, hours: Hours) -> "Letter":
        mine: dict[str, Any] = {"dispatch": self, "person": reader.person, "follow": reader.follow}
        if road == Road.SCREEN:
            return Letter(**mine, road=road, state=Letter.State.SENT, due_at=self.at, sent_at=self.at)
        due_at = due_by(road, reader.pace, self, hours)
        return Letter(**mine, road=road, pace=reader.pace, due_at=due_at)


def _needs_hours(reader: Reader) -> bool:
    return reader.pace in LATER or not reader.roads.isdisjoint(QUIET)


def due_by(road: str, pace: str, told: Dispatch, hours: Hours) -> datetime:
    """When it may leave by that road at that pace."""
    due_at = hours.next_list(pace, told.at) if pace in LATER else told.due_at
    return hours.after_night(due_at) if road in QUIET else due_at


class Digest(models.Model):
    """모음. What came in a day or a week for one person by one road: one list, made up once."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="digests", verbose_name=_("받는 사람")
    )
    road = models.CharField(_("보내는 길"), max_length=6, choices=Road)
    pace = models.CharField(_("주기"), max_length=9, choices=Pace)
    on = models.DateField(_("모은 날"))
    made_at = models.DateTimeField(_("만든 때"))

    class Meta:
        verbose_name = verbose_name_plural = _("모음")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "road", "pace", "on"], name="digest_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.on} → {self.person_id} ({self.road})"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Person | None) -> Self:
        """A letter is its reader's alone."""
        mine = self.filter(person=person) if person is not None else self.none()
        return mine.select_related("dispatch", "follow")

    def on_screen(self) -> Self:
        """Those that lie in a person's own list here."""
        return self.filter(road=Road.SCREEN)

    def unread(self) -> Self:
        """Those nobody has opened."""
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """Those that nobody has begun to send."""
        return self.filter(state=Letter.State.WAITING)

    def unlisted(self, at: datetime) -> Self:
        """Those whose day or week is over, and that stand on no list yet."""
        return self.waiting().filter(pace__in=LATER, digest=None, due_at__lte=at)

    def begun(self, at: datetime) -> Self:
        """Those of the waiting whose time has come; by night only what rings nowhere."""
        due = self.waiting().filter(Q(pace=Pace.IMMEDIATE) | Q(digest__isnull=False), due_at__lte=at)
        return due.exclude(road__in=QUIET) if Hours.objects.on(day(at)).is_night(at) else due


class Letter(models.Model):
    """알림. One thing told to one person by one road."""

    kept_by_admin = ("view",)

    class State(models.TextChoices):
        WAITING = "waiting", _("보낼 것")
        TAKEN = "taken", _("보내는 중")
        SENT = "sent", _("보냄")
        FAILED = "failed", _("보내지 못함")
        DROPPED = "dropped", _("보내지 않음")

    class Fault(models.TextChoices):
        REFUSED = "refused", _("받는 쪽에서 받지 않았습니다")
        DOUBT = "doubt", _("갔는지 알 수 없습니다")
        GONE = "gone", _("받을 기기가 없어졌습니다")
        UNFIT = "unfit", _("승인받은 문안이 없습니다")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="letters", verbose_name=_("알릴 일"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="letters", verbose_name=_("받는 사람")
    )
    # By which wish it comes; none where an office is bound to tell.
    follow = models.ForeignKey(
        Follow, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("소식 받기")
    )
    road = models.CharField(_("보내는 길"), max_length=6, choices=Road)
    pace = models.CharField(_("주기"), max_length=9, choices=Pace, default=Pace.IMMEDIATE)
    digest = models.ForeignKey(
        Digest, models.PROTECT, null=True, blank=True, related_name="letters", verbose_name=_("모음")
    )
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("보낼 때"))
    fault = models.CharField(_("보내지 못한 까닭"), max_length=8, choices=Fault, blank=True)
    tries = models.PositiveSmallIntegerField(_("보내 본 횟수"), default=0)
    taken_at = models.DateTimeField(_("보내려고 집은 때"), null=True, blank=True)
    sent_at = models.DateTimeField(_("보낸 때"), null=True, blank=True)
    # An 알림톡 to a number without KakaoTalk goes as a plain message.
    by_sms = models.BooleanField(_("문자로 보냄"), default=False)
    read_at = models.DateTimeField(_("읽은 때"), null=True, blank=True)
    received_at = models.DateTimeField(_("받았다고 확인한 때"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("알림")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "person", "road"], name="letter_once_by_each_road"),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="letter_sent_at_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="letter_waits"),
            models.Index(fields=["person", "-id"], condition=Q(road="screen"), name="letter_newest_mine"),
            models.Index(
                fields=["person"], condition=Q(road="screen", read_at=None), name="letter_unread_mine"
            ),
            models.Index(fields=["taken_at"], condition=Q(state="taken"), name="letter_in_hand"),
            models.Index(fields=["road", "fault"], condition=Q(state="failed"), name="letter_failed"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} → {self.person_id} ({self.road})"

    def get_absolute_url(self) -> str:
        """Where its reader opens it."""
        return reverse("letter", args=[self.key])

    @property
    def is_duty(self) -> bool:
        """Whether an office is bound to tell: of that nobody takes leave."""
        return self.follow_id is None and not self.dispatch.because

    @property
    def asks_receipt(self) -> bool:
        """Whether its reader must say that it came: only who has the duty, not who merely follows."""
        return self.dispatch.needs_receipt and self.is_duty

    @property
    def reason(self) -> str:
        """By what it comes: the name of what is followed, what one did there, or a duty."""
        return self.follow.title if self.follow else self.dispatch.because or str(_("꼭 알려 드리는 일"))

    def check_may_confirm(self, by: Person) -> None:
        """Refuse a receipt by anybody else, or of what asks for none."""
        if self.person_id != by.pk:
            raise not_found()
        if not self.asks_receipt:
            raise Refusal("no_receipt_asked", _("받으셨다는 확인이 필요하지 않은 알림입니다."), status=409)
