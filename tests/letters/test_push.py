"""Web push: sealed for one browser, at a service that is known, and never twice."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from py_vapid import Vapid02

from cms.actions import leave_house
from district.refusals import Refusal
from letters import actions
from letters.models import Browser, Letter
from letters.roads.push import public_key, said_of
from letters.subscription import known, subscription_of
from tests.cast import NOON
from tests.deliberation.doors import problem, send
from tests.letters.browsers import VAPID, Sleeper

pytestmark = pytest.mark.django_db
NIGHT = NOON.replace(hour=21)
BROWSERS = "/api/v1/letters/browsers/"


def tell(about="소식", **more):
    return actions.tell(about, **{"title": about, "url": "/x/", "at": NOON, "bundle": False} | more)


def letters_of(person):
    return list(Letter.objects.filter(person=person, road="push").order_by("pk"))


@pytest.fixture
def reader(resident, wish, with_browser):
    """A follower and the browser that wakes for them."""
    browser = with_browser(resident)
    resident.refresh_from_db()
    wish(resident)
    return resident, browser


def test_a_browser_is_woken_by_words_that_only_it_can_read_and_that_we_signed(reader, push, worker):
    person, browser = reader
    tell("가로등을 고칩니다", topic="body/3", words="역 앞 <b>세 곳</b>")
    worker()
    [heard] = push.said("/a")
    said = browser.read(heard["body"])
    assert (said["title"], said["body"]) == ("[관악구] 가로등을 고칩니다", "역 앞 <b>세 곳</b>")
    assert said["url"] == "http://127.0.0.1:8000/x/"
    headers = {name.lower(): value for name, value in heard["headers"].items()}
    assert Vapid02.verify(headers["authorization"])
    assert headers["content-encoding"] == "aes128gcm"
    assert int(headers["ttl"]) > 0
    assert public_key(VAPID) in headers["authorization"]
    assert [each.state for each in letters_of(person)] == ["sent"]
    worker(NOON + timedelta(days=1))
    assert len(push.heard) == 1


def test_one_press_on_what_is_shown_ends_it_signed_in_or_not(reader, push, worker, visit):
    person, browser = reader
    tell("소식", topic="body/3")
    worker()
    stop = browser.read(push.heard[0]["body"])["stop"].removeprefix("http://127.0.0.1:8000")
    pressed = visit(enforce_csrf_checks=True).post(stop, {"List-Unsubscribe": "One-Click"})
    assert pressed.status_code == 200
    assert not person.follows.filter(ended_at=None).exists()


def test_a_duty_that_rings_is_taken_leave_of_by_the_road_and_stays_a_duty(reader, push, worker, visit):
    person, browser = reader
    tell("할 일", people=[person])
    worker()
    stop = browser.read(push.heard[0]["body"])["stop"].removeprefix("http://127.0.0.1:8000")
    shown = visit().get(stop).content.decode()
    assert "브라우저 알림" in shown
    visit().post(stop)
    tell("둘째 할 일", people=[person])
    worker()
    assert len(push.heard) == 1
    assert set(Letter.objects.filter(dispatch__about="둘째 할 일").values_list("road", flat=True)) == {
        "screen",
        "email",
    }


def test_several_wake_once_and_many_of_a_kind_are_one_line(reader, push, worker):
    person, browser = reader
    for n in range(12):
        tell(f"댓글 {n}", topic="body/3", noun="댓글")
    tell("결과", topic="body/3")
    worker()
    [heard] = push.heard
    assert browser.read(heard["body"])["title"] == "[관악구] 협치회의 · 댓글 12개 외 1건"
    assert {each.state for each in letters_of(person)} == {"sent"}


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten_and_not_asked_again(reader, push, worker, status):
    person, _browser = reader
    push.answers["/a"] = status
    tell("첫째", topic="body/3")
    worker()
    ended = Browser.objects.get()
    assert (ended.endpoint, ended.p256dh, ended.auth) == ("", "", "")
    assert ended.ended_at == NOON
    assert [(each.state, each.fault) for each in letters_of(person)] == [("failed", "gone")]
    tell("둘째", topic="body/3")
    worker()
    assert len(push.heard) == 1
    assert len(letters_of(person)) == 1


def test_of_two_browsers_one_that_took_it_is_enough(reader, push, worker, with_browser):
    person, _browser = reader
    with_browser(person, "b")
    push.answers["/b"] = 500
    tell("소식", topic="body/3")
    worker()
    assert [each["path"] for each in push.heard] == ["/a", "/b"]
    assert [each.state for each in letters_of(person)] == ["sent"]


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (429, ("waiting", "")),
        (503, ("waiting", "")),
        (400, ("waiting", "")),
        (302, ("waiting", "")),
        (500, ("failed", "doubt")),
        ("hangs up", ("failed", "doubt")),
    ],
)
def test_what_a_service_refused_is_tried_later_and_what_it_may_have_taken_never(
    reader, push, worker, answer, outcome
):
    person, _browser = reader
    push.answers["/a"] = answer
    tell("소식", topic="body/3")
    worker()
    assert [(each.state, each.fault) for each in letters_of(person)] == [outcome]
    assert [each["path"] for each in push.heard] == ["/a"]
    push.answers = {}
    worker(NOON + timedelta(hours=1))
    assert len(push.heard) == 1 + (outcome[0] == "waiting")


def test_a_service_that_is_not_there_is_asked_later(reader, push, worker, settings, with_browser):
    person, _browser = reader
    settings.PUSH_ORIGINS = [*settings.PUSH_ORIGINS, "http://127.0.0.1:9"]
    Browser.objects.update(endpoint="http://127.0.0.1:9/a")
    tell("소식", topic="body/3")
    worker()
    assert [(each.state, each.tries) for each in letters_of(person)] == [("waiting", 1)]


def test_by_night_no_browser_wakes(reader, push, worker):
    person, _browser = reader
    tell("소식", topic="body/3", at=NIGHT)
    worker(NIGHT)
    assert push.heard == []
    assert [each.due_at for each in letters_of(person)] == [NIGHT + timedelta(hours=11)]
    assert Letter.objects.get(person=person, road="email").state == "sent"
    worker(NIGHT + timedelta(hours=11))
    assert len(push.heard) == 1


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1/a",
        "https://127.0.0.1:PORT/a",
        "http://127.0.0.1:PORT@evil.example/a",
        "http://evil.example#http://127.0.0.1:PORT",
        "http://169.254.169.254/latest/meta-data/",
        "file:///etc/passwd",
        "http://127.0.0.1:99999/a",
        "http://[::1",
        "",
    ],
)
def test_nobody_sends_our_worker_anywhere_but_to_a_push_service(push, resident, visit, endpoint):
    brought = Sleeper(endpoint.replace("PORT", str(push.port))).subscription
    assert problem(send(visit(resident), "post", BROWSERS, **brought)) == ("bad_browser", 422)
    assert not Browser.objects.exists()


def test_the_services_of_the_browsers_that_there_are_are_known(settings):
    for endpoint in (
        "https://fcm.googleapis.com/fcm/send/abc:def",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
        "https://web.push.apple.com/QGuQ",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYAAA",
    ):
        assert known(endpoint)
    assert not known("https://evil.example/.push.apple.com")
    assert not known("http://fcm.googleapis.com/x")


@pytest.mark.parametrize(
    "broken",
    [
        None,
        [],
        {"endpoint": 7},
        {"keys": {}},
        {"keys": {"p256dh": "x", "auth": "y"}},
        {"keys": {"p256dh": "가" * 87, "auth": "y"}},
    ],
)
def test_a_subscription_that_is_none_is_refused(push, broken):
    whole = Sleeper(f"http://127.0.0.1:{push.port}/a").subscription
    with pytest.raises(Refusal) as refused:
        subscription_of(whole | broken if isinstance(broken, dict) else broken)
    assert refused.value.code == "bad_browser"


def test_a_browser_wakes_for_whoever_signed_in_there_last(push, with_browser, resident, neighbour):
    brought = subscription_of(with_browser(resident).subscription)
    taken = actions.add_browser(neighbour, subscription=brought, label="b", at=NOON)
    assert actions.add_browser(neighbour, subscription=brought, label="b", at=NOON) == taken
    assert list(Browser.objects.standing()) == [taken]


def test_a_sixth_browser_takes_the_place_of_the_first(push, with_browser, resident):
    for n in range(6):
        with_browser(resident, f"b{n}")
    assert [each.label for each in Browser.objects.standing()] == ["b1", "b2", "b3", "b4", "b5"]


def test_who_leaves_is_woken_no_more_and_kept_nowhere(reader, push, worker):
    person, _browser = reader
    leave_house(person, at=NOON)
    assert Browser.objects.get().endpoint == ""
    worker()
    assert push.heard == []


def test_a_browser_comes_and_goes_by_the_api(push, resident, neighbour, visit):
    brought = Sleeper(f"http://127.0.0.1:{push.port}/a").subscription
    ref = uuid4()
    first = send(visit(resident), "post", BROWSERS, ref=ref, name="Firefox", **brought)
    assert first.status_code == 201
    assert send(visit(resident), "post", BROWSERS, ref=ref, name="Firefox", **brought).json() == first.json()
    [row] = first.json()["browsers"]
    assert row["name"] == "Firefox"
    assert "push" in first.json()["roads"]
    assert "127.0.0.1" not in json.dumps(first.json())
    address = f"{BROWSERS}{row['key']}/"
    assert problem(send(visit(neighbour), "delete", address)) == ("not_found", 404)
    assert send(visit(resident), "delete", address).json()["browsers"] == []


def test_without_a_key_the_road_is_closed_and_not_shown(resident, gu, visit, settings):
    settings.VAPID_PRIVATE_KEY = ""
    settings.PUSH_ORIGINS = ["http://127.0.0.1:1"]
    brought = Sleeper("http://127.0.0.1:1/a").subscription
    assert problem(send(visit(resident), "post", BROWSERS, **brought)) == ("road_closed", 409)
    assert "push-on" not in visit(resident).get("/me/letters/").content.decode()


def test_what_is_sealed_fits_what_a_service_takes_however_much_there_is(gu, resident, wish, settings):
    settings.VAPID_PRIVATE_KEY = VAPID
    wishes = [wish(resident, topic=f"{uuid4()}/{uuid4()}", title="가" * 200) for _ in range(60)]
    letters = [
        Letter(
            dispatch=tell(f"{n}", title="가" * 200, words="나" * 5000, topic=each.topic),
            person=resident,
            follow=each,
            road="push",
        )
        for n, each in enumerate(wishes)
    ]
    said = said_of(resident, letters)
    assert len(said.encode()) < 3000
    assert "/letters/stop/" in json.loads(said)["stop"]


def test_the_worker_script_is_served_from_the_root_and_asked_for_anew(visit, gu):
    answer = visit().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert answer["Cache-Control"] == "no-cache"
    assert "notificationclick" in answer.content.decode()
