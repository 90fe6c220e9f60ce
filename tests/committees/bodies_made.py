"""Many bodies with many members, by plain rows, and their figures counted by hand from nothing but those."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from committees.models import (
    Attendance,
    Body,
    BodyRule,
    Meeting,
    MemberSheet,
    Membership,
    Office,
    Round,
    Seat,
    Term,
)  # fmt: skip
from tests.cast import BEGINNING, several

SEOUL = ZoneInfo("Asia/Seoul")
ON = date(2026, 11, 24)
START, END = date(2025, 3, 20), date(2027, 3, 19)
ordinals = count(1)


def bodies_of(many, department, dong, each=5, first=1, **rule):
    """So many bodies with so many seats, all of them taken; women sit in the first seats."""
    made = Body.objects.bulk_create(
        Body(
            kind_id="committee", name=f"제{n}위원회", slug=f"made-{n}", department=department,
            legal_basis="관악구 위원회 조례", legal_article=f"제{n}조",
        )
        for n in range(first, first + many)
    )  # fmt: skip
    facts = {
        "valid_from": BEGINNING,
        "source": "관악구 위원회 조례",
        "gender_ceiling": 60,
        "renewals_allowed": 1,
    }
    BodyRule.objects.bulk_create(BodyRule(body=body, **facts | rule) for body in made)
    people = several(dong, {f"sits{first}at{n}": {"name": f"위원{n}"} for n in range(many * each)})
    seats = Seat.objects.bulk_create(
        Seat(body=body, number=n, opened_on=BEGINNING) for body in made for n in range(1, each + 1)
    )
    terms = Term.objects.bulk_create(Term(body=body, number=4, start=START, end=END) for body in made)
    of = {term.body_id: term for term in terms}
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=person.name, start=START, end=END, term=of[seat.body_id])
        for seat, person in zip(seats, people, strict=True)
    )
    declared(people, {n: "f" if n % each < 2 else "m" for n in range(len(people))})
    return made


def declared(people, sexes):
    """What they wrote down of themselves."""
    at = datetime(2025, 3, 1, tzinfo=SEOUL)
    MemberSheet.objects.bulk_create(
        MemberSheet(person=people[n], gender=sex, birth_year=1960 + n % 50, changed_at=at)
        for n, sex in sexes.items()
    )


def met(body, people, on=ON - timedelta(days=30), bodies=None, **facts):
    """A meeting that was held, and those who came."""
    at = datetime(on.year, on.month, on.day, 14, tzinfo=SEOUL)
    kind = facts.pop("kind", "plenary")
    held = facts.pop("round", None) or Round.objects.create(
        convener=body, kind=kind, year=on.year, ordinal=next(ordinals)
    )
    meeting = Meeting.objects.create(
        round=held, starts_at=at, called_at=at, state="adjourned", **{"place": "구청"} | facts
    )
    meeting.bodies.set(bodies or [body])
    seats = dict(Membership.objects.values_list("person", "seat"))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=person, seat_id=seats[person.pk], arrived_at=at)
        for person in people
    )
    return meeting


def sits(membership, on):
    """Whether somebody was in office on a day, told from the dates of the row alone."""
    last = membership.ended_on or membership.end
    closed = membership.seat.closed_on
    return membership.start <= on <= last and (closed is None or on < closed)


def sitting(body, on):
    """Who sat there by appointment."""
    rows = Membership.objects.filter(seat__body=body).select_related("seat", "person__member_sheet")
    return [row for row in rows if sits(row, on)]


def chair_of(body, n=0):
    """The n-th member leads."""
    held = Membership.objects.filter(seat__body=body).order_by("seat__number")[n]
    return Office.objects.create(body=body, kind="chair", membership=held, start=held.start)
