"""Whatever is sent to the API, it answers as its schema says and never breaks."""

from contextlib import suppress

import hypothesis
import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
SCHEMA = "/api/v1/schema/"
# The same requests in every run of bin/test: one, and two where something is written; with --long three
# everywhere, and others every time.
bounded = hypothesis.settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
once, twice, thrice = (hypothesis.settings(bounded, max_examples=n) for n in (1, 2, 3))
searching = hypothesis.settings(bounded, max_examples=300, derandomize=False)
READS = {"get", "head", "options"}
pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def api(comment, meeting, evening):
    """The API in process, over a question with words, a meeting with its agenda and an open session."""
    return schemathesis.openapi.from_wsgi(SCHEMA, get_wsgi_application())


@pytest.fixture
def token(resident, visit):
    """What a client of ours sends instead of a cookie."""
    return {"X-Session-Token": visit(resident).session.session_key}


@pytest.mark.timeout(420)
def test_strangers_and_residents_get_only_documented_answers(api, subtests, token):
    # The same requests for both: to think of them costs more than to answer them.
    send(api, subtests, lambda operation: once if operation.method in READS else twice, None, token)


@pytest.mark.long
@pytest.mark.timeout(900)
def test_so_they_do_when_asked_more_often(api, subtests, token):
    send(api, subtests, lambda operation: thrice, None, token)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_no_request_that_chance_can_think_of_breaks_it(api, subtests, token):
    send(api, subtests, lambda operation: searching, token)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_no_secretary_breaks_it(api, subtests, secretary, visit):
    send(
        api, subtests, lambda operation: searching, {"X-Session-Token": visit(secretary).session.session_key}
    )


def test_no_answer_is_documented_as_whatever_comes(api):
    answers = {
        f"{method} {path}: {status}"
        for path, methods in api.raw_schema["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
        for status in operation.get("responses", {})
    }
    assert {each for each in answers if each.endswith("default")} == set()
    assert answers


def send(api, subtests, settings_for, *people):
    """Call every operation with what the schema allows and with what it does not, as each of these."""

    def answers_as_documented(case):
        for headers in people:
            case.call_and_validate(checks=CHECKS, headers=headers)

    for found in api.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            with subtests.test(f"{operation.label} ({mode.value})"):
                cases = operation.as_strategy(generation_mode=mode)
                # Where nothing can be sent, nothing wrong can be sent either.
                with suppress(Unsatisfiable):
                    settings_for(operation)(hypothesis.given(cases)(answers_as_documented))()
