"""What a department asks meanwhile and carries out afterwards is told to those it concerns, once."""

from datetime import timedelta

import pytest

from deliberation import actions
from deliberation.models import Category
from letters.models import Dispatch, Letter
from referrals.actions import approve, pause, report_progress, submit, write_reply
from referrals.models import Referral
from tests.cast import NOON, in_office
from tests.deliberation.proposers import agreed, fresh, laid_ground, published

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=3)


@pytest.fixture
def offices(policy, department):
    """The road department with the three hands of its chain."""
    laid_ground(policy, department)
    roads = Category.objects.get(code="roads").department
    titles = {"officer": "도로 담당", "head": "도로과장", "director": "도로국장"}
    return [in_office(f"roads-{role}", role, title, roads) for role, title in titles.items()]


@pytest.fixture
def reviewed(offices, resident, residents):
    """Five neighbours agreed: the road department has it."""
    return agreed(published(resident), residents(5))


def told(about):
    return set(
        Letter.objects.filter(dispatch__about=about, road="screen").values_list("person__nickname", flat=True)
    )


def owed(proposal):
    return Referral.objects.get(pk=fresh(proposal).referral_id)


def test_what_is_missing_is_asked_of_the_proposer_alone_and_once(offices, reviewed, resident):
    held = pause(
        owed(reviewed), kind="supplement", reason="어느 골목인지 적어 주세요.", by=offices[0], at=LATER
    )
    for _ in range(2):
        actions.due(LATER + timedelta(minutes=1))
    [dispatch] = Dispatch.objects.filter(about__startswith=f"{reviewed.letter_topic}/supplement/")
    assert (told(dispatch.about), dispatch.words) == ({resident.nickname}, "어느 골목인지 적어 주세요.")
    assert held.pauses.count() == 1


def test_that_it_was_begun_is_told_to_everybody_who_agreed(offices, reviewed, resident):
    reply = write_reply(
        owed(reviewed), by=offices[0], at=LATER, words="바꿉니다.", outcome="accepted",
        planned_on=(LATER + timedelta(days=30)).date(),
    )  # fmt: skip
    submit(reply, by=offices[0], at=LATER)
    for hand in offices[1:]:
        approve(reply, by=hand, at=LATER)
    begun = LATER + timedelta(days=20)
    report_progress(
        owed(reviewed), kind="started", on=begun.date(), words="땅을 팠습니다.", by=offices[0], at=begun
    )
    for _ in range(2):
        actions.due(begun + timedelta(minutes=1))
    [dispatch] = Dispatch.objects.filter(about__startswith=f"{reviewed.letter_topic}/progress/")
    assert told(dispatch.about) == {resident.nickname, *(f"주민{n}" for n in range(5))}
    assert dispatch.title.startswith("실시를 시작했습니다")


def test_whoever_was_merged_into_it_hears_what_became_of_it(offices, reviewed, neighbour):
    double = published(neighbour, at=NOON + timedelta(hours=1))
    actions.merge_proposals(double, into=reviewed, by=offices[0], at=NOON + timedelta(hours=2))
    assert neighbour in fresh(reviewed).people_to_tell()
