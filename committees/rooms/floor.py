"""Where the members of a meeting hear one another."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from committees.actions import meetings
from committees.models import Remark, Rsvp
from committees.replies import counts_of
from committees.rights import enter
from committees.rooms.drawing import noun_of
from committees.rows import remark_row, remarks_of
from committees.speakers import item_at, meeting_at
from district.intake import whole
from district.models import Person
from district.visitors import speaker
from realtime.kinds import Address, Command, Context
from realtime.models import Event


class FloorRoom:
    """A second room for the members: their remarks, and the bell after which closed words are read."""

    events: Mapping[str, str] = {
        "remark.posted": "위원이 안건에 서면으로 발언했습니다.",
        "rsvp.sent": "위원이 참석할지 알려 왔습니다.",
    }
    hiding: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.commands: Mapping[str, Command] = {"remark.post": self.post}

    def enter(self, key: str, person: Person | None, at: datetime) -> frozenset[str]:
        """For members and officers; whoever audits may listen, and that is written down."""
        held = meeting_at(key, person)
        return enter(held, person, purpose="floor", at=at).on_floor(held)

    def public(self, key: str) -> bool:
        """What members write to one another is theirs."""
        return False

    def snapshot(self, key: str, person: Person | None = None) -> dict[str, Any]:
        """Their newest remarks; who may hear them is asked at the door, by `enter`."""
        held = meeting_at(key, person)
        return {"remarks": remarks_of(held), "rsvps": counts_of(held)}

    def tally(self, key: str) -> dict[str, Any] | None:
        """Nothing is counted here."""
        return None

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """Each remark as it stands now."""
        at_hand = rows if rows is not None else at_desk(events)
        return [drawn(key, event, at_hand[event.row_key]) for event in events]

    def post(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Write a word on an item."""
        item = item_at(said.get("item"), by, meeting=whole(room.key))
        return meetings.post_remark(
            item, by=speaker(by), body=said.get("body", ""), at=context.at, ref=context.ref
        )


def at_desk(events: list[Event]) -> dict[str, Model]:
    """The rows of some events, each noun read once."""
    told: dict[str, Model] = {}
    for model in (Remark, Rsvp):
        noun = model._meta.model_name
        numbers = [event.row_id for event in events if noun_of(event) == noun]
        told |= {
            f"committees.{noun}/{each.pk}": each for each in model._default_manager.filter(pk__in=numbers)
        }
    return told


def drawn(key: str, event: Event, row: Model) -> dict[str, Any]:
    """A remark as it stands now, or how many mean to come; who does is the secretary's to know."""
    if isinstance(row, Rsvp):
        return {"rsvps": counts_of(meeting_at(key, None))}
    return {"remark": remark_row(row)}  # type: ignore[arg-type]
