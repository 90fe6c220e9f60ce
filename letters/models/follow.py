"""소식 받기. Who wishes to hear of what, by which roads and how often."""

from collections.abc import Iterable
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from district.models import Person
from letters.models.roads import Pace, Road


def usual_roads() -> list[str]:
    """What somebody gets who chose nothing."""
    return [Road.SCREEN.value, Road.EMAIL.value]


class Habit(models.Model):
    """받는 방법. How somebody wants to be told, where a wish says nothing else."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="habit", verbose_name=_("사람")
    )
    roads = models.JSONField(_("보내는 길"), default=usual_roads)
    pace = models.CharField(_("주기"), max_length=9, choices=Pace, default=Pace.IMMEDIATE)

    class Meta:
        verbose_name = verbose_name_plural = _("받는 방법")

    def __str__(self) -> str:
        return f"{self.person_id}: {', '.join(self.roads)}"


def habit_of(person: Person) -> Habit:
    """Theirs, or the usual one; nothing is written down before somebody chooses."""
    kept = getattr(person, "habit", None)
    return kept if kept is not None else Habit(person=person)


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
    # None, and an empty pace: as the person's habit is on the day.
    roads = models.JSONField(_("보내는 길"), null=True, blank=True)
    pace = models.CharField(_("주기"), max_length=9, choices=Pace, blank=True)
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


class RestQuerySet(models.QuerySet["Rest"]):
    def of(self, topics: Iterable[str]) -> Self:
        """Those about these topics."""
        return self.filter(topic__in=list(topics))


class Rest(models.Model):
    """그만 받기. That somebody wants no more news of a topic, though they once spoke there."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rests", verbose_name=_("사람")
    )
    topic = models.CharField(_("주제"), max_length=80)
    since = models.DateTimeField(_("그만 받은 때"))

    objects = RestQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("그만 받기")
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="rest_once_a_topic")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.topic}"
