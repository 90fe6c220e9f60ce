"""Whoever keeps the house sees how it does; nobody else does, and no log says whom it is about."""

import json
import logging
import sys
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import RequestFactory
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max
from prometheus_client.parser import text_string_to_metric_families

from cms import watching
from cms.desks.live import LiveMenuItem
from cms.logs import LONGEST, Json, Line, masked
from cms.showing import live
from realtime import layer
from realtime.layer import ValkeyLayer
from tests.cast import in_office
from tests.servers import free_port

TOKEN = "a-token-of-the-house"
PULSE = {
    "pid": 7, "at": 100.0, "sockets": 3, "streams": 1, "rooms": 2, "deliveries": 40, "drops": 0, "resyncs": 1,
    "gaps": 2, "publish_failures": 0, "lagging": 0, "lag_p50": 0.005, "lag_p99": 0.025, "layer": True,
}  # fmt: skip


def waiting(since, run_after=None):
    """A task of the worker's, put in the queue at some time."""
    task = DBTaskResult.objects.create(
        task_path="cms.actions.due", args_kwargs={}, run_after=run_after or get_date_max()
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=since)


def scraped(client, **headers):
    answer = client.get("/metrics", headers=headers)
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


# /metrics


@pytest.mark.parametrize(
    "given", ["", TOKEN, "Basic abc", "Bearer", "Bearer other", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_numbers_are_told_to_the_holder_of_the_token_alone(client, settings, given, db):
    settings.METRICS_TOKEN = TOKEN
    refused = client.get("/metrics", headers={"Authorization": given} if given else {})
    assert (refused.status_code, refused.json()["code"]) == (401, "token_needed")
    assert refused["www-authenticate"] == "Bearer"
    assert client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200


def test_a_house_without_a_token_has_no_numbers_to_give(client, settings, db):
    settings.METRICS_TOKEN = ""
    refused = client.get("/metrics", headers={"Authorization": "Bearer "})
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_the_numbers_are_what_prometheus_reads(client, settings, db):
    settings.METRICS_TOKEN = TOKEN
    said = scraped(client, Authorization=f"Bearer {TOKEN}")
    assert said["cheong_part_up", "database"] == said["cheong_part_up", "layer"] == 1
    assert said["cheong_worker_waiting",] == 0
    assert said["process_resident_memory_bytes",] > 0
    for name in ("frames", "deliveries", "drops", "resyncs", "gaps", "publish_failures"):
        assert (f"cheong_live_{name}_total",) in said, name
    assert any(name == "cheong_live_lag_seconds_bucket" for name, *_ in said)
    assert any(name == "cheong_live_connections" for name, *_ in said)


def test_each_answer_is_counted_by_its_door_and_never_by_its_address(client, settings, home):
    settings.METRICS_TOKEN = TOKEN
    before = scraped(client, Authorization=f"Bearer {TOKEN}")
    for address in ("/api/v1/nothing/", "/api/v1/questions/9999999/", "/healthz", "/a/b/c/"):
        client.get(address)
    after = scraped(client, Authorization=f"Bearer {TOKEN}")
    risen = {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name)}
    assert risen["cheong_http_requests_total", "404", "api"] == 2
    assert risen["cheong_http_requests_total", "404", "pages"] == 1
    assert risen["cheong_http_requests_total", "200", "pages"] == 2  # with the first look itself
    assert {labels[-1] for name, *labels in after if name == "cheong_http_seconds_count"} <= {
        *watching.DOORS, "pages"
    }  # fmt: skip


# What waits for the worker


def test_a_task_waits_from_the_moment_it_was_due(db):
    now = timezone.now()
    assert watching.queue_at(now) == (0, timedelta(0))
    waiting(now - timedelta(days=1), run_after=now - timedelta(minutes=2))
    waiting(now - timedelta(days=1), run_after=now + timedelta(days=1))
    assert watching.queue_at(now) == (1, timedelta(minutes=2))
    waiting(now - timedelta(minutes=3))
    assert watching.queue_at(now) == (2, timedelta(minutes=3))


def test_counting_what_waits_stays_cheap_however_much_it_is(db, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(watching, "COUNTED", 2)
    for _ in range(3):
        waiting(timezone.now())
    with django_assert_num_queries(1):
        assert watching.queue_at(timezone.now()).waiting == 2


# /readyz


def test_a_late_worker_is_named_and_closes_no_door(client, home):
    waiting(timezone.now() - timedelta(minutes=9))
    assert client.get("/readyz").json() == dict.fromkeys(["database", "cache", "layer", "worker"], "ok")
    waiting(timezone.now() - timedelta(minutes=11))
    late = client.get("/readyz")
    assert (late.status_code, late.json()["worker"]) == (200, "failed")


def test_a_dead_layer_is_named_and_closes_no_door(client, home, monkeypatch):
    nobody = ValkeyLayer(f"redis://127.0.0.1:{free_port()}/0", "test")
    monkeypatch.setattr(layer, "current", lambda: nobody)
    said = client.get("/readyz")
    assert (said.status_code, said.json()["layer"], said.json()["database"]) == (200, "failed", "ok")


def test_without_its_cache_the_house_forgets_and_answers(client, home, settings):
    nobody = f"redis://127.0.0.1:{free_port()}/0"
    settings.CACHES = {"default": {"BACKEND": "cms.cache.ForgivingCache", "LOCATION": nobody}}
    assert (cache.get("key", 3), cache.get_or_set("key", 4), cache.add("key", 5)) == (3, 4, True)
    assert (cache.get_many(["key"]), cache.has_key("key"), cache.delete("key")) == ({}, False, False)
    cache.set("key", 6)
    cache.set_many({"key": 6})
    cache.delete_many(["key"])
    assert not cache.touch("key")
    with pytest.raises(ValueError, match="not found"):
        cache.incr("key")
    assert {client.get(address).status_code for address in ("/", "/accounts/login/")} == {200}
    said = client.get("/readyz")
    assert (said.status_code, said.json()["cache"]) == (200, "failed")


def test_without_its_database_a_process_asks_for_no_readers(client, settings, monkeypatch):
    def away():
        raise OperationalError("the database is away")

    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setattr(watching.connection, "cursor", away)
    refused = client.get("/readyz")
    assert (refused.status_code, refused.json()["database"]) == (503, "failed")
    assert "away" not in refused.content.decode()
    said = scraped(client, Authorization=f"Bearer {TOKEN}")
    assert said["cheong_part_up", "database"] == 0
    assert said["cheong_worker_waiting",] != said["cheong_worker_waiting",], "not a number, rather than none"


# The log


def logged(form, words, *values, **facts):
    record = logging.LogRecord(
        "realtime.layer", logging.WARNING, "", 0, words, values, facts.pop("exc_info", None)
    )
    vars(record).update(facts)
    return form().format(record)


def test_a_line_of_the_live_layer_says_which_room(rf):
    facts = {"room": "thread/7", "seq": 43, "code": "fault"}
    assert logged(Line, "cut by %s", "Valkey", **facts).endswith(
        "WARNING realtime.layer cut by Valkey room=thread/7 seq=43 code=fault"
    )
    said = json.loads(logged(Json, "cut by %s", "Valkey", **facts))
    assert (said["level"], said["logger"], said["message"]) == ("WARNING", "realtime.layer", "cut by Valkey")
    assert {name: said[name] for name in facts} == facts
    assert said["process"]
    assert said["at"].endswith("+00:00")


def test_trouble_is_one_object_with_its_trace():
    try:
        raise ValueError("두 줄\n입니다")
    except ValueError:
        said = json.loads(logged(Json, "stumbled", exc_info=sys.exc_info()))
    assert "ValueError: 두 줄\n입니다" in said["trace"]


@pytest.mark.parametrize("form", [Line, Json])
@pytest.mark.parametrize(
    "secret",
    [
        "hong@gwanak.example", "8.8.8.8", "2606:4700:4700::1111", "010-1234-5678", "900101-1234567",
        "gAAAAABnQ0123456789abcdefghijklmnop-_==", "abcdefghijklmnopqrstuvwxyz012345",
        "redis://user:hidden@10.0.0.3:6379/0", "/search/?q=hidden&page=2",
        "/accounts/confirm-email/MQ:hidden/", "Bearer hidden-token",
        "DETAIL: Key (nickname)=(hidden words) already exists.",
    ],
)  # fmt: skip
def test_no_line_says_whom_it_is_about(form, secret):
    said = logged(form, "It went wrong: %s.", f"'{secret}'", code="fault")
    assert "[가림]" in said
    assert "fault" in said
    assert secret not in said
    assert "hidden" not in said


def test_what_is_nobodys_stays_readable():
    plain = "The layer at 10.0.0.3:6379 was cut at 14:22:50; again in 0.2 s? thread/7"
    assert plain in logged(Line, plain)


def test_a_request_is_logged_by_its_pattern_and_not_by_its_address():
    asked = RequestFactory().get("/accounts/password/reset/key/abc-hidden/", {"q": "hidden"})
    said = json.loads(logged(Json, "Not Found", request=asked, status_code=404))
    assert (said["method"], said["status_code"]) == ("GET", 404)
    assert "hidden" not in json.dumps(said)


# The panel


@pytest.fixture
def administrator(home):
    return in_office("admin", "admin", "정보통신과 주무관")


@pytest.fixture
def auditor(home):
    return in_office("auditor", "auditor", "감사담당관")


@pytest.mark.parametrize("watcher", ["administrator", "auditor", "keeper"])
def test_the_numbers_are_shown_to_those_who_keep_the_house(client, request, watcher):
    client.force_login(request.getfixturevalue(watcher))
    assert set(client.get("/desk/live/numbers/").json()["figures"]) == set(live.MEANINGS)


def test_the_panel_says_what_each_number_means_and_stands_in_the_menu(client, administrator):
    client.force_login(administrator)
    answer = client.get("/desk/live/")
    page = answer.content.decode()
    for label, meaning in live.MEANINGS.values():
        assert str(label) in page
        assert str(meaning) in page
    assert LiveMenuItem().is_shown(answer.wsgi_request)


def test_the_panel_stays_shut_to_other_offices(client, home, editor):
    for person in (in_office("officer", "officer", "주무관"), editor):
        client.force_login(person)
        assert client.get("/desk/live/").status_code == 403
        refused = client.get("/desk/live/numbers/")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_watching")
        assert not LiveMenuItem().is_shown(refused.wsgi_request)


def test_the_panel_is_read_and_never_kept(client, administrator):
    client.force_login(administrator)
    assert client.post("/desk/live/").status_code == 405
    assert "no-store" in client.get("/desk/live/numbers/")["cache-control"]


def told(*pulses):
    names = {f"process{number}": PULSE | pulse for number, pulse in enumerate(pulses)}
    return {one.key: one for one in live.figures(names, {}, watching.Queue(0, timedelta(0)))}


def test_numbers_are_sums_and_the_lag_is_the_worst():
    said = told({}, {"lag_p50": None, "lag_p99": None}, {"sockets": 1200, "lag_p99": 1.0})
    assert (said["connections"].text, said["gaps"].text, said["lag"].text) == ("1,209", "6", "1초 안")
    assert said["lag"].alarm
    assert not told({})["lag"].alarm
    assert told({"lag_p50": None, "lag_p99": None})["lag"].text == live.NONE


def test_an_older_process_may_say_less(db):
    assert live.processes({"older": {"pid": 3}}, {"older": None})[0][:3] == ["3", live.NONE, live.NONE]
    assert live.fullest({"older": {"pid": 3}}) == []


def test_the_pace_is_what_went_out_since_it_was_last_read():
    pace = live.Pace()
    assert pace.take({"a": PULSE}) == {"a": None}
    assert pace.take({"a": PULSE | {"at": 102.0, "deliveries": 100}}) == {"a": 30.0}
    assert pace.take({"a": PULSE | {"at": 103.0, "deliveries": 5}}) == {"a": None}, "it began anew"
    assert pace.take({}) == {}
    assert pace.take({"a": PULSE | {"at": 104.0, "deliveries": 10}}) == {"a": None}, "it was gone"


def test_the_fullest_rooms_lead_to_their_pages_and_no_doorbell_is_named(answered, speaker):
    thread = answered.question.thread
    near = {"fullest": [[f"thread/{thread.pk}", 3], [f"person/{speaker.pk}", 1], ["thread/999999", 9]]}
    far = {"fullest": [[f"thread/{thread.pk}", 5], ["desk/9", 2]]}
    assert live.fullest({"near": near, "far": far}) == [(answered.title, answered.question.url, "5명")]


def test_what_does_not_answer_is_named_first(client, administrator, monkeypatch):
    client.force_login(administrator)
    assert not client.get("/desk/live/numbers/").json()["alarm"]
    waiting(timezone.now() - timedelta(minutes=11))
    said = client.get("/desk/live/numbers/").json()
    assert (said["alarm"], said["state"]) == (True, "응답하지 않습니다: 작업 처리기")
    assert said["figures"]["waiting"] == ["1", "가장 오래된 작업 11분", True]


# A mask that looked twice at each letter would need minutes for these, with the whole house waiting.
ENDLESS = ["a", "a?", "a@", "a=", "x.", "1:", "1.", "/?a", "://a", "Key (", "Key (a)=(", "gAAAA"]


@pytest.mark.parametrize("piece", ENDLESS)
def test_the_log_masks_endless_words_in_one_go(piece):
    assert len(masked(piece * LONGEST)) <= LONGEST
