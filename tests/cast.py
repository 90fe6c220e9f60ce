"""The cast: people of an invented district, made as the house makes them."""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from cms.newsroom import EDITORS, REVIEWERS, open_house, set_up_newsroom
from committees.actions.agenda import Draft, lay_agenda
from committees.models import Body, BodyRule, Membership, Office, Seat, Term
from deliberation.actions import SessionDraft, open_forum, open_question, open_session, post_comment
from deliberation.models import ParticipationPolicy
from district.models import Department, District, Level, Neighborhood, Person, Post, Posting

NOON = datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Asia/Seoul"))
BEGINNING = date(2022, 7, 1)
PASSWORD = "cheong-demo"
APPOINTED = date(2025, 3, 20)
TERM_END = date(2027, 3, 19)
MEMBERS = ["강하윤", "김도연", "나은서", "문예진", "박시우", "서지안", "양주원", "오현서", "윤채아", "한가람"]


def account(login, **facts):
    """Somebody with an account, whatever the district knows of them."""
    return Person.objects.create_user(f"{login}@gwanak.example", PASSWORD, **facts)


def verified(login, dong, **facts):
    """Somebody the district knows to be one real person who lives here."""
    known = {"level": Level.L3, "level_basis": "residence", "verified_at": NOON - timedelta(days=30)}
    return account(login, neighborhood=dong, ci_hash=uuid4().hex * 2, **known, **facts)


def several(dong, people):
    """Many such, by login and facts: one hash for all, for a hundred of them would take a second."""
    shared = make_password(PASSWORD)
    return Person.objects.bulk_create(
        Person(
            email=f"{login}@gwanak.example", password=shared, level=Level.L3, level_basis="residence",
            verified_at=NOON - timedelta(days=30), ci_hash=uuid4().hex * 2, neighborhood=dong, **facts,
        )
        for login, facts in people.items()
    )  # fmt: skip


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

    return lambda count: several(dong, {f"settled{n}": {"nickname": f"주민{n}"} for n in range(count)})


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
def council(department):
    """A body of ten appointed seats, nobody in them yet."""
    body = Body.objects.create(
        kind_id="council",
        name="관악구 협치회의",
        short_name="협치회의",
        slug="council",
        department=department,
    )
    BodyRule.objects.create(
        body=body, valid_from=BEGINNING, remote_allowed=True, doors_open_minutes=60,
        counting_unit="round", source="관악구 협치 조례",
    )  # fmt: skip
    Term.objects.create(body=body, number=4, start=APPOINTED, end=TERM_END)
    Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(1, 11))
    return body


@pytest.fixture
def members(council, dong):
    """Ten residents appointed to the council, in 가나다 order of the names they go by there."""
    people = several(dong, {f"member{n}": {"name": name} for n, name in enumerate(MEMBERS)})
    seated(council, people)
    return people


@pytest.fixture
def member(members):
    return members[1]


@pytest.fixture
def chair(council, members):
    membership = Membership.objects.get(seat__body=council, person=members[0])
    Office.objects.create(body=council, kind="chair", membership=membership, start=APPOINTED)
    return members[0]


@pytest.fixture
def secretary(council, department):
    """An official who keeps the council's papers."""
    person = in_office("secretary", "officer", "협치팀 주무관", department)
    Office.objects.create(body=council, kind="secretary", post=person.postings.get().post, start=APPOINTED)
    return person


@pytest.fixture
def part(council, members):
    """A 분과 in which four of the members sit; the chair of the council is not one of them."""
    body = Body.objects.create(
        parent=council, kind_id="subcommittee", name="행정경제 분과", slug="council-economy",
        department=council.department,
    )  # fmt: skip
    Seat.objects.bulk_create(Seat(body=body, number=n, opened_on=BEGINNING) for n in range(1, 5))
    seated(body, members[1:5])
    return body


def seated(body, people, start=APPOINTED, end=TERM_END):
    """Appoint them to the first seats of a body, by plain rows."""
    term = body.terms.first()
    return Membership.objects.bulk_create(
        Membership(seat=seat, term=term, person=person, name=person.name, start=start, end=end)
        for seat, person in zip(body.seats.order_by("number"), people, strict=False)
    )


AGENDA = [
    Draft(key=UUID(int=1), kind="report", title="지난 의결사항 처리결과", text="세 건을 처리했습니다."),
    Draft(key=UUID(int=2), kind="decide", title="협치과제 실행계획", text="골목길 조명 바꾸기부터 합니다."),
    Draft(
        key=UUID(int=3), kind="consider", title="후보지 매입 협의", text="호암로 부지의 값을 정합니다.",
        disclosure="closed", ground="정보공개법 제9조제1항제5호",
    ),
]  # fmt: skip


def laid(convener, items=tuple(AGENDA), meeting=None, **facts):
    """The second plenary meeting of the year, at noon of the day on which the tests take place."""
    agenda = {
        "kind": "plenary", "ordinal": 2, "bodies": [convener], "starts_at": NOON, "place": "구청 대강당",
        "mode": "hybrid", "url": "", "by": None, "at": NOON - timedelta(days=10),
    }  # fmt: skip
    return lay_agenda(meeting, convener=convener, items=list(items), **agenda | facts)


@pytest.fixture
def meeting(council, members):
    """A meeting of the council that ten members know of: one item to hear, one to decide, one closed."""
    return laid(council)


@pytest.fixture
def facilitator(department):
    """The official who keeps the sessions of the forum."""
    return in_office("facilitator", "officer", "협치조정관", department)


@pytest.fixture
def evenings(facilitator):
    """Two evenings a week apart, as the page has them."""
    post = facilitator.postings.get().post
    return [
        SessionDraft(
            key=uuid4(), ordinal=n, title=title, area="낙성권역", place="구청 8층 대강당", facilitator=post,
            starts_at=NOON + timedelta(days=7 * n - 7), ends_at=NOON + timedelta(days=7 * n - 7, hours=2),
        )
        for n, title in enumerate(("골목과 안전", "돌봄과 이웃"), start=1)
    ]  # fmt: skip


@pytest.fixture
def forum(policy, council, evenings):
    """A forum of the council, called and not yet opened."""
    return open_forum(
        title="협치 공론장", slug="talk", body=council, purpose="다음 해 의제를 함께 고릅니다.",
        url="/공론장/협치/", sessions=evenings, by=None, at=NOON - timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def session(forum):
    """Its first evening, to which everybody has come and which nobody has opened yet."""
    return forum.sessions.visible_to(None).get(ordinal=1)


@pytest.fixture
def evening(session, facilitator):
    """The same, open."""
    return open_session(session, by=facilitator, at=NOON)


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
