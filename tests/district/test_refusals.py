"""Every refusal leaves by one door, in one shape."""

import json

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DataError, InterfaceError, OperationalError, connection, connections
from django.http import Http404
from rest_framework import exceptions

from district.refusals import Refusal, exception_handler, house_busy, problem_response, too_fast


def test_a_refusal_is_a_problem_with_a_code():
    answer = problem_response(Refusal("thread_closed", "토론이 마감되었습니다.", 409))
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "type": "/docs/refusals#thread_closed",
        "title": "Conflict",
        "status": 409,
        "code": "thread_closed",
        "detail": "토론이 마감되었습니다.",
        "errors": [],
    }
    assert "토론이" in answer.content.decode()


def test_facts_stand_beside_the_sentence():
    answer = problem_response(too_fast(12))
    assert json.loads(answer.content)["seconds"] == 12
    assert answer["Retry-After"] == "12"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Refusal("own", "말", 409), 409, "own"),
        (Http404(), 404, "not_found"),
        (PermissionDenied(), 403, "not_allowed"),
        (exceptions.PermissionDenied(), 403, "not_allowed"),
        (exceptions.NotAuthenticated(), 403, "sign_in_needed"),
        (exceptions.AuthenticationFailed(), 403, "sign_in_needed"),
        (exceptions.ParseError(), 400, "bad_json"),
        (RequestDataTooBig(), 413, "too_large"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.NotAcceptable(), 406, "not_acceptable"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported_media"),
        (exceptions.Throttled(wait=3), 429, "too_fast"),
    ],
)
def test_the_framework_refuses_in_our_words(error, status, code):
    answer = exception_handler(error, {})
    assert answer.status_code == answer.data["status"] == status
    assert answer.data["code"] == code
    assert answer.data["detail"]


def test_a_fault_in_a_field_is_named():
    answer = exception_handler(
        exceptions.ValidationError({"body": ["필요합니다."], "a": {"b": ["틀림"]}}), {}
    )
    assert answer.data["code"] == "invalid"
    assert [fault["field"] for fault in answer.data["errors"]] == ["body", "a.b"]


def test_what_is_no_refusal_stays_a_fault_of_ours():
    assert exception_handler(ValueError(), {}) is None


@pytest.fixture
def away(db):
    """The database has gone, as far as anybody can tell who asks it something."""
    with pytest.MonkeyPatch.context() as patch:  # undone before the database is tidied up
        patch.setattr(connections["default"], "cursor", _gone)
        yield


def test_a_database_that_is_away_is_said_to_programs_with_a_code(visit, away):
    answer = visit().get("/api/v1/questions/")
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Retry-After"] == "2"
    assert answer.json()["code"] == "house_busy"


@pytest.mark.parametrize("address", ["/api/v1/rooms/thread/1/events?after=0", "/api/v1/rooms/thread/1/"])
def test_a_room_says_so_too(visit, away, address):
    answer = visit().get(address)
    assert (answer.status_code, answer.json()["code"]) == (503, "house_busy")


def test_a_database_that_is_away_is_said_to_people_on_a_page_that_needs_none(visit, home, away):
    answer = visit().get("/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "2"
    assert "쓰신 글은 그대로 두고" in answer.content.decode()


def test_a_desk_that_cannot_look_up_who_comes_says_so(visit, resident, request):
    desk = visit(resident, raise_request_exception=False)
    request.getfixturevalue("away")
    assert desk.get("/desk/").status_code == 503


def test_our_own_mistake_is_not_called_a_matter_of_waiting(db):
    assert house_busy(DataError("too long")) is None
    with pytest.raises(OperationalError) as mistaken, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM a_table_nobody_made")
    assert house_busy(mistaken.value) is None


def _gone(*args, **words):
    raise InterfaceError("the connection is closed")
