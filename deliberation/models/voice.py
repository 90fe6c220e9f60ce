"""Who was heard in a thread, and where they stand."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any, Self, cast

from django.conf import settings
from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from district.models import Person
from district.refusals import Refusal

WRITE = """INSERT INTO {table} AS v (thread_id, person_id, standing, stance, spoken_at)
VALUES (%s, %s, 1, %s, %s)
ON CONFLICT (thread_id, person_id) DO UPDATE SET standing = v.standing + 1, stance = excluded.stance,
    spoken_at = COALESCE(excluded.spoken_at, v.spoken_at)
WHERE v.stance = %s{rested}
RETURNING standing"""
RESTED = " AND (v.spoken_at IS NULL OR v.spoken_at <= %s)"


class VoiceQuerySet(models.QuerySet["Voice"]):
    def of(self, thread: int, person: Person) -> Self:
        """This person's in this thread."""
        return self.filter(thread=thread, person=person)

    def raised(
        self, thread: int, person: Person, *, was: str, stance: str, at: datetime | None, pause: int
    ) -> int | None:
        """Their standing comments with the new one; None, and nothing done, where all was otherwise."""
        field = cast("models.DateTimeField[Any, Any]", self.model._meta.get_field("spoken_at"))
        told = [thread, person.pk, stance or was, field.get_db_prep_value(at, connection), was]
        paused = at is not None and pause > 0
        if at is not None and pause:
            told.append(field.get_db_prep_value(at - timedelta(seconds=pause), connection))
        table = connection.ops.quote_name(self.model._meta.db_table)
        statement = WRITE.format(table=table, rested=RESTED if paused else "")
        with connection.cursor() as cursor:
            cursor.execute(statement, told)
            # all: SQLite finishes a RETURNING only when it is read out
            return next((standing for (standing,) in cursor.fetchall()), None)


class Voice(models.Model):
    """목소리. One person in one thread, however often they wrote: a verified resident, not an office."""

    thread = models.ForeignKey(
        "deliberation.Thread", models.PROTECT, related_name="voices_heard", verbose_name=_("댓글 마당")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="voices", verbose_name=_("사람")
    )
    standing = models.PositiveIntegerField(_("서 있는 댓글"), default=0)
    # Of the newest of these comments that has one.
    stance = models.CharField(_("입장"), max_length=8, blank=True, editable=False)
    spoken_at = models.DateTimeField(_("마지막으로 쓴 때"), null=True, blank=True, editable=False)

    objects = VoiceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("목소리")
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="voice_once_per_thread")]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.person_id}: {self.standing}"


def check_rested(spoken_at: datetime | None, at: datetime | None, pause: int) -> None:
    """Refuse the second word of somebody before the others had their turn."""
    if at is None or spoken_at is None or not pause:
        return
    left = ceil((spoken_at + timedelta(seconds=pause) - at).total_seconds())
    if left > 0:
        sentence = _("천천히 이야기하는 토론입니다. %(left)s초 뒤에 다시 올려 주세요.")
        raise Refusal("too_soon", sentence % {"left": f"{left:,}"}, status=429, seconds=left)
