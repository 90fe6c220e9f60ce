"""GET /api/v1/search/: pages, facets, refusals."""

from datetime import date

import pytest
from django.urls import reverse

from search import entries
from search.results import FARTHEST, results
from tests.search.test_find import DAY, filed, record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def story():
    kept = dict(entries.kinds)
    entries.open_kind(
        "story", "이야기", excerpt=lambda rows: {row.pk: f"{row.name}의 긴 글입니다" for row in rows}
    )
    yield
    entries.kinds.clear()
    entries.kinds.update(kept)


@pytest.fixture
def search(client):
    return lambda **asked: client.get(reverse("search:search"), asked)


def test_an_answer_says_what_it_is_and_where_the_words_stand(search):
    filed(1, "주차장", "글", state="open", department="교통과", dong="신림동", tags=["교통"])
    answer = search(q="주차").json()
    assert answer["total"] == 1
    assert answer["results"] == [
        {
            "kind": "story",
            "kind_label": "이야기",
            "title": "주차장",
            "excerpt": "이웃1동의 긴 글입니다",
            "url": "/1/",
            "on": "2026-11-21",
            "state": "open",
            "department": "교통과",
            "dong": "신림동",
            "tags": ["교통"],
        }
    ]
    assert {"kind": "story", "label": "이야기"} in answer["kinds"]


def test_pages_follow_each_other_without_a_gap_or_a_repeat(search, client):
    for number in range(1, 8):
        filed(number, "예산", on=date(2026, 1, number))
    page, seen = search(q="예산", limit=3).json(), []
    seen += [row["url"] for row in page["results"]]
    assert page["previous"] is None
    while page["next"]:
        page = client.get(page["next"]).json()
        seen += [row["url"] for row in page["results"]]
    assert seen == [f"/{number}/" for number in range(7, 0, -1)]
    back = client.get(page["previous"]).json()
    assert [row["url"] for row in back["results"]] == ["/4/", "/3/", "/2/"]


@pytest.mark.parametrize(
    "cursor", ["", "garbage", "\x00", "a:b:c", "é", "가", "WzEwMF0:1vMabc:x", "x" * 10_000]
)
def test_a_cursor_that_is_not_ours_is_refused(search, cursor):
    answer = search(q="예산", cursor=cursor)
    assert answer.status_code == 422
    assert answer.json()["code"] == "bad_cursor"


def test_a_cursor_holds_only_for_its_own_question(search):
    for number in range(1, 5):
        filed(number, "예산 주차")
    cursor = results("예산", None, size=2).next
    assert search(q="예산", limit=2, cursor=cursor).status_code == 200
    for other in (
        {"q": "주차"},
        {"q": "예산", "dong": "신림동"},
        {"q": "예산", "tag": "가"},
        {"q": "예산", "limit": 3},
    ):
        assert search(**{"limit": 2} | other, cursor=cursor).json()["code"] == "bad_cursor"


def test_nobody_is_led_beyond_the_thousandth_answer(monkeypatch):
    monkeypatch.setattr("search.results.FARTHEST", 5)
    for number in range(1, 9):
        filed(number, "예산")
    first = results("예산", None, size=3)
    second = results("예산", None, size=3, cursor=first.next)
    assert (first.total, len(first.hits), len(second.hits), second.next) == (5, 3, 2, None)
    assert FARTHEST == 1000


def test_facets_narrow_the_answer(search):
    filed(1, "주차", dong="신림동", tags=["교통", "안전"])
    filed(2, "주차", on=date(2020, 1, 1))
    assert [row["url"] for row in search(q="주차", dong="신림동").json()["results"]] == ["/1/"]
    assert [row["url"] for row in search(q="주차", tag=["교통", "안전"]).json()["results"]] == ["/1/"]
    assert [row["url"] for row in search(tag=["교통"]).json()["results"]] == ["/1/"]
    assert [row["url"] for row in search(q="주차", since="2026-01-01", kind="story").json()["results"]] == [
        "/1/"
    ]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"q": "가" * 10_000}, "invalid"),
        ({"q": "\x00"}, "invalid"),
        ({"tag": "\x00"}, "invalid"),
        ({"tag": ["가"] * 11}, "invalid"),
        ({"dong": "가" * 51}, "invalid"),
        ({"since": "0000-13-99"}, "invalid"),
        ({"limit": "0"}, "invalid"),
        ({"limit": "9" * 40}, "invalid"),
        ({"kind": "nothing"}, "unknown_kind"),
    ],
)
def test_what_cannot_be_asked_is_refused(search, asked, code):
    answer = search(**{"q": "예산"} | asked)
    assert answer.status_code == 422
    assert answer.json()["code"] == code


@pytest.mark.parametrize("q", ["", " ", '"', "*", "AND", "주차 OR", "a:b", "👍", "%", "' --", "\u200b"])
def test_odd_questions_are_answered(search, q):
    assert search(q=q).status_code == 200


def test_words_are_read_once_for_all_answers(search, django_assert_max_num_queries):
    for number in range(1, 16):
        filed(number, "예산")
    search(q="예산")
    with django_assert_max_num_queries(4):
        assert len(search(q="예산").json()["results"]) == 15


def test_an_answer_of_a_kind_nobody_opened_still_stands(search):
    entries.file(record(1), kind="forgotten", title="예산", words="", url="/1/", on=DAY)
    row = search(q="예산").json()["results"][0]
    assert (row["kind"], row["kind_label"], row["excerpt"]) == ("forgotten", "", "")
