"""The twenty-one 주민자치회, and the bodies of which the papers print the name alone."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from cms.demo.bodies import OPENED, WRITTEN, name_of
from cms.demo.facts import address, facts
from cms.demo.people import settle_residents
from committees.actions import offices, seating, terms
from committees.models import Body, BodyRule, Membership, Seat, Term
from district.dates import day
from district.models import Department, Neighborhood, Person

DAY = timedelta(days=1)


def seat_councils(at: datetime) -> None:
    """A council in each 동, whose terms end one after the other all through the years; and the others."""
    told = facts("councils")
    people = settle_residents("council", told["members"], at, named=lambda n: name_of(n + told["first_name"]))
    with transaction.atomic():
        for row in told["others"]:
            rule = {"valid_from": OPENED, "source": row["source"]}
            stand(row, rule, order=row["order"])
        for n, dong in enumerate(Neighborhood.objects.order_by("order")):
            Council(told["councils"], n, dong, people, at).gather()


def stand(row: dict[str, Any], rule: dict[str, Any], **more: Any) -> Body:
    """The body and its rule, once."""
    written = {key: row[key] for key in WRITTEN if key in row} | {"kind_id": row["kind"]}
    department = Department.objects.get(code=row["department"])
    body, _made = Body.objects.get_or_create(
        slug=row["slug"], defaults={**written, **more, "department": department}
    )
    BodyRule.objects.get_or_create(body=body, valid_from=rule["valid_from"], defaults=rule)
    return body


class Council:
    """주민자치회 of one 동: a few neighbours, one of whom leads."""

    def __init__(
        self, told: dict[str, Any], n: int, dong: Neighborhood, people: list[Person], at: datetime
    ) -> None:
        self.told, self.n, self.dong, self.at = told, n, dong, at
        self.people = [each for each in people if each.neighborhood_id == dong.pk]
        if dong.code in told["also"]:
            # One of them sits elsewhere too: a third body is told of before anybody is chosen for it.
            self.people.append(Person.objects.get(email=address(f"member{told['also'][dong.code]:04}")))

    def gather(self) -> None:
        """The running term with its members; on a later day the next one, when the last has ended."""
        words = {name: self.told[name].format(dong=self.dong.name) for name in ("name", "purpose")}
        slug = self.told["slug"].format(code=self.dong.code)
        body = stand(
            self.told | words | {"slug": slug},
            self.told["rule"],
            order=self.told["order"] + self.n,
            neighborhood=self.dong,
        )
        if not body.seats.exists():
            Seat.objects.bulk_create(
                Seat(body=body, number=number, opened_on=self.first)
                for number in range(1, self.told["seats"] + 1)
            )
        self.seat(body, self.running(body))

    @property
    def first(self) -> date:
        """When its first term would have begun: one after the other, so that some always end soon."""
        return date.fromisoformat(self.told["first_term"]) + self.told["days_apart"] * self.n * DAY

    def running(self, body: Body) -> Term:
        """The term of today; those of before this house stay unsaid."""
        last = body.terms.order_by("-number").first()
        number, start = (last.number + 1, last.end + DAY) if last else (1, self.first)
        while last is None or last.end < day(self.at):
            end = Membership.end_of(start, self.told["rule"]["term_years"])
            if body.terms.exists() or end >= day(self.at):
                last = terms.lay_term(body, number=number, start=start, end=end, by=None, at=self.at)
            number, start = number + 1, end + DAY
        return last

    def seat(self, body: Body, term: Term) -> None:
        """Each neighbour in a place, and the first of them in the chair."""
        given = set(
            Membership.objects.filter(seat__body=body, start=term.start).values_list("seat", flat=True)
        )
        places = [seat for seat in body.seats.order_by("number") if seat.pk not in given]
        if given or not places:
            return
        seated = [
            seating.appoint(
                seat,
                person=person,
                name=person.name,
                affiliation=f"{self.dong.name} 주민",
                start=term.start,
                by=None,
                at=self.at,
            )
            for seat, person in zip(places, self.people, strict=False)
        ]
        offices.elect(body, "chair", membership=seated[0], start=term.start, by=None, at=self.at)
