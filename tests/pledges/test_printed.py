"""인쇄본과 차이: every printed cell of five sheets agrees with the house, or is told to differ and why."""

from datetime import date
from fractions import Fraction

import pytest

from pledges.actions.entering import add_entry
from pledges.book import read
from pledges.differences import differences_of
from pledges.figures import figures_of
from pledges.models import Pledge, PrintedCell
from pledges.printed import agrees, digits
from tests.cast import NOON, laid
from tests.pledges.imported import DISTRICTS, bring, differences, figures, file_of
from tests.pledges.sheets import amend, promise

pytestmark = pytest.mark.django_db
FUNDS = ("total", "national", "city", "district", "other")
YEARS = ("2022", "2023", "2024", "2025", "2026")
# What domain A7 marks X, and nothing else.
KNOWN = {
    "6-1": {
        "header.cost.total", "header.cost.district", "investment.total.subtotal",
        "investment.district.subtotal", "targets.1.years", "targets.2.years", "performance.subtotal",
        "figures.interviews", "figures.campaigns",
    },
    "6-1-1": {"figures.event-budget", "figures.asked-general", "figures.payout-2", "figures.event-log"},
    "6-2": {"figures.task-size", "figures.committee"},
    "5-1": {
        "figures.share-planned", "figures.share-explained", "figures.share-thanks", "figures.share-excepted",
        "figures.share-group", "figures.phone-daily", "figures.phone-daily-calendar", "figures.wish-daily",
        "figures.wish-daily-calendar", "figures.opening-day",
    },
    "5-2": {"figures.reports-quarterly"},
}  # fmt: skip


@pytest.fixture
def cards(eighth):
    """All five, in a house that has nothing else."""
    for name in ("gwanak", "junggu", "wonstop"):
        bring(file_of(name), eighth)


@pytest.fixture
def gwanak(eighth):
    """Three of them."""
    bring(file_of("gwanak"), eighth)


@pytest.mark.usefixtures("cards")
def test_every_printed_cell_agrees_or_is_known_to_differ_and_says_why():
    for code in DISTRICTS:
        told = differences(code)
        assert {place for place, each in told.items() if each.differs} == KNOWN[code]
        for place in KNOWN[code]:
            each = told[place]
            assert each.note, place
            assert each.formula, place
            assert each.computed != each.printed


@pytest.mark.usefixtures("cards")
def test_a_sum_that_comes_out_as_printed_stands_beside_it():
    subtotal = differences("6-1")["performance.subtotal"]
    assert (subtotal.computed, subtotal.explained.shown) == ("49.9", "53.5")
    assert subtotal.explained.words == "(44.44… + 62.5) ÷ 2"
    money = differences("6-1")["investment.total.subtotal"]
    assert (money.computed, money.formula) == ("35.5", "5 + 9 + 7.5 + 9 + 5")
    assert (money.explained.words, money.explained.shown) == ("5 + 9 + 9 + 9 + 5", "37")
    daily = differences("5-1")["figures.phone-daily"]
    assert (daily.computed, daily.formula, daily.explained.words) == ("9.9", "3,018 ÷ 306", "3,018 ÷ 247")
    for code, places in KNOWN.items():
        told = differences(code)
        for place in places:
            each = told[place]
            if each.explained is not None and digits(each.printed):
                assert agrees(each.printed, each.explained.value, each.explained.shown), (code, place)


@pytest.mark.usefixtures("gwanak")
def test_the_whole_of_each_printed_grid_is_walked():
    for code in ("6-1", "6-1-1", "6-2"):
        check_grids(code, set(differences(code)))


def check_grids(code, places):
    """40 cells of 투자계획, 집행액 with as many years as are printed, targets, quarters and 총괄."""
    columns = ("all", "subtotal", *YEARS, "after")
    assert {f"investment.{fund}.{column}" for fund in FUNDS for column in columns} <= places
    spent = columns if code != "6-1" else ("all", "subtotal", *YEARS[:4], "after")
    assert {f"execution.{fund}.{column}" for fund in FUNDS for column in spent} <= places
    many = {"6-1": 2, "6-1-1": 3, "6-2": 4}[code]
    for no in range(1, many + 1):
        years = {f"targets.{no}.years"} if code == "6-1" else {f"targets.{no}.{year}" for year in YEARS}
        assert years | {f"targets.{no}.total"} <= places
        assert {f"quarters.2023.{no}.{part}" for part in ("total", "1", "2", "3", "4")} <= places
        assert {f"performance.{no}.{part}" for part in ("weight", "target", "actual", "rate")} <= places
    assert "performance.total" in places
    assert {f"header.cost.{fund}" for fund in FUNDS} <= places


@pytest.mark.usefixtures("gwanak")
def test_an_empty_cell_is_printed_and_computed_as_nothing():
    told = differences("6-1-1")["targets.3.2026"]
    assert (told.printed, told.computed, told.differs) == ("-", "-", False)


