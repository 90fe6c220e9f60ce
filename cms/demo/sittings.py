"""분과 and 서면심의 of the demo: one that was held with all its papers, one to be opened, one in writing."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.db import transaction

from cms.demo.evening import Bench, Floor, electors_of
from cms.demo.facts import facts
from cms.demo.meetings import Call, on_the_clock, said, secretary_of, worked_day
from cms.models import BodyPage
from committees.actions import agenda, meetings, minutes, observing, resolutions, rsvps, signing, voting
from committees.models import AgendaItem, Body, BodyRule, Meeting, Minutes, Office, Vote
from committees.roster import officers, roster
from district.calendar import add_working_days, day
from district.models import Person
from district.second_factor import Proof

DAY = timedelta(days=1)
VOUCHED = "demo"
"""What stands in a signature where a real one names the telephone or the passkey that was shown."""


def sit(at: datetime, editor: Person) -> dict[str, str]:
    """Each of the three as its day asks for; answers its logins by role."""
    told = facts("sittings")
    for row in told["rules"]:
        body = Body.objects.get(slug=row["body"])
        rule = {name: value for name, value in row.items() if name != "body"}
        BodyRule.objects.get_or_create(body=body, valid_from=row["valid_from"], defaults=rule)
    with transaction.atomic():
        Sitting(told["held"], told["place"], editor, at).hold()
    plan = told["ready"]
    page = BodyPage.objects.get(body__slug=plan["body"])
    Call(plan, page, told["place"], told["missed"], editor, at).renew()
    with transaction.atomic():
        Circular(told["written"], editor, at).renew()
    return told["logins"]


def drafts(rows: list[dict[str, Any]], at: datetime) -> list[agenda.Draft]:
    """The items of the file, in the year of the build."""
    return [
        agenda.Draft(
            key=uuid4(),
            kind=row["kind"],
            title=said(row["title"], at),
            text=said(row["text"], at),
            disclosure=row.get("disclosure", AgendaItem.Disclosure.OPEN),
            ground=row.get("closed_ground", ""),
        )
        for row in rows
    ]


def lay(plan: dict[str, Any], starts_at: datetime, editor: Person, **more: Any) -> Meeting:
    """Noticed in its time; no page could be published in the past, so the record tells of it."""
    convener, part = (Body.objects.get(slug=plan[name]) for name in ("body", "part"))
    kind = plan.get("kind", "subcommittee")
    return agenda.lay_agenda(
        None,
        convener=convener,
        kind=kind,
        ordinal=agenda.next_ordinal(convener, kind, day(starts_at).year, [part]),
        bodies=[part],
        starts_at=starts_at,
        items=drafts(plan["items"], starts_at),
        url="",
        by=editor,
        at=starts_at - plan["noticed_days_before"] * DAY,
        **more,
    )


def chair_of(body: Body, on: date) -> Person:
    """Who leads a body."""
    [chair] = [each.person_id for each in officers([body], on) if each.kind == Office.Kind.CHAIR]
    return Person.objects.get(pk=chair or 0)


@dataclass(frozen=True)
class Sitting:
    """An evening of some weeks ago, from its notice to the minutes that two people signed."""

    plan: dict[str, Any]
    place: str
    editor: Person
    at: datetime

    @cached_property
    def starts_at(self) -> datetime:
        return on_the_clock(worked_day(day(self.at) - self.plan["days_ago"] * DAY), self.plan["clock"])

    @cached_property
    def part(self) -> Body:
        return Body.objects.get(slug=self.plan["part"])

    @cached_property
    def keeper(self) -> Person:
        return secretary_of(self.part.convener, day(self.starts_at))

    @cached_property
    def chair(self) -> Person:
        return chair_of(self.part, day(self.starts_at))

    @cached_property
    def bench(self) -> Bench:
        return Bench(roster([self.part], day(self.starts_at)))

    def hold(self) -> None:
        """Once, and not in the first weeks of a new term: nobody had met yet."""
        if Meeting.objects.filter(bodies=self.part, source="").exists() or not self.bench.people:
            return
        meeting = lay(self.plan, self.starts_at, self.editor, place=self.place, mode=Meeting.Mode.HYBRID)
        self.reply(meeting)
        self.gather(meeting)
        meetings.call_to_order(meeting, by=self.chair, at=self.starts_at)
        ended = self.go_through(meeting)
        meetings.adjourn(meeting, by=self.chair, at=ended)
        self.write_down(meeting)

    def reply(self, meeting: Meeting) -> None:
        """Most say beforehand whether they come."""
        for n, row in enumerate(self.plan["replies"]):
            rsvps.send_rsvp(
                meeting,
                answer=row["answer"],
                note=row.get("note", ""),
                by=self.bench.person(row["who"]),
                at=self.starts_at - (6 - n % 5) * DAY,
            )

    def gather(self, meeting: Meeting) -> None:
        """The secretary sees who comes, and who is there without a seat."""
        for n, who in enumerate(self.plan["came"]):
            self.see(meeting, who, self.starts_at - timedelta(minutes=15 - n))
        for row in self.plan["observers"]:
            observing.record(meeting, **row, by=self.keeper, at=self.starts_at - timedelta(minutes=5))

    def see(self, meeting: Meeting, who: int | str, at: datetime, mode: str = "in_person") -> None:
        meetings.take_roll(meeting, seat=self.bench.member(who).seat_id, mode=mode, by=self.keeper, at=at)

    def go_through(self, meeting: Meeting) -> datetime:
        """Item by item; one comes late by the line, one has to go before the last."""
        moment, late, leaves = self.starts_at, self.plan["late"], self.plan["leaves"]
        for n, (item, row) in enumerate(zip(meeting.items.standing(), self.plan["items"], strict=True), 1):
            if n == leaves["item"]:
                there = meeting.attendances.get(person=self.bench.person(leaves["who"]))
                meetings.end_attendance(there, by=self.keeper, at=moment + timedelta(seconds=40))
            moment += timedelta(minutes=1)
            meetings.take_up(item, by=self.chair, at=moment)
            if n == 1:
                self.see(meeting, late["who"], self.starts_at + timedelta(minutes=1), "remote")
            moment = Floor(item, self.bench, self.chair, self.keeper, moment, self.at).run(row["course"])
        return moment + timedelta(minutes=3)

    def write_down(self, meeting: Meeting) -> None:
        """Laid, corrected once by a member, signed by two, published."""
        plan = self.plan["minutes"]
        self.correct(
            minutes.lay_minutes(meeting, by=self.keeper, at=self.morning(plan["laid_after_days"])),
            plan["correction"],
        )
        at = self.morning(plan["signed_after_days"])
        record = minutes.close_corrections(meeting.minutes, by=self.keeper, at=at)
        for n, signer in enumerate((self.chair, self.keeper)):
            self.sign(record, signer, at + n * timedelta(hours=1))
        minutes.publish_minutes(record, by=self.keeper, at=at + timedelta(hours=2))

    def morning(self, days: int) -> datetime:
        """Ten o'clock, so many days after it."""
        return on_the_clock(day(self.starts_at) + days * DAY, "10:00")

    def correct(self, record: Minutes, plan: dict[str, Any]) -> None:
        """A member finds the one line, and the secretary takes the better words."""
        lines = record.texts.get(edition=record.edition).fields["gist"]
        [number] = [n for n, line in enumerate(lines) if plan["words_in"] in line["words"]]
        asked = minutes.ask_correction(
            record,
            edition=record.edition,
            field="gist",
            line=number,
            words=lines[number]["words"].replace(plan["words_in"], plan["instead"]),
            reason=plan["reason"],
            by=self.bench.person(plan["who"]),
            at=(at := self.morning(plan["after_days"])),
        )
        minutes.answer_correction(
            asked, taken=True, answer=plan["answer"], by=self.keeper, at=at + timedelta(hours=5)
        )

    def sign(self, record: Minutes, signer: Person, at: datetime) -> None:
        """No telephone was held up: whoever builds a demo vouches for its invented people, and says so."""
        record.refresh_from_db()
        proof = Proof(signer.pk, VOUCHED, at)
        signing.sign_minutes(record, sha256=record.text.sha256, by=signer, at=at, proof=proof)


