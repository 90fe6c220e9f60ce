"""Two topics become one: whoever wished to hear of either hears of the one, once and as they chose."""

from datetime import timedelta

import pytest

from letters import actions
from letters.models import Follow, Letter, Rest
from letters.offers import Offer
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
THERE = Offer("proposal/1", "먼저 낸 것", "/proposals/1/")


def follow(person, topic="proposal/2"):
    return actions.follow(person, topic=topic, title="나중에 낸 것", url="/proposals/2/", at=NOON)


def carry(*known):
    actions.carry_follows("proposal/2", into=THERE, known=known, at=LATER)


def standing():
    return {(wish.person_id, wish.topic) for wish in Follow.objects.standing()}


def test_a_wish_moves_with_its_name_and_its_address_and_ends_at_the_new_place(resident):
    wish = follow(resident)
    carry()
    wish.refresh_from_db()
    assert Offer(wish.topic, wish.title, wish.url) == THERE
    actions.unfollow(wish, at=LATER)
    assert Rest.objects.get().topic == THERE.topic


def test_who_follows_both_keeps_the_one_they_had_there(resident):
    follow(resident)
    kept = follow(resident, THERE.topic)
    carry()
    assert standing() == {(resident.pk, THERE.topic)}
    assert Follow.objects.standing().get() == kept


def test_who_said_there_that_it_is_enough_is_not_told_anew(resident):
    actions.unfollow(follow(resident, THERE.topic), at=NOON)
    follow(resident)
    carry()
    assert standing() == set()


def test_who_said_here_that_it_is_enough_has_said_it_of_the_one_unless_it_was_theirs_before(
    resident, neighbour
):
    for person in (resident, neighbour):
        actions.stop(person.pk, ["proposal/2"], at=NOON)
    carry(neighbour.pk)
    assert [rest.person for rest in Rest.objects.of([THERE.topic])] == [resident]


def test_a_word_of_rest_here_ends_no_wish_there(resident):
    follow(resident, THERE.topic)
    actions.stop(resident.pk, ["proposal/2"], at=NOON)
    carry()
    assert standing() == {(resident.pk, THERE.topic)}
    assert not Rest.objects.of([THERE.topic]).exists()


def test_what_was_told_of_the_one_before_is_no_news_to_those_who_come(resident):
    follow(resident)
    actions.tell("early", title="먼저 온 소식", url="/", topic=THERE.topic, at=NOON)
    actions.tell("own", title="내 소식", url="/", topic="proposal/2", at=NOON)
    carry()
    assert {letter.dispatch.about for letter in Letter.objects.all()} == {"own"}


def test_carrying_twice_is_carrying_once(resident):
    follow(resident)
    carry()
    carry()
    assert standing() == {(resident.pk, THERE.topic)}
