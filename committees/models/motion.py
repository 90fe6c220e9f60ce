"""동의·재청·제척: what members put before the meeting, and who keeps out of it."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.agenda import AgendaItem
from committees.models.seat import Seat
from district.models import Person
from district.refusals import Refusal

LONGEST_MOTION = 2_000


class MotionQuerySet(models.QuerySet["Motion"]):
    def visible_to(self, person: Person | None) -> Self:
        """That something was moved, everybody may know; the words of a closed item stay inside."""
        return self.select_related("item__meeting__round__convener", "amends").prefetch_related("seconds")

    def pending(self) -> Self:
        """Those about which nothing is decided yet."""
        return self.filter(state__in=Motion.PENDING)


class Motion(models.Model):
    """동의(動議). What a member puts before the meeting: to decide, to amend, or how to go on."""

    class Kind(models.TextChoices):
        MAIN = "main", pgettext_lazy("회의", "동의")
        AMENDMENT = "amendment", _("수정동의")
        PROCEDURAL = "procedural", _("의사진행 동의")

    class State(models.TextChoices):
        MOVED = "moved", _("재청을 기다림")
        DEBATED = "debated", _("토론")
        CARRIED = "carried", _("가결")
        REJECTED = "rejected", _("부결")
        WITHDRAWN = "withdrawn", _("철회")
        LAPSED = "lapsed", _("폐기")

    PENDING = frozenset({State.MOVED, State.DEBATED})

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="motions", verbose_name=_("안건"))
    number = models.PositiveSmallIntegerField(_("순번"), help_text=_("안건 안의 차례"))
    kind = models.CharField(_("갈래"), max_length=10, choices=Kind, default=Kind.MAIN)
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("고칠 동의")
    )
    mover = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("위원석"))
    # As they were called when they moved it.
    name = models.CharField(_("낸 위원"), max_length=60)
    badge = models.CharField(_("직"), max_length=120, blank=True)
    text = models.TextField(_("내용"))
    state = models.CharField(_("상태"), max_length=9, choices=State, default=State.MOVED)
    seconds_needed = models.PositiveSmallIntegerField(_("필요한 재청"), default=1)
    moved_at = models.DateTimeField(_("낸 때"))
    seconded_at = models.DateTimeField(_("성립한 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)

    objects = MotionQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = pgettext_lazy("회의", "동의")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="motion_number_once_an_item"),
            models.CheckConstraint(
                condition=Q(kind="amendment", amends__isnull=False) | ~Q(kind="amendment") & Q(amends=None),
                name="motion_amends_another",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """수정동의 2: what may be said of it in public, also under a closed item."""
        return f"{self.Kind(self.kind).label} {self.number}"

    def check_pending(self) -> None:
        """Refuse to second, to amend or to put what is decided or taken back."""
        if self.state not in self.PENDING:
            raise Refusal("motion_over", _("이미 끝난 동의입니다."), status=409)

    def check_seconded(self) -> None:
        """Refuse to put what not enough members want talked about."""
        if self.state == self.State.MOVED:
            sentence = _("재청이 더 있어야 합니다: %(needed)d명") % {"needed": self.seconds_needed}
            raise Refusal("not_seconded", sentence, status=409)

    def check_may_second(self, person: int) -> None:
        """Nobody wants one's own motion talked about, and nobody else twice."""
        self.check_pending()
        if self.mover_id == person:
            raise Refusal("own_motion", _("자신이 낸 동의에는 재청할 수 없습니다."), status=409)
        if self.seconds.filter(person=person).exists():
            raise Refusal("already_seconded", _("이미 재청한 동의입니다."), status=409)

    def check_may_lapse(self) -> None:
        """Refuse to let go what enough members want talked about."""
        self.check_pending()
        if self.state != self.State.MOVED:
            raise Refusal("motion_seconded", _("재청이 있어 성립한 동의입니다."), status=409)

    def check_may_amend(self) -> None:
        """A motion may be amended, and an amendment once more; how to go on is decided as it stands."""
        self.check_pending()
        if self.kind == self.Kind.PROCEDURAL:
            sentence = _("의사진행 동의는 고치지 않고 그대로 표결합니다.")
            raise Refusal("not_amendable", sentence, status=409)
        if self.amends is not None and self.amends.kind == self.Kind.AMENDMENT:
            sentence = _("수정동의의 수정동의는 더 고칠 수 없습니다.")
            raise Refusal("too_deep_amendment", sentence, status=409)


