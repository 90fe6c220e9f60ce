"""해와 분기: what was promised for each and what fell into it, and where nobody can say."""

from datetime import date
from decimal import Decimal

import pytest

from pledges import book
from pledges.models import Target
from tests.pledges import sheets
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db
HALF_YEARS = {"weight": 100, "years": (3, 6, 6, 6, 3), "quarters": sheets.of_2023(1, 2, 2, 1)}


def indicator(pledge, on=AS_OF):
    [reading] = book.read([pledge], on)
    return reading.indicators[0]


def actuals(spans):
    return {(span.year, span.quarter): span.actual for span in spans}


@pytest.fixture
def logged(pledge):
    """An indicator that stands on its log."""
    return pledge(indicators=[HALF_YEARS])


def did(pledge, text, count, **facts):
    return sheets.did(pledge, text, count, pledge.indicators.get(), **facts)


def test_an_administration_of_four_years_has_five_columns_and_sixteen_quarters(logged):
    told = indicator(logged)
    assert [span.year for span in told.years] == [2022, 2023, 2024, 2025, 2026]
    assert len(told.quarters) == 16
    assert (told.quarters[0].year, told.quarters[0].quarter) == (2022, 3)
    assert (told.quarters[-1].year, told.quarters[-1].quarter) == (2026, 2)


def test_targets_of_quarters_do_not_add_to_the_total(logged):
    told = indicator(logged)
    assert told.target == 24
    assert [span.target for span in told.quarters[2:6]] == [1, 2, 2, 1]
    assert told.quarters[0].target is None


def test_what_is_dated_within_a_span_is_counted_there(logged):
    did(logged, "2022. 8.", 1)
    did(logged, "2023. 2. 14.", 2)
    did(logged, "2023. 4.~5.", 1)
    told = indicator(logged)
    assert told.actual == 4
    assert [span.actual for span in told.years] == [1, 3, None, None, None]
    assert [span.actual for span in told.quarters[:7]] == [1, 0, 2, 1, 0, 0, None]
    assert (told.years[1].rate.shown, told.quarters[2].rate.shown) == ("50.0", "200.0")


def test_what_lies_in_several_quarters_belongs_to_none_of_them(logged):
    did(logged, "2023. 6.~9.", 5)
    did(logged, "2023. 10.", 1)
    told = indicator(logged)
    assert (told.actual, told.years[1].actual) == (6, 6)
    assert [span.actual for span in told.quarters[2:6]] == [0, None, None, 1]
    assert told.quarters[3].rate.shown == "-"


def test_what_lies_in_two_years_belongs_to_neither(logged):
    did(logged, "2022. 7. 12. ~ 2023. 12. 31.", 60)
    told = indicator(logged)
    assert told.actual == 60
    assert [span.actual for span in told.years[:3]] == [None, None, None]


def test_a_span_that_is_still_to_come_is_not_nought(logged):
    did(logged, "2023. 2. 14.", 2)
    told = indicator(logged, date(2023, 5, 1))
    assert [span.actual for span in told.quarters[:5]] == [0, 0, 2, 0, None]


def test_a_printed_total_is_not_known_by_year(pledge):
    laid = pledge(indicators=[HALF_YEARS | {"printed": 16}])
    did(laid, "2023. 2.", 15)
    did(laid, "2024. 2.", 2)
    told = indicator(laid, date(2024, 6, 30))
    assert told.actual == 18
    assert [span.actual for span in told.years] == [None, None, 2, None, None]
    assert [span.actual for span in told.quarters[5:9]] == [None, 2, 0, None]


def test_a_log_that_adds_up_to_the_printed_total_tells_its_years(pledge):
    laid = pledge(indicators=[HALF_YEARS | {"printed": 16}])
    did(laid, "2022. 8.", 1)
    did(laid, "2023. 2.", 15)
    did(laid, "2024. 2.", 2)
    told = indicator(laid, date(2024, 6, 30))
    assert told.actual == 18
    assert [span.actual for span in told.years] == [1, 15, 2, None, None]
    assert indicator(laid, date(2022, 12, 31)).actual == 1


