"""A ticket lets a browser into one room for one minute: sealed, so that it needs no look at the database."""

import base64
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import gettext as _
from rest_framework.request import Request

from district.refusals import Refusal
from district.visitors import person_of
from realtime.kinds import Address, room_at
from realtime.models import Room

if TYPE_CHECKING:
    from district.models import Person

COOKIE, TOKEN, ANONYMOUS = "cookie", "token", "anonymous"


class Ticket(NamedTuple):
    """Who may enter which room, how they signed in, and until when."""

    person: int | None
    room: str
    rights: list[str]
    via: str
    session: str
    until: float


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
    via, session = way_of(request) if person else (ANONYMOUS, "")
    ticket = Ticket(person.pk if person else None, str(address), rights, via, session, until.timestamp())
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
    return MultiFernet([lock(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def lock(secret: str | bytes) -> Fernet:
    """A key of its own, drawn from the house's secret."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"realtime.ticket" + force_bytes(secret)).digest()))
