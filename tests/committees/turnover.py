"""A council of 36 seats before its turnover: nine offices of the district, 27 seats that are given."""

from datetime import date, timedelta

from committees.actions import calls, choosing
from committees.models import Body, BodyRule, MemberSheet, Membership, Seat, Term
from district.models import Post, Posting
from tests.cast import BEGINNING, NOON, several

START = date(2026, 12, 25)
LAST = date(2028, 12, 24)
OPENS, CLOSES = NOON - timedelta(days=20), NOON - timedelta(days=1)
BEFORE = NOON - timedelta(days=30)
SYLLABLES = "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"


def big_council(department):
    """The body with its rule, its third term, its four parts and all its places."""
    body = Body.objects.create(
        kind_id="council", name="관악구 협치회의", short_name="협치회의", slug="big-council",
        department=department,
    )  # fmt: skip
    BodyRule.objects.create(
        body=body, valid_from=BEGINNING, gender_ceiling=60, renewals_allowed=1, source="관악구 협치 조례",
    )  # fmt: skip
    Term.objects.create(body=body, number=3, start=START, end=LAST)
    officials = several(None, {f"official{n}": {"nickname": ""} for n in range(1, 10)})
    for n, person in enumerate(officials, start=1):
        post = Post.objects.create(role="head", title=f"당연직 과장 {n}", department=department)
        Posting.objects.create(post=post, person=person, start=BEGINNING)
        Seat.objects.create(body=body, number=n, basis="ex_officio", post=post, opened_on=BEGINNING)
    Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(10, 37))
    for order, name in enumerate(["경제", "복지", "환경", "안전"]):
        Body.objects.create(
            parent=body, kind_id="subcommittee", name=f"{name} 분과", slug=f"big-{order}", order=order,
            department=department,
        )  # fmt: skip
    return body


def planned(body, by=None, **more):
    """A plan for its 27 seats, drawn up a month ago."""
    said = {
        "title": "제3기 협치회의 위원 위촉", "places": 27, "opens_at": OPENS, "closes_at": CLOSES,
        "starts_on": START, "term": body.terms.get(), "by": by, "at": BEFORE,
    }  # fmt: skip
    return calls.plan_call(body, **said | more)


def papers(call, men, women, by=None, first=0, **more):
    """So many men and women who applied on paper, each with wishes of their own."""
    parts = list(call.body.parts.order_by("order"))
    sexes = ["m"] * men + ["f"] * women
    return [
        calls.add_application(
            call, name=f"{SYLLABLES[(first + n) % len(SYLLABLES)]}지원{n}", gender=sex,
            birth_year=1960 + n % 45,
            wishes=[parts[n % 4], parts[(n + 1) % 4]], motive=f"동기 {n}", career=f"경력 {n}",
            affiliation="주민", phone=f"010-1234-{first + n:04}", by=by, at=NOON, **more,
        )
        for n, sex in enumerate(sexes)
    ]  # fmt: skip


def selected(call, men, women, by=None, first=0):
    """The same, and all of them chosen."""
    rows = papers(call, men, women, by=by, first=first)
    choosing.choose_many(call, [row.pk for row in rows], "selected", by=by, at=NOON)
    return rows


def seated_before(body, dong, count, renewal_no=0, start=date(2024, 12, 25)):
    """Members whose term ends the day before; all of them with a sheet."""
    people = several(dong, {f"former{n}": {"name": f"위원{n}"} for n in range(count)})
    MemberSheet.objects.bulk_create(
        MemberSheet(person=person, gender="fm"[n % 2], birth_year=1970, changed_at=BEFORE)
        for n, person in enumerate(people)
    )
    seats = body.seats.filter(basis="appointed").order_by("number")
    return Membership.objects.bulk_create(
        Membership(
            seat=seat, person=person, name=person.name, start=start, end=START - timedelta(days=1),
            renewal_no=renewal_no,
        )
        for seat, person in zip(seats, people, strict=False)
    )  # fmt: skip
