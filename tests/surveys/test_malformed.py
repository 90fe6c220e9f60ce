"""Whatever is collected as an answer in one's own words: kept as it came, or refused with a code."""

import base64
import json
from uuid import uuid4

import pytest
from django.db import transaction

from surveys.models import Answer, Response
from tests.deliberation.test_malformed import CODES, INVENTED, as_kept, collected, needs_collection
from tests.surveys.sheets import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def answer(asked_now, visit, resident, settings):
    """By the API, undone again: the code of a refusal, or the words that were kept."""
    settings.PACE_PERSON = settings.PACE_ADDRESS = "1000000/60"
    client, address = visit(resident), f"/api/v1/surveys/{asked_now.pk}/response/"

    def send(body):
        with transaction.atomic():
            answer = client.post(address, body, content_type="application/json")
            assert answer.status_code < 500
            words = list(Answer.objects.exclude(words="").values_list("words", flat=True))
            transaction.set_rollback(True)
        return (None, words) if answer.status_code == 200 else (answer.json()["code"], words)

    return send


def check_answers(texts, answer):
    for text in texts:
        code, words = answer(json.dumps({"ref": str(uuid4()), "answers": told(words=text)}))
        assert code in {None, "answers_unfit", "bad_text"}, text
        # No words at all are no answer to that item, and none is asked for.
        assert words == ([as_kept(text)] if code is None and text.strip() else [])


def test_strange_words_are_kept_as_they_came_or_refused(answer):
    check_answers(INVENTED, answer)


@needs_collection
@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("every", [16, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_kept_as_they_came_or_refused(answer, name, every):
    check_answers([row["text"] for row in collected(name)][::every], answer)


@needs_collection
@pytest.mark.slow
def test_collected_bodies_are_read_or_refused(answer):
    for row in collected("json_parsing.jsonl.gz"):
        code, _words = answer(base64.b64decode(row["body_base64"]))
        assert code in CODES | {"answers_unfit"}
    assert not Response.objects.exists()
