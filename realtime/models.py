"""What was done, in the order in which it was done: the log from which every room can be followed."""

import uuid
from typing import NamedTuple

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q


class Mark(NamedTuple):
    """How far a room has come; a reader who holds it knows what it has not yet heard."""

    seq: int
    epoch: str
    reopened: int = 0


class RoomQuerySet(models.QuerySet["Room"]):
    def seq_of(self, kind: str, key: object) -> Mark:
        """How far this room has come; asked for the first time it opens, so that its epoch stays."""
        place = self.filter(kind=kind, key=str(key)).values_list("seq", "epoch", "reopened")
        if (found := place.first()) is None:
            Room.objects.bulk_create([Room(kind=kind, key=str(key))], ignore_conflicts=True)
            found = place.get()
        return Mark(found[0], str(found[1]), found[2])


class Room(models.Model):
    """방. A place where those present hear events, each with its number."""

    kind = models.CharField("종류", max_length=40)
    key = models.CharField("열쇠", max_length=64)
    seq = models.PositiveBigIntegerField("마지막 번호", default=0)
    epoch = models.UUIDField("시대", default=uuid.uuid4)
    reopened = models.PositiveIntegerField("권한이 바뀐 횟수", default=0, db_default=0)
    """How often somebody's rights here have changed: who came before must show a ticket again."""

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = "방"
        verbose_name_plural = "방"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="one_room_per_address")]

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Event(models.Model):
    """사건. The fact an action left behind: who did what to which row, and when; never the words."""

    room = models.ForeignKey(Room, models.PROTECT, verbose_name="방", related_name="events")
    seq = models.PositiveBigIntegerField("번호")
    name = models.CharField("이름", max_length=60)
    at = models.DateTimeField("때")
    row_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="기록의 종류", related_name="+")
    row_id = models.CharField("기록의 번호", max_length=64)
    row = GenericForeignKey("row_type", "row_id")
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name="한 사람",
        null=True,
        blank=True,
        related_name="+",
    )
    office = models.CharField("직함", max_length=80, blank=True)
    ref = models.UUIDField("요청 번호", null=True, blank=True, editable=False)
    digest = models.CharField("요청 지문", max_length=64, blank=True, editable=False)
    audience = models.CharField("공개 범위", max_length=20, default="public")
    facts = models.JSONField("사실", default=dict, blank=True)

    class Meta:
        verbose_name = "사건"
        verbose_name_plural = "사건"
        constraints = [
            models.UniqueConstraint(fields=["room", "seq"], name="one_event_per_number"),
            models.UniqueConstraint(
                fields=["actor", "ref"], condition=Q(ref__isnull=False), name="one_event_per_ref"
            ),
        ]
        indexes = [
            models.Index(fields=["row_type", "row_id"], name="event_row"),
            models.Index(fields=["at"], condition=Q(ref__isnull=False), name="event_ref_age"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"

    @property
    def row_key(self) -> str:
        """The row's name among all rows, such as `deliberation.comment/7`."""
        kind = ContentType.objects.get_for_id(self.row_type_id)  # cached: no query
        return f"{kind.app_label}.{kind.model}/{self.row_id}"
