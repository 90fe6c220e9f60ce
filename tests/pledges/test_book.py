"""공약 읽기: the sheets' figures on their day, to the digit, and on any other day of their administration."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from pledges import book
from pledges.models import Milestone, Pledge
from tests.pledges import sheets
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db


def one(pledge, on=AS_OF, **options):
    [reading] = book.read([pledge], on, **options)
    return reading


def rates(reading):
    return [each.rate.shown for each in reading.indicators]


def test_6_1_comes_out_weighted_and_not_as_the_plain_mean(six_one, six_one_one):
    read = one(six_one)
    assert rates(read) == ["44.4", "62.5"]
    assert (read.subtotal.shown, read.share_rate.shown) == ("49.9", "24.9")
    assert read.subtotal.value == Fraction(70 * 64, 144) + Fraction(30 * 5, 8)
    assert read.subtotal.words == "0.7 × 64/144 + 0.3 × 5/8"
    assert read.share_rate.words == "49.861… × 0.5"


def test_6_1_1_agrees_with_its_paper(six_one, six_one_one):
    read = one(six_one_one)
    assert rates(read) == ["37.5", "40.0", "42.9"]
    assert (read.subtotal.shown, read.share_rate.shown) == ("40.0", "20.0")
    assert (read.subtotal.exact, read.share_rate.exact) == ("39.982…", "19.991…")


def test_6_2_agrees_with_its_paper(six_two):
    read = one(six_two)
    assert rates(read) == ["66.7", "33.3", "45.0", "37.5"]
    assert read.subtotal.value == Fraction(93, 2)
    assert (read.share_rate.shown, read.whole_rate.shown) == ("46.5", "46.5")
    assert [kin for kin, _part in read.family] == [six_two]


def test_a_promise_in_two_parts_is_whole_on_both(six_one, six_one_one):
    first, second = book.read([six_one, six_one_one], AS_OF)
    assert first.whole_rate == second.whole_rate == one(six_one_one).whole_rate
    assert first.whole_rate.shown == "44.9"
    assert first.whole_rate.words == "24.930… + 19.991…"
    assert [kin.code for kin, _part in second.family] == ["6-1", "6-1-1"]


def test_half_a_promise_is_no_whole_while_the_other_half_is_a_draft(six_one, six_one_one):
    Pledge.objects.filter(pk=six_one_one.pk).update(published_at=None, thread=None)
    read = one(six_one)
    assert (read.share_rate.shown, read.whole_rate.shown) == ("24.9", "-")
    assert read.whole_rate.note == "함께하는 공약이 모두 게시되지 않아 합하지 않습니다."
    six_one_one.refresh_from_db()
    assert one(six_one_one).whole_rate.shown == "44.9"


def test_readings_come_in_the_order_in_which_they_were_asked_for(six_one, six_one_one, six_two):
    asked = [six_two, six_one, six_one_one]
    assert [read.pledge.pk for read in book.read(asked, AS_OF)] == [each.pk for each in asked]
    assert book.read([], AS_OF) == []


def test_each_may_be_asked_for_a_day_of_its_own(six_one, six_two):
    days = {six_one.pk: AS_OF, six_two.pk: date(2022, 12, 31)}
    first, second = book.read([six_one, six_two], days)
    assert (first.on, first.money.spent_total) == (AS_OF, 14)
    assert (second.on, second.money.spent_total) == (date(2022, 12, 31), 712)


def test_what_is_asked_after_the_end_is_told_of_the_last_day(six_two):
    last = six_two.administration.end
    sheets.did(six_two, "2026. 7. 1.", 1, six_two.indicators.get(no=3))
    read = one(six_two, date(2030, 1, 1))
    assert (read.on, read.indicator(3).actual) == (last, 18)


def test_before_its_first_day_nothing_has_been_counted(pledge):
    told = {"weight": 100, "years": (1, 1)}
    early = one(pledge(indicators=[told], spent={2022: 5}), date(2022, 6, 30))
    assert (early.indicator(1).actual, early.subtotal.shown, early.money.spent_total) == (0, "0.0", None)


def test_more_than_promised_stays_and_is_cut_in_the_labelled_view_alone(pledge):
    laid = pledge(indicators=[
        {"weight": 50, "years": (10,), "printed": 15}, {"weight": 50, "years": (10,), "printed": 5},
    ])  # fmt: skip
    read = one(laid)
    assert (rates(read), read.subtotal.shown) == (["150.0", "50.0"], "100.0")
    assert (read.capped.shown, bool(read.capped.note)) == ("75.0", True)


def test_one_indicator_without_a_target_leaves_the_pledge_without_a_rate(pledge):
    laid = pledge(indicators=[
        {"weight": 50, "years": (None, None), "printed": 1}, {"weight": 50, "years": (4,), "printed": 2},
    ])  # fmt: skip
    read = one(laid)
    assert (rates(read), read.subtotal.shown, read.share_rate.shown) == (["-", "50.0"], "-", "-")
    assert read.indicator(1).target is None


def test_a_target_of_nought_is_no_target(pledge):
    read = one(pledge(indicators=[{"weight": 100, "years": (0, 0), "printed": 3}]))
    assert (read.indicator(1).target, read.subtotal.shown) == (Decimal(0), "-")


def test_weights_left_open_are_not_made_up(pledge):
    laid = pledge("5-2", indicators=[{"years": (1,), "printed": 1}, {"years": (2,), "printed": 1}])
    assert (one(laid).subtotal.shown, one(laid).capped.shown) == ("-", "-")
    alone = pledge("5-1", indicators=[{"years": (100,) * 5, "unit": "%", "printed": 200}])
    assert one(alone).share_rate.shown == "40.0"


def test_a_pledge_without_indicators_has_no_rate(pledge):
    read = one(pledge())
    assert (read.indicators, read.subtotal.shown, read.whole_rate.shown) == ((), "-", "-")
    assert read.indicator(1) is None


def test_next_comes_what_ends_first_and_is_not_done(pledge):
    laid = pledge()
    for order, (ends_on, done_on) in enumerate(
        [(None, None), (date(2024, 6, 30), None), (date(2023, 6, 30), date(2024, 2, 1)),
         (date(2022, 12, 31), date(2022, 11, 1))], 1,
    ):  # fmt: skip
        Milestone.objects.create(
            pledge=laid, order=order, title=f"할 일 {order}", ends_on=ends_on, done_on=done_on,
            starts_on=ends_on and date(2022, 7, 1),
        )  # fmt: skip
    assert [one(laid, on).next_milestone.order for on in (AS_OF, date(2024, 2, 1))] == [3, 2]
    laid.milestones.exclude(ends_on=None).update(done_on=date(2022, 8, 1))
    assert one(laid).next_milestone is None


def test_a_list_leaves_the_quarters_in_the_database(six_two):
    read = one(six_two, quarters=False)
    assert read.indicator(1).quarters == ()
    assert [span.target for span in read.indicator(1).years] == [3, 6, 6, 6, 3]
    assert read.subtotal.shown == "46.5"
