"""An old page and the frames since are a new page, in the meeting's room and on its floor."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from committees.actions import agenda, meetings, resolutions
from committees.models import AgendaItem, Attendance, Order, Resolution, Seat
from committees.rows import NEWEST
from district.refusals import Refusal
from papers.contents import Paper
from realtime.publish import reopen
from tests.cast import NOON, Draft, laid
from tests.committees import proceedings
from tests.realtime.machine import Stage, play

KINDS = ("report", "decide", "consider", "decide")
NOUNS = ("item", "attendance", "resolution", *proceedings.NOUNS)


def fold(page, data):
    """What every client does with a frame; the same in static/site/js."""
    held = {noun: {row["id"]: row for row in page[f"{noun}s"]} for noun in NOUNS}
    for noun in NOUNS:
        told = [*([data[noun]] if noun in data else []), *data.get(f"{noun}s", [])]
        held[noun] |= {row["id"]: row for row in told}
    proceedings.follow(held, data)
    items = [row for row in held["item"].values() if not row["withdrawn"]]
    return page | {
        "meeting": data.get("meeting", page["meeting"]),
        "items": sorted(items, key=lambda row: (row["order"], row["id"])),
        "attendances": sorted(held["attendance"].values(), key=lambda row: row["id"]),
        "resolutions": sorted(held["resolution"].values(), key=lambda row: row["id"]),
        **proceedings.lists(held),
    }


def fold_floor(page, data):
    remarks = {row["id"]: row for row in page["remarks"]} | {data["remark"]["id"]: data["remark"]}
    return page | {"remarks": sorted(remarks.values(), key=lambda row: row["id"])[-NEWEST:]}


class Sitting(proceedings.Proceedings, Stage):
    """A meeting in which anything may happen, in any order."""

    kinds = ("meeting", "floor")
    acts = (
        "come", "come", "check_in", "go", "call", "call", "call", "take_up", "take_up", "take_up", "finish",
        "resolve", "resolve", "order", "report", "recess", "resume", "resume", "adjourn", "remark", "remark",
        "shut", "open", "drop", "add", "turn", "rewrite", "move", "paper", "cancel", "reopen",
        *proceedings.ACTS,
    )  # fmt: skip

    def __init__(self, meeting, people, secretary, department, head, done):
        self.meeting, self.people, self.secretary = meeting, people, secretary
        self.department, self.head, self.at = department, head, NOON
        self.drafts = [
            Draft(key=UUID(int=n), kind=KINDS[n], title=f"안건 {n}", text=f"내용 {n}") for n in range(3)
        ]
        self.rooms = [meeting.room, meeting.floor_room, meeting.room]
        self.minutes, self.said, self.done = 0, set(), done
        self.lay()

    def do(self, what, n):
        self.minutes += 1
        self.at = NOON + timedelta(minutes=self.minutes)
        with suppress(Refusal, ZeroDivisionError, AgendaItem.DoesNotExist):
            getattr(self, what)(n)
            self.done.add(what)

    def drawn(self, address, page, name, data):
        return fold(page, data) if address.kind == "meeting" else fold_floor(page, data)

    def unspoken(self):
        items = list(AgendaItem.objects.all())
        self.said |= {words for item in items for words in (item.title, item.text)}
        shown = {words for item in items for words in (item.shown_title, item.text if item.is_open else "")}
        said, open_words = self.spoken()
        self.said |= said
        return frozenset(self.said - shown - open_words)

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

    def reopen(self, n):
        reopen(self.rooms[n % 2])


@pytest.fixture
def sitting(council, members, secretary, department, head, monkeypatch):
    """Opens a fresh meeting for each evening: sitting(what was done so far)."""
    monkeypatch.setattr("django.db.models.fields.files.FieldFile.save", lambda *args, **kwargs: None)
    council.rules.update(quorum="third")

    def begin(done):
        stage = Sitting(laid(council, items=[]), members, secretary, department, head, done)
        for what, n in (("come", 0), ("call", 0), ("take_up", 1)):
            stage.do(what, n)
        return stage

    return begin


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(("examples", "steps"), [(3, 12), pytest.param(60, 40, marks=pytest.mark.long)])
def test_an_old_page_and_the_frames_since_are_a_new_page(sitting, examples, steps):
    done = set()
    play(lambda: sitting(done), examples, steps)
    if examples > 50:
        assert done >= {*Sitting.acts, *proceedings.DEEDS}  # nothing was only ever refused
