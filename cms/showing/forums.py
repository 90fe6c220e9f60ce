"""What the pages show of forums."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from deliberation.models import Forum, Session
from deliberation.views.opening import forum_context
from district.paging import page_of

if TYPE_CHECKING:
    from cms.models import ForumPage

FRONT = 3


def marked(sessions: Any) -> list[Session]:
    """Sessions with where they stand and where they are held said beside them, as questions have it."""
    rows = list(sessions)
    for row in rows:
        row.status_now = row.status
        row.url = row.get_absolute_url() if row.pk else ""
    return rows


def front() -> dict[str, Any]:
    """Where people talk now."""
    return {"open_sessions": marked(_public().going_on().order_by("-opened_at")[:FRONT])}


def forum_list(params: Mapping[str, str]) -> dict[str, Any]:
    """Those that talk now, and one page of all forums with their sessions."""
    forums = Forum.objects.visible_to(None)
    page = page_of(forums, params)
    for row in page.rows:
        row.sessions_all = marked(row.sessions.all())  # type: ignore[attr-defined]
    return {
        "open_sessions": marked(_public().going_on().order_by("-opened_at")),
        "forums": page.rows,
        "next_url": page.next and f"?cursor={page.next}",
        "previous_url": page.previous and f"?cursor={page.previous}",
    }


def forum(request: HttpRequest, page: "ForumPage", at: datetime) -> dict[str, Any]:
    """The record behind a page; the page's own words while it is only looked at beforehand."""
    record = None
    if page.forum_id and not getattr(request, "is_preview", False):
        record = Forum.objects.visible_to(None).filter(pk=page.forum_id).first()
    if record is None:
        return drafted(page, at)
    context = forum_context(record, request, at)
    return context | {"sessions": marked(context["sessions"])}


def drafted(page: "ForumPage", at: datetime) -> dict[str, Any]:
    """A forum as it would stand, in no table."""
    words = {name: getattr(page, name) for name in ("title", "slug", "body", "purpose", "outcome")}
    record = Forum(pk=0, **words, published_at=at)
    sessions = [
        Session(forum=record, key=draft.key, **{name: getattr(draft, name) for name in SHOWN})
        for draft in page.drafts()
    ]
    status = Session.Status.UPCOMING
    return {
        "forum": record,
        "sessions": marked(sessions),
        "status": status.value,
        "status_label": status.label,
    }


SHOWN = ("ordinal", "title", "area", "place", "starts_at", "ends_at", "facilitator")


def _public() -> Any:
    return Session.objects.visible_to(None)
