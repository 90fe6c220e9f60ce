"""A blanking forgets no place."""

import pytest

from papers import retention

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(monkeypatch):
    monkeypatch.setattr(retention, "_places", {})


def test_blanking_walks_every_place_of_the_noun(register):
    forgotten = []
    retention.copies("comment", "body", lambda pk: forgotten.append(("body", pk)))
    retention.copies("comment", "index", lambda pk: forgotten.append(("index", pk)))
    retention.copies("question", "body", lambda pk: forgotten.append(("question", pk)))
    assert retention.blank("comment", 7) == ["body", "index"]
    assert forgotten == [("body", 7), ("index", 7)]
    assert retention.places("question") == ["body"]


def test_a_place_registered_twice_is_walked_once(register):
    forgotten = []
    for _ in range(2):
        retention.copies("comment", "body", forgotten.append)
    retention.blank("comment", 7)
    assert forgotten == [7]


def test_a_misspelt_noun_is_no_erasure(register):
    with pytest.raises(LookupError):
        retention.blank("coment", 7)
