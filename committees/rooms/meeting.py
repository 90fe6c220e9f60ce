"""Where everybody hears a meeting."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from committees.actions import agenda, meetings, resolutions
from committees.models import Meeting
from committees.rights import rights_of
from committees.rooms import agenda_commands, floor_commands, vote_commands
from committees.rooms.drawing import Drawing
from committees.rooms.events import EVENTS, URGENT
from committees.rows import snapshot_of, tally_of
from committees.speakers import attendance_at, item_at, meeting_at
from district.intake import whole
from district.models import Person
from district.visitors import speaker
from realtime.kinds import Address, Command, Context
from realtime.models import Event


class MeetingRoom:
    """The page of a meeting lives here, for members, gallery and projector alike."""

    events: Mapping[str, str] = EVENTS
    hiding = frozenset({"item.changed", "item.withdrawn", "gist.changed"})
    counting: frozenset[str] = frozenset()
    urgent = URGENT

    def __init__(self) -> None:
        self.commands: Mapping[str, Command] = {
            "attendance.check_in": self.check_in,
            "attendance.record": self.record,
            "attendance.end": self.end,
            "meeting.call": turned(meetings.call_to_order),
            "meeting.recess": turned(meetings.recess),
            "meeting.resume": turned(meetings.resume),
            "meeting.adjourn": turned(meetings.adjourn),
            "meeting.cancel": self.cancel,
            "item.take_up": self.take_up,
            "item.finish": self.finish,
            "resolution.record": self.resolve,
            **floor_commands.COMMANDS,
            **vote_commands.COMMANDS,
            **agenda_commands.COMMANDS,
        }

    def enter(self, key: str, person: Person | None, at: datetime) -> frozenset[str]:
        """Everybody may listen; what somebody may do here is for the action to say."""
        return rights_of(meeting_at(key, person), person, at).in_meeting

    def public(self, key: str) -> bool:
        """A meeting has a gallery; of what is closed it hears the number."""
        return True

    def snapshot(self, key: str, person: Person | None = None) -> dict[str, Any]:
        """The agenda, who is there, and what was decided."""
        return snapshot_of(meeting_at(key, person))

    def tally(self, key: str) -> dict[str, Any] | None:
        """Whether enough are there."""
        return tally_of(meeting_at(key, None))

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """What each event means now; always as the table has it, for what was open may be closed since."""
        drawn = Drawing(meeting_at(key, None), events)
        return [drawn.data(event) for event in events]

    def beside(self, data: dict[str, Any]) -> list[str]:
        """Whoever keeps out of an item is named before it is taken up: once it is closed, no more."""
        return [f"committees.agendaitem/{data['recusal']['item']}"] if "recusal" in data else []

    def check_in(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Say that one is there."""
        held = meeting_at(room.key, by)
        code = said.get("code") or ""
        return meetings.check_in(held, by=speaker(by), code=code, at=context.at, ref=context.ref)

    def record(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Take the roll."""
        return meetings.take_roll(
            meeting_at(room.key, by),
            seat=said.get("seat"),
            mode=said.get("mode"),
            by=speaker(by),
            at=context.at,
            ref=context.ref,
        )

    def end(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Say that somebody goes."""
        attendance = attendance_at(said.get("attendance"), by, meeting=whole(room.key))
        return meetings.end_attendance(attendance, by=speaker(by), at=context.at, ref=context.ref)

    def cancel(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Call it off, and say why."""
        held, reason = meeting_at(room.key, by), said.get("reason", "")
        return agenda.cancel_meeting(held, reason=reason, by=speaker(by), at=context.at, ref=context.ref)

    def take_up(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Bring an item to the floor."""
        item = item_at(said.get("item"), by, meeting=whole(room.key))
        return meetings.take_up(item, by=speaker(by), at=context.at, ref=context.ref)

    def finish(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Be done with it."""
        item = item_at(said.get("item"), by, meeting=whole(room.key))
        return meetings.finish(item, by=speaker(by), at=context.at, ref=context.ref)

    def resolve(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Write down how it ended."""
        return resolutions.record_resolution(
            item_at(said.get("item"), by, meeting=whole(room.key)),
            form=said.get("form"),
            method=said.get("method"),
            text=said.get("text", ""),
            yes=said.get("yes"),
            no=said.get("no"),
            abstain=said.get("abstain"),
            by=speaker(by),
            at=context.at,
            ref=context.ref,
        )


def turned(act: Callable[..., Meeting]) -> Command:
    """The command of an act that is done to a meeting as a whole."""

    def command(room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        return act(meeting_at(room.key, by), by=speaker(by), at=context.at, ref=context.ref)

    return command
