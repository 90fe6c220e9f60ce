"""식: the tiny language of further figures, what it says, and what it refuses."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.refusals import Refusal
from pledges import formula
from pledges.formula import asks_plan, check, moves, reckon


class Card:
    """A card on which everything is known."""

    FIGURES = {
        ("target", 1): 144, ("actual", 1): 64, ("rate", 1): Fraction(6400, 144), ("plan",): Fraction("35.5"),
        ("plan", 2024): Fraction("7.5"), ("row", "history", "협치회의 운영"): 90, ("share",): 50,
    }  # fmt: skip

    def asked(self, name, arguments):
        told = self.FIGURES.get((name, *arguments))
        return None if told is None else Fraction(told)

    def parts(self, name, arguments):
        return [Decimal(11), Decimal(79)] if name == "row" else []


def told(text):
    return reckon(text, Card())


@pytest.mark.parametrize(
    ("text", "value", "words"),
    [
        ("1 + 2 * 3", 7, "1 + 2 × 3"),
        ("(1 + 2) * 3", 9, "(1 + 2) × 3"),
        ("10 - (4 - 3)", 9, "10 - (4 - 3)"),
        ("12 / (3 * 2)", 2, "12 ÷ (3 × 2)"),
        ("12 / 3 / 2", 2, "12 ÷ 3 ÷ 2"),
        ("-(1 + 2) * 2", -6, "-(1 + 2) × 2"),
        ("0.1 + 0.2", Fraction("0.3"), "0.1 + 0.2"),
        ("actual(1) / target(1) * 100", Fraction(6400, 144), "64 ÷ 144 × 100"),
        ("plan() - plan(2024)", 28, "35.5 - 7.5"),
        ('row("history", "협치회의 운영")', 90, "11 + 79"),
        ('row("history", "협치회의 운영") / 2', 45, "90 ÷ 2"),
        ("rate(1) * share() / 100", Fraction(3200, 144), "44.44… × 50 ÷ 100"),
        (" 100000 / 3 ", Fraction(100000, 3), "100,000 ÷ 3"),
    ],
)
def test_a_formula_comes_to_a_fraction_and_shows_its_numbers(text, value, words):
    assert (told(text).value, told(text).words) == (value, words)


@pytest.mark.parametrize("text", ["1 / 0", "target(2)", "target(2) + 1", "1 / (plan() - 35.5)", "-rate(9)"])
def test_what_is_missing_or_divided_by_nought_comes_to_nothing_and_not_to_nought(text):
    assert told(text).value is None


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "1 +", "(1", "1; 2", "x", "x = 1", "1 ** 2", "2 ** 9 ** 9", "1 // 2", "7 % 2",
        "1 if 1 else 2", "[1]", "{1: 2}", "lambda: 1", "'a'", "True", "None", "1j", "1e9", "0x10", "1_000",
        "1.23456", "9" * 13, "__import__('os')", "().__class__", "plan.__class__", "open('x')", "exec('1')",
        "target", "target()", "target('1')", "target(1.0)", "target(-1)", "target(1, 2, 3)", "target(no=1)",
        "target(*[1])",
        "rate(1, 2)", "cell('a', 'b')", "row('a', 'b', 'c')", "log(1, 'both')", "days('2023-01-01')",
        "days('2023-13-01', '2023-12-31')", "days('0001-01-01', '9999-12-31')", "days(1, 2)",
        "working_days('2023-1-1', 'x')", "target(target(1))", "(lambda: 1)()", "1 < 2", "~1", "not 1", "+1",
        "(" * 300 + "1" + ")" * 300, "1 +" * 200 + "1", "-" * 499 + "1", "1" + " " * 600, "\x00", "f'{1}'",
        "ㄱ", "1 if", "1\\\n+1", "yield 1", "await x", "a := 1", "(a := 1)", "print(1)", "１", "١",
    ],
)  # fmt: skip
def test_what_is_no_formula_is_refused_when_it_is_kept_and_harmless_when_it_is_read(text):
    with pytest.raises(Refusal) as refused:
        check(text)
    assert (refused.value.code, refused.value.status) == ("bad_formula", 422)
    assert told(text).value is None
    assert moves(text) in {True, False}


@given(st.text(max_size=60))
def test_no_words_break_the_reading(text):
    reckoned = told(text)
    assert reckoned.value is None or isinstance(reckoned.value, Fraction)


@given(
    st.lists(st.sampled_from(["1", "+", "*", "/", "-", "(", ")", "plan()", "target(1)", "7.5"]), max_size=30)
)
def test_what_is_kept_is_read_and_comes_to_what_its_words_say(tokens):
    text = " ".join(tokens)
    try:
        check(text)
    except Refusal:
        return
    reckoned = told(text)
    if reckoned.value is None:
        return
    said = reckoned.words.replace("×", "*").replace("÷", "/").replace(",", "")
    assert told(said).value == reckoned.value


def test_only_what_moves_with_the_day_is_said_to_move():
    planned = 'row("history", "협치회의 운영") + target(1) + plan(2024)'
    assert moves("rate(1) / 2")
    assert moves('log(1, "participation") + 1')
    assert (moves(planned), asks_plan(planned)) == (False, True)
    assert not asks_plan("rate(1) / 2")


def test_every_name_of_the_language_is_told_at_its_head():
    assert all(f"{name}(" in formula.__doc__ for name in formula.FUNCTIONS)
