"""Which kinds of room this house has: each app opens its own in `ready()`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.conf import settings
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _

from district.refusals import Refusal

if TYPE_CHECKING:
    from district.models import Person
    from realtime.door import Ref
    from realtime.models import Event


class Address(NamedTuple):
    """Where a room is: `thread/7`."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


@dataclass(frozen=True, slots=True)
class Context:
    """What a command is told beside its words: when it came, and its ref."""

    at: datetime
    ref: "Ref | None"


type Command = Callable[[Address, "Person | None", dict[str, Any], Context], Model]


class Rooms(Protocol):
    """All rooms of one kind: who may enter, what they see, what they may do."""

    events: Mapping[str, str]
    """Each event's name, with one Korean sentence that says what it means."""
    commands: Mapping[str, Command]
    """What may be done through the socket: the same verbs as the HTTP door."""
    hiding: frozenset[str]
    """Events after which older frames of the same row are drawn anew before they are replayed."""
    counting: frozenset[str]
    """Events whose data a later one of the same row supersedes inside a batch."""
    urgent: frozenset[str]
    """Events that wait for no batch."""

    def enter(self, key: str, person: "Person | None", at: datetime) -> frozenset[str]:
        """The rights of this person here; refuse with 404 what is not visible."""
        ...

    def public(self, key: str) -> bool:
        """Whether everybody may read here."""
        ...

    def snapshot(self, key: str, person: "Person | None" = None) -> dict[str, Any]:
        """What the room looks like now, for somebody who comes in late."""
        ...

    def render(
        self, key: str, events: "list[Event]", rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """The `data` of each event as its row stands now; `rows`, by `event.row_key`, spares the reading."""
        ...

    def tally(self, key: str) -> dict[str, Any] | None:
        """The room's running numbers."""
        ...


kinds: dict[str, Rooms] = {}
# A number the database can hold, or a name; never a NUL, a slash or ٣.
KEY = re.compile(r"[1-9][0-9]{0,17}|(?=.*[a-z])[0-9a-z][0-9a-z-]{0,63}")


def open_rooms(kind: str, rooms: Rooms) -> None:
    """Open the rooms of one kind, called by the app that owns them."""
    kinds[kind] = rooms


def draw(
    address: Address, events: "list[Event]", rows: Mapping[str, Model] | None = None
) -> list[dict[str, Any]]:
    """The `data` of each event in the district's own language: one request draws it for everybody."""
    with translation.override(settings.LANGUAGE_CODE):
        return kinds[address.kind].render(address.key, events, rows)


def rows_in(address: Address, event: "Event", data: Mapping[str, Any]) -> str:
    """The row an event is about, and those whose words its frame shows: with each it is hidden."""
    beside = getattr(kinds[address.kind], "beside", None)
    return " ".join([event.row_key, *(beside(data) if beside else ())])


def room_at(kind: str, key: str) -> tuple[Address, Rooms]:
    """The room at an address somebody wrote, and the rooms it belongs to; or a refusal."""
    if kind not in kinds or not KEY.fullmatch(key):
        raise Refusal("room_not_found", _("방을 찾을 수 없습니다."), 404)
    return Address(kind, key), kinds[kind]
