"""The same request is done once; who writes too fast waits; a proxy is believed only if it is ours."""

import threading
import uuid

import pytest
from django.db import connections
from django.test import RequestFactory

from district.models import Tag
from district.refusals import Refusal
from realtime import door
from realtime.models import Event
from tests.realtime.corner import HERE, say


def sealed(ref, body="말", verb="word.say", room=HERE):
    return door.mark(ref, verb, room, {"body": body})


def speak(by, ref, body="말"):
    return door.once(by, ref, lambda: say(body, by=by, ref=ref))


@pytest.mark.django_db
def test_the_same_request_is_done_once_and_answered_alike(resident):
    ref = sealed(uuid.uuid4())
    first, again = speak(resident, ref), speak(resident, ref)
    assert (again.row, again.seq) == (first.row, first.seq)
    assert (first.repeated, again.repeated) == (False, True)
    assert Tag.objects.filter(slug__startswith="1-").count() == 1


@pytest.mark.django_db
def test_a_ref_used_for_something_else_is_refused(resident):
    number = uuid.uuid4()
    speak(resident, sealed(number))
    for other in ({"body": "다른 말"}, {"verb": "word.hide"}, {"room": "corner/2"}):
        with pytest.raises(Refusal) as refused:
            speak(resident, sealed(number, **other))
        assert (refused.value.code, refused.value.status) == ("ref_reused", 409)


@pytest.mark.django_db
def test_two_people_may_use_one_ref(resident, neighbour):
    ref = sealed(uuid.uuid4())
    assert speak(resident, ref).row != speak(neighbour, ref).row


@pytest.mark.django_db
def test_what_refuses_the_twin_of_a_done_request_is_its_success(resident):
    ref = sealed(uuid.uuid4())

    def overtaken():
        say("말", by=resident, ref=ref)
        raise Refusal("already_done", "이미 하셨습니다.", 409)

    assert door.once(resident, ref, overtaken).repeated


@pytest.mark.django_db(transaction=True)
def test_one_request_sent_by_many_at_once_is_done_once(resident):
    ref = sealed(uuid.uuid4())
    done = []

    def send():
        try:
            done.append(speak(resident, ref).seq)
        finally:
            connections.close_all()

    senders = [threading.Thread(target=send) for _ in range(5)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert done == [1] * 5
    assert Event.objects.count() == 1


def test_an_argument_left_out_is_the_same_as_none():
    number = uuid.uuid4()
    with_none = door.mark(number, "word.say", HERE, {"body": "말", "parent": None})
    assert with_none.digest == sealed(str(number)).digest
    assert with_none == number


@pytest.mark.parametrize("ref", [None, "", "garbage", 7, [], "\0", {"a": 1}])
def test_a_bad_ref_is_refused(ref):
    with pytest.raises(Refusal) as refused:
        sealed(ref)
    assert refused.value.code == "bad_ref"


def test_who_writes_too_fast_is_told_how_long_to_wait(resident, settings):
    settings.PACE_PERSON = "3/60"
    for _ in range(3):
        door.pace(resident, "192.0.2.1")
    with pytest.raises(Refusal) as refused:
        door.pace(resident, "192.0.2.1")
    assert refused.value.code == "too_fast"
    assert 0 < refused.value.facts["seconds"] <= 60


def test_a_whole_address_has_a_pace_too(settings):
    settings.PACE_ADDRESS = "2/60"
    door.pace(None, "2001:db8::1")
    door.pace(None, "2001:db8::2")
    with pytest.raises(Refusal):
        door.pace(None, "2001:db8::3")
    door.pace(None, "2001:db8:0:1::3")


def test_a_cache_that_is_down_silences_nobody(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "cms.cache.ForgivingCache",
            "LOCATION": "redis://127.0.0.1:1",
        }
    }
    door.pace(None, "192.0.2.1")


def test_a_proxy_is_believed_only_if_it_is_named(settings):
    forwarded = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.7"}
    request = RequestFactory().get("/", **forwarded)
    scope = {"client": ["10.0.0.1", 5], "headers": [(b"x-forwarded-for", b"203.0.113.9, 198.51.100.7")]}
    assert door.address_of(request) == door.address_of(scope) == "10.0.0.1"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert door.address_of(request) == door.address_of(scope) == "198.51.100.7"
    settings.TRUSTED_PROXIES = ["10.0.0.0/8", "198.51.100.7"]
    assert door.address_of(request) == door.address_of(scope) == "203.0.113.9"