def test_nobody_knows_a_printed_total_on_the_days_before_it(pledge):
    laid = pledge(indicators=[HALF_YEARS | {"printed": 16}])
    did(laid, "2023. 2.", 15)
    told = indicator(laid, date(2023, 6, 30))
    assert (told.actual, told.rate.shown) == (None, "-")
    [reading] = book.read([laid], date(2023, 6, 30))
    assert reading.subtotal.note == "그날의 실적을 알 수 없는 지표가 있어 합하지 않습니다."


def test_a_total_printed_within_a_quarter_leaves_that_quarter_open(pledge):
    laid = pledge(indicators=[HALF_YEARS | {"printed": 16, "on": date(2023, 12, 18)}])
    did(laid, "2023. 12. 18.", 1)
    did(laid, "2023. 12. 19.", 1)
    told = indicator(laid)
    assert (told.actual, told.years[1].actual, told.quarters[5].actual) == (17, None, None)


class TestAmended:
    """목표의 변경: both versions stand side by side from the day on which it holds."""

    @pytest.fixture
    def item(self, meeting):
        return meeting.items.first()

    @pytest.fixture
    def amended(self, six_two, item):
        amendment = sheets.amend(six_two, item, date(2024, 3, 1))
        sheets.promise(six_two.indicators.get(no=3), {2024: 12, 2025: 8}, amendment)
        return six_two

    def third(self, pledge, on):
        return book.read([pledge], on)[0].indicator(3)

    def test_it_holds_from_its_day_on_and_not_before(self, amended):
        assert self.third(amended, date(2024, 2, 29)).target == 40
        told = self.third(amended, date(2024, 3, 1))
        assert told.target == 40
        assert [span.target for span in told.years] == [5, 10, 12, 8, 5]
        assert [(span.planned, span.amended) for span in told.years][1:4] == [
            (None, False), (10, True), (10, True),
        ]  # fmt: skip

    def test_a_draft_holds_on_no_day(self, amended):
        amended.amendments.update(enacted_at=None)
        assert [span.target for span in self.third(amended, date(2026, 6, 30)).years] == [5, 10, 10, 10, 5]

    def test_the_last_to_take_effect_holds_whatever_its_number(self, amended, item):
        earlier = sheets.amend(amended, item, date(2024, 2, 1), number=2)
        sheets.promise(amended.indicators.get(no=3), {2024: 99, 2026: 6}, earlier)
        told = self.third(amended, date(2024, 3, 1))
        assert [span.target for span in told.years] == [5, 10, 12, 8, 6]
        assert self.third(amended, date(2024, 2, 1)).years[2].target == 99

    def test_two_of_one_day_hold_in_the_order_of_their_numbers(self, amended, item):
        second = sheets.amend(amended, item, date(2024, 3, 1), number=2)
        sheets.promise(amended.indicators.get(no=3), {2024: 11}, second)
        assert self.third(amended, date(2024, 3, 1)).years[2].target == 11

    def test_what_was_planned_may_be_taken_away(self, amended, item):
        second = sheets.amend(amended, item, date(2024, 4, 1), number=2)
        Target.objects.create(indicator=amended.indicators.get(no=3), year=2026, value=None, amendment=second)
        told = self.third(amended, date(2024, 4, 1))
        assert (told.target, told.years[4].target, told.years[4].planned) == (35, None, Decimal(5))

    def test_where_nothing_was_planned_something_may_be_promised(self, amended, item):
        second = sheets.amend(amended, item, date(2024, 4, 1), number=2)
        sheets.promise(amended.indicators.get(no=2), {2022: 1}, second)
        told = book.read([amended], date(2024, 4, 1))[0].indicator(2)
        assert (told.target, told.years[0].planned, told.years[0].amended) == (10, None, True)
