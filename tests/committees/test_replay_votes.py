"""The recorded roll calls of a city council of fifteen, put again through motions and roll calls.

CHEONG_DATA holds them (votes/): 2,690 items of two years with fifteen entries each, 40,350 in all; no name is
taken over. With --long all are replayed; else each hundredth item, and every one that is known to be apart.

How a record is read. YES, NO and ABST were there and answered. AWVT (away when the vote was taken), ABSNT and
ABSNT_CB were not in the room: one item (7 to 6, one away) carried by a majority of thirteen, not of fourteen.
N/A: on 71 items nobody was asked, for they were deleted or needed no action; one more has a single YES beside
fourteen N/A, which is no vote: it is refused for want of a quorum.
"""

import csv
import gzip
import os
from collections import Counter
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from committees.actions.agenda import Draft
from committees.actions.meetings import adjourn, call_to_order, end_attendance, take_roll, take_up
from committees.actions.motions import move, second
from committees.actions.voting import cast_ballot, close_vote, open_vote
from committees.models import Attendance, Ballot, Body, BodyRule, Membership, Office, Seat, Term
from district.refusals import Refusal
from tests.cast import BEGINNING, in_office, laid, several
from tests.committees.acts import gather, items_of, seats_in

DATA = Path(os.environ.get("CHEONG_DATA", "/nowhere")) / "votes"
published = pytest.mark.skipif(not DATA.exists(), reason="CHEONG_DATA names no folder with votes/")
pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEOUL = ZoneInfo("Asia/Seoul")
YEARS = (2020, 2021)
CHOICES = {"YES": "yes", "NO": "no", "ABST": "abstain"}
OUT_OF_THE_ROOM = {"AWVT", "ABSNT", "ABSNT_CB"}
COUNCIL = 15
# By the year and the place in its file. `passed` says whether the matter was approved, not whether the motion
# was: these motions to deny carried, and so the matter was denied.
DENIED = {
    2020: [51, 113, 162, 311, 380, 543, 544, 685, 865, 1196],
    2021: [
        147, 213, 217, 219, 221, 223, 289, 300, 389, 510, 555, 895, 910, 912, 921, 979, 1238, 1356, 1357,
        1486,
    ],
}  # fmt: skip
# Printed as approved by 4 to 10, 5 to 9 and 5 to 9: the vote of an amendment, or a slip of the record.
APPROVED_BY_THE_FEW = {2020: [], 2021: [71, 160, 304]}
# One YES beside fourteen N/A of an item that was deleted.
NO_VOTE_AT_ALL = {2020: [], 2021: [761]}


class Entry:
    """One item of the record with its fifteen entries."""

    def __init__(self, year, place, item, roll):
        assert {each["item_key"] for each in roll} == {item["item_key"]}
        self.year, self.place, self.item = year, place, item
        self.day = item["event_date"]
        self.roll = {each["member"]: each["vote"] for each in roll}
        assert len(self.roll) == COUNCIL

    @property
    def answers(self):
        return {who: CHOICES[said] for who, said in self.roll.items() if said in CHOICES}

    @property
    def printed(self):
        """Yes, no and abstentions, as the file of items has them."""
        return tuple(int(self.item[side]) for side in ("yes", "no", "abstain"))

    @property
    def known(self):
        """Why it is looked at in every run; else nothing."""
        lists = {"denied": DENIED, "approved by the few": APPROVED_BY_THE_FEW, "no vote": NO_VOTE_AT_ALL}
        return next((why for why, told in lists.items() if self.place in told[self.year]), "")


def rows(name):
    with gzip.open(DATA / name, "rt", encoding="utf-8", errors="replace") as told:
        return list(csv.DictReader(told))


def record():
    """Every item of both years in the order of the files; keys are not unique, places are."""
    entries = []
    for year in YEARS:
        items, votes = (rows(f"dallas_{year}_{noun}.csv.gz") for noun in ("items", "votes"))
        assert len(votes) == COUNCIL * len(items)
        rolls = (votes[n : n + COUNCIL] for n in range(0, len(votes), COUNCIL))
        entries += [Entry(year, place, *both) for place, both in enumerate(zip(items, rolls, strict=True))]
    return entries


