"""The bodies of the demo: their rules and seats as the papers print them, their people invented."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from cms.demo.facts import facts
from cms.demo.people import FAMILY, FIRST, LAST, open_accounts, settle_residents
from committees.actions import seating
from committees.models import Body, BodyRule, Membership, Office, Seat, Term
from district.dates import day
from district.models import Department, Person, Post, Posting
from district.refusals import Refusal

OPENED = date(2022, 7, 1)
WRITTEN = ("kind", "name", "short_name", "purpose", "legal_basis")


def seat_bodies(at: datetime) -> dict[str, str]:
    """Every body with its parts, seats, people and officers; answers its logins by role."""
    told = facts("bodies")
    staff(told["posts"])
    count = max(cohort["first"] + cohort["count"] - 1 for row in told["bodies"] for cohort in row["cohorts"])
    people = settle_residents("member", count, at, named=name_of)
    with transaction.atomic():
        for order, row in enumerate(told["bodies"]):
            Hall(row, order, people, at).furnish()
    return told["logins"]


def name_of(n: int) -> str:
    """The name an invented member goes by: no two alike within four hundred."""
    return FAMILY[n % 20] + FIRST[(n * 7 + n // 20) % 20] + LAST[(n * 11 + n // 20 * 3) % 20]


def staff(rows: list[dict[str, Any]]) -> None:
    """The offices that sit by right, or keep the papers."""
    holders = open_accounts({row["login"]: row["title"] for row in rows})
    departments = {department.code: department for department in Department.objects.all()}
    for row in rows:
        department = departments.get(row["department"])
        post, _made = Post.objects.get_or_create(
            role=row["role"], title=row["title"], defaults={"department": department}
        )
        holder = holders[row["login"]]
        Posting.objects.get_or_create(post=post, person=holder, defaults={"start": OPENED})


class Hall:
    """One body as it is furnished from its row of facts; what stands already is left as it is."""

    def __init__(self, row: dict[str, Any], order: int, people: list[Person], at: datetime) -> None:
        self.row, self.people, self.at = row, people, at
        self.body = self.stand(row, order, department=Department.objects.get(code=row["department"]))

    def stand(self, row: dict[str, Any], order: int, **more: Any) -> Body:
        written = {key: row[key] for key in WRITTEN if key in row}
        body, _made = Body.objects.get_or_create(
            slug=row["slug"], defaults={**written, **more, "order": order}
        )
        return body

    def furnish(self) -> None:
        """Rules and terms first, then the whole, then its parts, whose members sit in the whole."""
        rule = self.row["rule"]
        BodyRule.objects.get_or_create(body=self.body, valid_from=rule["valid_from"], defaults=rule)
        term = [self.lay_term(told) for told in self.row["terms"]][-1]
        begun = self.running(term).start if self.row["living"] else term.start
        places = self.lay_seats(self.body, self.row["seats"]["ex_officio"], self.row["seats"]["appointed"])
        for cohort in self.row["cohorts"]:
            start = date.fromisoformat(cohort["start"]) if "start" in cohort else begun
            numbers = range(cohort["first"], cohort["first"] + cohort["count"])
            self.appoint(places[: len(numbers)], numbers, start, cohort.get("renewed", 0))
            places = places[len(numbers) :]
        self.elect(self.body, self.row["offices"], begun)
        for order, told in enumerate(self.row["parts"], 1):
            part = self.stand(told, order, parent=self.body)
            members = told.get("members", [])
            places = self.lay_seats(part, told.get("ex_officio", []), len(members))
            self.appoint(places, members, begun)
            self.elect(part, told.get("offices", []), begun)

    def lay_term(self, told: dict[str, Any]) -> Term:
        term, _made = Term.objects.get_or_create(
            body=self.body,
            number=told["number"],
            defaults={
                "start": date.fromisoformat(told["start"]),
                "end": date.fromisoformat(told["end"]),
                "printed": told.get("printed", ""),
            },
        )
        return term

    def running(self, term: Term) -> Term:
        """The term of today: a demo built years later goes on where the last one ended."""
        while term.end < day(self.at):
            start = term.end + timedelta(days=1)
            term = self.lay_term(
                {
                    "number": term.number + 1,
                    "start": start.isoformat(),
                    "end": Membership.end_of(start, self.row["rule"]["term_years"]).isoformat(),
                }
            )
        return term

    def lay_seats(self, body: Body, titles: list[str], appointed: int) -> list[Seat]:
        """Those that posts hold come first; answers the ones to be given."""
        if not body.seats.exists():
            posts = {post.title: post for post in Post.objects.filter(title__in=titles)}
            wanted = [("ex_officio", posts[title]) for title in titles] + [("appointed", None)] * appointed
            Seat.objects.bulk_create(
                Seat(body=body, number=number, basis=basis, post=post, opened_on=OPENED)
                for number, (basis, post) in enumerate(wanted, 1)
            )
        return list(body.seats.filter(basis=Seat.Basis.APPOINTED).order_by("number"))

    def appoint(self, places: list[Seat], numbers: Iterable[int], start: date, renewed: int = 0) -> None:
        """Give each place to the member of that number, unless somebody was given it that day already."""
        given = set(Membership.objects.filter(seat__in=places, start=start).values_list("seat", flat=True))
        for order, (seat, number) in enumerate(zip(places, numbers, strict=False)):
            if seat.pk in given:
                continue
            person = self.people[number - 1]
            try:
                seating.appoint(
                    seat,
                    person=person,
                    name=name_of(number),
                    affiliation=f"{person.neighborhood} 주민",
                    start=start,
                    renewal_no=int(order < renewed),
                    by=None,
                    at=self.at,
                )
            except Refusal as refusal:
                # A later term: whoever was renewed as often as the rule allows leaves the place empty.
                if refusal.code not in {"renewals_used", "not_in_parent"}:
                    raise

    def elect(self, body: Body, offices: list[list[Any]], start: date) -> None:
        """A number is a member, a word is a post."""
        for kind, title, holder in offices:
            by_number = isinstance(holder, int)
            seated = Membership.objects.filter(seat__body=body, start=start)
            membership = seated.filter(person=self.people[holder - 1]).first() if by_number else None
            post = None if by_number else Post.objects.get(title=holder)
            same = Office.objects.filter(body=body, kind=kind, membership=membership, post=post)
            if (membership or post) and not same.exists():
                seating.elect(
                    body,
                    kind,
                    title=title,
                    membership=membership,
                    post=post,
                    start=start,
                    by=None,
                    at=self.at,
                )
