"""Who lives in the town, done inside one of its houses."""

from datetime import timedelta
from importlib import import_module
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from committees.actions.agenda import Draft, lay_agenda
from committees.actions.seating import end_membership
from committees.models import Body, BodyRule, Membership, Seat, Term
from deliberation.actions import open_question
from deliberation.models import ParticipationPolicy
from district.dates import day
from district.models import Department, District, Level, Neighborhood, Person, Post, Posting
from tests.realtime.faults.assembly import assemble

__all__ = ["assemble", "settle", "unseat"]
QUESTIONS = 20
MEMBERS = 3


def settle(count):
    """So many residents, each with a token to speak with; questions to them, and a council of the first."""
    at = timezone.now()
    since = day(at) - timedelta(days=100)
    District.objects.all().delete()
    District.objects.create(name="관악구", full_name="서울특별시 관악구", site_name="온라인관악청", demo=True)
    dong, _ = Neighborhood.objects.get_or_create(code="1162058500", defaults={"name": "낙성대동"})
    department, _ = Department.objects.get_or_create(name="기획예산과", defaults={"code": "A01"})
    people = Person.objects.bulk_create(
        Person(
            email=f"settled{n}@gwanak.example", password="!", level=Level.L3, level_basis="residence",
            verified_at=at - timedelta(days=30), ci_hash=uuid4().hex * 2, neighborhood=dong,
            name=f"주민{n}", nickname=f"주민{n}",
        )
        for n in range(count)
    )  # fmt: skip
    keeper = Person.objects.create(email="keeper@gwanak.example", password="!")
    post = Post.objects.create(role="moderator", title="누리집 운영 담당")
    Posting.objects.create(post=post, person=keeper, start=since)
    return {
        "threads": [asked(n, department, at, since) for n in range(QUESTIONS)],
        "floor": seated(people[:MEMBERS], department, at, since),
        "tokens": [token(person) for person in people],
        "keeper": token(keeper),
    }


def asked(number, department, at, since):
    """A question that is open; its thread is a room."""
    ParticipationPolicy.objects.get_or_create(
        valid_from=since, defaults={"source": "운영계획", "voices_needed": 100}
    )
    return open_question(
        title=f"밤길을 더 밝게 하려면 무엇이 먼저입니까? {number}", slug=f"night-walk-{number}",
        kind="governance", topic="도시환경", purpose="순서를 정하려고 여쭙니다.", department=department,
        opens_at=at - timedelta(days=1), closes_at=at + timedelta(days=7), tags=[], by=None,
        at=at - timedelta(days=2),
    ).thread.pk  # fmt: skip


def seated(people, department, at, since):
    """They sit in a council that meets tomorrow; its floor is a room for them alone."""
    body = Body.objects.create(kind_id="council", name="협치회의", slug="council", department=department)
    BodyRule.objects.create(body=body, valid_from=since, source="조례")
    end = day(at) + timedelta(days=500)
    term = Term.objects.create(body=body, number=1, start=since, end=end)
    for number, person in enumerate(people, start=1):
        seat = Seat.objects.create(body=body, number=number, opened_on=since)
        Membership.objects.create(seat=seat, term=term, person=person, name=person.name, start=since, end=end)
    agenda = [Draft(key=UUID(int=1), kind="report", title="지난 의결사항 처리결과", text="처리했습니다.")]
    return lay_agenda(
        None, convener=body, kind="plenary", ordinal=1, bodies=[body], starts_at=at + timedelta(days=1),
        place="대강당", mode="hybrid", items=agenda, url="", by=None, at=at,
    ).pk  # fmt: skip


def unseat(number):
    """One of them sits there no longer."""
    at = timezone.now()
    membership = Membership.objects.get(seat__number=number + 1, seat__body__slug="council")
    end_membership(membership, on=day(at), reason="resigned", by=None, at=at)


def token(person):
    """A session, as an app holds one; its key is what the app shows."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    return store.session_key
