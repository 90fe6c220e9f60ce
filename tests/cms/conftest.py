"""The newsroom: a house with its first page, who writes, who passes, and a question waiting to be asked."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from cms.models import QuestionIndexPage, QuestionPage, SectionPage
from cms.newsroom import EDITORS, REVIEWERS, open_house, set_up_newsroom
from deliberation.actions import post_comment
from deliberation.models import ParticipationPolicy
from district.models import Department, Level, Person


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
            "opens_at": now - timedelta(days=1),
            "closes_at": now + timedelta(days=20),
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
def asked(draft):
    """A question page that is live, with its record."""
    draft.get_latest_revision().publish()
    return QuestionPage.objects.get(pk=draft.pk)


@pytest.fixture
def answered(asked, speaker, now):
    """The same, with one neighbour's word under it."""
    post_comment(asked.question.thread, by=speaker, body="신림로 12길이 어둡습니다.", at=now)
    return asked