class House:
    """A council of fifteen seats whose members come and go as the record has it, under invented names."""

    def __init__(self, department, dong, entries):
        self.body = Body.objects.create(
            kind_id="council", name="열다섯 명의 의회", slug="fifteen", department=department
        )
        BodyRule.objects.create(body=self.body, valid_from=BEGINNING.replace(year=2019), source="의회 규칙")
        term = Term.objects.create(
            body=self.body, number=1, start=BEGINNING.replace(year=2019), end=BEGINNING.replace(year=2023)
        )
        days = {}
        for entry in entries:
            for who in entry.roll:
                first, last = days.get(who, (entry.day, entry.day))
                days[who] = (min(first, entry.day), max(last, entry.day))
        people = several(dong, {f"dallas{n}": {"name": f"의원{n:02}"} for n in range(len(days))})
        self.people = dict(zip(sorted(days, key=lambda who: days[who][0]), people, strict=True))
        self._seat(term, days)
        self.secretary = in_office("fifteen", "officer", "의사 담당", department)
        post = self.secretary.postings.get().post
        post.postings.update(start=BEGINNING.replace(year=2019))
        Office.objects.create(body=self.body, kind="secretary", post=post, start=BEGINNING.replace(year=2019))
        self.held = 0

    def _seat(self, term, days):
        """Whoever comes later takes the seat of one who had gone by then."""
        seats = Seat.objects.bulk_create(
            Seat(body=self.body, number=n + 1, opened_on=BEGINNING.replace(year=2019)) for n in range(COUNCIL)
        )
        until = dict.fromkeys((seat.pk for seat in seats), "")
        for who, person in self.people.items():
            seat = next(seat for seat in seats if until[seat.pk] < days[who][0])
            until[seat.pk] = days[who][1]
            start, end = (datetime.fromisoformat(each).date() for each in days[who])
            Membership.objects.create(
                seat=seat, term=term, person=person, name=person.name, start=start, end=end
            )

    def sit(self, entries):
        """One day: its items in their order, each with the people who were in the room for it."""
        at = datetime.fromisoformat(entries[0].day).replace(hour=12, tzinfo=SEOUL)
        self.held += 1
        drafts = [
            Draft(key=UUID(int=n + 1), kind="decide", title=f"기록된 안건 {entry.year}-{entry.place}")
            for n, entry in enumerate(entries)
        ]
        meeting = laid(self.body, drafts, ordinal=self.held, starts_at=at, at=at - timedelta(days=9))
        seats = seats_in(meeting)
        assert len(seats) == COUNCIL
        gather(meeting, [self.people[who] for who in entries[0].answers], at=at)
        meeting = call_to_order(meeting, by=self.secretary, at=at)
        votes = []
        for entry, item in zip(entries, items_of(meeting), strict=True):
            self.come_and_go(meeting, seats, entry, at)
            votes.append((entry, self.put(item, entry, at)))
        adjourn(meeting, by=self.secretary, at=at + timedelta(hours=3))
        return votes

    def come_and_go(self, meeting, seats, entry, at):
        """Those who answer are in the room; who was not is out of it while this item is dealt with."""
        wanted = {self.people[who].pk for who in entry.answers}
        there = {each.person_id: each for each in Attendance.objects.filter(meeting=meeting, left_at=None)}
        for person in wanted - set(there):
            take_roll(meeting, seat=seats[person], mode="in_person", by=self.secretary, at=at)
        for person in set(there) - wanted:
            end_attendance(there[person], by=self.secretary, at=at)

    def put(self, item, entry, at):
        """A motion of one, seconded by another, put to the vote by name; its close, or the refusal."""
        item = take_up(item, by=self.secretary, at=at)
        people = [self.people[who] for who in entry.answers]
        if len(people) > 1:
            motion = move(item, kind="main", text="기록된 대로 한다.", by=people[0], at=at)
            motion = second(motion, by=people[1], at=at)
        try:
            vote = open_vote(
                item, method="roll_call", motion=motion if len(people) > 1 else None, by=self.secretary, at=at
            )
        except Refusal as refusal:
            return refusal.code
        for who, choice in entry.answers.items():
            cast_ballot(vote, choice=choice, by=self.people[who], at=at)
        return close_vote(vote, by=self.secretary, at=at)


