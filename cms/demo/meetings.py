"""The meetings of the demo: one that was held, one whose doors stand open, one that is called."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

import letters.actions
from cms.demo.facts import facts
from cms.demo.pages import lay
from cms.models import AgendaPage, BodyIndexPage, BodyPage, SectionPage
from committees.actions import agenda, meetings, resolutions, rsvps, voting
from committees.count import quorum_of
from committees.door_code import code_of
from committees.models import AgendaItem, Body, Meeting, Office, Resolution, Round, Vote
from committees.roster import Member, officers, roster
from district.calendar import add_working_days, day, is_working_day
from district.models import Department, Person, Post
from letters.models import Letter, Road

PLENARY = "plenary"
WRITTEN = ("kind", "title", "text", "disclosure", "closed_ground")
UNSAID: dict[str, Any] = {"disclosure": "open", "closed_ground": "", "closed_until": None, "documents": []}


def convene(at: datetime, editor: Person) -> None:
    """Pages for the bodies, what one of them decided, and the meetings that are called."""
    told = facts("meetings")
    pages = lay_bodies(told["index"])
    council = Body.objects.get(slug=told["held"]["body"])
    if not AgendaPage.objects.child_of(pages[council.slug]).exists():
        Held(told["held"], council, told["place"], editor, at).hold()
    for plan in told["living"]:
        Call(plan, pages[plan["body"]], told["place"], told["missed"], editor, at).renew()


def lay_bodies(index: dict[str, str]) -> dict[str, BodyPage]:
    """The page of every body, in the order of the file."""
    under = lay(SectionPage.objects.get(slug="governance"), BodyIndexPage, **index, show_in_menus=True)
    told = facts("councils")
    slugs = [row["slug"] for row in [*facts("bodies")["bodies"], *told["others"]]]
    ours = Q(slug__in=slugs) | Q(slug__startswith=told["councils"]["slug"].partition("{")[0])
    bodies = Body.objects.convening().filter(ours)  # type: ignore[attr-defined]
    return {body.slug: lay(under, BodyPage, body.slug, title=body.called, body=body) for body in bodies}


def said(words: str, at: datetime) -> str:
    """A sentence of the file, in the year of the build."""
    year = day(at).year
    return words.format(year=year, next=year + 1)


def on_the_clock(on: date, clock: str) -> datetime:
    """That hour of that day."""
    return datetime.combine(on, time.fromisoformat(clock), timezone.get_current_timezone())


def break_off(meeting: Meeting, keeper: Person, at: datetime) -> None:
    """Whoever tried it out left a vote open: nothing of it counts."""
    for vote in Vote.objects.running().filter(item__meeting=meeting):  # type: ignore[attr-defined]
        voting.void_vote(vote, reason=facts("meetings")["unfinished"], by=keeper, at=at)


def secretary_of(body: Body, on: date) -> Person:
    """Who keeps the papers of a body."""
    for each in officers([body], on):
        if each.kind == Office.Kind.SECRETARY and each.person_id is not None:
            return Person.objects.get(pk=each.person_id)
    raise LookupError(f"nobody keeps the papers of {body}")


def worked_day(before: date) -> date:
    """That day, or the last one before it on which people worked."""
    while not is_working_day(before):
        before -= timedelta(days=1)
    return before


def follow_up(
    resolution: Resolution, row: dict[str, Any], keeper: Person, moment: datetime, at: datetime
) -> None:
    """The department is asked, and may have reported since."""
    department = Department.objects.get(code=row["department"])
    due = add_working_days(day(at) + timedelta(days=row["due_in_days"]), 1, first_counts=True)
    order = resolutions.place_order(
        resolution, what=said(row["what"], at), department=department, due=due, by=keeper, at=moment
    )
    if "report" in row:
        post = Post.objects.filter(department=department, role__in=["officer", "head"]).earliest("pk")
        resolutions.report_order(
            order,
            report=row["report"],
            by=Person.objects.get(postings__post=post),
            at=at - timedelta(days=row["reported_days_ago"]),
        )


@dataclass(frozen=True)
class Held:
    """A meeting of some weeks ago, lived through by its own actions at its own hours."""

    plan: dict[str, Any]
    body: Body
    place: str
    editor: Person
    at: datetime

    @cached_property
    def starts_at(self) -> datetime:
        """The hour of the file, on a day that was worked."""
        on = worked_day(day(self.at) - timedelta(days=self.plan["days_ago"]))
        return on_the_clock(on, self.plan["clock"])

    @transaction.atomic
    def hold(self) -> None:
        """From its notice to its adjournment, and what the departments did since."""
        on = day(self.starts_at)
        if not (members := roster([self.body], on)):
            return  # the first weeks of a new term: nobody had met yet
        keeper = secretary_of(self.body, on)
        meeting = self.call(on)
        self.gather(meeting, members, keeper)
        meetings.call_to_order(meeting, by=keeper, at=self.starts_at)
        for item, row, moment in self.course(meeting):
            meetings.take_up(item, by=keeper, at=moment)
            if "resolution" in row:
                self.decide(item, row, keeper, moment + timedelta(minutes=self.plan["minutes_an_item"] - 5))
        ended = self.starts_at + timedelta(minutes=self.plan["minutes_an_item"] * len(self.plan["items"]))
        meetings.adjourn(meeting, by=keeper, at=ended)

    def call(self, on: date) -> Meeting:
        """Noticed in its time; no page could be published in the past, so the record tells of it."""
        items = [
            agenda.Draft(
                key=uuid4(),
                kind=row["kind"],
                title=said(row["title"], self.starts_at),
                text=said(row["text"], self.starts_at),
            )
            for row in self.plan["items"]
        ]
        return agenda.lay_agenda(
            None,
            convener=self.body,
            kind=PLENARY,
            ordinal=agenda.next_ordinal(self.body, PLENARY, on.year, [self.body]),
            bodies=[self.body],
            starts_at=self.starts_at,
            place=self.place,
            mode=Meeting.Mode.HYBRID,
            items=items,
            url="",
            by=self.editor,
            at=self.starts_at - timedelta(days=self.plan["noticed_days_before"]),
        )

    def gather(self, meeting: Meeting, members: list[Member], keeper: Person) -> None:
        """Two of three came, and whoever leads; some of them by the line."""
        came = [member for n, member in enumerate(members) if member.offices or n % 3]
        for n, member in enumerate(came):
            meetings.take_roll(
                meeting,
                seat=member.seat_id,
                mode="remote" if n % 6 == 5 else "in_person",
                by=keeper,
                at=self.starts_at - timedelta(minutes=20) + timedelta(seconds=30 * n),
            )

    def course(self, meeting: Meeting) -> Iterator[tuple[AgendaItem, dict[str, Any], datetime]]:
        """Each item with its facts and the moment at which it came to the floor."""
        for n, (item, row) in enumerate(zip(meeting.items.standing(), self.plan["items"], strict=True)):
            yield item, row, self.starts_at + timedelta(minutes=self.plan["minutes_an_item"] * n)

    def decide(self, item: AgendaItem, row: dict[str, Any], keeper: Person, moment: datetime) -> None:
        """The result of the file; of counted hands, those that are left were for it."""
        told = dict(row["resolution"])
        if told["method"] == "hands":
            told["yes"] = quorum_of(item.meeting).present - told["no"] - told["abstain"]
        resolution = resolutions.record_resolution(item, **told, by=keeper, at=moment)
        follow_up(resolution, row["order"], keeper, moment, self.at)


@dataclass(frozen=True)
class Call:
    """A meeting that an editor calls by publishing its agenda; a later day has one of its own."""

    plan: dict[str, Any]
    page: BodyPage
    place: str
    missed: str
    editor: Person
    at: datetime

    @property
    def body(self) -> Body:
        return Body.objects.get(slug=self.plan["body"])

    @cached_property
    def meets(self) -> Body:
        """All of the body, or one part of it."""
        return Body.objects.get(slug=self.plan.get("part", self.plan["body"]))

    @property
    def kind(self) -> str:
        return str(self.plan.get("kind", PLENARY))

    @transaction.atomic
    def renew(self) -> None:
        """Leave the one whose day has not passed; end an older one honestly and call the next."""
        ours = AgendaPage.objects.child_of(self.page).filter(slug__startswith=self.kind)
        last = ours.select_related("meeting").order_by("meeting__starts_at").last()
        if last is None or day(last.meeting.starts_at) < day(self.at):
            if last is not None:
                self.wind_up(Meeting.objects.visible_to(None).get(pk=last.meeting_id))
            self.call()

    def wind_up(self, meeting: Meeting) -> None:
        """What nobody opened did not take place, and what nobody closed is over."""
        keeper = secretary_of(self.body, meeting.day)
        if meeting.state in Meeting.RUNNING:
            break_off(meeting, keeper, self.at)
            meetings.adjourn(meeting, by=keeper, at=self.at)
        elif not meeting.is_over:
            agenda.cancel_meeting(meeting, reason=self.missed, by=keeper, at=self.at)

    def call(self) -> None:
        """Publish the agenda; the secretary lays the papers, and some are already there."""
        page = self.publish_agenda()
        meeting = Meeting.objects.visible_to(None).get(pk=page.meeting_id)
        # Publication tells its own time, which is a little after that of the build.
        now = max(self.at, meeting.noticed_at or self.at)
        keeper = secretary_of(self.body, meeting.day)
        for item, row in zip(meeting.items.standing(), self.plan["items"], strict=True):
            if paper := row.get("paper"):
                words = said("\n".join(paper["words"]), self.at)
                upload = SimpleUploadedFile(said(paper["name"], self.at), words.encode())
                agenda.lay_paper(item, upload, by=keeper, at=now)
        if "short_by" in self.plan:
            self.gather(meeting, now)

    def publish_agenda(self) -> AgendaPage:
        starts_at = self.starts_at
        ordinal = agenda.next_ordinal(self.body, self.kind, day(starts_at).year, [self.meets])
        parts = [self.meets] if self.meets != self.body else []
        called = " ".join([self.body.called, *(part.called for part in parts)])
        page = AgendaPage(
            title=f"{called} 제{ordinal}차 {Round.Kind(self.kind).label}",
            slug=f"{self.kind}-{day(starts_at)}",
            kind=self.kind,
            ordinal=ordinal,
            starts_at=starts_at,
            place=self.place,
            mode=self.plan["mode"],
            items=[("item", self.block(row)) for row in self.plan["items"]],
        )
        page.parts = parts
        Page.objects.get(pk=self.page.pk).add_child(instance=page)
        page.save_revision(user=self.editor).publish()
        return AgendaPage.objects.get(pk=page.pk)

    @property
    def starts_at(self) -> datetime:
        """So soon that its doors stand open already, or some working days ahead."""
        if "in_minutes" in self.plan:
            soon = (self.at + timedelta(minutes=self.plan["in_minutes"])).replace(second=0, microsecond=0)
            return soon + timedelta(minutes=-soon.minute % 5)
        return on_the_clock(add_working_days(day(self.at), self.plan["in_working_days"]), self.plan["clock"])

    def block(self, row: dict[str, Any]) -> dict[str, Any]:
        return UNSAID | {name: said(row[name], self.at) for name in WRITTEN if name in row}

    def gather(self, meeting: Meeting, now: datetime) -> None:
        """They say so and come, all but a few of those it takes: whoever tries it out makes the quorum."""
        appointed = [
            each.person_id for each in roster([self.meets], meeting.day) if each.basis == "appointed"
        ]
        people = Person.objects.filter(pk__in=appointed).order_by("email")
        coming = people[self.plan["short_by"] :][: quorum_of(meeting).needed - self.plan["short_by"]]
        for n, person in enumerate(coming):
            rsvps.send_rsvp(meeting, answer="in_person" if n % 3 else "remote", by=person, at=now)
            code = code_of(meeting, now) if n % 3 else ""
            meetings.check_in(meeting, by=person, at=now, code=code)
        for letter in Letter.objects.filter(
            dispatch__about=f"meeting/{meeting.pk}/notice/1", person__in=list(coming), road=Road.SCREEN
        ).select_related("person", "dispatch"):
            letters.actions.confirm(letter, by=letter.person, at=now)
