"""위촉 of the demo: a turnover that is being chosen, a call that is open, and one that is announced."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.demo.bodies import name_of, year_of
from cms.demo.facts import address, facts
from cms.demo.people import settle_residents
from committees.actions import applying, calls, choosing
from committees.actions.applying import consent_on
from committees.balance import gauge
from committees.models import Application, Body, Call, Membership, Seat, Term
from committees.models.sheet import sheet_of
from committees.renewing import candidates
from district.dates import day
from district.models import Neighborhood, Person

DAY = timedelta(days=1)
State = Application.State


def turn_over(at: datetime) -> dict[str, str]:
    """Each of the three once, and a fresh one where the last has ended; answers logins by role."""
    told = facts("turnover")
    plan = told["applicants"]
    people = settle_residents("applicant", plan["count"], at, named=lambda n: name_of(n + plan["first_name"]))
    with transaction.atomic():
        choose_one(told, people, at)
        open_one(told, people, at)
        announce_one(told["upcoming"], at)
    silent = Application.objects.filter(state=State.ASKED, call__appointed_at=None)
    asked = silent.select_related("person").order_by("-call", "pk").first()
    login = (asked.person.email or "").partition("@")[0] if asked and asked.person else ""
    logins = {role: who.format(silent=login) for role, who in told["logins"].items()}
    return {role: who for role, who in logins.items() if who}


def official(login: str) -> Person:
    """Who works at it in the department of the body."""
    return Person.objects.get(email=address(login))


def at_nine(on: date) -> datetime:
    """The hour at which a call opens and closes."""
    return datetime.combine(on, time(9), timezone.get_default_timezone())


def choose_one(told: dict[str, Any], people: list[Person], at: datetime) -> None:
    """The first body of the file whose next term nobody has chosen for; one that is chosen for is left."""
    plan = told["choosing"]
    for slug in plan["bodies"]:
        body = Body.objects.get(slug=slug)
        term = body.terms.filter(start__lte=day(at), end__gte=day(at)).first()
        if term is None:
            continue
        call = Call.objects.filter(body=body, starts_on=term.end + DAY).first()
        if call is None:
            Choosing(told, body, term, people, at).go()
            return
        if call.decided_at is None:
            return


@dataclass(frozen=True)
class Choosing:
    """One turnover, from its plan to the list on the desk; the clerk has only to decide."""

    told: dict[str, Any]
    body: Body
    term: Term
    people: list[Person]
    at: datetime

    @property
    def plan(self) -> dict[str, Any]:
        return self.told["choosing"]

    @property
    def clerk(self) -> Person:
        return official(self.plan["clerks"][self.body.slug])

    def ago(self, name: str) -> datetime:
        return at_nine(day(self.at) - self.plan[name] * DAY)

    def go(self) -> None:
        """Planned, published, asked, answered, applied for, and chosen as far as the places go."""
        call = calls.plan_call(
            self.body,
            title=self.plan["title"].format(term=self.term.number + 1, body=self.body.called),
            words=self.plan["words"],
            places=self.body.seats.filter(basis=Seat.Basis.APPOINTED).count(),
            opens_at=self.ago("opened_days_ago"),
            closes_at=self.ago("closed_days_ago"),
            starts_on=self.term.end + DAY,
            by=self.clerk,
            at=self.ago("planned_days_ago"),
        )
        calls.publish_call(call, by=self.clerk, at=self.ago("planned_days_ago") + DAY)
        opened = self.ago("opened_days_ago")
        self.ask(call, opened)
        apply_all(self.told, call, self.people, opened + DAY)
        self.take_papers(call, opened + 5 * DAY)
        self.choose(call)

    def ask(self, call: Call, at: datetime) -> None:
        """Whoever may stay is asked; most stay, two leave, the last few have not answered yet."""
        if not any(each.may for each in candidates(call)):
            return  # all of them have served as long as one may
        calls.ask_renewals(call, by=self.clerk, at=at)
        asked = list(call.applications.filter(state=State.ASKED).order_by("pk").select_related("person"))
        for n, each in enumerate(asked[: -self.plan["asked_and_silent"]]):
            if each.person is not None:
                stays = n not in self.plan["leaves"]
                applying.answer_renewal(each, stays, by=each.person, at=at + (n % 6 + 1) * DAY)

    def take_papers(self, call: Call, at: datetime) -> None:
        """What came by hand, and whom others named; one of those sits in two bodies already."""
        papers, dongs = self.told["papers"], list(Neighborhood.objects.all())
        for n in range(papers["count"]):
            number = papers["first_name"] + n
            self.add(call, number, at, dongs[number % len(dongs)], motive=papers["motive"])
        for row in self.told["named"]:
            self.add(call, row.get("name"), at, origin="named", named_by=row["by"], member=row.get("member"))

    def add(
        self,
        call: Call,
        number: int | None,
        at: datetime,
        neighborhood: Neighborhood | None = None,
        *,
        member: int | None = None,
        **more: Any,
    ) -> None:
        person = official(f"member{member:04}") if member else None
        if person is not None and Membership.objects.sitting(day(at)).filter(
            person=person, seat__body=self.body
        ):
            return  # it is their own body that is chosen for
        sheet = sheet_of(person) if person else None
        n = number or member or 0
        calls.add_application(
            call,
            name=person.name if person else name_of(n),
            person=person,
            gender=sheet.gender if sheet else gender_of(n),
            birth_year=sheet.birth_year if sheet else year_of(n),
            neighborhood=person.neighborhood if person else neighborhood,
            wishes=wishes_of(call, n),
            by=self.clerk,
            at=at,
            **more,
        )

    def choose(self, call: Call) -> None:
        """Those who stay first, then the others in turn, up to six tenths of one sex; a few in reserve."""
        limit = gauge(self.body, call.starts_on).limit or call.places
        room = {"m": limit, "f": call.places - limit}
        rows = (
            call.applications.filter(state=State.APPLIED).select_related("person").order_by("-origin", "pk")
        )
        stay = [each for each in rows if each.renews_id]
        sexes = choosing.genders_of(list(rows))
        selected: list[int] = []
        waiting: list[int] = []
        for each in stay + [each for each in rows if not each.renews_id]:
            sex = sexes[each.pk]
            (selected if room[sex] > 0 else waiting).append(each.pk)
            room[sex] -= 1
        at = self.ago("closed_days_ago") + DAY
        choosing.choose_many(call, selected, State.SELECTED, by=self.clerk, at=at)
        choosing.choose_many(call, waiting[: self.plan["reserve"]], State.RESERVE, by=self.clerk, at=at)


def gender_of(n: int) -> str:
    """As somebody declares it."""
    return "f" if n % 2 else "m"


def wishes_of(call: Call, n: int) -> list[Body]:
    """Two parts of the body, in an order of one's own."""
    parts = choosing.parts_of(call)
    return [parts[(n + k * 2) % len(parts)] for k in range(2)] if len(parts) > 2 else []


