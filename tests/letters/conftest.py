"""A notice to two by duty, a wish to hear of a body, and a worker that goes its round at a given time."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from district.models import Person
from letters import actions, delivery
from letters.actions import follow, tell
from letters.models import Letter, Template
from letters.sealing import unseal
from letters.subscription import subscription_of
from tests.cast import NOON
from tests.letters.browsers import VAPID, Sleeper
from tests.letters.gateways import standing

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


@pytest.fixture
def fake():
    """A gateway and a push service on this machine."""
    with standing() as server:
        yield server


@pytest.fixture
def talk(fake, settings, gu):
    """알림톡 by HTTP to the fake, with the two usual texts approved."""
    settings.TALK_BACKEND = "letters.roads.gateway.Http"
    settings.TALK_URL, settings.TALK_KEY = f"http://127.0.0.1:{fake.port}/v1/", "secret-of-ours"
    settings.TALK_SENDER, settings.SMS_SENDER = "@gwanak", "0212340000"
    settings.PHONE_KEYS = ["k" * 32]
    Template.objects.update(approved_on=NOON.date())
    return fake


@pytest.fixture
def with_phone(talk):
    """Somebody's number, proved: with_phone(person)."""

    def prove(person, number="010-1234-5678", at=NOON):
        cache.clear()
        phone = actions.claim_number(person, number=number, at=at)
        actions.prove_number(person, code=unseal(phone.code_sealed), at=at)
        return Person.objects.get(pk=person.pk)

    return prove


@pytest.fixture
def push(fake, settings, gu):
    """Web push with a key of our own, to the fake."""
    settings.VAPID_PRIVATE_KEY = VAPID
    settings.PUSH_ORIGINS = [f"http://127.0.0.1:{fake.port}"]
    return fake


@pytest.fixture
def with_browser(push):
    """Somebody's browser: with_browser(person, "a") listens at /a and can read what is sealed for it."""

    def add(person, name="a", at=NOON):
        browser = Sleeper(f"http://127.0.0.1:{push.port}/{name}")
        actions.add_browser(person, subscription=subscription_of(browser.subscription), label=name, at=at)
        return browser

    return add
