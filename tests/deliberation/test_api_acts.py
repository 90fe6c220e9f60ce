"""The door for programs: what is done there."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation import actions
from deliberation.models import Comment
from realtime.models import Event
from tests.deliberation.doors import comments_of, problem, send

pytestmark = pytest.mark.django_db
SECRET = "숨겨야하는말"


def test_whoever_is_known_speaks_and_hears_the_number_of_the_event(visit, asked, resident):
    answer = send(visit(resident), "post", comments_of(asked.thread), body=" 가로등 ", parent=None)
    assert answer.status_code == 201
    row = answer.json()
    assert (row["body"], row["seq"]) == ("가로등", 2)
    assert visit().get(comments_of(asked.thread)).json()["results"] == [
        {name: row[name] for name in row if name != "seq"}
    ]


def test_the_same_ref_is_answered_with_the_same_row_and_its_first_number(visit, asked, resident, neighbour):
    ref, client = uuid4(), visit(resident)
    first = send(client, "post", comments_of(asked.thread), ref, body="한 번만")
    send(visit(neighbour), "post", comments_of(asked.thread), body="그 사이")
    again = send(client, "post", comments_of(asked.thread), ref, body="한 번만", parent=None)
    assert (again.status_code, again.json()) == (201, first.json())
    assert Comment.objects.count() == 2
    # A ref belongs to whoever made it.
    assert send(visit(neighbour), "post", comments_of(asked.thread), ref, body="다른 사람").status_code == 201


def test_a_repeated_ref_shows_the_row_as_it_stands_now(visit, asked, resident, moderator, now):
    ref, client = uuid4(), visit(resident)
    first = send(client, "post", comments_of(asked.thread), ref, body=SECRET).json()
    actions.hide_words(Comment.objects.get(pk=first["id"]), by=moderator, ground="spam", at=now)
    again = send(client, "post", comments_of(asked.thread), ref, body=SECRET).json()
    assert (again["hidden"], again["body"], again["seq"]) == (True, "", first["seq"])


def test_a_ref_is_for_one_request_only(visit, asked, said, resident):
    ref, client = uuid4(), visit(resident)
    send(client, "post", comments_of(asked.thread), ref, body="하나")
    other = send(client, "post", comments_of(asked.thread), ref, body="둘")
    assert problem(other) == ("ref_reused", 409)
    assert problem(send(client, "post", f"/api/v1/comments/{said.pk}/withdraw/", ref)) == ("ref_reused", 409)
    assert Comment.objects.count() == 2


def test_the_header_carries_the_ref_as_well(visit, asked, resident):
    client, ref = visit(resident), str(uuid4())
    words = json.dumps({"body": "머리말로"})

    def post(body=words, key=ref):
        return client.post(
            comments_of(asked.thread), body, "application/json", headers={"Idempotency-Key": key}
        )

    assert post().json() == post().json()
    assert Comment.objects.count() == 1
    assert problem(post(json.dumps({"body": "머리말로", "ref": str(uuid4())}))) == ("ref_conflict", 422)
    assert problem(post(key="x")) == ("bad_ref", 422)
    assert problem(client.post(comments_of(asked.thread), words, "application/json")) == ("bad_ref", 422)


REFUSED = [
    ({"body": ""}, "empty_words", 422),
    ({"body": " \u200b\n"}, "empty_words", 422),
    ({}, "empty_words", 422),
    ({"body": 7}, "bad_text", 422),
    ({"body": "가\x07"}, "bad_text", 422),
    ({"body": "가\x00"}, "bad_text", 422),
    ({"body": "가" * 1001}, "too_long", 422),
    ({"body": "말", "parent": 999_999}, "wrong_parent", 422),
    ({"body": "말", "parent": "x"}, "wrong_parent", 422),
    ({"body": "말", "parent": 1.5}, "wrong_parent", 422),
    ({"body": "말", "ref": "x"}, "bad_ref", 422),
]


@pytest.mark.parametrize(("body", "code", "status"), REFUSED)
def test_what_cannot_be_said_is_refused_and_nothing_is_written(visit, asked, resident, body, code, status):
    assert problem(send(visit(resident), "post", comments_of(asked.thread), **body)) == (code, status)
    assert not Comment.objects.exists()
    assert not Event.objects.filter(name="comment.posted").exists()


@pytest.mark.parametrize(
    ("raw", "code", "status"),
    [
        ("{", "bad_json", 400),
        ("[]", "bad_json", 400),
        ('{"body": NaN}', "bad_json", 400),
        ('{"body": "가", "parent": ' + "9" * 30 + "}", "bad_json", 400),
        ('{"body": "\\ud800"}', "bad_text", 422),
        ("[" * 100_000, "too_deep", 400),
        (json.dumps({"body": "가" * 300_000}), "too_large", 413),
    ],
)
def test_what_is_no_message_is_refused(visit, asked, resident, raw, code, status):
    answer = visit(resident).post(comments_of(asked.thread), raw, content_type="application/json")
    assert problem(answer) == (code, status)
    assert not Comment.objects.exists()


def test_only_json_is_read_and_written(visit, asked, resident):
    client = visit(resident)
    assert problem(client.post(comments_of(asked.thread), {"body": "말"})) == ("unsupported_media", 415)
    picky = client.get(comments_of(asked.thread), headers={"Accept": "text/csv"})
    assert problem(picky) == ("not_acceptable", 406)
    assert problem(client.put(comments_of(asked.thread))) == ("method_not_allowed", 405)


def test_who_may_not_speak_is_told_why(visit, asked, unverified):
    assert problem(send(visit(), "post", comments_of(asked.thread), body="말")) == ("sign_in_needed", 403)
    client = visit(unverified)
    assert problem(send(client, "post", comments_of(asked.thread), body="말")) == ("verification_needed", 403)
    assert not Comment.objects.exists()


def test_a_session_without_its_token_may_not_write(visit, asked, resident):
    client = visit(resident, enforce_csrf_checks=True)
    assert problem(send(client, "post", comments_of(asked.thread), body="말"))[1] == 403


def test_a_closed_thread_hears_nothing(visit, asked, resident, now):
    type(asked.thread).objects.update(opens_at=now - timedelta(2), closes_at=now - timedelta(1))
    assert problem(send(visit(resident), "post", comments_of(asked.thread), body="말")) == (
        "thread_closed",
        409,
    )


def test_too_fast_is_refused_but_a_repeat_is_not(visit, asked, resident, settings):
    settings.PACE_PERSON = "2/3600"
    client, ref = visit(resident), uuid4()
    assert send(client, "post", comments_of(asked.thread), ref, body="하나").status_code == 201
    assert send(client, "post", comments_of(asked.thread), body="둘").status_code == 201
    slow = send(client, "post", comments_of(asked.thread), body="셋")
    assert problem(slow) == ("too_fast", 429)
    assert int(slow.headers["Retry-After"]) > 0
    assert send(client, "post", comments_of(asked.thread), ref, body="하나").status_code == 201


def test_one_mends_and_takes_back_ones_own_words(visit, said, resident, neighbour):
    address, client = f"/api/v1/comments/{said.pk}/", visit(resident)
    edited = send(client, "patch", address, body="고쳤습니다").json()
    assert (edited["body"], edited["seq"]) == ("고쳤습니다", 3)
    assert edited["edited_at"]
    versions = client.get(f"{address}versions/").json()["results"]
    assert [version["body"] for version in versions] == ["가로등이 필요합니다."]
    assert problem(send(visit(neighbour), "patch", address, body="남의 글")) == ("not_author", 403)
    assert problem(send(visit(neighbour), "post", f"{address}withdraw/")) == ("not_author", 403)
    taken = send(client, "post", f"{address}withdraw/").json()
    assert (taken["hidden"], taken["ground"], taken["body"]) == (True, "withdrawn", "")
    assert client.get(address).json()["thread"] == said.thread_id


def test_a_moderator_hides_and_nobody_else(visit, said, resident, moderator):
    address = f"/api/v1/comments/{said.pk}/hide/"
    assert problem(send(visit(resident), "post", address, ground="spam")) == ("not_moderator", 403)
    assert problem(send(visit(moderator), "post", address)) == ("ground_needed", 422)
    assert problem(send(visit(moderator), "post", address, ground="x")) == ("unknown_ground", 422)
    assert send(visit(moderator), "post", address, ground="spam").json()["ground"] == "spam"


def test_one_agrees_and_agrees_no_longer(visit, said, neighbour):
    address, client = f"/api/v1/comments/{said.pk}/reaction/", visit(neighbour)
    assert send(client, "put", address).json()["reactions"] == 1
    again = send(client, "put", address)
    assert (again.status_code, again.json()["reactions"], again.json()["seq"]) == (200, 1, 3)
    assert send(client, "delete", address).json()["reactions"] == 0
    header = {"Idempotency-Key": str(uuid4())}
    assert client.delete(address, headers=header).json()["seq"] == 4


def test_the_door_adds_four_statements(visit, asked, resident, said):
    client = visit(resident)
    with CaptureQueriesContext(connection) as seen:
        assert send(client, "post", comments_of(asked.thread), body="말").status_code == 201
    told = [query["sql"] for query in seen if not query["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]
    assert len(told) <= 8 + 4, "\n".join(told)