def check(entry, vote):
    """The count is the printed one, the result the majority of it, and what was approved what carried."""
    if entry.known == "no vote":
        assert vote == "no_quorum"
        return "refused"
    yes, no, abstain = entry.printed
    assert (vote.yes, vote.no, vote.abstain) == (yes, no, abstain), entry.place
    told = Counter(Ballot.objects.filter(vote=vote).values_list("choice", flat=True))
    assert (told["yes"], told["no"], told["abstain"]) == (yes, no, abstain), entry.place
    carried = vote.result == "carried"
    assert carried == (yes > no), entry.place
    assert vote.motion.state == vote.result
    passed = entry.item["passed"]
    if passed == "":  # put off, sent back or corrected: a motion of that kind carried, nothing was approved
        return "put off"
    apart = carried != (passed == "1")
    assert apart == bool(entry.known), entry.place
    if entry.known == "denied":
        assert "DENIED" in entry.item["final_action"]
    if entry.known == "approved by the few":
        assert (vote.result, entry.item["final_action"]) == ("rejected", "APPROVED")
    return entry.known or "as printed"


def replayed(entries, department, dong, chosen):
    """All days on which something chosen was put; what came of each item."""
    house = House(department, dong, entries)
    came = Counter()
    put = [entry for entry in entries if chosen(entry)]
    # What is known to be short of a quorum comes last: it cannot open a meeting.
    for _, day in groupby(sorted(put, key=lambda e: (e.day, e.known == "no vote")), key=lambda e: e.day):
        came.update(check(*both) for both in house.sit(list(day)))
    return came


def nobody_was_asked(entry):
    return set(entry.roll.values()) == {"N/A"}


@published
def test_the_record_is_what_its_readme_says():
    entries = record()
    told = Counter(said for entry in entries for said in entry.roll.values())
    assert sum(told.values()) == 40_350
    assert set(told) == {*CHOICES, *OUT_OF_THE_ROOM, "N/A"}
    assert sum(map(nobody_was_asked, entries)) == 71
    apart = [len(known[year]) for known in (DENIED, APPROVED_BY_THE_FEW) for year in YEARS]
    assert apart == [10, 20, 0, 3]


@published
@pytest.mark.timeout(600)
def test_each_hundredth_item_and_every_known_exception_comes_out_as_recorded(department, dong):
    entries = record()
    came = replayed(
        entries, department, dong,
        lambda entry: (entry.place % 100 == 0 or entry.known) and not nobody_was_asked(entry),
    )  # fmt: skip
    assert (came["denied"], came["approved by the few"], came["refused"]) == (30, 3, 1)
    assert (came["as printed"], came["put off"], came.total()) == (26, 1, 61)


@published
@pytest.mark.long
@pytest.mark.timeout(3000)
def test_all_of_the_40350_entries_come_out_as_recorded(department, dong):
    entries = record()
    came = replayed(entries, department, dong, lambda entry: not nobody_was_asked(entry))
    print(dict(came), Ballot.objects.count())
    assert came == {
        "as printed": 2_455, "put off": 130, "denied": 30, "approved by the few": 3, "refused": 1,
    }  # fmt: skip
    # 38,130 answered; one of them alone, of whom nothing was asked.
    assert Ballot.objects.count() == 38_129


ROLLS = [
    # answers of fifteen, one letter each: yes, no, abstaining, away; what the record would print
    ("YYYYYYYYYYYYYYY", "carried"),
    ("YYYYYYYNNNNNNAW", "rejected"),  # seven of fourteen
    ("YYYYYYYNNNNNNWW", "carried"),  # seven of thirteen
    ("YYYYNNNNNNNNNNW", "rejected"),
    ("YYYYYWWWWWWWWWW", "no_quorum"),
    ("YYYYYYYAAAAAAAA", "rejected"),
]


def test_invented_rolls_come_out_as_a_clerk_would_count_them(department, dong):
    """The same road without the data of others."""
    said = {"Y": "YES", "N": "NO", "A": "ABST", "W": "AWVT"}
    entries = []
    for place, (letters, _) in enumerate(ROLLS):
        roll = [{"item_key": "", "member": f"m{n:02}", "vote": said[each]} for n, each in enumerate(letters)]
        sides = {side: letters.count(each) for side, each in (("yes", "Y"), ("no", "N"), ("abstain", "A"))}
        entries.append(Entry(2020, place, {"item_key": "", "event_date": "2020-01-08", **sides}, roll))
    votes = House(department, dong, entries).sit(entries)
    for (_, result), (entry, vote) in zip(ROLLS, votes, strict=True):
        if isinstance(vote, str):
            assert vote == result
        else:
            assert (vote.result, vote.yes, vote.no, vote.abstain) == (result, *entry.printed)
