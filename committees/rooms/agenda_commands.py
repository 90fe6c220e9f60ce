"""의사일정. What is laid and answered through the socket."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model

from committees.actions import introducing, rsvps
from committees.speakers import item_at, meeting_at
from district.intake import whole
from district.models import Person
from district.visitors import speaker
from realtime.kinds import Address, Command, Context

WORDS = ("title", "kind", "text", "source_label", "source_url", "reason")


def introduce(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Put one more matter before the members."""
    told: dict[str, Any] = {name: said.get(name) for name in WORDS}
    told |= {name: said[name] for name in ("disclosure", "ground") if name in said}
    held = meeting_at(room.key, by)
    return introducing.introduce(held, **told, by=speaker(by), at=context.at, ref=context.ref)


def withdraw(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Take it off again, and say why."""
    item = item_at(said.get("item"), by, meeting=whole(room.key))
    reason = said.get("reason")
    return introducing.withdraw_item(item, reason=reason, by=speaker(by), at=context.at, ref=context.ref)


def report(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """지난 의결사항 처리결과, as an item."""
    held, reason = meeting_at(room.key, by), said.get("reason")
    return introducing.introduce_past_orders(
        held, reason=reason, by=speaker(by), at=context.at, ref=context.ref
    )


def reply(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
    """Say whether one will come."""
    held, told = meeting_at(room.key, by), {"answer": said.get("answer"), "note": said.get("note")}
    return rsvps.send_rsvp(held, **told, by=speaker(by), at=context.at, ref=context.ref)


COMMANDS: Mapping[str, Command] = {
    "item.introduce": introduce,
    "item.withdraw": withdraw,
    "orders.introduce": report,
    "rsvp.send": reply,
}
