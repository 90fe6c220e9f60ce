"""Whatever is sent to be said: it is kept and shown as it came, or refused with a code. Nothing breaks.

The invented strings always run; with CHEONG_DATA (a folder with malformed/) so do the collected ones.
"""

import base64
import gzip
import json
import os
import re
import unicodedata
from html import unescape
from pathlib import Path
from uuid import uuid4

import pytest

from deliberation.models import Comment
from deliberation.rooms import ThreadRoom
from district.refusals import Refusal
from realtime.consumers import parsed
from realtime.kinds import Address, Context
from realtime.models import Event
from tests.deliberation.doors import comments_of

OUR_LINK = re.compile('<a href="https?://[^"<>]*" rel="nofollow ugc noopener">|</a>')
pytestmark = pytest.mark.django_db
COLLECTED = Path(os.environ.get("CHEONG_DATA", "")) / "malformed"
INVENTED = [
    "",
    " \n\t ",
    "\u200b\u2060\ufeff",
    "\u3164\u2800",
    "\x00",
    "밤\x00길",
    "밤\x1b[31m길",
    "\ud800",
    "가" * 1001,
    "각" * 1000,
    "😀" * 1001,
    "<script>fetch('//x.example')</script>",
    "<img src=x onerror=alert(1)>",
    "\"'><svg/onload=alert(1)>",
    "</li></ul><form action=//x.example><button>",
    "{{ 7|add:7 }}{% debug %}${7*7}",
    "'; DROP TABLE deliberation_comment; --",
    "%s %(voices)s %n {0}",
    "\u202e뒤집힌 글\u202c",
    "ㅁ" + "\u0301" * 500,
    "👨‍👩‍👧‍👦 ❤️ 🇰🇷",
    "\ufdd0\uffff\ue000",
    "line\r\nline\rline\u2028line\x85line",
    "../../etc/passwd",
    'AND OR NEAR( * " ^',
]
FRAMES = ["", "[" * 100_000, '{"a":' * 40_000, '{"body":"', "null", "[]", '{"body":NaN}', '{"a":1,"a":2}']
CODES = {"bad_text", "empty_words", "too_long", "bad_json", "too_deep", "too_large", "bad_ref"}


def collected(name):
    """The strings of one collection."""
    path = COLLECTED / name
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


needs_collection = pytest.mark.skipif(
    not os.environ.get("CHEONG_DATA"), reason="CHEONG_DATA names no folder with malformed/"
)


@pytest.fixture(autouse=True)
def patience(settings):
    settings.PACE_PERSON = settings.PACE_ADDRESS = "100000/60"


@pytest.fixture
def speak(visit, asked, resident):
    """Send a body to the door, and say what became of it: the code of a refusal, or None."""
    browser = visit(resident)

    def call(body):
        before = Comment.objects.count(), Event.objects.count()
        answer = browser.post(comments_of(asked.thread), body, content_type="application/json")
        if answer.status_code == 201:
            return None
        assert 400 <= answer.status_code < 500
        assert (Comment.objects.count(), Event.objects.count()) == before
        return answer.json()["code"]

    return call


@pytest.fixture
def enter(asked, resident, now):
    """The same through the room."""
    room, context = Address("thread", str(asked.thread_id)), Context(now, None)

    def call(text):
        try:
            said = parsed({"text": text})
            ThreadRoom().commands["comment.post"](room, resident, said, context)
        except Refusal as refusal:
            return refusal.code
        return None

    return call


def as_kept(text):
    """How words stand in the record."""
    for newline in ("\r\n", "\r", "\x85", "\u2028", "\u2029"):
        text = text.replace(newline, "\n")
    return unicodedata.normalize("NFC", text).strip()


def check_both_doors(texts, speak, enter, thread):
    """Each string is kept unharmed by both doors, or refused alike."""
    for text in texts:
        code = speak(json.dumps({"ref": str(uuid4()), "body": text}))
        assert enter(json.dumps({"type": "comment.post", "body": text})) == code
        assert code in CODES | {None}
        if code is None:
            kept = Comment.objects.filter(thread=thread).order_by("-pk")[:2]
            assert [comment.body for comment in kept] == [as_kept(text)] * 2


def check_search(texts, visit, *addresses):
    """No search breaks over any of them."""
    browser = visit()
    for text in texts:
        sought = {"q": text.encode("utf-8", "surrogatepass")}
        assert {browser.get(address, sought).status_code for address in addresses} <= {200, 422}


def check_page(visit, thread, texts):
    """A page of words says them, and nothing in them has become a part of it."""
    first = Comment.objects.filter(thread=thread).order_by("pk").first()
    for text in texts:
        Comment.objects.filter(pk=first.pk).update(body=text)
        page = visit().get(f"/comments/{first.pk}/replies/").content.decode()
        [before, *_] = page.split('</p>\n    <div class="comment-tools">')
        drawn = before.rsplit('data-field="body">', 1)[1]
        drawn = OUR_LINK.sub("", drawn)
        assert "<" not in drawn
        assert unescape(drawn) == text


def test_strange_words_are_kept_as_they_came_or_refused(speak, enter, asked):
    check_both_doors(INVENTED, speak, enter, asked.thread)


def test_strange_words_are_looked_for(visit, said, home):
    check_search(INVENTED, visit, "/api/v1/search/", "/search/")


def test_words_never_become_a_part_of_the_page(visit, said, home):
    check_page(visit, said.thread, [text for text in INVENTED if "<" in text or "{" in text])


@pytest.mark.parametrize("frame", FRAMES)
def test_a_body_that_is_none_is_refused(speak, enter, frame):
    assert speak(frame) in CODES
    assert enter(frame) in CODES


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)  # two thousand strings through three doors
@pytest.mark.parametrize("every", [24, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_kept_as_they_came_or_refused(speak, enter, visit, asked, name, every):
    texts = [row["text"] for row in collected(name)][::every]
    check_both_doors(texts, speak, enter, asked.thread)
    check_search(texts, visit, "/api/v1/search/")


@needs_collection
@pytest.mark.slow
def test_collected_scripts_never_become_a_part_of_the_page(visit, said, home):
    check_page(visit, said.thread, [as_kept(row["text"]) for row in collected("xss_payloads.jsonl")[:200]])


@needs_collection
def test_collected_bodies_are_read_or_refused(speak):
    for row in collected("json_parsing.jsonl.gz"):
        assert speak(base64.b64decode(row["body_base64"])) in CODES
