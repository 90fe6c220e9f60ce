"""Calling residents and members together: what a forum's page says becomes its record."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from deliberation.models import Forum, ParticipationPolicy, Session, Thread
from district.calendar import day
from district.models import Person, Post
from district.refusals import Refusal
from realtime.publish import Address, publish, reopen
from search import entries

LEDGER = Address("ledger", "deliberation")
WRITTEN = frozenset(
    {
        "title", "slug", "body", "purpose", "outcome", "url", "source",
        "printed_when", "printed_attendances", "printed_people", "printed_issues", "printed_core_issues",
    }
)  # fmt: skip
# Where sessions wait while two of them change places: no forum has as many.
ASIDE = 10_000


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """One session as the page has it, told apart by the id of its block."""

    key: UUID
    ordinal: int
    title: str
    area: str = ""
    place: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    facilitator: Post | None = None

    def check_hours(self) -> None:
        """Refuse an evening without an end, or with one before its beginning."""
        if (self.starts_at is None) != (self.ends_at is None):
            raise Refusal(
                "session_hours_incomplete", _("회차의 여는 때와 마치는 때를 함께 적어 주세요."), status=422
            )
        if self.starts_at is not None and self.ends_at is not None:
            Thread(opens_at=self.starts_at, closes_at=self.ends_at).check_order()

    def differs_from(self, session: Session) -> bool:
        """Whether the page says something else than the record."""
        return any(getattr(session, name) != getattr(self, name) for name in SAID)


SAID = tuple(field.name for field in fields(SessionDraft) if field.name != "key")


@transaction.atomic
def open_forum(
    *,
    title: str,
    sessions: Sequence[SessionDraft],
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    **written: Any,
) -> Forum:
    """Call residents and members together; each session waits for its facilitator."""
    check_sessions(None, sessions)
    forum = Forum(title=title, published_at=at, policy=ParticipationPolicy.objects.on(day(at)))
    _write(forum, written)
    forum.save()
    _lay_sessions(forum, sessions)
    _file_forum(forum)
    publish(LEDGER, "forum.opened", forum, by=by, at=at, ref=ref)
    return forum


@transaction.atomic
def amend_forum(
    forum: Forum,
    *,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
    sessions: Sequence[SessionDraft] | None = None,
    **written: Any,
) -> Forum:
    """Say it anew; handing over the same words again changes nothing and tells nobody."""
    forum = Forum.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
    changed = _write(forum, written)
    moved: list[Session] = []
    if sessions is not None:
        # Threads before sessions, as everywhere; in one order, for two editors may amend at once.
        list(Thread.objects.locked().filter(session__forum=forum).order_by("pk"))
        check_sessions(forum, sessions)
        moved, other = _lay_sessions(forum, sessions)
        changed |= {"sessions"} if moved or other else set()
    if changed:
        forum.save()
        _file_forum(forum)
    if changed - {"url"}:
        _tell(forum, moved, by=by, at=at, ref=ref)
    return forum


def _tell(forum: Forum, moved: list[Session], *, by: Person | None, at: datetime, ref: UUID | None) -> None:
    """Whoever waits before a session hears that it has moved; the ledger keeps the act."""
    # Several rooms, but each under its thread's lock and all under the forum's: no two acts wait crosswise.
    for session in moved:
        if session.room is not None:
            publish(session.room, "session.amended", session, by=by, at=at)
    publish(LEDGER, "forum.amended", forum, by=by, at=at, ref=ref)


@transaction.atomic
def record_past_session(
    forum: Forum,
    *,
    ordinal: int,
    title: str,
    by: Person | None,
    at: datetime,
    area: str = "",
    place: str = "",
    ref: UUID | None = None,
) -> Session:
    """Tell of a session that was held on paper, without inventing an hour; told again, it changes nothing."""
    forum = Forum.objects.select_for_update(of=("self",), no_key=True).get(pk=forum.pk)
    told = {"title": title, "area": area, "place": place}
    if there := forum.sessions.filter(ordinal=ordinal).first():
        if there.on_paper and all(getattr(there, name) == value for name, value in told.items()):
            return there
        raise ordinal_taken()
    session = Session.objects.create(forum=forum, ordinal=ordinal, **told)
    _file_session(session)
    publish(LEDGER, "session.recorded", session, by=by, at=at, ref=ref)
    return session


def check_sessions(forum: Forum | None, drafts: Sequence[SessionDraft]) -> None:
    """Refuse what the record could not bear: half an hour, a number twice, another evening than was held."""
    for draft in drafts:
        draft.check_hours()
    laid = list(forum.sessions.select_related("facilitator")) if forum else []
    ordinals = [draft.ordinal for draft in drafts] + [one.ordinal for one in laid if one.on_paper]
    if len(set(ordinals)) < len(ordinals):
        raise ordinal_taken()
    by_key = {draft.key: draft for draft in drafts}
    for session in laid:
        draft_of = by_key.get(session.key) if session.key else None
        if session.opened_at is not None and (draft_of is None or draft_of.differs_from(session)):
            raise Refusal("session_underway", _("이미 연 회차는 고치거나 지울 수 없습니다."), status=409)


def ordinal_taken() -> Refusal:
    """Two sessions of one forum under one number."""
    return Refusal("session_ordinal_taken", _("같은 회차 번호를 두 번 쓸 수 없습니다."), status=409)


def _write(forum: Forum, written: dict[str, Any]) -> set[str]:
    """Take over what the page says, and tell what is new in it."""
    if unknown := written.keys() - WRITTEN:
        raise TypeError(f"a forum has no {', '.join(sorted(unknown))}")
    new = {name for name, value in written.items() if getattr(forum, name) != value}
    for name in new:
        setattr(forum, name, written[name])
    return new


def _lay_sessions(forum: Forum, drafts: Sequence[SessionDraft]) -> tuple[list[Session], bool]:
    """Let the sessions follow the page, by their keys; which of them moved, and whether any came or went."""
    laid = {session.key: session for session in forum.sessions.visible_to(None).filter(key__isnull=False)}
    keys = {draft.key for draft in drafts}
    dropped = [session for key, session in laid.items() if key not in keys]
    for session in dropped:
        _drop(session)
    moving = [draft.key for draft in drafts if draft.key in laid and draft.ordinal != laid[draft.key].ordinal]
    forum.sessions.filter(key__in=moving).update(ordinal=F("ordinal") + ASIDE)
    moved = [draft for draft in drafts if draft.key in laid and draft.differs_from(laid[draft.key])]
    new = [draft for draft in drafts if draft.key not in laid]
    told = [_lay(laid[draft.key], draft) for draft in moved]
    for draft in new:
        _lay(Session(forum=forum, key=draft.key), draft)
    return told, bool(dropped or new)


def _lay(session: Session, draft: SessionDraft) -> Session:
    """One session as the page has it; with its hours it gets the place where it will be held."""
    for name in SAID:
        setattr(session, name, getattr(draft, name))
    gone = _lay_hours(session)
    session.save()
    if gone is not None:
        _leave(gone)
    _file_session(session)
    return session


def _lay_hours(session: Session) -> Thread | None:
    """Keep the talk to its hours; answers a talk that has lost them."""
    thread = session.thread
    if session.starts_at is None or session.ends_at is None:
        session.thread = None
        return thread
    if thread is None:
        session.thread = Thread(by_hand=True, opens_at=session.starts_at, closes_at=session.ends_at)
        session.thread.save()
    else:
        thread.opens_at, thread.closes_at = session.starts_at, session.ends_at
        thread.save(update_fields=["opens_at", "closes_at"])
    return None


def _drop(session: Session) -> None:
    """A session that was never opened is no proceeding: it goes with its page's block."""
    entries.withdraw(session)
    thread = session.thread
    session.delete()
    if thread is not None:
        _leave(thread)


def _leave(thread: Thread) -> None:
    """Turn out who waits where nothing will be said."""
    room = thread.room
    thread.delete()
    reopen(room)


def _file_forum(forum: Forum) -> None:
    """Let the forum be found."""
    entries.file(
        forum,
        kind="forum",
        title=forum.title,
        words="\n".join([forum.purpose, forum.outcome, *forum.sessions.values_list("title", flat=True)]),
        url=forum.get_absolute_url(),
        on=day(forum.published_at),
    )


def _file_session(session: Session) -> None:
    """Let an evening be found by what it is about."""
    entries.file(
        session,
        kind="forum",
        title=session.title,
        words="\n".join([session.area, session.place]),
        url=session.get_absolute_url(),
        on=day(session.starts_at or session.forum.published_at),
        state=session.status,
    )
