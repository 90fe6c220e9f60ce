"""Two workers at once on the database of a real town hall: every mail once."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from letters import actions, delivery
from letters.models import Dispatch, Letter
from tests.cast import NOON
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def go_round():
    with delivery.Line() as line:
        while delivery.carry_next(line, lambda: NOON):
            pass


def test_workers_that_go_their_rounds_at_once_send_each_mail_once(gu, residents):
    people = residents(40)
    duty, followers = people[:20], people[20:]
    for person in followers:
        actions.follow(person, topic="body/3", title="협치회의", url="/", at=NOON)

    def tell():
        more = {"people": duty, "topic": "body/3", "bundle": False, "at": NOON}
        return actions.tell("한 번", title="한 번", url="/", **more).pk

    # Told by three at once, and one worker ends with a mail in its hands.
    [news] = set(at_once([tell] * 3))
    taken = delivery.take(NOON)
    connection.close()

    def spread_and_go():
        delivery.spread(Dispatch.objects.get(pk=news), NOON)
        go_round()

    at_once([spread_and_go] * 3)
    told = [person for person in people if person != taken.person]
    assert Counter(each.to[0] for each in mail.outbox) == {person.email: 1 for person in told}
    actions.due(NOON + timedelta(hours=1))
    go_round()
    assert len(mail.outbox) == len(told)
    assert Letter.objects.get(state="failed").person == taken.person
    assert Letter.objects.filter(state="sent").count() == 40 + 39


def test_who_stops_while_the_workers_go_round_is_sent_one_mail_or_none(gu, residents):
    people = residents(20)
    wishes = [actions.follow(each, topic="body/3", title="협치회의", url="/", at=NOON) for each in people]
    for n in range(2):
        more = {"topic": "body/3", "bundle": False, "at": NOON}
        news = actions.tell(f"{n}", title=f"소식 {n}", url="/", **more)
        delivery.spread(news, NOON)
    stops = [lambda wish=wish: actions.unfollow(wish, at=NOON) for wish in wishes[:6]]
    at_once([go_round, go_round, *stops])
    sent = Counter(each.to[0] for each in mail.outbox)
    assert set(sent.values()) == {1}
    assert {each.subject for each in mail.outbox} == {"[관악구] 소식 0 외 1건"}
    states = Counter(Letter.objects.filter(road="email").values_list("state", flat=True))
    assert states["sent"] == 2 * len(sent)
    assert states["sent"] + states["dropped"] == 40
