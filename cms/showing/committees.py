"""What the pages show of bodies and their meetings."""

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q
from django.http import HttpRequest

from cms.agenda_blocks import is_open, labels
from committees.actions.agenda import next_ordinal
from committees.models import AgendaItem, Body, BodyKind, Meeting, Office, Round
from committees.roster import head_counts, officers, roster
from committees.rows import item_rows, meeting_row, quorum_row
from committees.views.profile import ahead_of, clock_of, items_in, leader_of, meeting_line
from committees.views.showing import meeting_context, seated, told
from district.calendar import day
from district.refusals import Refusal

if TYPE_CHECKING:
    from cms.models import AgendaPage

FRONT = 4
# A meeting whose hour has come and that nobody has opened yet is still the next one.
LATE = timedelta(hours=3)


def front(at: datetime) -> dict[str, Any]:
    """Which meetings go on, and which come next."""
    ahead = Q(state=Meeting.State.SCHEDULED, starts_at__gte=at - LATE, noticed_at__isnull=False)
    running = Q(state__in=Meeting.RUNNING)
    meetings = Meeting.objects.visible_to(None).filter(ahead | running).prefetch_related("items")
    rows = [ahead_line(one) for one in meetings.order_by("starts_at", "id")[:FRONT]]
    return {"next_meetings": sorted(rows, key=lambda row: not row["live"])}


def ahead_line(meeting: Meeting) -> dict[str, Any]:
    """One of them: that it goes on is seen, so its line says where, too."""
    live = meeting.state in Meeting.RUNNING
    row = meeting_line(meeting, (clock_of(meeting), meeting.place, items_in(meeting)))
    return row | {"live": live, "quorum": quorum_row(meeting) if live else None}


def body_list(at: datetime) -> list[dict[str, Any]]:
    """All bodies that stand by themselves: who leads each, how many sit in it, and when it meets next."""
    today = day(at)
    parts = Prefetch("parts", Body.objects.standing(today))
    standing = Body.objects.visible_to(None).convening().standing(today)
    bodies = list(standing.select_related("neighborhood").prefetch_related(parts))
    counts, leaders, ahead = head_counts(bodies, today), officers(bodies, today), ahead_of(bodies, at)
    return [
        {
            "body": body,
            "chair": leader_of(body, Office.Kind.CHAIR, leaders),
            "sitting": counts[body.pk].sitting,
            "seats": counts[body.pk].seats,
            "parts": list(body.parts.all()),
            "next": ahead.get(body.pk),
            "url": body.address,
        }
        for body in bodies
    ]


def by_kind(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The list under the names of their kinds; where each has its 동, it is found by that, 가나다."""
    kinds: dict[BodyKind, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["body"].kind, []).append(row)
    groups = []
    for kind in sorted(kinds, key=lambda kind: (kind.order, kind.code)):
        of_kind = kinds[kind]
        by_dong = len(of_kind) > 1 and all(row["body"].neighborhood_id for row in of_kind)
        if by_dong:
            of_kind.sort(key=lambda row: row["body"].neighborhood.name)
        groups.append({"kind": kind, "rows": of_kind, "by_dong": by_dong})
    return groups


def meeting(request: HttpRequest, page: "AgendaPage", at: datetime) -> dict[str, Any]:
    """The record behind a page; the page's own words while it is only looked at beforehand."""
    record = None
    if page.meeting_id and not getattr(request, "is_preview", False):
        record = Meeting.objects.visible_to(None).filter(pk=page.meeting_id).first()
    context = meeting_context(record, request, at) if record else drafted(page, at)
    return context | {"documents": documents(page)}


def documents(page: "AgendaPage") -> list[dict[str, Any]]:
    """The papers that the page lays before everybody, under the number of their item."""
    return [
        {"label": label, "title": document.title, "url": document.url, "kind": document.file_extension}
        for block, label in zip(page.items, labels(page.items), strict=True)
        if is_open(block.value)
        for document in block.value["documents"]
        if document is not None
    ]


def drafted(page: "AgendaPage", at: datetime) -> dict[str, Any]:
    """A meeting as the public would see it, in no table."""
    record = drafted_meeting(page, at)
    rows: dict[str, list[Any]] = {
        "items": item_rows(drafted_items(page, record)),
        "attendances": [],
        "resolutions": [],
    }
    tally = drafted_quorum(record)
    return {
        **told(record),
        **rows,
        "quorum": tally,
        "roster": seated(record, [], roster(record.bodies.all(), record.day)),
        "live": None,
        "snapshot": rows | {"meeting": meeting_row(record), "tally": tally},
        "inside": {"items": [], "resolutions": []},
        "notice": None,
    }


def drafted_quorum(record: Meeting) -> dict[str, Any]:
    """How many it would take; nothing where the rules of the body do not say so yet."""
    try:
        return quorum_row(record)
    except Refusal:
        return dict.fromkeys(("sitting", "present", "needed", "carries"), 0) | {"met": False, "sentence": ""}


def drafted_meeting(page: "AgendaPage", at: datetime) -> Meeting:
    """Who would meet, when and where."""
    convener = page.convener or Body()
    starts_at = page.starts_at or at
    try:
        bodies = page.bodies(convener)
    except Refusal:  # a draft may not have chosen its parts yet
        bodies = []
    held = Round(convener=convener, kind=page.kind, year=day(starts_at).year, ordinal=page.ordinal or 1)
    if page.ordinal is None and convener.pk:
        held.ordinal = next_ordinal(convener, page.kind, held.year, bodies)
    record = Meeting(pk=0, round=held, starts_at=starts_at, place=page.place, mode=page.mode, edition=1)
    record._prefetched_objects_cache = {"bodies": bodies}  # type: ignore[attr-defined]
    return record


def drafted_items(page: "AgendaPage", record: Meeting) -> list[AgendaItem]:
    """The items as the record would number them."""
    numbers: Counter[str] = Counter()
    items = []
    for order, draft in enumerate(page.drafts(), 1):
        numbers[draft.kind] += 1
        words = {name: getattr(draft, name) for name in ("key", "kind", "title", "text", "disclosure")}
        item = AgendaItem(pk=-order, meeting=record, order=order, number=numbers[draft.kind], **words)
        item.closed_ground, item.closed_until = draft.ground, draft.until
        items.append(item)
    return items
