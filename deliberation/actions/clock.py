"""What the clock does: it tells, and hands to a department what is asked no longer."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from deliberation.actions import answers, calls, remedies, reviews
from deliberation.models import Proposal, Question, Thread
from realtime.publish import publish
from search import entries


def tell_doors(at: datetime) -> None:
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
    # Anew, under the thread's lock: a neighbour may have agreed, or an editor amended it, while this waited.
    subject = calls.anew(thread)
    if subject is not None:
        entries.refile(subject, state=subject.status(at))
    if before == Thread.Told.UPCOMING:
        publish(thread.room, "thread.opened", thread, by=None, at=at)
    if thread.told == Thread.Told.CLOSED:
        publish(thread.room, "thread.closed", thread, by=None, at=at)
        _close(thread, at)


def _close(thread: Thread, at: datetime) -> None:
    """With the last word a department's time begins, or a proposal's time is over."""
    if isinstance(thread.subject, Question):
        reviews.hand_over(thread.pk, at)
    elif isinstance(thread.subject, Proposal):
        calls.tell_lapsed(Proposal.objects.visible_to(None).get(pk=thread.subject.pk), at)


# Deeds of their own for the clock: one that fails keeps no other waiting.
DUES: dict[str, Callable[[datetime], None]] = {
    "doors": tell_doors,
    "reviews": reviews.due,
    "calls": calls.due,
    "answers": answers.due,
    "remedies": remedies.due,
}


def due(at: datetime) -> None:
    """All of them, in their order."""
    for deed in DUES.values():
        deed(at)
