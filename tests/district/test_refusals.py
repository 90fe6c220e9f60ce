"""Every refusal leaves by one door, in one shape."""

import json

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from rest_framework import exceptions

from district.refusals import Refusal, exception_handler, problem_response, too_fast


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
