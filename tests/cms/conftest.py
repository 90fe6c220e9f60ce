"""The newsroom: a house with its first page, who writes, who passes, and a question waiting to be asked."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.models import AgendaPage, BodyIndexPage, BodyPage, QuestionIndexPage, QuestionPage, SectionPage
from cms.newsroom import EDITORS, REVIEWERS, open_house, set_up_newsroom
from deliberation.actions import post_comment
from deliberation.models import ParticipationPolicy
from district.models import Department, Level, Person

CLOSED, INSIDE = "민간위탁 수탁자 선정", "세 곳의 제안 가격을 견줍니다"
GROUND = "공공기관의 정보공개에 관한 법률 제9조제1항제5호"


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def policy(db, now):
    policy, _ = ParticipationPolicy.objects.get_or_create(
        valid_from=(now - timedelta(days=400)).date(), defaults={"source": "시험"}
    )
    return policy


@pytest.fixture
def department(db):
    return Department.objects.get_or_create(name="기획예산과")[0]


@pytest.fixture
def home(db):
    home = open_house("온라인관악청")
    set_up_newsroom(home)
    return home


@pytest.fixture
def index(home):
    section = home.add_child(instance=SectionPage(title="정책참여", slug="policy", show_in_menus=True))
    page = QuestionIndexPage(title="관악구가 묻습니다", slug="asks", show_in_menus=True)
    return section.add_child(instance=page)


def staff(email: str, group: str) -> Person:
    person = Person.objects.create_user(email, "cheong-demo", nickname=group)
    person.groups.add(Group.objects.get(name=group))
    return person


@pytest.fixture
def editor(home):
    return staff("writes@gwanak.example", EDITORS)


@pytest.fixture
def reviewer(home):
    return staff("passes@gwanak.example", REVIEWERS)


@pytest.fixture
def keeper(home):
    return Person.objects.create_superuser("first@gwanak.example", "cheong-demo", nickname="처음")


@pytest.fixture
def speaker(db):
    return Person.objects.create_user("speaks@gwanak.example", "cheong-demo", nickname="느티", level=Level.L2)


@pytest.fixture
def written(index, department, policy, now):
    """Write a question page that is not yet published."""

    def write(author: Person | None = None, **words) -> QuestionPage:
        said = {
            "title": "보안등을 어디에 더 달까요?",
            "department": department,
            "topic": "도시환경",
            "purpose": "어두운 골목을 알고 싶습니다.",
            # In whole minutes: the form knows no seconds.
            "opens_at": (now - timedelta(days=1)).replace(second=0, microsecond=0),
            "closes_at": (now + timedelta(days=20)).replace(second=0, microsecond=0),
            "live": False,
            "owner": author,
        }
        page = index.add_child(instance=QuestionPage(**said | words))
        page.tags.add("보안등")
        page.save_revision(user=author, clean=False)
        return QuestionPage.objects.get(pk=page.pk)

    return write


@pytest.fixture
def draft(written, editor):
    return written(editor)


@pytest.fixture
def bodies(home):
    section = home.add_child(instance=SectionPage(title="혁신·협치", slug="governance", show_in_menus=True))
    return section.add_child(instance=BodyIndexPage(title="위원회", slug="bodies"))


@pytest.fixture
def council_page(bodies, council):
    return bodies.add_child(instance=BodyPage(title="관악구 협치회의", slug="council", body=council))


def item(title: str, **words) -> dict:
    """One block of an agenda, with an id of its own."""
    said = {"title": title, "kind": "report", "text": "", "documents": [], "disclosure": "open"}
    said |= {"closed_ground": "", "closed_until": None}
    return {"type": "item", "id": str(uuid4()), "value": said | words}


@pytest.fixture
def calling(council_page, members, now):
    """Write an agenda that is not yet published."""

    def write(author: Person | None = None, under=council_page, **words) -> AgendaPage:
        said = {
            "title": "협치회의 전체회의",
            "starts_at": (now + timedelta(days=10)).replace(second=0, microsecond=0),
            "place": "구청 8층 대강당",
            "items": [
                item("2027년 협치 계획", kind="decide", text="여섯 과제를 정합니다."),
                item(CLOSED, kind="decide", text=INSIDE, disclosure="closed", closed_ground=GROUND),
            ],
            "live": False,
            "owner": author,
        }
        page = under.add_child(instance=AgendaPage(**said | words))
        page.save_revision(user=author, clean=False)
        return AgendaPage.objects.get(pk=page.pk)

    return write


@pytest.fixture
def notice(calling, editor):
    return calling(editor)


@pytest.fixture
def called(notice):
    """An agenda that is live, with its meeting."""
    notice.get_latest_revision().publish()
    return AgendaPage.objects.get(pk=notice.pk)


@pytest.fixture(params=["draft", "notice"])
def waiting(request):
    """A page of each kind that hands its words over to a record of proceedings."""
    return request.getfixturevalue(request.param)


@pytest.fixture(params=["asked", "called"])
def told(request):
    """The same, once its record stands."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def asked(draft):
    """A question page that is live, with its record."""
    draft.get_latest_revision().publish()
    return QuestionPage.objects.get(pk=draft.pk)


@pytest.fixture
def answered(asked, speaker, now):
    """The same, with one neighbour's word under it."""
    post_comment(asked.question.thread, by=speaker, body="신림로 12길이 어둡습니다.", at=now)
    return asked
