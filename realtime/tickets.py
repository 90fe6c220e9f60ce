"""A ticket lets a browser into one room for one minute: sealed, so that it needs no look at the database."""

import base64
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from itertools import batched
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user, get_user_model
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from rest_framework.request import Request

from district.models import Posting
from district.refusals import Refusal
from district.visitors import person_of
from realtime.kinds import Address, room_at
from realtime.models import Room
from realtime.sinks import Holder

if TYPE_CHECKING:
    from district.models import Person

COOKIE, TOKEN, ANONYMOUS = "cookie", "token", "anonymous"
AT_ONCE = 1000


class Ticket(NamedTuple):
    """Who may enter which room, how they signed in, and until when."""

    person: int | None
    room: str
    rights: list[str]
    via: str
    session: str
    until: float
    stamp: str = ""

    @property
    def holder(self) -> Holder | None:
        """Who listens by it; nobody whose rights could change."""
        return Holder(self.person, self.session, self.stamp) if self.person and self.session else None


def seal(ticket: Ticket) -> str:
    """Make it unreadable and unforgeable: it names a session, and a script may see it."""
    return safe().encrypt(json.dumps(ticket).encode()).decode()


def verify(text: object, room: Address, at: datetime) -> Ticket:
    """The ticket, if it is ours, of this room and in time."""
    try:
        ticket = Ticket(*json.loads(safe().decrypt(str(text).encode("ascii", "replace"))))
    except (InvalidToken, ValueError, TypeError):
        raise Refusal(
            "ticket_forged", _("입장권이 올바르지 않습니다. 새 입장권을 받아 주세요."), 403
        ) from None
    if ticket.room != str(room):
        raise Refusal("ticket_other_room", _("다른 방의 입장권입니다."), 403)
    if at.timestamp() >= ticket.until:
        raise Refusal("ticket_expired", _("입장권의 시간이 지났습니다. 새 입장권을 받아 주세요."), 403)
    return ticket


def holder_of(request: HttpRequest | Request, person: "Person | None") -> Holder | None:
    """Who asks, by which session, and on what their rights rest now."""
    return Holder(person.pk, way_of(request)[1], stamp_of(person)) if person else None


def renewed(ticket: Ticket, at: datetime) -> Ticket | None:
    """The same for another minute, once a quarter of this one is over; handed out over an open line alone."""
    # A browser pings every 20 s: whenever its line is cut, what it holds is good for half a minute more.
    if ticket.until - at.timestamp() > settings.TICKET_SECONDS * 3 / 4:
        return None
    return ticket._replace(until=at.timestamp() + settings.TICKET_SECONDS)


def stamp_of(person: "Person") -> str:
    """What a person's rights rest on: the mark changes with password, level, account and offices."""
    offices = [(held.post_id, held.start, held.end) for held in person.offices_held]
    return mark_of(person.password, int(person.level), person.is_active, person.blocked_until, offices)


def mark_of(
    password: str, level: int, active: bool, blocked: datetime | None, offices: list[tuple[Any, ...]]
) -> str:
    """Short, and never outside a sealed ticket."""
    # An end that was never set adds nothing: tickets from before the house knew blocks still hold.
    ends = (blocked.timestamp(),) if blocked else ()
    facts = repr((password, level, active, *ends, sorted(map(repr, offices))))
    return hashlib.blake2b(facts.encode(), digest_size=8).hexdigest()


def standing(holders: Iterable[Holder], at: datetime) -> set[Holder]:
    """Those of them who may go on listening: signed in as they were, and still who they were."""
    still: set[Holder] = set()
    for some in batched(holders, AT_ONCE):
        keys = [holder.session for holder in some]
        alive = Session.objects.filter(session_key__in=keys, expire_date__gt=at)
        sessions = set(alive.values_list("session_key", flat=True))
        stamps = stamps_of({holder.person for holder in some})
        still |= {h for h in some if h.session in sessions and stamps.get(h.person) == h.stamp}
    return still


def stamps_of(people: set[int]) -> dict[int, str]:
    """The marks of many; rows and not records, for a full hall is looked at every second or two."""
    offices: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for pk, *held in Posting.objects.filter(person__in=people).values_list("person", "post", "start", "end"):
        offices[pk].append(tuple(held))
    rows = get_user_model().objects.filter(pk__in=people)
    return {
        pk: mark_of(password, level, active, blocked, offices[pk])
        for pk, password, level, active, blocked in rows.values_list(
            "pk", "password", "level", "is_active", "blocked_until"
        )
    }


def holder(ticket: Ticket) -> "Person | None":
    """Who holds it now: nobody, once they signed out, left or changed their password."""
    if ticket.person is None or not ticket.session:
        return None
    store = import_module(settings.SESSION_ENGINE).SessionStore(ticket.session)
    # The same look that every page takes, so that a socket never outlives what a page would refuse.
    user = get_user(cast(HttpRequest, SimpleNamespace(session=store)))
    return cast("Person", user) if user.pk == ticket.person else None


def issue(
    request: HttpRequest | Request, kind: str, key: str, at: datetime, rights: Iterable[str] | None = None
) -> dict[str, Any]:
    """A ticket with what a client needs to resume: where the room stands, and what it may do there."""
    address, rooms = room_at(kind, key)
    person = person_of(request)
    rights = sorted(rooms.enter(key, person, at) if rights is None else rights)
    mark = Room.objects.seq_of(kind, key)
    until = at + timedelta(seconds=settings.TICKET_SECONDS)
    (via, session), stamp = (way_of(request), stamp_of(person)) if person else ((ANONYMOUS, ""), "")
    pk = person.pk if person else None
    ticket = Ticket(pk, str(address), rights, via, session, until.timestamp(), stamp)
    return {
        "ticket": seal(ticket),
        "expires_at": timezone.localtime(until).isoformat(),
        "seq": mark.seq,
        "epoch": mark.epoch,
        "rights": rights,
    }


def live(
    request: HttpRequest, kind: str, key: object, at: datetime, rights: Iterable[str] | None = None
) -> dict[str, Any]:
    """All that a page must carry so that its script can follow the room; read it before the rows.

    A page that has asked already what its reader may do hands it on.
    """
    get_token(request)  # the script renews its ticket with the cookie's token
    place = {"kind": kind, "key": str(key)}
    return {
        "room": f"{kind}/{key}",
        **issue(request, kind, str(key), at, rights),
        "ticket_url": reverse("room-ticket", kwargs=place),
        "snapshot_url": reverse("room", kwargs=place),
        "events_url": reverse("room-events", kwargs=place),
        "socket_path": f"/ws/rooms/{kind}/{key}/",
    }


def way_of(request: HttpRequest | Request) -> tuple[str, str]:
    """How this person signed in, and by which session."""
    # A header proves nothing by itself: only DRF's authentication by that header sets `auth` to a session.
    token = getattr(getattr(request, "auth", None), "session_key", None)
    if token:
        return TOKEN, token
    return COOKIE, getattr(getattr(request, "session", None), "session_key", None) or ""


def safe() -> MultiFernet:
    """The key of the seal, and older ones while secrets are being changed."""
    return locks(settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


@cache
def locks(*secrets: str) -> MultiFernet:
    """Drawn once: a thousand readers may come in one second."""
    return MultiFernet([lock(secret) for secret in secrets])


def lock(secret: str | bytes) -> Fernet:
    """A key of its own, drawn from the house's secret."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"realtime.ticket" + force_bytes(secret)).digest()))
