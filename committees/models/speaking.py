"""발언: who asked for the floor, who has it, and the gist of what was said."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.agenda import AgendaItem
from committees.models.body import Body
from committees.models.meeting import Meeting
from committees.models.seat import Seat
from district.models import Person
from district.refusals import Refusal

LONGEST_GIST = 2_000


class SpeakingTurnQuerySet(models.QuerySet["SpeakingTurn"]):
    def visible_to(self, person: Person | None) -> Self:
        """That somebody speaks, everybody may know; who, of a closed item, those inside."""
        return self.select_related("item__meeting__round__convener")

    def waiting(self) -> Self:
        """Those in the queue, in the order in which the floor is given: a point of order goes first."""
        first = models.Case(models.When(kind="point_of_order", then=0), default=1)
        return self.filter(state=SpeakingTurn.State.WAITING).order_by(first, "asked_at", "id")


class SpeakingTurn(models.Model):
    """발언. One turn at the floor: asked for, given, and over, each with its time."""

    class Kind(models.TextChoices):
        SPEECH = "speech", _("발언")
        POINT_OF_ORDER = "point_of_order", _("의사진행 발언")
        # 배석자: an official explains, and has no seat.
        ANSWER = "answer", _("설명")

    class State(models.TextChoices):
        WAITING = "waiting", _("기다림")
        SPEAKING = "speaking", _("발언 중")
        DONE = "done", _("마침")
        WITHDRAWN = "withdrawn", _("거둠")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="turns", verbose_name=_("안건"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+", verbose_name=_("위원석"))
    name = models.CharField(_("말하는 사람"), max_length=60)
    badge = models.CharField(_("직"), max_length=120, blank=True)
    kind = models.CharField(_("갈래"), max_length=14, choices=Kind, default=Kind.SPEECH)
    state = models.CharField(_("상태"), max_length=9, choices=State, default=State.WAITING)
    seconds = models.PositiveSmallIntegerField(_("발언 시간(초)"), null=True, blank=True)
    asked_at = models.DateTimeField(_("신청한 때"))
    began_at = models.DateTimeField(_("시작한 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("마친 때"), null=True, blank=True)

    objects = SpeakingTurnQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("발언")
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(state="speaking"), name="one_speaker_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["item", "person", "kind"],
                condition=Q(state="waiting", person__isnull=False),
                name="turn_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"

    def check_waiting(self) -> None:
        """Refuse to give or to take back a turn that has begun, is over or was taken back."""
        if self.state != self.State.WAITING:
            raise Refusal("turn_not_waiting", _("기다리는 발언이 아닙니다."), status=409)

    def check_may_begin(self) -> None:
        """A point of order is heard before all others."""
        self.check_waiting()
        first = self.item.turns.waiting().first()
        if first is not None and first.kind == self.Kind.POINT_OF_ORDER != self.kind:
            sentence = _("의사진행 발언을 먼저 들어야 합니다: %(name)s") % {"name": first.name}
            raise Refusal("point_of_order_first", sentence, status=409)

    def check_speaking(self) -> None:
        """Refuse to end what nobody is saying."""
        if self.state != self.State.SPEAKING:
            raise Refusal("turn_not_speaking", _("지금 하고 있는 발언이 아닙니다."), status=409)


class GistQuerySet(models.QuerySet["Gist"]):
    def visible_to(self, person: Person | None) -> Self:
        """That something was said, everybody may know; what, of a closed item, those inside."""
        return self.select_related("item__meeting__round__convener")


class Gist(models.Model):
    """발언 요지. What was said, as the secretary typed it: subtitles of the floor now, the minutes later."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="gists", verbose_name=_("안건"))
    turn = models.ForeignKey(
        SpeakingTurn, models.PROTECT, null=True, blank=True, related_name="gists", verbose_name=_("발언")
    )
    name = models.CharField(pgettext_lazy("발언", "말한 사람"), max_length=60, blank=True)
    badge = models.CharField(_("직"), max_length=120, blank=True)
    words = models.TextField(_("요지"))
    at = models.DateTimeField(_("적은 때"))
    changed_at = models.DateTimeField(_("고친 때"), null=True, blank=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = GistQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("발언 요지")
        ordering = ["item", "id"]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.name}"


class Phrase(models.Model):
    """자주 쓰는 말. What a secretary types again and again; of one body, or of all."""

    kept_by_admin = ("add", "change", "view", "delete")

    body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="phrases", verbose_name=_("기구")
    )
    words = models.CharField(_("말"), max_length=200)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("자주 쓰는 말")
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["body", "words"], name="phrase_once_a_body")]

    def __str__(self) -> str:
        return self.words


class ObserverQuerySet(models.QuerySet["Observer"]):
    def visible_to(self, person: Person | None) -> Self:
        """Who was there, everybody may know."""
        return self.select_related("meeting__round__convener")


class Observer(models.Model):
    """배석자. Somebody without a seat who was asked to be there: the minutes name them, too."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="observers", verbose_name=_("회의"))
    name = models.CharField(_("이름이나 직위"), max_length=60)
    office = models.CharField(_("소속"), max_length=120, blank=True)
    at = models.DateTimeField(_("적은 때"))
    left_out_at = models.DateTimeField(_("뺀 때"), null=True, blank=True)

    objects = ObserverQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("배석자")
        ordering = ["meeting", "id"]

    def __str__(self) -> str:
        return self.name

    def check_there(self) -> None:
        """Refuse to leave out twice."""
        if self.left_out_at is not None:
            raise Refusal("observer_left_out", _("이미 뺀 배석자입니다."), status=409)


class Rsvp(models.Model):
    """참석 회신. Whether a member means to come; the roll is taken all the same."""

    class Answer(models.TextChoices):
        IN_PERSON = "in_person", _("참석")
        REMOTE = "remote", _("영상으로 참석")
        ABSENT = "absent", _("불참")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="rsvps", verbose_name=_("회의"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("위원석"))
    answer = models.CharField(pgettext_lazy("참석", "회신"), max_length=9, choices=Answer)
    note = models.CharField(_("남기는 말"), max_length=200, blank=True)
    at = models.DateTimeField(_("회신한 때"))

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("참석 회신")
        ordering = ["meeting", "id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="rsvp_once_a_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.get_answer_display()}"