@dataclass(frozen=True)
class Circular:
    """서면심의. Always one that some have answered and some have not; an older one comes to its end."""

    plan: dict[str, Any]
    editor: Person
    at: datetime

    @cached_property
    def part(self) -> Body:
        return Body.objects.get(slug=self.plan["part"])

    def renew(self) -> None:
        """Leave the one whose last day has not passed."""
        ours = Meeting.objects.filter(bodies=self.part, mode=Meeting.Mode.WRITTEN)
        last = ours.order_by("starts_at").last()
        if last is not None and last.closes_at is not None:
            if day(last.closes_at) >= day(self.at):
                return
            self.end(last)
        self.begin()

    @property
    def starts_at(self) -> datetime:
        return on_the_clock(worked_day(day(self.at) - self.plan["began_days_ago"] * DAY), self.plan["clock"])

    def begin(self) -> None:
        """Sent, put, and answered by a few; not in the first days of a new term."""
        if not roster([self.part], day(self.starts_at)):
            return
        closes = add_working_days(day(self.at), self.plan["closes_in_working_days"])
        meeting = lay(
            self.plan,
            self.starts_at,
            self.editor,
            place="",
            mode=Meeting.Mode.WRITTEN,
            closes_at=on_the_clock(closes, self.plan["closes"]),
            written_reason=self.plan["reason"],
        )
        keeper = secretary_of(self.part.convener, meeting.day)
        meetings.call_to_order(meeting, by=keeper, at=self.starts_at)
        for item, row in zip(meeting.items.standing(), self.plan["items"], strict=True):
            vote = voting.open_vote(item, method=Vote.Method.ROLL_CALL, by=keeper, at=self.starts_at)
            said = [name for name in ("yes", "no", "abstain") for _n in range(row.get(name, 0))]
            for n, (choice, elector) in enumerate(zip(said, electors_of(vote)[::2], strict=False), 1):
                at = min(self.at, self.starts_at + timedelta(hours=n))
                voting.cast_ballot(vote, choice=choice, by=elector.person, at=at)

    def end(self, meeting: Meeting) -> None:
        """The others answer in the last hour, unless the clock or whoever tried it was there before."""
        keeper = secretary_of(self.part.convener, meeting.day)
        closes = meeting.closes_at or self.at
        for item, row in zip(meeting.items.standing(), self.plan["items"], strict=False):
            vote = item.votes.filter(state=Vote.State.OPEN).first()
            if vote is not None:
                for elector in vote.electors.filter(ballot=None).select_related("person"):
                    at = closes - timedelta(hours=1)
                    voting.cast_ballot(vote, choice="yes", by=elector.person, at=at)
                vote = voting.close_vote(vote, by=None, at=closes)
                resolutions.resolve_vote(vote, text=said(row["resolution"], closes), by=keeper, at=closes)
        if meeting.state in Meeting.RUNNING:
            meetings.adjourn(meeting, by=keeper, at=closes)