@pytest.mark.usefixtures("gwanak")
def test_what_is_done_later_does_not_make_the_print_wrong():
    card = PrintedCell.objects.get(pledge__code="6-1", place="performance.1.actual").pledge
    add_entry(
        card, when="2024. 3.", title="열린구청장실", indicator=card.indicators.get(no=1), count=2,
        evidence="면담 대장", by=None, at=NOON,
    )  # fmt: skip
    later = differences("6-1", date(2024, 3, 31))
    told = later["performance.1.actual"]
    assert (told.printed, told.computed, told.differs) == ("64", "66", False)
    assert "2023. 12. 31." in told.note
    assert later["investment.total.subtotal"].differs  # a plan disagrees with itself on every day
    assert not later["performance.subtotal"].differs
    assert differences("6-1")["performance.subtotal"].differs  # and the day of the print is as it was
    assert PrintedCell.objects.get(pk=told.cell.pk).text == "64"


@pytest.mark.usefixtures("gwanak")
def test_what_is_amended_later_does_not_make_the_printed_plan_wrong(council, members):
    card = Pledge.objects.get(code="6-1-1")
    amendment = amend(card, laid(council).items.get(order=1), date(2024, 3, 1))
    promise(card.indicators.get(no=1), {2025: 99}, amendment)
    card.budget_lines.create(fund="district", span="year", year=2025, amount=99, amendment=amendment)
    printed = ("targets.1.2025", "targets.1.total", "investment.district.2025", "header.cost.total")
    before, after = differences("6-1-1", date(2024, 2, 29)), differences("6-1-1", date(2024, 3, 1))
    for place in printed:
        assert before[place].printed == before[place].computed, place
        assert after[place].printed != after[place].computed, place
        assert (after[place].differs, "2023. 12. 31." in after[place].note) == (False, True), place
    assert not after["targets.1.2024"].note


@pytest.mark.usefixtures("gwanak")
def test_a_print_of_a_later_day_is_held_against_the_plan_of_that_day_alone(council, members):
    card, place = Pledge.objects.get(code="6-1-1"), "targets.1.2025"
    amendment = amend(card, laid(council).items.get(order=1), date(2024, 3, 1))
    promise(card.indicators.get(no=1), {2025: 99}, amendment)
    PrintedCell.objects.filter(pledge=card, place=place).update(text="98", told_on=date(2024, 6, 30))
    assert not differences("6-1-1", date(2024, 2, 29))[place].differs
    for on in (date(2024, 6, 30), date(2024, 12, 31)):  # the plan has not moved since
        assert differences("6-1-1", on)[place].differs


@pytest.mark.usefixtures("gwanak")
def test_a_figure_has_its_formula_with_the_numbers_put_in():
    told = figures("6-2")
    assert (told["costs"].sum.words, told["costs"].sum.shown) == ("116 + 73 + 500 + 1,847", "2,536")
    assert told["took-part-2"].sum.words == "43 ÷ 128 × 100"
    assert (told["committee-total"].sum.exact, told["committee-total"].sum.shown) == ("45.25", "45.3")
    assert (told["committee"].sum.words, told["committee"].printed) == ("1 + 1 + 1 + 5 + 5 + 1 + 1", "16")
    assert told["committee"].differs


@pytest.mark.usefixtures("cards")
def test_figures_and_printed_cells_of_five_cards_take_as_many_queries_as_of_one(django_assert_num_queries):
    several = read(list(Pledge.objects.exclude(code="5-1")), date(2023, 12, 31))
    for readings in (several[:1], several):
        with django_assert_num_queries(7):
            figures_of(readings)
        with django_assert_num_queries(7):
            differences_of(readings)


@pytest.mark.usefixtures("gwanak")
def test_a_cell_at_a_place_that_the_card_does_not_have_is_no_mistake_of_ours():
    card = PrintedCell.objects.filter(pledge__code="6-2").first().pledge
    for place in (
        "targets.9.2023",
        "tables.nothing.1.total",
        "figures.none",
        "investment.gold.all",
        "x",
        "...",
    ):
        PrintedCell.objects.create(pledge=card, place=place, text="7")
    told = differences("6-2")
    assert (told["targets.9.2023"].computed, told["targets.9.2023"].differs) == ("-", True)
    assert told["x"].label == "x"


@pytest.mark.parametrize(
    ("text", "value", "same"),
    [
        ("245", Fraction(400226, 1632), True),
        ("40", Fraction(40), True),
        ("3", Fraction(9100, 3018), True),
        ("37", Fraction("35.5"), False),
        ("24.95", Fraction("24.95"), True),
        ("24.9", Fraction("24.95"), False),
        ("2,536", Fraction(2536), True),
        ("100%", Fraction(100), True),
        ("-", None, True),
        ("-", Fraction(0), False),
        ("", None, True),
        ("0", None, False),
    ],
)
def test_a_print_is_compared_as_exactly_as_it_is_printed(text, value, same):
    assert agrees(text, value, "-") is same
