"""What is found, on whichever database this run has; test_find_real.py asks PostgreSQL the same."""

from datetime import date

import pytest

from district.models import Neighborhood
from search.entries import file, refile, withdraw
from search.find import find
from search.models import Entry

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 21)
# The table of the first trials: which texts a Korean reader expects under which word.
TEXTS = {
    1: ("우리 동네 주차장", "협치회의에서 주차장을 늘릴 방안을 이야기합니다. 주민참여예산으로 시작합니다."),
    2: ("마을버스 노선", "마을버스가 더 자주 다니면 좋겠습니다."),
    3: ("내년 예산 편성", "주민이 예산을 함께 짭니다."),
    4: ("불법주차 단속", "학교 앞 불법주차를 줄이자는 의견입니다."),
}


def record(number: int) -> Neighborhood:
    return Neighborhood.objects.get_or_create(code=f"{number:010d}", defaults={"name": f"이웃{number}동"})[0]


def filed(number, title="", words="", **facts):
    facts = {"kind": "story", "url": f"/{number}/", "on": DAY} | facts
    file(record(number), title=title, words=words, **facts)


@pytest.fixture
def texts():
    for number, (title, words) in TEXTS.items():
        filed(number, title, words)


def numbers(q, **facets):
    return [int(entry.url.strip("/")) for entry in find(q, None, **facets)]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("주차", {1, 4}),
        ("주차장", {1}),
        ("협치", {1}),
        ("회의", {1}),
        ("예산", {1, 3}),
        ("주차장 방안", {1}),
        ("차", {1, 4}),
        ("스", {2}),
        ("장", {1}),
        ("불법 주차", {4}),
        ("주차 버스", set()),
        ("참여예산", {1}),
        ("우리동네", set()),
    ],
)
def test_words_are_found_wherever_they_stand(texts, q, expected):
    assert set(numbers(q)) == expected


def test_pieces_of_a_word_that_do_not_follow_each_other_are_not_the_word():
    filed(1, "주차", "차장이 왔습니다")
    filed(2, "주차장", "")
    assert numbers("주차장") == [2]


def test_latin_words_digits_and_full_width_letters_are_found_whole():
    filed(1, "PM2.5 측정", "제3기 협치회의 2026년 FTTH 3,500㎡")
    filed(2, "제30기", "FTTHX")
    assert numbers("ftth") == [1]
    assert numbers("ＦＴＴＨ") == [1]
    assert numbers("pm2.5") == [1]
    assert numbers("2026") == [1]
    assert numbers("제3기") == [1]
    assert numbers("500m2") == [1]


def test_decomposed_spelling_finds_composed_words(texts):
    assert numbers("\u1112\u1167\u11b8\u110e\u1175") == [1]


@pytest.mark.parametrize(
    "q",
    [
        "", "   ", "\t\n", "\x00", "주차\x00장", '"', '""', "'", "*", "차*", "AND", "주차 AND",
        "NOT OR NEAR(", "a:b",
        "{-title_tokens}: 주차", "주차 & !장 | :*", "<->", "\\", "%", "_", ";--", "()", "^주차", "+",
        "👍🏽", "ㅋㅋㅋ", "क्षि", "١٢٣", "ß", "İ", "\u200b", "\ud800", "가" * 10_000, "a" * 10_000,
        "1e5 0x1f 12ab -3 3.5e-7",
        "가a" * 5_000, " ".join("가나다라마바사"), "①②③", "\U00030000", "x" * 70 + "가",
    ],
)  # fmt: skip
def test_no_question_is_too_odd(texts, q):
    assert len(list(find(q, None))) >= 0


def test_a_word_of_any_script_and_length_is_found_again():
    for word in ("가" * 300, "a" * 300, "1e5", "0x1f", "12ab", "ß", "İstanbul", "聽", "ひろば", "ㅋㅋ", "①"):
        filed(1, words=f"앞 {word} 뒤")
        assert numbers(word[:150]) == [1], word


def test_an_exact_title_comes_first_then_titles_then_texts_then_the_newer():
    filed(1, "", "예산 이야기입니다 다른 말도 많이 합니다", on=date(2026, 1, 1))
    filed(2, "주민참여예산 안내와 그 밖의 여러 가지 말씀", "예산 예산 예산")
    filed(3, "예산", "짧은 글")
    filed(4, "", "예산 이야기입니다 다른 말도 많이 합니다", on=date(2026, 2, 1))
    assert numbers("예산") == [3, 2, 4, 1]


def test_facets_narrow_what_is_found(texts):
    filed(
        5,
        "주차 안내",
        "",
        kind="notice",
        dong="신림동",
        department="교통과",
        tags=["교통", "안전"],
        on=date(2025, 1, 1),
    )
    assert numbers("주차", kind="notice") == [5]
    assert numbers("주차", dong="신림동", department="교통과") == [5]
    assert numbers("주차", tags=["교통", "안전"]) == [5]
    assert numbers("주차", tags=["교", "안전"]) == []
    assert numbers("주차", until=date(2025, 12, 31)) == [5]
    assert set(numbers("주차", since=date(2026, 1, 1))) == {1, 4}


def test_facets_alone_list_the_newest_first_and_odd_words_beside_them_find_nothing(texts):
    filed(5, "가", "", tags=["교통"], on=date(2025, 1, 1))
    filed(6, "나", "", tags=["교통"])
    assert numbers("", tags=["교통"]) == [6, 5]
    assert numbers("***", tags=["교통"]) == []
    assert numbers("") == []


def test_only_what_everyone_may_read_is_found(texts):
    filed(5, "주차장 내부 검토", "", audience="department:교통과")
    assert 5 not in numbers("주차장")
    refile(record(5), audience="public")
    assert 5 in numbers("주차장")


def test_filing_again_replaces_the_words(texts):
    filed(1, "새 제목", "새 글")
    assert numbers("주차장") == []
    assert numbers("새 제목") == [1]
    assert Entry.objects.count() == len(TEXTS)


def test_filing_again_is_one_statement(texts, django_assert_num_queries):
    row = record(1)
    with django_assert_num_queries(1):
        file(row, kind="story", title="제목", words="글", url="/1/", on=DAY)
    with django_assert_num_queries(1):
        file(
            record_of_nobody := Neighborhood(pk=row.pk + 1000),
            kind="story",
            title="",
            words="",
            url="/",
            on=DAY,
        )
    assert Entry.objects.of(record_of_nobody).exists()


def test_refiling_changes_only_what_is_said(texts):
    refile(record(1), state="closed", words="다른 글", tags=("가",))
    entry = Entry.objects.of(record(1)).get()
    assert (entry.title, entry.state, entry.tags) == ("우리 동네 주차장", "closed", ["가"])
    assert numbers("협치") == []
    assert numbers("주차장") == [1]
    with pytest.raises(TypeError, match="titel"):
        refile(record(1), titel="오타")


def test_a_withdrawn_record_is_not_found_and_leaves_no_words(texts):
    withdraw(record(1))
    entry = Entry.objects.of(record(1)).get()
    assert (entry.title, entry.title_tokens, entry.tokens, entry.tags) == ("", "", "", [])
    assert numbers("협치") == []
    refile(record(1), audience="public")
    assert numbers("협치") == []


def test_a_deleted_line_leaves_the_index(texts):
    Entry.objects.of(record(1)).delete()
    filed(7, "마을", "")
    assert numbers("주차장") == []


def test_a_very_long_text_is_filed_and_found_by_what_stands_at_its_beginning():
    filed(1, "긴 글", "도서관 " + "가나다라 word " * 200_000)
    assert numbers("도서관") == [1]
