"""배석자. Who was asked to be there without a seat: the minutes name them, too."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.models import Meeting, Observer
from committees.rights import check_keeps
from committees.taking_part import check_minutes_open
from district.intake import clean_name
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

LONGEST_NAME, LONGEST_OFFICE = 60, 120


@transaction.atomic
def record(
    meeting: Meeting, *, name: Any, by: Person, at: datetime, office: Any = "", ref: UUID | None = None
) -> Observer:
    """Write down that somebody is there."""
    held = _hold(meeting.pk, by)
    observer = Observer(meeting=held, at=at, name=clean_name(name, LONGEST_NAME))
    observer.office = clean_name(office, LONGEST_OFFICE) if office else ""
    there = held.observers.filter(left_out_at=None)
    if there.filter(name=observer.name, office=observer.office).exists():
        raise Refusal("observer_recorded", _("이미 적은 배석자입니다."), 409)
    observer.save(force_insert=True)
    publish(held.room, "observer.recorded", observer, by=by, at=at, ref=ref)
    return observer


@transaction.atomic
def remove(observer: Observer, *, by: Person, at: datetime, ref: UUID | None = None) -> Observer:
    """Leave out whoever was written down and was not there."""
    held = _hold(observer.meeting_id, by)
    observer = held.observers.get(pk=observer.pk)
    observer.check_there()
    observer.left_out_at = max(at, observer.at)
    observer.save(update_fields=["left_out_at"])
    publish(held.room, "observer.removed", observer, by=by, at=at, ref=ref)
    return observer


def _hold(meeting: int, by: Person) -> Meeting:
    held = Meeting.objects.locked().get(pk=meeting)
    check_keeps(held, by)
    check_minutes_open(held)
    return held
