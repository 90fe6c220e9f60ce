"""A notice to two by duty, a wish to hear of a body, and a worker that goes its round at a given time."""

import pytest
from django.utils import timezone

from letters import delivery
from letters.actions import follow, tell
from letters.models import Letter
from tests.cast import NOON

TOPIC = "body/3"


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def notice(gu, resident, neighbour):
    """What two people must be told at once, and say that it came."""
    return tell(
        "meeting/12/notice/1",
        title="협치회의 제3차 정기회의를 알려 드립니다",
        words="2026. 12. 1.(화) 19:00 · 구청 8층 대강당 · 안건 3건",
        url="/meetings/12/",
        people=[resident, neighbour.pk],
        topic=TOPIC,
        needs_receipt=True,
        bundle=False,
        at=NOON,
    )


@pytest.fixture
def wish():
    """Somebody follows: wish(person)."""

    def begin(person, topic=TOPIC, title="협치회의", at=NOON):
        return follow(person, topic=topic, title=title, url=f"/{topic}/", at=at)

    return begin


@pytest.fixture
def worker():
    """One round of the worker: worker(at)."""

    def go_round(at=NOON):
        delivery.spread_all(at)
        with delivery.Line() as line:
            while delivery.carry_next(line, lambda: at):
                pass

    return go_round


@pytest.fixture
def mails_of():
    """The letters of one person that go by mail, in the order in which they were written."""

    def find(person):
        return list(Letter.objects.filter(person=person, road="email").order_by("pk"))

    return find


@pytest.fixture
def screen_of():
    """The newest letter in somebody's list."""

    def find(person):
        return Letter.objects.visible_to(person).on_screen().first()

    return find
