"""A great assembly in the town: as many members as a test needs, all of them there, an item on the floor."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.utils import timezone

from committees.actions import meetings
from committees.actions.agenda import Draft, lay_agenda
from committees.models import Attendance, Body, BodyRule, Membership, Office, Seat, Term
from district.dates import day
from district.models import Department, Person, Post, Posting


def assemble(count):
    """So many members with a token each, their secretary, and a meeting that has begun."""
    from tests.realtime.faults.people import token

    at = timezone.now()
    since, until = day(at) - timedelta(days=100), day(at) + timedelta(days=500)
    name = f"assembly-{uuid4().hex[:8]}"
    people = Person.objects.bulk_create(
        Person(email=f"{name}-{n}@gwanak.example", password="!", name=f"위원{n}") for n in range(count)
    )
    secretary = Person.objects.create(email=f"{name}@gwanak.example", password="!")
    body = Body.objects.create(kind_id="council", name=name, slug=name, department=Department.objects.first())
    BodyRule.objects.create(body=body, valid_from=since, source="조례")
    term = Term.objects.create(body=body, number=1, start=since, end=until)
    seats = Seat.objects.bulk_create(Seat(body=body, number=n + 1, opened_on=since) for n in range(count))
    Membership.objects.bulk_create(
        Membership(seat=seat, term=term, person=person, name=person.name, start=since, end=until)
        for seat, person in zip(seats, people, strict=True)
    )
    post = Post.objects.create(role="officer", title=f"{name} 간사", department=body.department)
    Posting.objects.create(post=post, person=secretary, start=since)
    Office.objects.create(body=body, kind="secretary", post=post, start=since)
    held = convened(body, people, seats, secretary, at)
    return {
        "meeting": held.pk,
        "item": held.items.get().pk,
        "secretary": token(secretary),
        "members": [token(person) for person in people],
    }


def convened(body, people, seats, secretary, at):
    """Everybody is there, and the decision is on the floor."""
    agenda = [Draft(key=UUID(int=1), kind="decide", title="협치 실행계획(안)", text="사업 열두 개입니다.")]
    held = lay_agenda(
        None, convener=body, kind="plenary", ordinal=1, bodies=[body], starts_at=at, place="대강당",
        mode="in_person", items=agenda, url="", by=None, at=at,
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(meeting=held, person=person, seat=seat, arrived_at=at)
        for person, seat in zip(people, seats, strict=True)
    )
    held = meetings.call_to_order(held, by=secretary, at=at)
    meetings.take_up(held.items.get(), by=secretary, at=at)
    return held
