"""투자계획과 집행액: the grids as the cards print them, and what of the plan was spent."""

from datetime import date
from decimal import Decimal

import pytest

from pledges import book
from pledges.models import BudgetLine
from tests.cast import NOON
from tests.pledges import sheets
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db
YEARS = range(2022, 2027)


def money(pledge, on=AS_OF):
    [reading] = book.read([pledge], on)
    return reading.money


def plan(pledge, fund, amount, *, span="year", year=0, amendment=None):
    BudgetLine.objects.create(
        pledge=pledge, fund=fund, span=span, year=year, amount=Decimal(amount), amendment=amendment
    )


@pytest.mark.parametrize(
    ("facts", "rate", "to_date", "words", "until_now"),
    [
        (sheets.SIX_ONE, "39.4", "100.0", "14 ÷ 35.5 × 100", "14 ÷ 14 × 100"),
        (sheets.SIX_ONE_ONE, "22.5", "59.9", "5.39 ÷ 24 × 100", "5.39 ÷ 9 × 100"),
        (sheets.SIX_TWO, "46.3", "87.2", "1,175 ÷ 2,536 × 100", "1,175 ÷ 1,347 × 100"),
    ],
)
def test_what_of_the_plan_was_spent(pledge, facts, rate, to_date, words, until_now):
    told = money(pledge(**facts | {"share": 100}))
    assert (told.rate.shown, told.rate_to_date.shown) == (rate, to_date)
    assert (told.rate.words, told.rate_to_date.words) == (words, until_now)


def test_the_grid_of_6_1_adds_its_years_up(six_one):
    told = money(six_one).plan_grid(YEARS)
    in_all, national, city, district, other = told.rows
    assert [row.fund for row in told.rows] == ["", "national", "city", "district", "other"]
    assert in_all.years == (5, 9, Decimal("7.5"), 9, 5)
    assert (in_all.total, in_all.subtotal, in_all.before, in_all.after) == (
        Decimal("35.5"), Decimal("35.5"), None, None,
    )  # fmt: skip
    assert district.years == in_all.years
    assert {cell for row in (national, city, other) for cell in (*row.years, row.total, row.subtotal)} == {
        None
    }


def test_the_grid_of_what_was_spent_has_all_five_years(six_one):
    told = money(six_one).spent_grid(YEARS)
    assert told.rows[0].years == (5, 9, None, None, None)
    assert (told.rows[0].total, told.rows[0].subtotal, told.rows[0].after) == (14, 14, None)


def test_money_of_others_before_and_after_the_administration(pledge):
    laid = pledge()
    plan(laid, "national", "100", span="before")
    plan(laid, "city", "30", year=2023)
    plan(laid, "district", "20", year=2023)
    plan(laid, "district", "50", span="after")
    sheets.spend(laid, "25", date(2023, 6, 30), fund="city")
    told = money(laid)
    first = told.plan_grid(YEARS).rows[0]
    assert (first.total, first.before, first.subtotal, first.after) == (200, 100, 50, 50)
    assert first.years[1] == 50
    assert (told.plan_total, told.rate.words, told.rate.shown) == (200, "25 ÷ 100 × 100", "25.0")
    assert told.rate_to_date.words == "25 ÷ 50 × 100"


def test_nothing_planned_is_no_rate_and_an_empty_grid(pledge):
    told = money(pledge(spent={2023: 3}))
    assert (told.plan_total, told.spent_total, told.rate.shown, told.rate_to_date.shown) == (
        None, 3, "-", "-",
    )  # fmt: skip
    assert {row.total for row in told.plan_grid(YEARS).rows} == {None}


def test_nothing_spent_of_a_plan_is_nought(pledge):
    told = money(pledge(budget={2023: 10}))
    assert (told.spent_total, told.rate.shown) == (None, "0.0")
    assert told.spent_grid(YEARS).rows[0].total is None


def test_several_of_a_year_add_up_and_later_ones_wait_for_their_day(pledge):
    laid = pledge(budget={2023: 10})
    sheets.spend(laid, "2.56", date(2023, 3, 31))
    sheets.spend(laid, "0.27", date(2023, 6, 30))
    sheets.spend(laid, "5", date(2023, 12, 31))
    assert money(laid, date(2023, 6, 30)).spent == {("district", 2023): Decimal("2.83")}
    assert money(laid, date(2023, 12, 30)).rate.shown == "28.3"
    assert money(laid).spent_total == Decimal("7.83")


def test_what_was_taken_back_or_lies_outside_the_administration_is_not_spent(pledge, eighth):
    laid = pledge(budget={2023: 10})
    sheets.spend(laid, "3", date(2023, 3, 31), withdrawn_at=NOON, withdrawn_reason="두 번 적음")
    sheets.spend(laid, "4", date(2022, 6, 30))
    sheets.spend(laid, "5", date(2026, 7, 1))
    assert money(laid, date(2027, 1, 1)).spent_total is None


def test_an_amended_amount_holds_from_its_day_and_the_planned_one_stands_beside_it(six_one, meeting):
    amendment = sheets.amend(six_one, meeting.items.first(), date(2023, 11, 1))
    plan(six_one, "district", "9", year=2024, amendment=amendment)
    before, after = money(six_one, date(2023, 10, 31)), money(six_one)
    line = ("district", "year", 2024)
    assert (before.plan_total, before.amended) == (Decimal("35.5"), {})
    assert (after.plan_total, after.planned[line], after.amended) == (37, 9, {line: Decimal("7.5")})
    assert after.plan_grid(YEARS).rows[0].years == (5, 9, 9, 9, 5)
