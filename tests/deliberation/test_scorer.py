"""The scorer looks at letters alone, costs no more than the words are long, and can be another one."""

import time

import pytest

from deliberation import scorer
from deliberation.models import Watchword
from deliberation.scorer import bare, by_watchwords, score_of, weigh

LIST = {"나쁜말": 1.0, "더나쁜말": 2.0}


def constant(words):
    return 7.0


@pytest.mark.parametrize(
    "said", ["나쁜말", "나 쁜 말", "나1쁜2말", "나.쁜.말!", "나쁜말".encode().decode(), "나\u200b쁜말"]
)
def test_a_word_is_found_however_it_is_broken_up(said):
    assert weigh(said, LIST) == pytest.approx(1 - 2.718281828**-1)


def test_words_that_are_not_on_the_list_weigh_nothing():
    assert weigh("가로등이 필요합니다.", LIST) == 0
    assert weigh("", LIST) == weigh("나쁜말", {}) == 0


def test_more_is_more_and_never_more_than_one():
    one, two, many = (weigh("나쁜말 " * n, LIST) for n in (1, 2, 500))
    assert one < two < many <= 1


def test_letters_that_are_drawn_out_are_said_twice():
    assert bare("와아아아아 웃겨!!!") == "와아아웃겨"
    assert bare("ㅋㅋㅋㅋㅋ") == bare("ㅋㅋ")
    assert bare("ㅅㅣㅂㅏㄹ") == bare("시바ㄹ")


def test_the_cost_grows_with_the_words_and_not_with_the_list():
    def looks(words, weights):
        counted = Counted(weights)
        weigh(words, counted)
        return counted.looks

    short, long = looks("가나다라" * 10, LIST), looks("가나다라" * 100, LIST)
    assert long <= 11 * short
    assert looks("가나다라" * 10, {f"{n:04d}"[:4]: 1 for n in range(1000)}) <= 2 * short


class Counted(dict):
    """A list of words that counts how often it is looked at."""

    looks = 0

    def get(self, *args):
        self.looks += 1
        return super().get(*args)


@pytest.mark.django_db
def test_the_list_is_the_districts_and_a_word_that_is_retired_weighs_nothing():
    assert by_watchwords("씨발") > 0
    Watchword.objects.update(retired_on="2026-01-01")
    assert by_watchwords("씨발") == 0
    assert all(word.source for word in Watchword.objects.all())


@pytest.mark.django_db
def test_another_scorer_may_be_named_and_is_held_within_bounds(settings):
    settings.SCORER = f"{__name__}.constant"
    assert score_of("가로등") == 1.0


def test_what_is_longer_than_a_comment_may_be_is_not_looked_at(settings):
    settings.SCORER = f"{__name__}.length"
    assert score_of("가" * 10_000) == scorer.LOOKED_AT / 10_000


def length(words):
    return len(words) / 10_000


def test_hostile_words_end():
    began = time.process_time()
    weigh("\u200b" * 2000 + "ㅋ" * 2000 + "나쁜" * 1000, LIST)
    assert time.process_time() - began < 10
