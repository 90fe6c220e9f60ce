"""What a reader has in hand when a page with a talk opens."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from committees.roster import badge_of
from deliberation.drafts import draft_of
from deliberation.models import Comment, Forum, Session, Thread
from deliberation.models.comment import LONGEST_COMMENT
from district.calendar import day
from district.models import Person
from district.models.offices import Role
from district.paging import Page
from district.visitors import person_of
from realtime import tickets


def opening(
    thread: Thread, request: HttpRequest, at: datetime, live: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The talk as it stands, and all a script needs to hear what comes after it."""
    person = person_of(request)
    # Before the rows: what is said in between is then heard twice and drawn once, instead of missed.
    live = live or tickets.live(request, "thread", thread.pk, at, thread.rights_of(person, at))
    page = Comment.objects.for_page(thread, request.GET, person)
    hint = speak_hint(thread, person, at)
    return {
        "live": live,
        "comments": page.rows,
        **ways_on(page),
        "thread_open": thread.status(at) == Thread.Told.OPEN,
        "permalink": request.path,
        "limit": LONGEST_COMMENT,
        "may_speak": hint is None,
        "speak_hint": hint,
        "may_moderate": person is not None and person.holds(Role.MODERATOR, day(at)),
        "me": face_of(person, thread, at),
        "draft": draft_of(request, thread),
    }


def session_context(session: Session, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """One evening of a forum: its talk, what stands above it, and whether this reader keeps it."""
    person = person_of(request)
    live = None
    if session.thread_id is not None:
        live = tickets.live(request, "thread", session.thread_id, at)
        # After the ticket's number: it may have been opened, or a word pinned, since it was looked up.
        session = Session.objects.visible_to(person).get(pk=session.pk)
    return {
        "session": session,
        "forum": session.forum,
        "status": session.status,
        "status_label": session.status_label,
        "may_facilitate": session.may_facilitate(person, at),
        "join_url": request.build_absolute_uri(session.get_absolute_url()),
        **_talk(session, request, at, live),
    }


def _talk(
    session: Session, request: HttpRequest, at: datetime, live: dict[str, Any] | None
) -> dict[str, Any]:
    if session.thread is None:  # held on paper, or without its hours yet
        return {"thread": None, "live": None, "comments": [], "pinned": None, "thread_open": False}
    above = Comment.objects.with_faces().marked_for(person_of(request)).filter(pk__in=[session.pinned_id])
    return {
        **opening(session.thread, request, at, live),
        "thread": session.thread,
        "pinned": above.first() if session.pinned_id else None,
    }


def forum_context(forum: Forum, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """A forum with its sessions in order; each says for itself whether it goes on."""
    return {
        "forum": forum,
        "sessions": list(forum.sessions.visible_to(person_of(request))),
        "status": forum.status,
        "status_label": forum.status_label,
    }


def ways_on(page: Page) -> dict[str, str | None]:
    """Links to older and newer words, on the same address."""
    return {
        "next_url": page.next and f"?cursor={page.next}#thread",
        "previous_url": page.previous and f"?cursor={page.previous}#thread",
    }


def speak_hint(thread: Thread, person: Person | None, at: datetime) -> str | None:
    """What stands between this reader and a word of their own."""
    if thread.status(at) != Thread.Told.OPEN:
        return "closed"
    if person is None:
        return "sign_in"
    return None if thread.may_speak(person, at) else "verify"


def face_of(person: Person | None, thread: Thread, at: datetime) -> dict[str, Any]:
    """What others will read beside this person's words."""
    if person is None:
        return {}
    office = person.post_on(day(at))
    if office is not None:
        return {"name": office.label, "badge": office.label, "dong": ""}
    session = thread.forum_session
    body = session.forum.body if session else None
    return {
        "name": person.public_name,
        "badge": badge_of(person, body, day(at)) if body else "",
        "dong": person.neighborhood.name if person.neighborhood else "",
    }
