"""누구에게 무엇을 알려야 하는가: what must be told, to whom, by which road, and whether it was."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from district.models import Person
from district.refusals import Refusal, not_found


class FollowQuerySet(models.QuerySet["Follow"]):
    def visible_to(self, person: Person | None) -> Self:
        """What somebody follows is nobody else's business."""
        return self.filter(person=person) if person is not None else self.none()

    def standing(self) -> Self:
        """Those that were not ended."""
        return self.filter(ended_at=None)


class Follow(models.Model):
    """소식 받기. That a person wants to hear of a topic, such as body/3, until they say otherwise."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="follows", verbose_name=_("사람")
    )
    # A room's address, not a key: letters stand below everything that can be followed.
    topic = models.CharField(_("주제"), max_length=80)
    title = models.CharField(_("이름"), max_length=200)
    url = models.CharField(_("주소"), max_length=500)
    since = models.DateTimeField(_("받기 시작한 때"))
    ended_at = models.DateTimeField(_("그만 받은 때"), null=True, blank=True)

    objects = FollowQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("소식 받기")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic"], condition=Q(ended_at=None), name="follow_once_a_topic"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("since")), name="follow_ended_after_beginning"
            ),
        ]
        indexes = [models.Index(fields=["topic"], condition=Q(ended_at=None), name="follow_topic")]

    def __str__(self) -> str:
        return self.title


class Dispatch(models.Model):
    """알릴 일. One thing that must be told, once: its words stand here and in no letter."""

    # What it is about, such as meeting/12/notice/1: the same thing is never told twice.
    about = models.CharField(_("무엇에 관하여"), max_length=120, unique=True)
    topic = models.CharField(_("주제"), max_length=80, blank=True)
    title = models.CharField(_("제목"), max_length=200)
    words = models.TextField(_("글"), blank=True)
    url = models.CharField(_("주소"), max_length=500)
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

    def write_to(self, readers: Iterable[tuple[Person, Follow | None]]) -> None:
        """One letter by each road to each of them; whoever has one already gets no second."""
        letters = []
        for person, follow in readers:
            mine = {"dispatch": self, "person": person, "follow": follow}
            letters.append(
                Letter(
                    **mine, road=Letter.Road.SCREEN, state=Letter.State.SENT, due_at=self.at, sent_at=self.at
                )
            )
            if person.email:
                letters.append(Letter(**mine, road=Letter.Road.EMAIL, due_at=self.due_at))
        Letter.objects.bulk_create(letters, ignore_conflicts=True)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Person | None) -> Self:
        """A letter is its reader's alone."""
        mine = self.filter(person=person) if person is not None else self.none()
        return mine.select_related("dispatch", "follow")

    def on_screen(self) -> Self:
        """Those that lie in a person's own list here."""
        return self.filter(road=Letter.Road.SCREEN)

    def unread(self) -> Self:
        """Those nobody has opened."""
        return self.filter(read_at=None)

    def waiting(self) -> Self:
        """E-mails that nobody has begun to send."""
        return self.filter(road=Letter.Road.EMAIL, state=Letter.State.WAITING)

    def begun(self, at: datetime) -> Self:
        """Those of the waiting whose time has come."""
        return self.waiting().filter(due_at__lte=at)


class Letter(models.Model):
    """알림. One thing told to one person by one road."""

    kept_by_admin = ("view",)

    class Road(models.TextChoices):
        SCREEN = "screen", _("누리집")
        EMAIL = "email", _("이메일")

    class State(models.TextChoices):
        WAITING = "waiting", _("보낼 것")
        TAKEN = "taken", _("보내는 중")
        SENT = "sent", _("보냄")
        FAILED = "failed", _("보내지 못함")
        DROPPED = "dropped", _("보내지 않음")

    class Fault(models.TextChoices):
        REFUSED = "refused", _("메일 서버가 받지 않았습니다")
        DOUBT = "doubt", _("갔는지 알 수 없습니다")

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
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField(_("보낼 때"))
    fault = models.CharField(_("보내지 못한 까닭"), max_length=8, choices=Fault, blank=True)
    tries = models.PositiveSmallIntegerField(_("보내 본 횟수"), default=0)
    taken_at = models.DateTimeField(_("보내려고 집은 때"), null=True, blank=True)
    sent_at = models.DateTimeField(_("보낸 때"), null=True, blank=True)
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
            models.Index(
                fields=["due_at"], condition=Q(road="email", state="waiting"), name="letter_to_send"
            ),
            models.Index(fields=["person", "-id"], condition=Q(road="screen"), name="letter_newest_mine"),
            models.Index(
                fields=["person"], condition=Q(road="screen", read_at=None), name="letter_unread_mine"
            ),
            models.Index(fields=["taken_at"], condition=Q(state="taken"), name="letter_in_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} → {self.person_id} ({self.road})"

    def get_absolute_url(self) -> str:
        """Where its reader opens it."""
        return reverse("letter", args=[self.key])

    @property
    def asks_receipt(self) -> bool:
        """Whether its reader must say that it came: only who has the duty, not who merely follows."""
        return self.dispatch.needs_receipt and self.follow_id is None

    @property
    def reason(self) -> str:
        """By what it comes: the name of what is followed, or a duty."""
        return self.follow.title if self.follow else str(_("맡으신 일"))

    def check_may_confirm(self, by: Person) -> None:
        """Refuse a receipt by anybody else, or of what asks for none."""
        if self.person_id != by.pk:
            raise not_found()
        if not self.asks_receipt:
            raise Refusal("no_receipt_asked", _("받으셨다는 확인이 필요하지 않은 알림입니다."), status=409)
