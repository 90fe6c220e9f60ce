"""The bodies of the demo: their rules and seats as the papers print them, their people invented."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from cms.demo.facts import facts
from cms.demo.log import copy_log
from cms.demo.people import FAMILY, FIRST, LAST, open_account, open_accounts, settle_residents
from committees.actions import certifying, offices, seating, sheets, terms, transfers
from committees.models import Body, BodyRule, Meeting, MemberSheet, Membership, Office, Seat, Term
from district.dates import day
from district.models import Department, Person, Post, Posting
from district.refusals import Refusal

OPENED = date(2022, 7, 1)
WRITTEN = ("name", "short_name", "purpose", "legal_basis", "legal_article", "sunset_on")


def seat_bodies(at: datetime) -> dict[str, str]:
    """Every body with its parts, seats, people and officers; answers its logins by role."""
    told = facts("bodies")
    staff(told["posts"], at)
    people = settle_residents("member", told["members"], at, named=name_of)
    with transaction.atomic():
        halls = [Hall(row, order, people, at) for order, row in enumerate(told["bodies"])]
        for hall in halls:
            hall.found()
        # Some were chosen in meetings of the log, so that it is copied before anybody is.
        copy_log(at)
        for hall in halls:
            hall.fill()
    return told["logins"]


def name_of(n: int) -> str:
    """The name an invented member goes by: no two alike within four hundred."""
    return FAMILY[n % 20] + FIRST[(n * 7 + n // 20) % 20] + LAST[(n * 11 + n // 20 * 3) % 20]


def year_of(n: int) -> int:
    """When that member was born: from students to the retired."""
    return 1954 + n * 11 % 51


def morning(on: date) -> datetime:
    """Nine o'clock there."""
    return datetime.combine(on, time(9), timezone.get_default_timezone())


def staff(rows: list[dict[str, Any]], at: datetime) -> None:
    """The offices that sit by right, or keep the papers."""
    holders = open_accounts({row["login"]: row["title"] for row in rows})
    departments = {department.code: department for department in Department.objects.all()}
    for row in rows:
        department = departments.get(row["department"])
        post, _made = Post.objects.get_or_create(
            role=row["role"], title=row["title"], defaults={"department": department}
        )
        holder = holders[row["login"]]
        if "order" in row:
            hand_over(post, holder, row, at)
        else:
            Posting.objects.get_or_create(post=post, person=holder, defaults={"start": OPENED})


def hand_over(post: Post, holder: Person, row: dict[str, Any], at: datetime) -> None:
    """Somebody held it before: with the order the seats of the post went to whoever holds it now."""
    if post.postings.exists():
        return
    before = open_account(f"former-{row['login']}", nickname=f"전 {post.title}")
    Posting.objects.create(post=post, person=before, start=OPENED)
    on = date.fromisoformat(row["since"])
    transfers.transfer([(post, holder)], on=on, order_no=row["order"], by=None, at=at)