def apply_all(told: dict[str, Any], call: Call, people: list[Person], at: datetime) -> None:
    """Residents apply, a few each day; those who have applied already are left."""
    plan, consent = told["applicants"], consent_on(at).pk
    for n, person in enumerate(people):
        dong = str(person.neighborhood)
        applying.apply(
            call,
            motive=plan["motives"][n % len(plan["motives"])],
            career=plan["careers"][n % len(plan["careers"])],
            affiliation=plan["affiliations"][n % len(plan["affiliations"])].format(dong=dong),
            gender=gender_of(n),
            birth_year=year_of(n * 3 + 1),
            wishes=wishes_of(call, n),
            consent=consent,
            by=person,
            at=at + timedelta(hours=7 * n),
        )


def open_one(told: dict[str, Any], people: list[Person], at: datetime) -> None:
    """A call for the places that stand empty, open to every resident; when it closes, another follows."""
    plan = told["open"]
    body, clerk, today = Body.objects.get(slug=plan["body"]), official(plan["clerk"]), day(at)
    if Call.objects.filter(body=body, closes_at__gt=at, opens_at__lte=at, decided_at=None).exists():
        return
    closes = today + (plan["open_days"] - plan["opened_days_ago"]) * DAY
    starts = closes + plan["starts_after_days"] * DAY
    free = gauge(body, starts)
    places = free.seats - free.known - free.unknown
    opened = at_nine(today - plan["opened_days_ago"] * DAY)
    if places < 1:
        return
    call = calls.plan_call(
        body,
        title=plan["title"].format(places=places),
        words=plan["words"],
        places=places,
        opens_at=opened,
        closes_at=at_nine(closes),
        starts_on=starts,
        by=clerk,
        at=opened - 3 * DAY,
    )
    calls.publish_call(call, by=clerk, at=opened - 2 * DAY)
    apply_all(told, call, people[-plan["applicants"] :], opened + timedelta(hours=1))


def announce_one(plan: dict[str, Any], at: datetime) -> None:
    """The next 주민자치회 whose term ends calls for its members some weeks before."""
    clerk, today = official(plan["clerk"]), day(at)
    ends = Term.objects.filter(
        body__kind=plan["kind"], start__lte=today, end__gt=today + (plan["opens_before_end"] + 2) * DAY
    )
    term = ends.select_related("body").order_by("end").first()
    if term is None or Call.objects.filter(body=term.body, starts_on=term.end + DAY).exists():
        return
    call = calls.plan_call(
        term.body,
        title=plan["title"].format(body=term.body.called),
        words=plan["words"],
        places=plan["places"],
        opens_at=at_nine(term.end - plan["opens_before_end"] * DAY),
        closes_at=at_nine(term.end - plan["closes_before_end"] * DAY),
        starts_on=term.end + DAY,
        by=clerk,
        at=at,
    )
    calls.publish_call(call, by=clerk, at=at)
