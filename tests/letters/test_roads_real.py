"""Every road on the database of a real town hall: workers and clocks at once, and one that is killed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.core import mail
from django.core.cache import cache
from django.db import connection

from letters import actions, delivery
from letters.models import Digest, Habit, Letter, Template
from letters.sealing import unseal
from letters.subscription import subscription_of
from tests.cast import NOON
from tests.deliberation.test_races import at_once
from tests.letters.browsers import VAPID, Sleeper

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]
MORNING = NOON.replace(hour=8) + timedelta(days=1)
TOPIC = {"topic": "body/3", "title": "협치회의", "url": "/"}


def go_round():
    with delivery.Line() as line:
        while delivery.carry_next(line, lambda: NOON):
            pass


def reachable(people, fake, roads):
    """Each follows, with a browser and a number of their own."""
    Template.objects.update(approved_on=NOON.date())
    for n, person in enumerate(people):
        cache.clear()
        browser = subscription_of(Sleeper(f"http://127.0.0.1:{fake.port}/push/{person.pk}").subscription)
        actions.add_browser(person, subscription=browser, label="b", at=NOON)
        phone = actions.claim_number(person, number=f"0101234{n:04}", at=NOON)
        actions.prove_number(person, code=unseal(phone.code_sealed), at=NOON)
        actions.prefer(type(person).objects.get(pk=person.pk), roads=roads, pace="immediate", at=NOON)
        actions.follow(person, at=NOON, **TOPIC)


def test_workers_at_once_send_each_letter_once_by_every_road(gu, residents, talk, push):
    people = residents(12)
    reachable(people, push, ["screen", "email", "push", "talk"])
    news = actions.tell("소식", topic="body/3", title="소식", url="/", at=NOON, bundle=False)
    delivery.spread(news, NOON)
    at_once([go_round] * 4)
    knocks = Counter(each["path"] for each in push.said("/push/"))
    assert knocks == {f"/push/{person.pk}": 1 for person in people}
    assert len(push.said("/v1/talk")) == 12
    assert Counter(each.to[0] for each in mail.outbox) == {person.email: 1 for person in people}
    assert Counter(Letter.objects.values_list("road", "state")) == {
        (road, "sent"): 12 for road in ("screen", "email", "push", "talk")
    }


WORKER = """
import django; django.setup()
from datetime import datetime
from letters import delivery
at = datetime.fromisoformat({at!r})
with delivery.Line() as line:
    while delivery.carry_next(line, lambda: at): pass
"""


@pytest.mark.parametrize(("road", "path"), [("push", "/push/"), ("talk", "/v1/talk")])
def test_a_worker_killed_while_the_other_side_has_it_leaves_a_doubt_and_never_a_second(
    gu, residents, talk, push, road, path
):
    [person] = residents(1)
    reachable([person], push, ["screen", road])
    push.heard.clear()
    # Whoever is asked listens to the end, and then keeps silent until the worker is dead.
    push.silent = True
    news = actions.tell("소식", topic="body/3", title="소식", url="/", at=NOON, bundle=False)
    delivery.spread(news, NOON)
    push.asked.clear()
    worker = subprocess.Popen([sys.executable, "-c", WORKER.format(at=NOON.isoformat())], env=its_own(push))
    try:
        assert push.asked.wait(60)
        worker.send_signal(signal.SIGKILL)
        assert worker.wait(30) == -signal.SIGKILL
    finally:
        worker.kill()
        push.released.set()
    push.silent = False
    assert Letter.objects.get(road=road).state == "taken"
    go_round()
    later = NOON + timedelta(seconds=house.LETTER_DOUBT_SECONDS)
    actions.due(later)
    go_round()
    told = Letter.objects.get(road=road)
    assert (told.state, told.fault) == ("failed", "doubt")
    assert [each["path"].startswith(path) for each in push.heard] == [True]


def its_own(push):
    """A worker as it runs in a house: a process with the same database and the same two services."""
    database = connection.settings_dict
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(
        **{name: database[name] or "" for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")}
    )
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings",
        "DATABASE_URL": address,
        "SECRET_KEY": house.SECRET_KEY,
        "VAPID_PRIVATE_KEY": VAPID,
        "PUSH_ORIGINS": ",".join(house.PUSH_ORIGINS),
        "PHONE_KEYS": ",".join(house.PHONE_KEYS),
        "TALK_BACKEND": house.TALK_BACKEND,
        "TALK_URL": house.TALK_URL,
        "TALK_KEY": house.TALK_KEY,
    }


def test_clocks_that_call_at_once_make_one_list_of_a_day(gu, residents):
    people = residents(10)
    for person in people:
        Habit.objects.create(person=person, roads=["screen", "email"], pace="daily")
        actions.follow(person, at=NOON, **TOPIC)
    for n in range(3):
        news = actions.tell(f"{n}", topic="body/3", title=f"{n}", url="/", at=NOON)
        delivery.spread(news, NOON)

    def tick_and_go():
        actions.due(MORNING)
        with delivery.Line() as line:
            while delivery.carry_next(line, lambda: MORNING):
                pass

    at_once([tick_and_go] * 4)
    actions.due(MORNING + timedelta(minutes=1))
    go_round()
    assert Digest.objects.count() == 10
    assert Counter(each.to[0] for each in mail.outbox) == {person.email: 1 for person in people}
    assert {each.subject for each in mail.outbox} == {"[관악구] 하루 소식 3건"}
    assert set(Letter.objects.filter(road="email").values_list("state", flat=True)) == {"sent"}


def test_who_chooses_and_stops_while_workers_go_round_gets_at_most_one_and_nothing_hangs(
    gu, residents, talk, push
):
    people = residents(6)
    reachable(people, push, ["screen", "push", "talk"])
    news = actions.tell("소식", topic="body/3", title="소식", url="/", at=NOON, bundle=False)
    delivery.spread(news, NOON)
    wishes = [person.follows.get() for person in people]
    acts = [lambda w=w: actions.choose(w, roads=["screen"], pace="", at=NOON) for w in wishes[:3]]
    acts += [lambda w=w: actions.stop(w.person_id, ["body/3"], at=NOON) for w in wishes[3:]]
    at_once([go_round, go_round, *acts])
    knocks = Counter(each["path"] for each in push.said("/push/"))
    assert set(knocks.values()) <= {1}
    states = Counter(Letter.objects.exclude(road="screen").values_list("state", flat=True))
    assert set(states) <= {"sent", "dropped"}
    assert states["sent"] == len(push.said("/push/")) + len(push.said("/v1/talk"))
