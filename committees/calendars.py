"""일정. The meetings of a body and its parts, as a calendar on a telephone subscribes to them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone
from icalendar.enums import STATUS

from committees.models import AgendaItem, Body, Meeting
from district.dates import local

MOST = 100
type Addressed = Callable[[str], str]


def calendar_of(body: Body, address: Addressed) -> bytes:
    """Every meeting whose hour is known, the newest hundred; of a closed item its number alone."""
    family = [body.pk, *body.parts.values_list("pk", flat=True)]
    inside = Q(round__convener__in=family) | Q(bodies__in=family)
    # A month that a plan printed is no hour: no day is made up in front of a reader.
    known = Meeting.objects.visible_to(None).filter(inside, printed_when="").distinct()
    meetings = list(known.prefetch_related("items").order_by("-starts_at", "-id")[:MOST])
    calendar = Calendar.new(
        name=_("%(body)s 회의") % {"body": body.name},
        prodid="-//Cheong//committees//KO",
        language="KO",
        uid=f"calendar-{body.slug}@{host()}",
        subcomponents=[clock(), *(event_of(meeting, address) for meeting in reversed(meetings))],
    )
    return calendar.to_ical()


@cache
def clock() -> Timezone:
    """The district's clock, as a calendar wants it told; looked up once, for it takes a tenth of a second."""
    return Timezone.from_tzid(settings.TIME_ZONE)


def event_of(meeting: Meeting, address: Addressed) -> Event:
    """One meeting; a newer edition of its notice takes the place of the older."""
    cancelled = meeting.state == Meeting.State.CANCELLED
    starts_at = local(meeting.starts_at)
    return Event.new(
        uid=f"meeting-{meeting.pk}@{host()}",
        sequence=meeting.edition,
        stamp=meeting.noticed_at or meeting.starts_at,
        summary=meeting.title,
        start=starts_at,
        end=end_of(meeting, starts_at),
        location=_("서면") if meeting.is_written else meeting.place or None,
        description=agenda_of(meeting.items.all()) or None,
        status=STATUS.CANCELLED if cancelled else STATUS.CONFIRMED,
        url=address(meeting.address),
    )


def end_of(meeting: Meeting, starts_at: datetime) -> datetime | None:
    """When it was adjourned; before that nobody knows, but of what is answered in writing by a day."""
    if meeting.is_written and meeting.adjourned_at is None and meeting.closes_at is not None:
        return local(meeting.closes_at)
    ended = meeting.adjourned_at
    return local(ended) if ended and meeting.called_at and ended > starts_at else None


def agenda_of(items: Iterable[AgendaItem]) -> str:
    """의결 1항 …, one item a line, as everybody may read it."""
    standing = [item for item in items if item.withdrawn_at is None]
    return "\n".join(f"{item.label} {item.shown_title}" for item in standing)


def host() -> str:
    """The name under which a calendar finds an entry again: the house's, whoever asks."""
    return urlsplit(settings.BASE_URL).hostname or "localhost"
