"""제안 처리현황: the yearly table counts records, and its rate rounds only where it is shown."""

from datetime import timedelta
from fractions import Fraction

import pytest

from cms.demo.facts import facts
from deliberation.actions.archive import PastProposal, record_past_proposals
from deliberation.models import Category, Proposal
from deliberation.yearly import years
from district.templatetags.official import percent
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def category(department):
    return Category.objects.create(code="paths", label="보행", department=department, source="시연")


def past(n, category, author, at):
    return PastProposal(f"옛 제안 {n}", "옛 글", category, author, at)


def test_what_is_copied_from_paper_is_counted_in_its_year_and_asks_nobody(category, policy, resident):
    days = [NOON - timedelta(days=365 * 2), NOON - timedelta(days=365), NOON - timedelta(days=364)]
    copied = record_past_proposals(
        [past(n, category, resident, at) for n, at in enumerate(days)], source="관리카드", at=NOON
    )
    assert [(row.year, row.proposed, row.rest) for row in years()] == [
        (2025, 2, 2),
        (2024, 1, 1),
        (None, 3, 3),
    ]
    assert {each.status(NOON) for each in Proposal.objects.visible_to(None)} == {"lapsed"}
    assert Event.objects.filter(name="proposal.copied").count() == len(copied)


def test_the_book_can_be_ended_on_a_day_that_is_still_counted(category, policy, resident):
    record_past_proposals(
        [past(1, category, resident, NOON - timedelta(days=90))], source="관리카드", at=NOON
    )
    last = (NOON - timedelta(days=90)).date()
    assert [row.proposed for row in years(until=last)] == [1, 1]
    assert years(until=last - timedelta(days=1)) == []


def test_the_share_of_accepted_ones_is_rounded_half_up_and_only_where_it_is_shown():
    assert percent(Fraction(400, 421)) == "1.0 %"
    assert percent(Fraction(1, 20)) == "0.1 %"
    assert percent(None) == ""


def test_the_page_shows_the_table_and_refuses_a_day_that_is_none(client, gu, category, policy, resident):
    record_past_proposals(
        [past(1, category, resident, NOON - timedelta(days=90))], source="관리카드", at=NOON
    )
    assert "처리현황" in client.get("/proposals/years/").content.decode()
    assert client.get("/proposals/years/?until=2023-02-30").status_code == 422


def test_the_demo_copies_as_many_questions_and_proposals_as_are_printed():
    told = facts("history")
    proposals = told["proposals"]
    assert (proposals["total"], proposals["accepted"], proposals["reference"]) == (421, 4, 9)
    asked = [(row[0], row[1]) for row in told["questions"]]
    autumn = [kind for on, kind in asked if "2023-10" <= on < "2024"]
    assert len(asked) == 31
    assert sum("2022-07" <= on < "2023" for on, _ in asked) == 6
    assert (autumn.count("general"), autumn.count("governance")) == (8, 4)
