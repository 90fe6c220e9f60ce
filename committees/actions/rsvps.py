"""참석 회신. A member says beforehand whether they mean to come; the roll is taken all the same."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from committees.models import Meeting, Rsvp
from committees.replies import answers_to
from committees.rights import check_member
from district.intake import clean_name
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

LONGEST_NOTE = 200


@transaction.atomic
def send_rsvp(
    meeting: Meeting, *, answer: Any, by: Person, at: datetime, note: Any = "", ref: UUID | None = None
) -> Rsvp:
    """Say whether one will come; whoever answers again has changed their mind."""
    held = Meeting.objects.locked().get(pk=meeting.pk)
    member = check_member(held, by)
    held.check_takes_replies()
    if answer not in [choice for choice, _label in answers_to(held)]:  # a list: what is sent may be one
        raise Refusal("unknown_answer", _("참석할지를 목록에서 골라 주세요."), 422)
    note = "" if note is None or note == "" else clean_name(note, LONGEST_NOTE)
    rsvp = held.rsvps.filter(person=by).first() or Rsvp(meeting=held, person=by)
    rsvp.seat_id, rsvp.answer, rsvp.note, rsvp.at = member.seat_id, answer, note, at
    rsvp.save()
    publish(held.floor_room, "rsvp.sent", rsvp, by=by, at=at, ref=ref, audience="floor")
    return rsvp
