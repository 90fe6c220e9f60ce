"""Drawings: what they say to whoever does not see them, and that nothing in them can run or jump."""

from decimal import Decimal
from fractions import Fraction
from xml.etree import ElementTree

import pytest

from pledges.charts import NARROW, WIDE, Chart, Pair, draw, meter, quarters, round_step, stretch

SVG = "{http://www.w3.org/2000/svg}"


def drawn(words):
    return ElementTree.fromstring(words.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" '))


@pytest.fixture
def questions():
    pairs = (
        Pair("1/4", None, Decimal(0)),
        Pair("3/4", Decimal(6), Decimal(0)),
        Pair("4/4", Decimal(6), Decimal(12)),
    )
    return Chart("2023년 분기마다 의제안건", "건", pairs)


def test_a_chart_says_in_one_sentence_what_it_draws(questions):
    root = drawn(draw(questions, WIDE))
    assert root.get("role") == "img"
    assert root.get("aria-label") == " ".join(
        [
            "2023년 분기마다 의제안건.",
            "1/4: 목표 없음, 실적 0건.",
            "3/4: 목표 6건, 실적 0건.",
            "4/4: 목표 6건, 실적 12건.",
        ]
    )


def test_of_nothing_there_is_a_number_and_no_bar(questions):
    root = drawn(draw(questions, WIDE))
    assert [bar.get("class") for bar in root.iter(f"{SVG}rect")] == ["target", "target", "actual"]
    numbers = [text.text for text in root.iter(f"{SVG}text") if text.get("class") in {"target-n", "actual-n"}]
    assert numbers == ["-", "0", "6", "0", "6", "12"]


def test_what_is_not_known_is_not_drawn_as_nought():
    chart = Chart(
        "해마다", "회", (Pair("2023", Decimal(6), None), Pair("2025", Decimal(6), None, to_come=True))
    )
    root = drawn(draw(chart, WIDE))
    assert [bar.get("class") for bar in root.iter(f"{SVG}rect")] == ["target", "target"]
    assert "2023: 목표 6회, 실적 알 수 없음." in chart.sentence
    assert "2025: 목표 6회, 실적 아직 없음." in chart.sentence


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_mark_of_a_chart_lies_inside_its_drawing(width):
    pairs = tuple(Pair(str(year), Decimal(year % 7 * 100), Decimal("1234.5")) for year in range(2022, 2027))
    root = drawn(draw(Chart("해마다", "대", pairs), width))
    _x, _y, wide, high = (float(side) for side in root.get("viewBox").split())
    for bar in root.iter(f"{SVG}rect"):
        x, y, w, h = (float(bar.get(side)) for side in ("x", "y", "width", "height"))
        assert x >= 0
        assert x + w <= wide
        assert y >= 0
        assert y + h <= high
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= wide
        assert 0 < float(text.get("y")) <= high


def test_the_lines_stand_at_whole_numbers_people_count_with():
    steps = {0: 1, 1: 1, Fraction(5, 2): 3, 7: 8, 11: 12, 101: 120, 617: 800}
    assert {least: round_step(Fraction(least)) for least in steps} == steps
    assert Chart("", "", ()).top == 2


def test_a_bar_of_one_among_thousands_is_still_seen():
    root = drawn(draw(Chart("", "", (Pair("2022", Decimal(9000), Decimal(1)),)), WIDE))
    heights = {bar.get("class"): float(bar.get("height")) for bar in root.iter(f"{SVG}rect")}
    assert heights["actual"] == 2 < heights["target"]


def test_words_of_an_editor_are_words_in_a_drawing():
    chart = Chart('<script>"&', "건", (Pair("<b>", None, Decimal(1)),))
    root = drawn(draw(chart, WIDE))
    assert root.get("aria-label").startswith('<script>"&. <b>:')
    assert not list(root.iter(f"{SVG}script")) + list(root.iter(f"{SVG}b"))


@pytest.mark.parametrize(
    ("value", "width"),
    [(None, 0.0), (Fraction(0), 0.0), (Fraction(300, 7), 42.9), (Fraction(150), 100.0), (Fraction(-3), 0.0)],
)
def test_a_rate_fills_its_bar_and_never_more(value, width):
    _whole, done = drawn(meter(value)).iter(f"{SVG}rect")
    assert float(done.get("width")) == width


def test_the_plan_runs_from_the_third_quarter_of_2022_to_the_last_of_2026():
    line = quarters((2022, 3), (2026, 4))
    assert (len(line), line[0], line[2], line[-1]) == (18, (2022, 3), (2023, 1), (2026, 4))
    whole, done, now = drawn(stretch(2, 5, len(line), 5)).iter(f"{SVG}rect")
    assert (whole.get("width"), done.get("x"), done.get("width")) == ("18", "2", "4")
    assert now.get("x") == "5.50"
