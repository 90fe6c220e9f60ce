"""The door for programs: what is read there."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation import actions
from deliberation.models import Comment
from deliberation.serializers import CommentSerializer
from realtime.models import Room
from tests.deliberation.doors import comments_of, problem

pytestmark = pytest.mark.django_db
SECRET = "숨겨야하는말"


def test_a_list_of_questions_says_how_each_stands(visit, asked, said):
    [row] = visit().get("/api/v1/questions/").json()["results"]
    assert {name: row[name] for name in ("id", "slug", "url", "title", "kind", "status", "thread")} == {
        "id": asked.pk,
        "slug": "night-walk",
        "url": "/정책참여/밤길/",
        "title": "밤길을 더 밝게 하려면 무엇이 먼저입니까?",
        "kind": "general",
        "status": "open",
        "thread": asked.thread_id,
    }
    assert (row["voices"], row["voices_needed"], row["mayor_called_at"]) == (1, 100, None)
    assert row["opens_at"].endswith("+09:00")
    assert row["department"]["name"] == "기획예산과"
    assert row["tags"] == ["안전"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("status=open", 1),
        ("status=closed", 0),
        ("kind=general", 1),
        ("kind=governance", 0),
        ("tag=안전", 1),
        ("tag=교통", 0),
        ("status=open&kind=general&tag=안전&nonsense=1", 1),
    ],
)
def test_questions_are_narrowed(visit, asked, query, found):
    assert len(visit().get(f"/api/v1/questions/?{query}").json()["results"]) == found


def test_a_question_is_read_with_its_words(visit, asked):
    told = visit().get(f"/api/v1/questions/{asked.pk}/").json()
    assert told["purpose"] == "어두운 골목의 순서를 정하려고 여쭙니다."
    assert (told["background"], told["result"], told["attachments"]) == ("", "", [])


def test_the_list_of_questions_takes_the_same_queries_for_one_and_for_many(visit, asked, now):
    def cost():
        with CaptureQueriesContext(connection) as seen:
            visit().get("/api/v1/questions/")
        return len(seen)

    one = cost()
    for n in range(8):
        actions.open_question(
            title=f"질문 {n}", opens_at=now, closes_at=now + timedelta(1), by=None, at=now, tags=["안전"]
        )
    assert cost() == one <= 12


def test_comments_come_newest_first_with_the_rooms_number(visit, asked, said, resident, now):
    reply = actions.post_comment(asked.thread, by=resident, body="덧붙입니다", at=now, parent=said.pk)
    told = visit().get(comments_of(asked.thread)).json()
    assert [row["id"] for row in told["results"]] == [reply.pk, said.pk]
    assert (told["next"], told["previous"], told["seq"]) == (None, None, 3)
    assert len(told["epoch"]) == 36
    row = told["results"][1]
    assert set(row) == set(CommentSerializer().fields)
    assert row["author"] == {"name": "관악산다람쥐", "badge": None}
    assert (row["body"], row["parent"], row["reactions"], row["hidden"]) == (said.body, None, 0, False)


def test_comments_are_narrowed_to_those_that_reply_to_nothing_or_to_one(visit, asked, said, resident, now):
    reply = actions.post_comment(asked.thread, by=resident, body="덧붙입니다", at=now, parent=said.pk)

    def ids(parent):
        rows = visit().get(comments_of(asked.thread), {"parent": parent}).json()["results"]
        return [row["id"] for row in rows]

    assert ids("none") == [said.pk]
    assert ids(str(said.pk)) == [reply.pk]
    assert ids(str(2**63 - 1)) == []


def test_a_long_thread_is_read_page_by_page_and_from_its_end(visit, asked, resident, now):
    rows = [Comment(thread=asked.thread, author=resident, body=f"{n}", posted_at=now) for n in range(45)]
    Comment.objects.bulk_create(rows)
    client, address, read = visit(), comments_of(asked.thread), []
    while address:
        told = client.get(address).json()
        read += [row["body"] for row in told["results"]]
        address = told["next"]
    assert read == [str(n) for n in range(44, -1, -1)]
    oldest = client.get(comments_of(asked.thread) + "?from=end&limit=5").json()
    assert [row["body"] for row in oldest["results"]] == ["4", "3", "2", "1", "0"]
    assert oldest["next"] is None
    around = client.get(comments_of(asked.thread), {"around": rows[20].pk, "limit": 5}).json()
    assert "20" in [row["body"] for row in around["results"]]


@pytest.mark.slow
@pytest.mark.parametrize("place", ["", "?from=end", "?around={}"])
def test_a_page_takes_the_same_queries_in_a_thread_of_ten_thousand(visit, asked, resident, now, place):
    def fill(count):
        rows = [Comment(thread=asked.thread, author=resident, body="말", posted_at=now) for _ in range(count)]
        Comment.objects.bulk_create(rows)

    def cost():
        cache.clear()  # what a page takes to make, not to give again
        middle = Comment.objects.order_by("id")[Comment.objects.count() // 2].pk
        with CaptureQueriesContext(connection) as seen:
            answer = visit().get(comments_of(asked.thread) + place.format(middle))
        assert len(answer.json()["results"]) == 20
        return len(seen)

    fill(100)
    short = cost()
    fill(9_900)
    assert cost() == short <= 4


def test_hidden_words_are_nowhere_to_be_read(visit, asked, said, resident, neighbour, moderator, now):
    reply = actions.post_comment(asked.thread, by=resident, body=SECRET, at=now, parent=said.pk)
    comment = actions.post_comment(asked.thread, by=resident, body=SECRET, at=now)
    for words in (reply, comment):
        actions.edit_comment(words, by=resident, body=f"{SECRET} 고침", at=now)
    thread = f"/api/v1/threads/{asked.thread_id}/"
    surfaces = [
        comments_of(asked.thread),
        f"{comments_of(asked.thread)}?parent={said.pk}",
        f"{comments_of(asked.thread)}?around={comment.pk}",
        f"{comments_of(asked.thread)}?from=end",
        thread,
        f"/api/v1/questions/{asked.pk}/",
        f"/api/v1/comments/{comment.pk}/",
        f"/api/v1/comments/{comment.pk}/versions/",
        f"/api/v1/rooms/thread/{asked.thread_id}/",
        f"/api/v1/search/?q={SECRET}",
        f"/comments/{comment.pk}/",
        f"/comments/{comment.pk}/edit/",
        f"/comments/{said.pk}/replies/",
    ]
    assert SECRET in visit().get(surfaces[0]).content.decode()
    assert SECRET in visit().get(surfaces[-1]).content.decode()
    actions.hide_words(reply, by=moderator, ground="abuse", at=now)
    actions.withdraw_comment(comment, by=resident, at=now)
    for surface in surfaces:
        for reader in (None, neighbour, resident):
            answer = visit(reader).get(surface)
            assert answer.status_code < 500, surface
            assert SECRET not in answer.content.decode().replace(f"q={SECRET}", ""), surface


def test_what_was_mended_is_for_its_author_and_those_who_keep_order(
    visit, said, resident, neighbour, request
):
    address = f"/api/v1/comments/{said.pk}/versions/"
    actions.edit_comment(said, by=resident, body="고침", at=said.posted_at)
    for reader in (resident, request.getfixturevalue("moderator"), request.getfixturevalue("auditor")):
        answer = visit(reader).get(address)
        assert len(answer.json()["results"]) == 1
        assert "no-store" in answer.headers["Cache-Control"]
    for reader in (None, neighbour, request.getfixturevalue("officer")):
        assert problem(visit(reader).get(address)) == ("versions_closed", 403)


@pytest.mark.parametrize("place", ["questions/", "threads/", "comments/"])
@pytest.mark.parametrize("number", ["0", "999999", "9" * 19, "9" * 30, "9" * 5000])
def test_what_is_not_there_is_not_found(visit, db, place, number):
    assert problem(visit().get(f"/api/v1/{place}{number}/")) == ("not_found", 404)


@pytest.mark.parametrize("number", ["999999", "9" * 70])
def test_asking_for_a_thread_that_is_not_there_opens_no_room(visit, db, number):
    for what in ("", "comments/"):
        assert problem(visit().get(f"/api/v1/threads/{number}/{what}")) == ("not_found", 404)
    assert not Room.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        *("cursor=x", "cursor=%00", "cursor=", "cursor=x&around=1"),
        *("around=x", "around=" + "9" * 40, "around=-1", "around=2026-13-45"),
        *("from=start", "limit=0", "limit=101", "limit=%00"),
    ],
)
def test_a_place_that_is_none_is_refused(visit, asked, query):
    for address in (comments_of(asked.thread), "/api/v1/questions/", "/api/v1/participation-policies/"):
        assert problem(visit().get(f"{address}?{query}")) == ("bad_cursor", 422)


@pytest.mark.parametrize("query", ["status=x", "kind=%00", "tag=%00", "tag=" + "가" * 101, "tag="])
def test_a_filter_that_is_none_is_refused(visit, asked, query):
    assert problem(visit().get(f"/api/v1/questions/?{query}")) == ("invalid", 422)


@pytest.mark.parametrize("parent", ["x", "", "%00", "-1", "9" * 19, "1" * 20, "１"])
def test_a_parent_that_is_none_is_refused(visit, asked, parent):
    assert problem(visit().get(f"{comments_of(asked.thread)}?parent={parent}")) == ("invalid", 422)


def test_what_has_not_changed_is_not_sent_again(visit, asked, said, resident, neighbour, now):
    client = visit()
    for address in (
        comments_of(asked.thread),
        "/api/v1/questions/",
        f"/api/v1/questions/{asked.pk}/",
        f"/api/v1/threads/{asked.thread_id}/",
        f"/api/v1/comments/{said.pk}/",
        "/api/v1/participation-policies/",
    ):
        tag = client.get(address).headers["ETag"]
        again = client.get(address, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b""), address
    tag = client.get(comments_of(asked.thread)).headers["ETag"]
    actions.support_comment(said, by=neighbour, at=now)
    assert client.get(comments_of(asked.thread), headers={"If-None-Match": tag}).status_code == 200


def test_the_thresholds_are_public(visit, policy):
    [row] = visit().get("/api/v1/participation-policies/").json()["results"]
    assert (row["valid_from"], row["supports_needed"], row["voices_needed"]) == ("2022-07-01", 5, 100)
    assert row["source"]
