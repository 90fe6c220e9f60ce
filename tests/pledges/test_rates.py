"""이행률: exact to the last digit, rounded half-up where it is shown, and never twice."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from district.refusals import Refusal
from pledges import rates

CENTS = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2))
FRACTIONS = st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=10**4)
COUNTS = st.integers(0, 10**6)


@given(CENTS, st.integers(0, 4))
def test_what_ends_is_shown_as_decimal_rounds_half_up(value, decimals):
    told = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert rates.shown(Fraction(value), decimals) == f"{told or abs(told):,f}"


@given(FRACTIONS, st.integers(0, 4))
def test_what_is_shown_is_never_further_than_half_a_digit(value, decimals):
    told = Fraction(Decimal(rates.shown(value, decimals, grouped=False)))
    away = abs(told) - abs(value)
    assert -Fraction(1, 2 * 10**decimals) < away <= Fraction(1, 2 * 10**decimals)


@given(FRACTIONS)
def test_the_digits_before_rounding_are_cut_and_said_to_go_on(value):
    told = rates.exact(value)
    cut = Fraction(Decimal(told.rstrip("…").replace(",", "")))
    assert 0 <= abs(value) - abs(cut) < Fraction(1, 1000)
    assert told.endswith("…") == (cut != value)


@given(CENTS)
def test_a_number_is_printed_in_full(value):
    assert Decimal(rates.number(value).replace(",", "")) == value


@given(COUNTS, st.integers(1, 10**6), COUNTS, st.integers(1, 10**6), st.integers(1, 99), st.integers(1, 100))
def test_nothing_is_rounded_on_the_way(one, first, two, second, weight, share):
    parts = [("1", Decimal(weight), Decimal(one), Decimal(first)),
             ("2", Decimal(100 - weight), Decimal(two), Decimal(second))]  # fmt: skip
    subtotal = rates.weighted("소계", parts)
    exact = Fraction(weight * one, first) + Fraction((100 - weight) * two, second)
    assert subtotal.value == exact == sum(term.value for term in subtotal.terms)
    assert rates.shared("총 이행률", subtotal, Decimal(share)).value == exact * share / 100


@given(st.lists(FRACTIONS, min_size=1, max_size=5))
def test_a_promise_in_all_is_what_its_parts_are_together(values):
    parts = [(str(n), rates.Sum("", value)) for n, value in enumerate(values)]
    assert rates.added("전체", parts).value == sum(values)


@pytest.mark.parametrize(
    ("parts", "subtotal", "half", "chained"),
    [
        ([(70, 64, 144), (30, 5, 8)], "49.9", "24.9", "25.0"),
        ([(35, 18, 48), (35, 2, 5), (30, 18, 42)], "40.0", "20.0", "20.0"),
    ],
)
def test_half_of_the_exact_subtotal_is_not_half_of_the_shown_one(parts, subtotal, half, chained):
    told = [(str(n), *map(Decimal, part)) for n, part in enumerate(parts)]
    whole = rates.weighted("소계", told)
    assert whole.shown == subtotal
    assert rates.shared("총 이행률", whole, Decimal(50)).shown == half
    assert rates.shown(Fraction(Decimal(whole.shown)) / 2) == chained


@pytest.mark.parametrize(
    ("value", "told"),
    [("2.25", "2.3"), ("-2.25", "-2.3"), ("0.04", "0.0"), ("-0.04", "0.0"), ("1234.95", "1,235.0"),
     ("99.95", "100.0"), ("24.949", "24.9")],
)  # fmt: skip
def test_halves_go_up_away_from_nought(value, told):
    assert rates.shown(Fraction(Decimal(value))) == told


@pytest.mark.parametrize(
    ("value", "told"),
    [(Decimal("2536.00"), "2,536"), (Decimal("7.50"), "7.5"), (Decimal("0.00"), "0"), (Decimal("-0.00"), "0"),
     (Decimal("100"), "100"), (Decimal("0.333"), "0.333"), (Fraction(1, 3), "0.33…"), (None, "-"),
     (3018, "3,018")],
)  # fmt: skip
def test_numbers_as_a_sheet_prints_them(value, told):
    assert rates.number(value) == told


@pytest.mark.parametrize("target", [None, Decimal(0)])
def test_where_nothing_was_promised_there_is_no_rate(target):
    told = rates.rate("지정과제", Decimal(1), target)
    assert (told.value, told.shown, told.exact) == (None, "-", "-")


def test_where_nobody_knows_what_was_done_there_is_no_rate():
    told = rates.rate("회의", None, Decimal(6))
    assert (told.shown, told.words) == ("-", "- ÷ 6")


def test_one_indicator_without_a_target_leaves_the_subtotal_open():
    parts = [("1", Decimal(50), Decimal(3), Decimal(6)), ("2", Decimal(50), Decimal(1), None)]
    told = rates.weighted("소계", parts)
    assert (told.shown, told.note) == ("-", "목표가 없는 지표가 있어 합하지 않습니다.")


def test_one_actual_that_nobody_knows_leaves_the_subtotal_open():
    parts = [("1", Decimal(50), Decimal(3), Decimal(6)), ("2", Decimal(50), None, Decimal(4))]
    told = rates.weighted("소계", parts)
    assert (told.shown, told.note) == ("-", "그날의 실적을 알 수 없는 지표가 있어 합하지 않습니다.")
    assert rates.added("전체", [("1", told)]).note == told.note


def test_a_sheet_without_weights_adds_nothing_up_unless_one_stands_alone():
    one, two = ("1", None, Decimal(2), Decimal(5)), ("2", None, Decimal(1), Decimal(5))
    assert rates.weighted("소계", [one, two]).shown == "-"
    assert rates.weighted("소계", []).shown == "-"
    assert rates.weighted("소계", [one]).shown == "40.0"


def test_more_than_was_promised_stays_and_is_cut_in_a_labelled_view_alone():
    told = rates.rate("공론장", Decimal(6), Decimal(4))
    assert (told.shown, told.note) == ("150.0", "")
    assert (told.capped.shown, told.capped.note) == ("100.0", "목표를 넘긴 실적은 100%까지만 셈한 값입니다.")
    less = rates.rate("공론장", Decimal(3), Decimal(4))
    assert less.capped is less


def test_the_labelled_view_does_not_let_one_indicator_make_up_for_another():
    parts = [("1", Decimal(50), Decimal(15), Decimal(10)), ("2", Decimal(50), Decimal(5), Decimal(10))]
    assert rates.weighted("소계", parts).shown == "100.0"
    capped = rates.weighted("소계", parts, capped=True)
    assert (capped.shown, capped.words) == ("75.0", "0.5 × 1 + 0.5 × 5/10")
    assert capped.note == "목표를 넘긴 실적은 100%까지만 셈한 값입니다."


def test_each_part_of_a_split_is_rounded_for_itself():
    told = rates.split([1243, 547, 745, 91, 127, 257, 8])
    assert [rates.shown(each) for each in told] == ["41.2", "18.1", "24.7", "3.0", "4.2", "8.5", "0.3"]


@given(st.lists(COUNTS, min_size=1, max_size=12))
def test_the_parts_of_a_split_are_all_of_it_before_they_are_shown(counts):
    parts = rates.split(counts)
    assert sum(parts) == 100 if sum(counts) else set(parts) == {None}


@pytest.mark.parametrize("weights", [[99], [30, 30, 20, 19], [60, 50], [100, None], [None, None, 50]])
def test_weights_that_are_not_whole_are_refused(weights):
    with pytest.raises(Refusal) as refused:
        rates.check_weights([None if weight is None else Decimal(weight) for weight in weights])
    assert (refused.value.code, refused.value.status) == ("weights_not_whole", 422)


@pytest.mark.parametrize("weights", [[], [100], [30, 30, 20, 20], [None, None], ["33.33", "33.33", "33.34"]])
def test_weights_that_are_whole_or_not_there_may_stand(weights):
    rates.check_weights([None if weight is None else Decimal(weight) for weight in weights])


def test_shares_that_are_not_whole_are_refused():
    rates.check_shares([Decimal(50), Decimal(50)])
    with pytest.raises(Refusal) as refused:
        rates.check_shares([Decimal(50), Decimal("49.99")])
    assert (refused.value.code, str(refused.value)) == (
        "shares_not_whole", "몫을 모두 더하면 100이어야 합니다. 지금은 99.99입니다.",
    )  # fmt: skip
