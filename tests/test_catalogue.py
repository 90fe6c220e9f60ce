"""The English catalogue is complete: whoever reads no Korean can still take part."""

import re

import pytest

from tests.catalogue import CALLS, MO, PLACEHOLDER, compiled, read, untranslated, written
from tests.source import APPS, ROOT

HANGUL = re.compile("[가-힣]")
RENAMED = re.compile(r"^from django\.utils\.translation import \w+ as (\w+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def catalogue():
    return read()


def keys(catalogue):
    return {(each.id, each.context) for each in catalogue if each.id}


def test_every_sentence_shown_to_people_is_written_in_korean():
    foreign = [words for words, _ in written() if not HANGUL.search(str(words))]
    assert foreign == []


def test_no_module_calls_its_sentences_by_a_name_the_catalogue_does_not_know():
    modules = (path for app in APPS for path in (ROOT / app).rglob("*.py"))
    named = {(str(path), name) for path in modules for name in RENAMED.findall(path.read_text())}
    assert {each for each in named if each[1] not in CALLS} == set()


def test_every_sentence_stands_in_the_catalogue_and_no_other_does(catalogue):
    ours = set(written())
    assert ours - keys(catalogue) == set(), "bin/words has not been run"
    assert keys(catalogue) - ours == set(), "bin/words has not been run"


def test_every_sentence_has_its_english(catalogue):
    assert untranslated(catalogue) == []
    assert [each.id for each in catalogue if each.fuzzy and each.id] == []


def test_no_english_sentence_is_left_in_korean(catalogue):
    texts = ((each.id, str(each.string)) for each in catalogue if each.id)
    assert [korean for korean, english in texts if HANGUL.search(english) and english == str(korean)] == []


def test_a_translation_keeps_what_is_filled_in(catalogue):
    wrong = []
    for each in catalogue:
        wanted = set(PLACEHOLDER.findall(str(each.id)))
        if each.id and any(set(PLACEHOLDER.findall(text)) - wanted for text in _texts(each)):
            wrong.append(each.id)
        if each.id and not isinstance(each.id, tuple) and set(PLACEHOLDER.findall(each.string)) != wanted:
            wrong.append(each.id)
    assert wrong == []


def test_the_running_house_reads_the_catalogue_as_it_is(catalogue):
    assert MO.read_bytes() == compiled(catalogue)


def _texts(message):
    return message.string if isinstance(message.string, tuple) else (message.string,)