class Second(models.Model):
    """재청. Another member wants it talked about, too."""

    motion = models.ForeignKey(
        Motion, models.PROTECT, related_name="seconds", verbose_name=pgettext_lazy("회의", "동의")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(_("재청한 위원"), max_length=60)
    at = models.DateTimeField(_("재청한 때"))

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("재청")
        ordering = ["motion", "id"]
        constraints = [models.UniqueConstraint(fields=["motion", "person"], name="second_once_a_motion")]

    def __str__(self) -> str:
        return self.name


class RecusalQuerySet(models.QuerySet["Recusal"]):
    def visible_to(self, person: Person | None) -> Self:
        """That somebody keeps out, everybody may know; who, of a closed item, those inside."""
        return self.select_related("item__meeting__round__convener")

    def in_force(self) -> Self:
        """Those that keep somebody out now; a challenge only once the body has agreed to it."""
        return self.filter(state=Recusal.State.IN_FORCE)

    def standing(self) -> Self:
        """Those in force, and those about which the body still has to decide."""
        return self.filter(state__in=Recusal.STANDING)

    def check_takes_part(self, person: int) -> None:
        """Refuse whoever keeps out: no speaking, moving, seconding or voting."""
        if self.in_force().filter(person=person).exists():
            sentence = _("이 안건에서 빠진 위원은 발언하거나 표결할 수 없습니다.")
            raise Refusal("recused", sentence, status=403)

    def check_settled(self) -> None:
        """Refuse to decide anything else of an item before it is decided who decides it."""
        pending = self.filter(state=Recusal.State.PENDING).first()
        if pending is not None:
            sentence = _("%(name)s 위원의 기피 신청부터 결정해야 합니다.") % {"name": pending.name}
            raise Refusal("challenge_first", sentence, status=409, recusal=pending.pk)


class Recusal(models.Model):
    """제척·기피·회피. Why a member keeps out of one item; whether they count in it is a rule of the body."""

    class Kind(models.TextChoices):
        STATUTORY = "statutory", _("제척")
        CHALLENGE = "challenge", _("기피")
        SELF = "self", _("회피")

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("빠짐")
        PENDING = "pending", _("의결을 기다림")
        DECLINED = "declined", _("기각")
        WITHDRAWN = "withdrawn", _("거둠")

    STANDING = ("in_force", "pending")

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recusals", verbose_name=_("안건"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("위원석"))
    name = models.CharField(_("위원"), max_length=60)
    kind = models.CharField(_("갈래"), max_length=9, choices=Kind)
    reason = models.CharField(_("까닭"), max_length=300)
    state = models.CharField(_("상태"), max_length=9, choices=State, default=State.IN_FORCE)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("신청한 때"))
    ended_at = models.DateTimeField(_("결정한 때"), null=True, blank=True)

    objects = RecusalQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("제척·기피·회피")
        ordering = ["item", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "person"],
                condition=Q(state__in=("in_force", "pending")),
                name="recusal_once_an_item",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_kind_display()}"

    def check_standing(self) -> None:
        """Refuse to take back what is decided or was taken back."""
        decided = self.kind == self.Kind.CHALLENGE and self.state == self.State.IN_FORCE
        if decided or self.state not in self.STANDING:
            raise Refusal("recusal_over", _("이미 결정했거나 거둔 신청입니다."), status=409)
