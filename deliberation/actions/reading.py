"""읽은 자리: how far somebody has read is kept for nobody but themselves, and so leaves no event."""

from datetime import datetime
from typing import Any

from django.db import transaction

from deliberation.models import ReadMark, Thread
from district.models import Person
from district.refusals import not_found


@transaction.atomic
def mark_read(thread: Thread, *, by: Person, comment: Any, at: datetime) -> ReadMark:
    """Remember how far somebody has read; from another device one may have read further."""
    if type(comment) is not int or not thread.comments.filter(pk=comment).exists():
        raise not_found()
    mark = ReadMark(thread=thread, person=by, comment_id=comment, at=at)
    ReadMark.objects.bulk_create([mark], ignore_conflicts=True)
    further = ReadMark.objects.filter(thread=thread, person=by, comment__lt=comment)
    further.update(comment=comment, at=at)
    return ReadMark.objects.get(thread=thread, person=by)


def forget_reading(person: Person) -> None:
    """Somebody leaves: how far they had read is nobody's business any more."""
    ReadMark.objects.filter(person=person).delete()
