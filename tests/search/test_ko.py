"""The analyser alone: one cutting for the index and for the question."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.find import excerpt, mark
from search.ko import RUN, fold, index_tokens, query_tokens

WORDS = st.text(alphabet="가나다라 a1.B\n㎡聽é-㌔キロ㈜주", max_size=60)


def found(text: str, q: str) -> bool:
    """What both databases do with the pieces."""
    filed = index_tokens(text).split()
    return all(_stands(filed, term) for term in query_tokens(q))


def _stands(filed, term):
    *before, last = term.pieces
    for at in range(len(filed) - len(before)):
        end = filed[at + len(before)]
        if filed[at : at + len(before)] == before and (
            end.startswith(last) if term.open_ended else end == last
        ):
            return True
    return False


def test_each_syllable_is_filed_with_its_neighbour_and_the_last_one_alone():
    assert index_tokens("주차장을 PM2.5 3기") == "주차 차장 장을 을 pm2 5 3 기"


def test_a_question_asks_for_the_pairs_of_each_word_in_order():
    assert [(term.pieces, term.open_ended) for term in query_tokens("주차장 차 2026년")] == [
        (("주차", "차장"), False),
        (("차",), True),
        (("2026", "년"), True),
    ]


def test_nothing_is_asked_where_nothing_can_be_looked_up():
    assert query_tokens("  *** \x00 -- ") == []


@settings(deadline=None)
@given(st.text(max_size=80))
def test_pieces_are_letters_and_digits_only(text):
    for piece in index_tokens(text).split():
        assert RUN.fullmatch(piece)
        assert "_" not in piece


@settings(deadline=None)
@given(WORDS, st.data())
def test_every_part_of_a_korean_word_is_found_again(text, data):
    runs = [paired for paired, _ in RUN.findall(fold(text)) if paired]
    if runs:
        run = data.draw(st.sampled_from(runs))
        start = data.draw(st.integers(0, len(run) - 1))
        end = data.draw(st.integers(start + 1, len(run)))
        assert found(text, run[start:end])


@settings(deadline=None)
@given(WORDS)
def test_a_text_is_found_by_itself(text):
    assert found(text, text)


def test_marks_stand_where_the_words_stand():
    assert mark("주차장과 Park, 공원", "차장 PARK 원") == [
        ("주", False),
        ("차장", True),
        ("과 ", False),
        ("Park", True),
        (", 공", False),
        ("원", True),
    ]


def test_letters_are_marked_only_as_whole_words():
    assert mark("parking 12동", "park 1") == [("parking 12동", False)]


def test_a_sign_that_folds_to_several_letters_is_marked_as_a_whole():
    assert mark("넓이 30㎡입니다", "30m2") == [("넓이 ", False), ("30㎡", True), ("입니다", False)]


def test_a_sign_of_two_syllables_is_shown_once():
    assert mark("㌔", "キ ロ") == [("㌔", True)]


def test_marks_carry_no_markup_and_lose_no_letter():
    text = '<b onclick="x">주차</b> & "장"'
    assert "".join(piece for piece, _ in mark(text, "주차 b")) == text


@settings(deadline=None)
@given(WORDS, WORDS)
def test_marking_loses_no_letter(text, q):
    assert fold("".join(piece for piece, _ in mark(text, q))) == fold(text)


def test_an_excerpt_shows_the_word_and_what_leads_to_it():
    text = "가나다 " * 100 + "주차장 " + "라마바 " * 100
    shown = excerpt(text, "주차장", length=60)
    assert "주차장" in shown
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) <= 62


def test_an_excerpt_of_a_short_text_is_the_text():
    assert excerpt(" 짧은\n글 ", "없음") == "짧은 글"
