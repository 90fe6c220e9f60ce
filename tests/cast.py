"""The cast: people of an invented district, made as the house makes them."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from cms.newsroom import EDITORS, REVIEWERS, open_house, set_up_newsroom
from deliberation.actions import open_question, post_comment
from deliberation.models import ParticipationPolicy
from district.models import Department, District, Level, Neighborhood, Person, Post, Posting

NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Seoul"))
BEGINNING = date(2022, 7, 1)
PASSWORD = "cheong-demo"


def account(login, **facts):
    """Somebody with an account, whatever the district knows of them."""
    return Person.objects.create_user(f"{login}@gwanak.example", PASSWORD, **facts)


def verified(login, dong, **facts):
    """Somebody the district knows to be one real person who lives here."""
    known = {"level": Level.L3, "level_basis": "residence", "verified_at": NOON - timedelta(days=30)}
    return account(login, neighborhood=dong, ci_hash=uuid4().hex * 2, **known, **facts)


def in_office(login, role, title, department=None):
    """Somebody who speaks for an office; of them the district knows the posting, not the person."""
    person = account(login, nickname="")
    post = Post.objects.create(role=role, title=title, department=department)
    Posting.objects.create(post=post, person=person, start=BEGINNING)
    return person


@pytest.fixture
def gu(db):
    District.objects.all().delete()
    return District.objects.create(
        name="관악구", full_name="서울특별시 관악구", site_name="온라인관악청", demo=True
    )


@pytest.fixture
def dong(db):
    return Neighborhood.objects.get_or_create(code="1162058500", defaults={"name": "낙성대동"})[0]


@pytest.fixture
def department(db):
    return Department.objects.get_or_create(name="기획예산과", defaults={"code": "A01"})[0]


@pytest.fixture
def policy(db):
    return ParticipationPolicy.objects.get_or_create(
        valid_from=BEGINNING, defaults={"source": "온라인관악청 운영계획", "voices_needed": 100}
    )[0]


@pytest.fixture
def resident(dong):
    return verified("resident", dong, nickname="관악산다람쥐", name="홍길동")


@pytest.fixture
def neighbour(dong):
    return verified("neighbour", dong, nickname="", name="남궁민수")


@pytest.fixture
def unverified(db):
    return account("unverified", nickname="처음온사람")


@pytest.fixture
def residents(dong):
    """Ask for as many verified residents as a test needs: residents(100)."""

    def settle(count):
        shared = account("settled").password  # one hash for all, for a hundred of them would take a second
        people = [
            Person(
                email=f"settled{n}@gwanak.example",
                password=shared,
                nickname=f"주민{n}",
                level=Level.L3,
                level_basis="residence",
                verified_at=NOON,
                ci_hash=uuid4().hex * 2,
                neighborhood=dong,
            )
            for n in range(count)
        ]
        return Person.objects.bulk_create(people)

    return settle


@pytest.fixture
def officer(department):
    return in_office("officer", "officer", "기획팀 주무관", department)


@pytest.fixture
def head(department):
    return in_office("head", "head", "기획예산과장", department)


@pytest.fixture
def director(department):
    return in_office("director", "director", "기획재정국장", department)


@pytest.fixture
def mayor(db):
    return in_office("mayor", "mayor", "구청장")


@pytest.fixture
def moderator(db):
    return in_office("moderator", "moderator", "누리집 운영 담당")


@pytest.fixture
def auditor(db):
    return in_office("auditor", "auditor", "감사담당관")


@pytest.fixture
def administrator(db):
    return in_office("administrator", "admin", "전산 담당")


@pytest.fixture
def home(gu):
    """The home page, with the newsroom's groups and its road from draft to publication."""
    page = open_house("온라인관악청")
    set_up_newsroom(page)
    return page


@pytest.fixture
def editor(home):
    return _in_group(account("editor", nickname="편집자"), EDITORS)


@pytest.fixture
def reviewer(home):
    return _in_group(account("reviewer", nickname="검토자"), REVIEWERS)


@pytest.fixture
def question(policy, department):
    """A question that has been open for a week and stays open for another."""
    return open_question(
        title="밤길을 더 밝게 하려면 무엇이 먼저입니까?",
        slug="night-walk",
        kind="governance",
        topic="도시환경",
        purpose="어두운 골목의 순서를 정하려고 여쭙니다.",
        department=department,
        opens_at=NOON - timedelta(days=7),
        closes_at=NOON + timedelta(days=7),
        tags=["안전"],
        by=None,
        at=NOON - timedelta(days=8),
    )


@pytest.fixture
def thread(question):
    return question.thread


@pytest.fixture
def comment(thread, resident):
    return post_comment(thread, by=resident, body="가로등이 필요합니다.", at=NOON, ref=uuid4())


@pytest.fixture
def visit():
    """A browser without a screen, signed in if a person is given: visit(resident).get(…)."""

    def call(person=None, **options):
        client = Client(**options)
        if person is not None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return call


def _in_group(person, name):
    from django.contrib.auth.models import Group

    person.groups.add(Group.objects.get(name=name))
    return person
