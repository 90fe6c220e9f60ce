"""Whatever is sent as a number, a code, a browser, a wish or a choice: taken, or refused with a code."""

import json
from uuid import uuid4

import pytest
from django.db import transaction

from letters.models import Browser, Follow, Habit, Phone
from tests.deliberation.test_malformed import CODES, FRAMES, INVENTED, collected, needs_collection

pytestmark = pytest.mark.django_db
LETTERS = "/api/v1/letters/"
STRANGE = [
    *INVENTED,
    None,
    [],
    {},
    [[]],
    5,
    -1,
    2**63,
    True,
    "٠١٠١٢٣٤٥٦٧٨",
    "010-1234-567８",
    "010;1234;5678",
]
KEYS = {"p256dh": "B" * 87, "auth": "a" * 22}


@pytest.fixture(autouse=True)
def patience(settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"


@pytest.fixture
def sent(visit, resident):
    """By the API, undone again: the code of a refusal, or None."""
    client = visit(resident)

    def send(method, address, **said):
        raw = json.dumps({"ref": str(uuid4()), **said})
        with transaction.atomic():
            answer = getattr(client, method)(address, raw, content_type="application/json")
            transaction.set_rollback(True)
        assert answer.status_code < 500, (address, said)
        return None if answer.status_code < 300 else answer.json()["code"]

    return send


def doors():
    """Each address of letters with one name that anything may be sent under."""
    browser = {"endpoint": "https://push.example/1", "keys": KEYS, "name": "내 기기"}
    return [
        ("post", f"{LETTERS}number/", {"number": ""}),
        ("post", f"{LETTERS}number/prove/", {"code": ""}),
        ("patch", f"{LETTERS}ways/", {"roads": [], "pace": "now"}),
        ("post", f"{LETTERS}browsers/", browser),
        ("post", "/api/v1/follows/", {"offer": ""}),
    ]


def check_doors(texts, sent):
    for text in texts:
        for method, address, said in doors():
            for name in said:
                for value in (text, [text]):
                    assert sent(method, address, **said | {name: value}) is not None, (address, name, value)
    assert not Browser.objects.exists()
    assert not Phone.objects.exists()
    assert not Follow.objects.exists()
    assert not Habit.objects.exists()


def test_no_strange_word_is_a_number_a_code_a_browser_or_a_choice(sent):
    check_doors(STRANGE, sent)


def test_forms_take_no_strange_word_either_and_break_over_none(visit, resident, home):
    client = visit(resident)
    for text in INVENTED:
        if "\ud800" in text:  # no browser sends half a letter
            continue
        for address, name in (
            ("/me/letters/number/", "number"), ("/me/letters/number/prove/", "code"),
            ("/me/letters/ways/", "pace"), ("/me/letters/ways/", "roads"), ("/follows/", "offer"),
        ):  # fmt: skip
            assert client.post(address, {name: text}).status_code < 500, (address, text)
        assert visit().get(f"/letters/stop/{text.replace('/', '')[:50] or 'x'}/").status_code < 500
    assert not Phone.objects.exists()
    assert not Follow.objects.exists()


@pytest.mark.parametrize("frame", FRAMES)
def test_a_body_that_is_none_is_refused_at_every_door(visit, resident, frame):
    client = visit(resident)
    for method, address, _said in doors():
        answer = getattr(client, method)(address, frame, content_type="application/json")
        assert 400 <= answer.status_code < 500, address
        # No body at all says nothing: what is asked for is then missing.
        assert answer.json()["code"] in CODES or not frame, address


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [64, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_no_collected_word_is_one_either(sent, name, every):
    check_doors([row["text"] for row in collected(name)][::every], sent)
