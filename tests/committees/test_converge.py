"""An old snapshot and the frames since are a new snapshot, in the meeting's room and on its floor."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from committees.actions import agenda, meetings, resolutions
from committees.models import AgendaItem, Attendance, Order, Resolution, Seat
from committees.rooms import FloorRoom, MeetingRoom
from committees.rows import NEWEST
from district.refusals import Refusal
from papers.contents import Paper
from realtime.models import Room
from tests.cast import NOON, Draft, laid
from tests.committees.acts import drawn

ROOM, FLOOR = MeetingRoom(), FloorRoom()
ACTS = [
    "come", "come", "check_in", "go", "call", "call", "call", "take_up", "take_up", "take_up", "finish",
    "resolve", "resolve", "order", "report", "recess", "resume", "adjourn", "remark", "remark",
    "shut", "open", "drop", "add", "turn", "rewrite", "move", "paper", "cancel",
]  # fmt: skip
BEGINNINGS = [
    [],
    [("come", 0), ("call", 0)],
    [("come", 0), ("come", 4), ("remark", 1), ("call", 0), ("take_up", 1)],
    [("come", 0), ("come", 2), ("call", 0), ("take_up", 1), ("resolve", 0), ("order", 0)],
]
act = st.tuples(st.sampled_from(ACTS), st.integers(0, 9))
KINDS = ("report", "decide", "consider", "decide")


def fold(snapshot, frames, tally):
    """What every client does with the frames; the same in static/site/js."""
    meeting = snapshot["meeting"]
    held = {noun: {row["id"]: row for row in snapshot[f"{noun}s"]} for noun in NOUNS}
    for _, data in frames:
        meeting = data.get("meeting", meeting)
        told = {noun: [data[noun]] if noun in data else [] for noun in NOUNS}
        told["item"] += data.get("items", [])
        for noun, rows in told.items():
            held[noun] |= {row["id"]: row for row in rows}
    items = [row for row in held["item"].values() if not row["withdrawn"]]
    return {
        "meeting": meeting,
        "items": sorted(items, key=lambda row: (row["order"], row["id"])),
        "attendances": sorted(held["attendance"].values(), key=lambda row: row["id"]),
        "resolutions": sorted(held["resolution"].values(), key=lambda row: row["id"]),
        "tally": tally,
    }


NOUNS = ("item", "attendance", "resolution")


def fold_floor(snapshot, frames):
    remarks = {row["id"]: row for row in snapshot["remarks"]}
    remarks |= {data["remark"]["id"]: data["remark"] for _, data in frames}
    return {"remarks": sorted(remarks.values(), key=lambda row: row["id"])[-NEWEST:]}


class Hall:
    """A meeting in which anything may happen, in any order."""

    def __init__(self, meeting, people, secretary, department, head):
        self.meeting, self.people, self.secretary = meeting, people, secretary
        self.department, self.head, self.at = department, head, NOON
        self.drafts = [
            Draft(key=UUID(int=n), kind=KINDS[n], title=f"안건 {n}", text=f"내용 {n}") for n in range(3)
        ]
        self.minutes, self.done = 0, set()
        self.lay()

    def do(self, what, n):
        """One act, or its refusal: both must leave the readers with the truth."""
        self.minutes += 1
        self.at = NOON + timedelta(minutes=self.minutes)
        with suppress(Refusal, ZeroDivisionError, AgendaItem.DoesNotExist):
            getattr(self, what)(n)
            self.done.add(what)

    def nth(self, rows, n):
        rows = list(rows.order_by("pk"))
        return rows[n % len(rows)]

    def item(self, n):
        return self.nth(AgendaItem.objects.all(), n)

    @property
    def floor(self):
        return AgendaItem.objects.get(state="on_floor")

    def lay(self, drafts=None, **facts):
        drafts = self.drafts if drafts is None else drafts
        laid(
            self.meeting.round.convener,
            items=drafts,
            meeting=self.meeting,
            at=self.at,
            reason="까닭",
            **facts,
        )
        self.drafts = drafts

    def come(self, n):
        seats = list(Seat.objects.filter(body=self.meeting.round.convener).order_by("number"))
        for seat in (seats * 2)[n : n + 4]:
            with suppress(Refusal):
                meetings.take_roll(
                    self.meeting, seat=seat.pk, mode="in_person", by=self.secretary, at=self.at
                )

    def check_in(self, n):
        meetings.check_in(self.meeting, by=self.people[n], at=self.at)

    def go(self, n):
        meetings.end_attendance(self.nth(Attendance.objects.all(), n), by=self.secretary, at=self.at)

    def call(self, n):
        meetings.call_to_order(self.meeting, by=self.secretary, at=self.at)

    def recess(self, n):
        meetings.recess(self.meeting, by=self.secretary, at=self.at)

    def resume(self, n):
        meetings.resume(self.meeting, by=self.secretary, at=self.at)

    def adjourn(self, n):
        if n > 7:  # else little would happen after it
            meetings.adjourn(self.meeting, by=self.secretary, at=self.at)

    def cancel(self, n):
        if n == 9:
            agenda.cancel_meeting(self.meeting, reason="까닭", by=self.secretary, at=self.at)

    def take_up(self, n):
        meetings.take_up(self.item(n), by=self.secretary, at=self.at)

    def finish(self, n):
        meetings.finish(self.floor, by=self.secretary, at=self.at)

    def resolve(self, n):
        resolutions.record_resolution(
            self.floor,
            form="adopted", method="unanimous", text="원안대로", by=self.secretary, at=self.at,
        )  # fmt: skip

    def order(self, n):
        resolutions.place_order(
            self.nth(Resolution.objects.all(), n), what=f"할 일 {n}", department=self.department, due=None,
            by=self.secretary, at=self.at,
        )  # fmt: skip

    def report(self, n):
        resolutions.report_order(self.nth(Order.objects.all(), n), report="했음", by=self.head, at=self.at)

    def remark(self, n):
        meetings.post_remark(self.item(n), by=self.people[n], body=f"말 {self.minutes}", at=self.at)

    def shut(self, n):
        self.amend(n, disclosure="closed" if n % 2 else "partial", ground="근거")

    def open(self, n):
        self.amend(n, disclosure="open", ground="")

    def rewrite(self, n):
        self.amend(n, text=f"내용 {self.minutes}", title=f"안건 {self.minutes}")

    def amend(self, n, **words):
        place = n % len(self.drafts)
        self.lay([replace(each, **words) if n_ == place else each for n_, each in enumerate(self.drafts)])

    def drop(self, n):
        place = n % len(self.drafts)
        if len(self.drafts) > 1:
            self.lay([each for n_, each in enumerate(self.drafts) if n_ != place])

    def add(self, n):
        if n not in {each.key.int for each in self.drafts}:
            fresh = Draft(key=UUID(int=n), kind=KINDS[n % 4], title=f"안건 {n}", text=f"내용 {n}")
            self.lay([*self.drafts[: n % 3], fresh, *self.drafts[n % 3 :]])

    def turn(self, n):
        self.lay(self.drafts[::-1])

    def move(self, n):
        self.lay(place=f"{n}층")

    def paper(self, n):
        agenda._lay_paper(self.item(n), Paper(f"자료{n}.txt", "txt", b"a"), by=self.secretary, at=self.at)


@pytest.fixture
def hall(council, members, secretary, department, head, monkeypatch):
    """Opens a fresh hall for each example."""
    monkeypatch.setattr("django.db.models.fields.files.FieldFile.save", lambda *args, **kwargs: None)
    council.rules.update(quorum="third")
    return lambda: Hall(laid(council, items=[]), members, secretary, department, head)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("examples", [4, pytest.param(200, marks=pytest.mark.long)])
def test_an_old_snapshot_and_the_frames_since_are_a_new_snapshot(hall, examples):
    done = set()

    @settings(
        max_examples=examples, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )
    @given(
        beginning=st.sampled_from(BEGINNINGS),
        before=st.lists(act, max_size=4),
        after=st.lists(act, min_size=5, max_size=20),
        late=st.booleans(),
    )
    def converges(beginning, before, after, late):
        with transaction.atomic():
            open_hall = hall()
            check(open_hall, [*beginning, *before], after, late)
            done.update(open_hall.done)
            transaction.set_rollback(True)

    converges()
    if examples > 100:
        assert done == set(ACTS)  # nothing was only ever refused


def check(hall, before, after, late):
    key = str(hall.meeting.pk)
    for what in before:
        hall.do(*what)
    seqs = {kind: Room.objects.seq_of(kind, key).seq for kind in ("meeting", "floor")}
    old, old_floor = ROOM.snapshot(key), FLOOR.snapshot(key)
    live = []
    for what in after:
        hall.do(*what)
        live += drawn(ROOM, hall.meeting.room, seqs["meeting"] + len(live))
    new, tally = ROOM.snapshot(key), ROOM.tally(key)
    frames = drawn(ROOM, hall.meeting.room, seqs["meeting"])
    assert fold(old, frames if late else live, tally) == new
    # Frames that arrive again after a resume, drawn anew, change nothing.
    assert fold(new, frames, tally) == new
    said = drawn(FLOOR, hall.meeting.floor_room, seqs["floor"])
    assert fold_floor(old_floor, said) == FLOOR.snapshot(key)
