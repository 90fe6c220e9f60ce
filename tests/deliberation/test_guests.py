"""A guest is given what was made for the guest before, as long as nothing has happened since."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from deliberation import actions
from deliberation.models import Thread
from deliberation.views import guests
from realtime.models import Room
from tests.deliberation.doors import comments_of

pytestmark = pytest.mark.django_db
LATER = timedelta(minutes=1)


@pytest.fixture
def slow(monkeypatch):
    """The cache forgets nothing while the test runs: only what the house does may empty it."""
    monkeypatch.setattr(guests, "SECONDS", 600)


def asked_for(client, thread, query="", **headers):
    """The answer, and how many statements it cost."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(comments_of(thread) + query, headers=headers)
    return answer, len(seen)


def bodies(answer):
    return [row["body"] for row in answer.json()["results"]]


def kept():
    """How many pages are kept."""
    return sum(":guests:" in key for key in cache._cache)


@pytest.fixture
def full(slow, visit, said):
    """A thread whose newest words a guest has read."""
    asked_for(visit(), said.thread)
    assert kept() == 1
    return said.thread


def test_a_guest_is_told_what_the_guest_before_was_told_for_one_statement(slow, visit, said):
    first, made = asked_for(visit(), said.thread)
    second, given = asked_for(visit(), said.thread)
    assert given == 1 < made
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert dict(second.headers) == dict(first.headers)
    assert not second.cookies


@pytest.mark.parametrize("accept", ["*/*", "application/json", ""])
def test_a_guest_who_holds_the_same_page_is_not_sent_it_again(full, visit, accept):
    tag = asked_for(visit(), full, accept=accept)[0].headers["ETag"]
    answer, given = asked_for(visit(), full, accept=accept, if_none_match=tag)
    assert (answer.status_code, answer.content, given) == (304, b"", 1)


def test_new_mended_and_hidden_words_show_at_once(full, visit, said, resident, moderator):
    at = timezone.now()
    read = lambda: bodies(asked_for(visit(), full)[0])  # noqa: E731
    assert read() == ["가로등이 필요합니다."]
    answer = actions.post_comment(full, by=resident, body="새 말", at=at)
    assert read() == ["새 말", "가로등이 필요합니다."]
    actions.edit_comment(answer, by=resident, body="고친 말", at=at + LATER)
    assert read() == ["고친 말", "가로등이 필요합니다."]
    actions.hide_words(said, by=moderator, ground="privacy", at=at + LATER)
    assert read() == ["고친 말", ""]
    actions.withdraw_comment(answer, by=resident, at=at + LATER)
    assert read() == ["", ""]
    assert read() == ["", ""]


def test_agreement_shows_at_once(full, visit, said, neighbour):
    actions.support_comment(said, by=neighbour, at=timezone.now())
    assert asked_for(visit(), full)[0].json()["results"][0]["reactions"] == 1


def test_what_is_kept_ends_with_its_second(visit, said, resident, monkeypatch):
    put = []
    monkeypatch.setattr(guests.cache, "set", lambda key, value, seconds: put.append(seconds))
    asked_for(visit(), said.thread)
    assert put == [1]


@pytest.fixture
def false(full):
    """The same, with something kept that nobody may be given who is not such a guest."""
    [key] = [key.partition(":1:")[2] for key in cache._cache if ":guests:" in key]
    content, headers = cache.get(key)
    assert "가로등이 필요합니다.".encode() in content
    cache.set(key, (b'"kept"', headers), 600)
    return full


def test_such_a_guest_is_given_it(false, visit):
    assert asked_for(visit(), false)[0].content == b'"kept"'


def test_who_has_signed_in_never_is(false, visit, resident):
    assert bodies(asked_for(visit(resident), false)[0]) == ["가로등이 필요합니다."]


@pytest.mark.parametrize(
    "headers",
    [
        {"x_session_token": "x"},
        {"authorization": "Bearer x"},
        {"cookie": "sessionid=x"},
        {"accept": "*/*;q=0.5"},
    ],
)
def test_who_says_anything_of_themselves_never_is(false, visit, headers):
    assert asked_for(visit(), false, **headers)[0].content != b'"kept"'


@pytest.mark.parametrize("query", ["?limit=20", "?cursor=x", "?parent=none", "?x"])
def test_who_asks_for_anything_else_never_is(false, visit, query):
    assert asked_for(visit(), false, query)[0].content != b'"kept"'


def test_another_language_never_is(false, visit):
    answer, _ = asked_for(visit(), false, cookie="language=en")
    assert (bodies(answer), answer.headers["Content-Language"]) == (["가로등이 필요합니다."], "en")


def test_another_host_or_scheme_never_is(false, visit, settings):
    settings.ALLOWED_HOSTS = ["testserver", "elsewhere.example"]
    answer, _ = asked_for(visit(), false, host="elsewhere.example")
    assert bodies(answer) == ["가로등이 필요합니다."]
    assert bodies(visit().get(comments_of(false), secure=True)) == ["가로등이 필요합니다."]


def test_another_thread_never_is(false, visit, policy):
    at = timezone.now()
    other = actions.open_question(
        title="다른 질문", opens_at=at - LATER, closes_at=at + LATER, by=None, at=at - LATER
    )
    assert bodies(asked_for(visit(), other.thread)[0]) == []


def test_a_room_that_was_begun_anew_gives_nothing_of_before(false, visit):
    Room.objects.filter(kind="thread", key=str(false.pk)).update(epoch="0" * 32)
    assert bodies(asked_for(visit(), false)[0]) == ["가로등이 필요합니다."]


def test_what_others_read_is_not_kept(slow, visit, said, resident):
    asked_for(visit(resident), said.thread)
    asked_for(visit(resident), said.thread)
    for query in ("?limit=20", "?parent=none", "?cursor=x"):
        asked_for(visit(), said.thread, query)
    assert visit().head(comments_of(said.thread)).status_code == 200
    assert kept() == 0


def test_no_refusal_is_kept(slow, visit, db):
    gone = Thread(pk=999_999)
    for _ in ("nobody was ever there", "its room is still there"):
        assert asked_for(visit(), gone)[0].status_code == 404
        assert kept() == 0
        Room.objects.get_or_create(kind="thread", key=str(gone.pk))


def test_nothing_personal_is_kept(full, visit, said, resident):
    resident.refresh_from_db()
    [(content, headers)] = [cache.get(key.partition(":1:")[2]) for key in cache._cache if ":guests:" in key]
    for secret in (resident.name, resident.email, resident.ci_hash, "mine", "supported"):
        assert secret.encode() not in content
    assert {name.lower() for name in headers} <= {"content-type", "vary", "allow", "content-length"}
    for word in ("sessionid", "csrf"):
        assert word not in str(headers).lower()
