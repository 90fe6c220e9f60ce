"""What a reader has in hand when a page with a talk opens."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from committees.roster import badge_of
from deliberation.common_ground import LEAST_CAMPS
from deliberation.drafts import draft_of, stance_of
from deliberation.models import Comment, Forum, Ranking, Session, Thread
from deliberation.models.comment import LONGEST_COMMENT
from deliberation.ranking import NEWEST, ORDERS, Ranked, ranked_page
from district.calendar import day
from district.models import Person
from district.models.offices import Role
from district.paging import Page
from district.refusals import Refusal
from district.visitors import person_of
from realtime import tickets


def opening(
    thread: Thread, request: HttpRequest, at: datetime, live: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The talk as it stands, and all a script needs to hear what comes after it."""
    person = person_of(request)
    # Before the rows: what is said in between is then heard twice and drawn once, instead of missed.
    live = live or tickets.live(request, "thread", thread.pk, at, thread.rights_of(person, at))
    page, restarted = page_shown(thread, request.GET, person, at)
    hint = speak_hint(thread, person, at)
    return {
        "live": live,
        "comments": page.rows,
        **ways_on(page),
        **told_of(page, thread),
        "restarted": restarted,
        "pinned": above_in(thread, person),
        **rights_in(thread, person, at),
        "stances": Comment.Stance.choices if thread.takes_stances else [],
        "thread_open": thread.status(at) == Thread.Told.OPEN,
        "permalink": request.path,
        "limit": LONGEST_COMMENT,
        "may_speak": hint is None,
        "speak_hint": hint,
        "me": face_of(person, thread, at),
        "draft": draft_of(request, thread),
        "stance": stance_of(request, thread),
    }


def above_in(thread: Thread, person: Person | None) -> Comment | None:
    """The word that stands above now: another may have been put there since the thread was read."""
    pinned = Thread.objects.filter(pk=thread.pk).values("pinned")
    return Comment.objects.with_faces().marked_for(person).filter(pk__in=pinned).first()


def rights_in(thread: Thread, person: Person | None, at: datetime) -> dict[str, bool]:
    """Which buttons of those who keep the talk this reader has."""
    keeps, moderates = (
        thread.may_keep(person, at),
        person is not None and person.holds(Role.MODERATOR, day(at)),
    )
    return {"may_pin": keeps, "may_slow": keeps or moderates, "may_moderate": moderates}


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
    return {**opening(session.thread, request, at, live), "thread": session.thread}


def forum_context(forum: Forum, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """A forum with its sessions in order; each says for itself whether it goes on."""
    return {
        "forum": forum,
        "sessions": list(forum.sessions.visible_to(person_of(request))),
        "status": forum.status,
        "status_label": forum.status_label,
    }


def page_shown(
    thread: Thread, params: Mapping[str, str], person: Person | None, at: datetime
) -> tuple[Page[Comment], bool]:
    """The words in the order that was asked for, and whether it had to be begun anew."""
    if params.get("order", NEWEST) not in dict(Ranking.Order.choices):
        return Comment.objects.for_page(thread, params, person), False
    restarted = False
    try:
        page = ranked_page(thread, params, person, at)
    except Refusal as refusal:
        if refusal.code != "ranking_gone":
            raise
        restarted, page = True, ranked_page(thread, {"order": params["order"]}, person, at)
    Comment.objects.all().answer(page.rows, person)
    return page, restarted


def told_of(page: Page[Comment], thread: Thread) -> dict[str, Any]:
    """In which order the page stands, since when, and the ways to the others."""
    order = page.order if isinstance(page, Ranked) else NEWEST
    orders = [
        {"code": code, "label": label, "active": code == order, "url": f"?order={code}#thread"}
        for code, label in ORDERS
        if code != Ranking.Order.COMMON or thread.takes_stances
    ]
    ranked_at = page.ranked_at if isinstance(page, Ranked) else None
    alike = isinstance(page, Ranked) and page.camps is not None and page.camps < LEAST_CAMPS
    return {"order": order, "orders": orders, "ranked_at": ranked_at, "alike": alike}


def ways_on(page: Page) -> dict[str, str | None]:
    """Links to older and newer words, on the same address and in the same order."""
    order = f"&order={page.order}" if isinstance(page, Ranked) else ""
    return {
        "next_url": page.next and f"?cursor={page.next}{order}#thread",
        "previous_url": page.previous and f"?cursor={page.previous}{order}#thread",
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
