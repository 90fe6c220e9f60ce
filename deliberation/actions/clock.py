"""What the clock does: it tells, and changes nothing that was asked or said."""

from datetime import datetime

from django.db import transaction

from deliberation.models import Thread
from realtime.publish import publish
from search import entries


def due(at: datetime) -> None:
    """Tell each room once that its door has opened or closed."""
    for pk in Thread.objects.to_tell(at).values_list("pk", flat=True):
        _tell_door(pk, at)


@transaction.atomic
def _tell_door(pk: int, at: datetime) -> None:
    """Whoever waits in the room need not watch the clock."""
    thread = Thread.objects.locked().get(pk=pk)
    before, thread.told = thread.told, thread.status(at)
    if thread.told == before:
        return
    thread.save(update_fields=["told"])
    if thread.subject is not None:
        entries.refile(thread.subject, state=thread.subject.status(at))
    if before == Thread.Told.UPCOMING:
        publish(thread.room, "thread.opened", thread, by=None, at=at)
    if thread.told == Thread.Told.CLOSED:
        publish(thread.room, "thread.closed", thread, by=None, at=at)