class Hall:
    """One body as it is furnished from its row of facts; what stands already is left as it is."""

    def __init__(self, row: dict[str, Any], order: int, people: list[Person], at: datetime) -> None:
        self.row, self.people, self.at = row, people, at
        self.body = self.stand(row, order, department=Department.objects.get(code=row["department"]))
        self.parts: list[tuple[Body, dict[str, Any], list[Seat]]] = []
        self.places: list[Seat] = []
        # Who sits on for somebody who left, by the number of that somebody.
        self.followed = {told["number"]: told["successor"] for told in self.changes if "successor" in told}

    @property
    def changes(self) -> list[dict[str, Any]]:
        return self.row.get("changes", [])

    def stand(self, row: dict[str, Any], order: int, **more: Any) -> Body:
        written = {key: row[key] for key in WRITTEN if key in row} | {"kind_id": row["kind"]}
        body, _made = Body.objects.get_or_create(
            slug=row["slug"], defaults={**written, **more, "order": order}
        )
        return body

    def found(self) -> None:
        """The body with its rules and places, and its parts with theirs; nobody sits yet."""
        rule, seats = self.row["rule"], self.row["seats"]
        BodyRule.objects.get_or_create(body=self.body, valid_from=rule["valid_from"], defaults=rule)
        self.places = self.lay_seats(self.body, seats["ex_officio"], seats["appointed"])
        for order, told in enumerate(self.row["parts"], 1):
            part = self.stand(told, order, parent=self.body)
            members = told.get("members", [])
            self.parts.append((part, told, self.lay_seats(part, told.get("ex_officio", []), len(members))))

    def fill(self) -> None:
        """Terms first, then the whole, then its parts, whose members sit in the whole; then who left."""
        term = [self.lay_term(told) for told in self.row["terms"]][-1]
        begun = self.running(term).start if self.row["living"] else term.start
        self.declare()
        for cohort in self.cohorts(begun):
            self.seat_cohort(cohort)
        self.elect(self.body, self.row["offices"], begun)
        for part, told, places in self.parts:
            self.appoint(places, self.now(told.get("members", []), begun), begun)
            self.elect(part, self.now(told.get("offices", []), begun), begun)
        for told in self.changes:
            self.change(told)

    def lay_term(self, told: dict[str, Any]) -> Term:
        term = self.body.terms.filter(number=told["number"]).first()
        return term or terms.lay_term(
            self.body,
            number=told["number"],
            start=date.fromisoformat(told["start"]),
            end=date.fromisoformat(told["end"]),
            printed=told.get("printed", ""),
            by=None,
            at=self.at,
        )

    def running(self, term: Term) -> Term:
        """The term of today: a demo built years later goes on where the last one ended."""
        while term.end < day(self.at):
            start = term.end + timedelta(days=1)
            end = Membership.end_of(start, self.row["rule"]["term_years"])
            term = self.lay_term(
                {"number": term.number + 1, "start": start.isoformat(), "end": end.isoformat()}
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

    def declare(self) -> None:
        """What each of them told the district of themselves: the law counts both sexes in these bodies."""
        known = set(MemberSheet.objects.values_list("person_id", flat=True))
        seated = {n for cohort in self.row["cohorts"] for n in self.numbers(cohort)}
        for number in sorted(seated | set(self.followed.values())):
            person = self.people[number - 1]
            if person.pk not in known:
                sheets.write_sheet(
                    person,
                    body=self.body,
                    gender=self.gender_of(number),
                    birth_year=year_of(number),
                    by=None,
                    at=self.at,
                )

    def gender_of(self, number: int) -> str:
        women = self.row.get("women")
        return "f" if (number in women if women else number % 2) else "m"

    def numbers(self, cohort: dict[str, Any]) -> list[int]:
        """The members of a cohort, by their numbers, in the order of their places."""
        return [n for first, last in cohort["numbers"] for n in range(first, last + 1)]

    def cohorts(self, begun: date) -> list[dict[str, Any]]:
        """Those of the file, and in a later term the last of them anew."""
        told = self.row["cohorts"]
        if not self.row["living"] or begun <= date.fromisoformat(told[-1]["start"]):
            return told
        return [*told, {**told[-1], "start": begun.isoformat()}]

    def now(self, holders: list[Any], begun: date) -> list[Any]:
        """In a later term whoever had followed somebody sits in that place from the first day."""
        if begun <= date.fromisoformat(self.row["cohorts"][-1]["start"]):
            return holders
        return [self.followed.get(each, each) if isinstance(each, int) else each for each in holders]

    def seat_cohort(self, cohort: dict[str, Any]) -> None:
        """All who were appointed on one day, with what they were handed, and whom they chose."""
        start = date.fromisoformat(cohort["start"])
        numbers = self.now(self.numbers(cohort), start)
        places = self.places[cohort.get("seats_from", 0) :][: len(numbers)]
        self.appoint(places, numbers, start, cohort.get("renewed", 0))
        if cohort.get("certified"):
            self.certify(start)
        for told in self.row.get("chosen", []):
            if told["on"] == cohort["start"]:
                self.elect(self.body, [told["office"]], start, self.logged(told["log"]))

    def certify(self, start: date) -> None:
        """One certificate for each, with numbers in the order of their places."""
        given = Membership.objects.filter(seat__body=self.body, start=start, certificate=None)
        if given.exists():
            certifying.certify(given, by=None, at=morning(start))

    def logged(self, number: int) -> Meeting:
        """The meeting of the log in which they were chosen; the paper does not say how."""
        return Meeting.objects.get(round__convener=self.body, source__endswith=f"연번 {number}")

    def appoint(self, places: list[Seat], numbers: Iterable[int], start: date, renewed: int = 0) -> None:
        """Give each place to the member of that number, unless somebody was given it that day already."""
        given = set(Membership.objects.filter(seat__in=places, start=start).values_list("seat", flat=True))
        for order, (seat, number) in enumerate(zip(places, numbers, strict=False)):
            if seat.pk in given:
                continue
            try:
                self.seat(seat, number, start, renewal_no=int(order < renewed))
            except Refusal as refusal:
                # A later term: whoever was renewed as often as the rule allows leaves the place empty.
                if refusal.code not in {"renewals_used", "not_in_parent", "seat_taken"}:
                    raise

    def seat(self, seat: Seat, number: int, start: date, **more: Any) -> Membership:
        person = self.people[number - 1]
        return seating.appoint(
            seat,
            person=person,
            name=name_of(number),
            affiliation=f"{person.neighborhood} 주민",
            start=start,
            by=None,
            at=self.at,
            **more,
        )

    def change(self, told: dict[str, Any]) -> None:
        """Somebody left before the term was over; a successor has what was left of it, in the part too."""
        person, ended = self.people[told["number"] - 1], date.fromisoformat(told["ended"])
        held = Membership.objects.sitting(ended).filter(person=person, ended_on=None)
        whole = held.filter(seat__body=self.body).first()
        if whole is None:
            return
        left = [whole, *held.filter(seat__body__parent=self.body)]
        seating.end_membership(
            whole, on=ended, reason=told["reason"], note=told.get("note", ""), by=None, at=self.at
        )
        if "successor" not in told:
            return
        start = date.fromisoformat(told["from"])
        for each in left:
            self.seat(each.seat, told["successor"], start, predecessor=each)
        if any(cohort.get("certified") for cohort in self.row["cohorts"]):
            self.certify(start)

    def elect(
        self, body: Body, leaders: list[list[Any]], start: date, meeting: Meeting | None = None
    ) -> None:
        """A number is a member, a word is a post."""
        for kind, title, holder in leaders:
            by_number = isinstance(holder, int)
            seated = Membership.objects.filter(seat__body=body, start=start)
            membership = seated.filter(person=self.people[holder - 1]).first() if by_number else None
            post = None if by_number else Post.objects.get(title=holder)
            same = Office.objects.filter(body=body, kind=kind, membership=membership, post=post)
            if (membership or post) and not same.exists():
                offices.elect(
                    body,
                    kind,
                    title=title,
                    membership=membership,
                    post=post,
                    start=start,
                    meeting=meeting,
                    by=None,
                    at=self.at,
                )
