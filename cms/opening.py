"""What a reader has in hand when a page with a talk opens."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from deliberation.drafts import draft_of
from deliberation.models import Comment, Thread
from deliberation.models.comment import LONGEST_COMMENT
from district.calendar import day
from district.models import Person
from district.models.offices import Role
from district.paging import Page
from district.visitors import person_of
from realtime import tickets


def opening(thread: Thread, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The talk as it stands, and all a script needs to hear what comes after it."""
    person = person_of(request)
    # Before the rows: what is said in between is then heard twice and drawn once, instead of missed.
    live = tickets.live(request, "thread", thread.pk, at)
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
        "me": face_of(person, at),
        "draft": draft_of(request, thread),
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


def face_of(person: Person | None, at: datetime) -> dict[str, Any]:
    """What others will read beside this person's words."""
    if person is None:
        return {}
    office = person.post_on(day(at))
    if office is not None:
        return {"name": office.label, "badge": office.label, "dong": ""}
    return {
        "name": person.public_name,
        "badge": "",
        "dong": person.neighborhood.name if person.neighborhood else "",
    }
