"""Who takes part in what is on the floor: a member, by their own press or by the secretary's pen."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from committees.models import AgendaItem, Meeting, Minutes
from committees.rights import check_keeps, check_member
from committees.roster import Member, roster
from district.models import Person
from district.refusals import Refusal
from realtime.publish import ring


def hold_item(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The item once nothing else can happen in its meeting."""
    held = Meeting.objects.locked().get(pk=item.meeting_id)
    item = held.items.get(pk=item.pk)
    item.meeting = held  # the very row that is locked, with its bodies at hand
    return held, item


def hold_floor(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The same, if the members are dealing with it now."""
    held, item = hold_item(item)
    held.check_comes_together()
    held.check_in_session()
    item.check_on_floor()
    return held, item


def member_in(held: Meeting, seat: Any) -> Member:
    """Who sits there on the day of the meeting."""
    with translation.override(settings.LANGUAGE_CODE):  # the badge is kept with what they say
        members = {member.seat_id: member for member in roster(held.bodies.all(), held.day)}
    if type(seat) is not int or seat not in members:
        raise Refusal("seat_empty", _("그날 그 자리에 앉는 위원이 없습니다."), 422)
    return members[seat]


def member_for(held: Meeting, by: Person, seat: Any) -> Member:
    """Whoever presses, or the member at the seat for whom the secretary writes it down."""
    if seat is None:
        return check_member(held, by)
    check_keeps(held, by)
    return member_in(held, seat)


def taking_part(held: Meeting, item: AgendaItem, by: Person, seat: Any = None) -> Member:
    """The same, unless they keep out of this item."""
    member = member_for(held, by, seat)
    item.recusals.check_takes_part(member.person_id)
    return member


def badge(member: Member) -> str:
    """As what somebody speaks, as it is kept with their words."""
    return " · ".join(member.offices)


def check_minutes_open(held: Meeting) -> None:
    """Refuse to write what the minutes say once they were laid before the members; then they are amended."""
    if Minutes.objects.filter(meeting=held).exists():
        sentence = _("회의록을 위원들께 드린 뒤에는 회의록의 정정으로 고칩니다.")
        raise Refusal("minutes_laid", sentence, 409)


def ring_inside(held: Meeting, item: AgendaItem) -> None:
    """Of a closed item the meeting hears the number; the members read the words by HTTP."""
    if not item.is_open:
        ring(held.floor_room)
