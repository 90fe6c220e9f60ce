"""What comes in from outside: bounded, readable and storable, or refused."""

import json
import time
import unicodedata
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.intake import clean_words, read_json
from district.refusals import Refusal


def code_of(act, *args):
    with pytest.raises(Refusal) as caught:
        act(*args)
    assert 400 <= caught.value.status < 500
    return caught.value.code


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("[" * 100_000, "too_deep"),
        ('{"a":' * 33 + "1" + "}" * 33, "too_deep"),
        ("{", "bad_json"),
        ("", "bad_json"),
        ("[]", "bad_json"),
        ('"글"', "bad_json"),
        ("null", "bad_json"),
        (b"\xff\xfe", "bad_json"),
        ("\ufeff{}", "bad_json"),
        ('{"a": NaN}', "bad_json"),
        ('{"a": -Infinity}', "bad_json"),
        ('{"a": 1e999}', "bad_json"),
        ('{"a": ' + "9" * 5000 + "}", "bad_json"),
        ('{"a": 9223372036854775808}', "bad_json"),
        ('{"a": 1, "a": 2}', "bad_json"),
        ('{"a": "\x01"}', "bad_json"),
        ('{"a": "\\u0000"}', "bad_text"),
        ('{"a": ["\\ud800"]}', "bad_text"),
        ('{"\\u0000": 1}', "bad_text"),
        ('{"a": "' + "x" * 262_144 + '"}', "too_large"),
    ],
)
def test_a_hostile_body_is_refused_by_name(raw, code):
    assert code_of(read_json, raw) == code


def test_a_plain_object_is_read_as_it_is():
    body = {"ref": None, "body": "가로등이 {[필요]}합니다. \"'\\", "parent": 7, "deep": [[[{"a": 1.5}]]]}
    assert read_json(json.dumps(body).encode()) == body


def test_brackets_inside_words_are_words():
    assert read_json(json.dumps({"body": "[" * 1000})) == {"body": "[" * 1000}


def test_thirty_two_levels_are_deep_enough():
    read_json('{"a":' * 32 + "1" + "}" * 32)


@pytest.mark.parametrize("raw", ['"' * 250_000, '"' + '\\"' * 120_000, '\\"' * 120_000, '"\\' * 120_000])
def test_hostile_quotes_do_not_cost_more_than_they_weigh(raw):
    started = time.process_time()
    code_of(read_json, raw)
    assert time.process_time() - started < 2


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_whatever_comes_in_is_read_or_refused(raw):
    with suppress(Refusal):
        assert isinstance(read_json(raw), dict)


@pytest.mark.parametrize(
    "words", ["", "   ", "\n\t\r\n", "\u200b\u200d", "\u3164\u115f", "\u2800 ", "\x01\x02", "\ufeff"]
)
def test_words_that_say_nothing_are_refused(words):
    assert code_of(clean_words, words, 1000) == "empty_words"


@pytest.mark.parametrize("words", ["가\x00나", "가\ud800", "가\x07", "가\x9f", None, 7, ["가"]])
def test_words_that_cannot_be_kept_are_refused(words):
    assert code_of(clean_words, words, 1000) == "bad_text"


def test_letters_are_counted_after_they_are_composed():
    decomposed = unicodedata.normalize("NFD", "가" * 1000)
    assert len(decomposed) == 2000
    assert clean_words(decomposed, 1000) == "가" * 1000


def test_too_long_says_how_much_to_shorten():
    with pytest.raises(Refusal) as caught:
        clean_words("가" * 1023, 1000)
    assert str(caught.value) == "1,000자까지 쓸 수 있습니다. 23자를 줄여 주세요."


def test_lines_end_alike_and_edges_are_trimmed():
    assert clean_words("  첫 줄\r\n둘째 줄\r셋째\u2028넷째\n", 100) == "첫 줄\n둘째 줄\n셋째\n넷째"


def test_a_family_of_emoji_keeps_together():
    assert clean_words("👨‍👩‍👧 좋습니다", 100) == "👨‍👩‍👧 좋습니다"


@given(st.text())
def test_what_is_kept_can_be_kept_again(text):
    with suppress(Refusal):
        words = clean_words(text, 1000)
        assert clean_words(words, 1000) == words
        assert words.encode().decode() == words
