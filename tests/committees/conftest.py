"""A meeting whose doors are open while the test runs, for doors look at the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from committees.actions import meetings, motions
from committees.actions.agenda import Draft, lay_agenda
from committees.models import Membership, Vote
from district.dates import day
from tests.cast import NOON
from tests.committees.acts import begin, items_of
from tests.committees.minutes_made import held, laid_minutes

CLOSED_WORDS = "비밀인사안건"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def drafts():
    """A report, a decision, and what the public learns by its number alone."""
    return [
        Draft(key=uuid4(), kind="report", title="지난 의결사항 처리결과", text="세 건을 마쳤습니다."),
        Draft(key=uuid4(), kind="decide", title="협치 실행계획(안)", text="사업 열두 개를 담았습니다."),
        Draft(
            key=uuid4(), kind="decide", title=f"{CLOSED_WORDS} 위촉", text=f"{CLOSED_WORDS}의 까닭",
            disclosure="closed", ground="개인정보 보호법 제18조",
        ),
    ]  # fmt: skip


@pytest.fixture
def gathering(council, members, chair, secretary, drafts, now):
    """A meeting of the council that is about to begin, in the hall and on the line."""
    Membership.objects.update(end=day(now) + timedelta(days=365))
    return lay_agenda(
        None, convener=council, kind="plenary", ordinal=1, bodies=[council], place="구청 8층 대강당",
        starts_at=now + timedelta(minutes=10), mode="hybrid", items=drafts, url="/회의/협치회의/1/",
        by=None, at=now - timedelta(days=7),
    )  # fmt: skip


@pytest.fixture
def items(gathering):
    """Its items in their order: report, decision, closed decision."""
    return list(gathering.items.standing())


@pytest.fixture
def sitting(gathering, members, secretary, now):
    """The same meeting in session, with six of the ten there."""
    for person in members[:6]:
        meetings.check_in(gathering, by=person, at=now)
    return meetings.call_to_order(gathering, by=secretary, at=now)


@pytest.fixture
def hall(meeting, members, chair, secretary):
    """In session, with eight of the ten members there; nothing is on the floor."""
    return begin(meeting, secretary, members[:8])


@pytest.fixture
def item(hall, secretary):
    """의결 1항, on the floor."""
    return meetings.take_up(items_of(hall)[1], by=secretary, at=NOON)


@pytest.fixture
def moving(item):
    """Move something on it: moving(by, kind, amends=…)."""

    def move(by, kind="main", **said):
        return motions.move(item, kind=kind, text="원안대로 한다.", by=by, at=NOON, **said)

    return move


@pytest.fixture
def moved(moving, members):
    """A main motion that somebody else has seconded."""
    return motions.second(moving(members[1]), by=members[2], at=NOON)


@pytest.fixture
def voting(secretary):
    """A running vote on an item, by a plain row: what is refused meanwhile does not ask how it was opened."""

    def opened(item, motion=None):
        facts = {"number": 1, "method": "roll_call", "majority": "majority", "majority_of": "present"}
        numbers = {"sitting": 10, "present": 8, "asked": 8, "tie": "fails"}
        return Vote.objects.create(
            item=item, motion=motion, subject="원안", opened_at=NOON, opened_by=secretary, **facts, **numbers
        )

    return opened


@pytest.fixture
def over(gu, meeting, members, chair, secretary, department):
    """The meeting of the cast, held and adjourned."""
    return held(meeting, members, department)


@pytest.fixture
def minutes(over, secretary):
    """Its minutes, laid before the members."""
    return laid_minutes(over, secretary)
