"""Where everybody hears a meeting, and where its members hear one another."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from committees.actions import agenda, meetings, resolutions
from committees.models import Meeting, Remark, Resolution
from committees.rights import enter, rights_of
from committees.rows import (
    attendance_rows,
    item_rows,
    meeting_row,
    quorum_row,
    remark_row,
    remarks_of,
    resolution_row,
    snapshot_of,
)
from committees.speakers import attendance_at, item_at, meeting_at
from district.intake import whole
from district.models import Person
from district.visitors import speaker
from realtime.kinds import Address, Command, Context
from realtime.models import Event


class MeetingRoom:
    """The page of a meeting lives here, for members, gallery and projector alike."""

    events: Mapping[str, str] = {
        "agenda.laid": "회의를 소집하여 의사일정을 알렸습니다.",
        "agenda.changed": "통지한 의사일정을 바꾸었습니다.",
        "item.laid": "안건을 올렸습니다.",
        "item.changed": "안건을 고쳤습니다.",
        "item.withdrawn": "안건을 뺐습니다.",
        "item.taken_up": "안건을 상정했습니다.",
        "item.finished": "안건을 마쳤습니다.",
        "attendance.recorded": "위원이 출석했습니다.",
        "attendance.ended": "위원이 자리를 떠났습니다.",
        "meeting.called": "개의했습니다.",
        "meeting.led": "위원장이 없어 직무를 대행할 분을 정했습니다.",
        "meeting.given_back": "위원장이 와서 직무대행을 마쳤습니다.",
        "meeting.recessed": "정회했습니다.",
        "meeting.resumed": "속개했습니다.",
        "meeting.adjourned": "산회했습니다.",
        "meeting.cancelled": "회의를 취소했습니다.",
        "resolution.recorded": "의결을 적었습니다.",
        "order.placed": "의결에 따라 부서에 할 일을 맡겼습니다.",
        "order.reported": "부서가 처리 결과를 보고했습니다.",
    }
    hiding = frozenset({"item.changed", "item.withdrawn"})
    counting: frozenset[str] = frozenset()
    urgent = frozenset(
        {
            "meeting.called",
            "meeting.recessed",
            "meeting.resumed",
            "meeting.adjourned",
            "meeting.cancelled",
            "item.taken_up",
            "item.finished",
        }
    )

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
        return quorum_row(meeting_at(key, None))

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """What each event means now; always as the table has it, for what was open may be closed since."""
        drawn = Drawing(meeting_at(key, None), events)
        return [drawn.data(event) for event in events]

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


class Drawing:
    """The rows behind some events of one meeting: each noun is read once, however many events."""

    def __init__(self, meeting: Meeting, events: list[Event]) -> None:
        self.meeting = meeting_row(meeting)
        told = {pk for event in events for pk in numbers_in(event, "agendaitem")}
        items = list(meeting.items.filter(pk__in=told)) if told else []
        self.items = dict(zip((item.pk for item in items), item_rows(items), strict=True)) if items else {}
        there = list(meeting.attendances.filter(pk__in=rows_in(events, "attendance")))
        rows = attendance_rows(meeting, there) if there else []
        self.attendances = {row["id"]: row for row in rows}
        self.resolutions: dict[int, dict[str, Any]] = {}
        self.by_order: dict[int, int] = {}
        if rows_in(events, "resolution") or rows_in(events, "order"):
            for each in Resolution.objects.visible_to(None).filter(item__meeting=meeting):
                self.resolutions[each.pk] = resolution_row(each)
                self.by_order |= {order.pk: each.pk for order in each.orders.all()}

    def data(self, event: Event) -> dict[str, Any]:
        """The whole rows that changed."""
        noun, pk = noun_of(event), int(event.row_id)
        items = [self.items[each] for each in numbers_in(event, "agendaitem")]
        match noun:
            case "agendaitem":
                return {"item": self.items[pk], "items": items, "meeting": self.meeting}
            case "attendance":
                return {"attendance": self.attendances[pk]}
            case "resolution":
                return {"resolution": self.resolutions[pk], "items": items}
            case "order":
                return {"resolution": self.resolutions[self.by_order[pk]]}
        return {"meeting": self.meeting, "items": items}


def noun_of(event: Event) -> str:
    """agendaitem, attendance …"""
    return event.row_key.partition("/")[0].rpartition(".")[2]


def rows_in(events: list[Event], noun: str) -> list[int]:
    """The numbers of the rows of one noun."""
    return [int(event.row_id) for event in events if noun_of(event) == noun]


def numbers_in(event: Event, noun: str) -> list[int]:
    """The items an event is about: its row, and those that changed with it."""
    own = [int(event.row_id)] if noun_of(event) == noun else []
    return list(dict.fromkeys([*event.facts.get("items", []), *own]))


class FloorRoom:
    """A second room for the members: their remarks, and the bell after which closed words are read."""

    events: Mapping[str, str] = {"remark.posted": "위원이 안건에 서면으로 발언했습니다."}
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
        return {"remarks": remarks_of(meeting_at(key, person))}

    def tally(self, key: str) -> dict[str, Any] | None:
        """Nothing is counted here."""
        return None

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """Each remark as it stands now."""
        told = Remark.objects.filter(pk__in=[event.row_id for event in events])
        at_hand = rows if rows is not None else {f"committees.remark/{each.pk}": each for each in told}
        return [{"remark": remark_row(at_hand[event.row_key])} for event in events]  # type: ignore[arg-type]

    def post(self, room: Address, by: Person | None, said: dict[str, Any], context: Context) -> Model:
        """Write a word on an item."""
        item = item_at(said.get("item"), by, meeting=whole(room.key))
        return meetings.post_remark(
            item, by=speaker(by), body=said.get("body", ""), at=context.at, ref=context.ref
        )
