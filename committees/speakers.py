"""Of which row somebody speaks, at whichever door."""

from typing import Any

from django.db.models import Model, QuerySet

from committees.models import AgendaItem, Attendance, Body, Meeting, Order, Resolution
from district.intake import whole
from district.models import Person
from district.refusals import not_found


def body_at(key: Any, person: Person | None) -> Body:
    """The body of that number."""
    return found(Body.objects.visible_to(person), key)


def meeting_at(key: Any, person: Person | None) -> Meeting:
    """The meeting of that number, if this person may see it."""
    return found(Meeting.objects.visible_to(person), key)


def item_at(key: Any, person: Person | None, **within: Any) -> AgendaItem:
    """The item of that number; how much of it may be read is for its row to say."""
    items = AgendaItem.objects.visible_to(person).prefetch_related("meeting__bodies")
    return found(items, key, **within)


def attendance_at(key: Any, person: Person | None, **within: Any) -> Attendance:
    """The attendance of that number: who came is public."""
    attendances = Attendance.objects.select_related("meeting__round__convener", "seat")
    return found(attendances.prefetch_related("meeting__bodies"), key, **within)


def resolution_at(key: Any, person: Person | None) -> Resolution:
    """The resolution of that number."""
    return found(Resolution.objects.visible_to(person), key)


def order_at(key: Any, person: Person | None) -> Order:
    """What a resolution asked of a department."""
    return found(Order.objects.select_related("department", "resolution__item__meeting"), key)


def found[Row: Model](rows: QuerySet[Row], key: Any, **within: Any) -> Row:
    """The row of that number among those that may be seen; what cannot be a number names nothing."""
    row = rows.filter(pk=whole(key), **within).first()
    if row is None:
        raise not_found()
    return row
