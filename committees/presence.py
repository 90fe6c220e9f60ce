"""출석. How often somebody came, of the meetings to which their seat called them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef

from committees.models import Attendance, Meeting
from district.dates import day


@dataclass(frozen=True, slots=True)
class Span:
    """A seat held in one body from one day to another; without a last day it is held still."""

    body_id: int
    person_id: int
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class Came:
    """12회 중 10회."""

    held: int = 0
    came: int = 0


def came(spans: Iterable[Span]) -> list[Came]:
    """Of each, with two statements however many they are; a meeting that was called off calls nobody."""
    spans = list(spans)
    if not spans:
        return []
    # A meeting of before this house has no roll: nobody was absent from it.
    called = Exists(Attendance.objects.filter(meeting=OuterRef("pk")))
    held = list(
        Meeting.objects.visible_to(None)
        .filter(called, state=Meeting.State.ADJOURNED, bodies__in={span.body_id for span in spans})
        .order_by()
        .values_list("pk", "bodies", "starts_at")
    )
    people = {span.person_id for span in spans}
    there = set(
        Attendance.objects.filter(person__in=people, meeting__in={pk for pk, _body, _at in held}).values_list(
            "person", "meeting"
        )
    )
    return [_came(span, [(pk, body, day(at)) for pk, body, at in held], there) for span in spans]


def _came(span: Span, held: list[tuple[int, int, date]], there: set[tuple[int, int]]) -> Came:
    called = {
        pk
        for pk, body, on in held
        if body == span.body_id and span.start <= on and (span.end is None or on <= span.end)
    }
    return Came(len(called), sum((span.person_id, pk) in there for pk in called))
