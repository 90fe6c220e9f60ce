"""Words that must go are gone from everywhere; that something was answered stays."""

import pytest

from papers import retention
from surveys.counting import results
from surveys.models import Answer
from surveys.rows import answers_of
from tests.surveys.sheets import WORDS, answer

pytestmark = pytest.mark.django_db


def test_the_words_of_an_answer_are_registered_with_the_retention():
    assert retention.places("answer") == ["surveys.Answer.words"]


def test_blanked_words_are_nowhere_and_the_answer_still_counts(survey, resident, neighbour):
    response, other = answer(survey, resident), answer(survey, neighbour, words="다른 말씀")
    words = response.answers.get(item__key=WORDS)
    retention.blank("answer", words.pk)
    words.refresh_from_db()
    assert words.words == ""
    assert words.blanked_at is not None
    assert answers_of(response)[str(WORDS)] == ""
    assert answers_of(other)[str(WORDS)] == "다른 말씀"
    assert not Answer.objects.filter(words__contains="역 뒤").exists()
    assert results(survey)["items"][3]["answered"] == 2


def test_a_choice_has_no_words_to_blank(survey, resident):
    chosen = answer(survey, resident).answers.filter(option__isnull=False).first()
    retention.blank("answer", chosen.pk)
    chosen.refresh_from_db()
    assert chosen.blanked_at is None
