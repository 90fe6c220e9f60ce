"""What was counted, and the figures that a page asks for again while somebody looks."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Meeting
from district.models import Administration
from pledges.models import Target
from pledges.models.pledge import LEDGER
from realtime.models import Event
from realtime.publish import publish
from tests.pledges import sheets
from tests.pledges.reading import counted_body, figures, meet, page, words
from tests.pledges.sheets import measured, take

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house_of(gu):
    """Every page names the district."""


@pytest.fixture
def round_table(department):
    return counted_body(department)


# evidence


def test_the_evidence_of_a_count_is_the_very_records_that_make_it_up(visit, six_two, round_table):
    counted = measured(six_two.indicators.get(no=1), kind="meetings", body=round_table)
    answer = page(visit, six_two, f"measures/{counted.pk}/", on="2023-12-31")
    assert answer.context["counted"].value == 15 == sum(piece.n for piece in answer.context["pieces"])
    for meeting in Meeting.objects.filter(bodies=round_table):
        assert meeting.address in answer.content.decode()
    assert "곁에 두고 보는 수" in words(answer)
    assert "인쇄본의 누계와 그 뒤의 추진실적 16회" in words(answer)


def test_whoever_took_the_count_says_why(visit, six_two, round_table):
    counted = measured(six_two.indicators.get(no=1), kind="meetings", body=round_table)
    take(counted, date(2023, 12, 1))
    said = words(page(visit, six_two, f"measures/{counted.pk}/"))
    assert "2023. 12. 1.(금)부터 이 수로 셉니다. 집계와 일지를 대조하였습니다." in said


def test_a_measure_of_another_pledge_is_no_evidence_here(visit, six_two, six_one):
    foreign = six_one.indicators.get(no=1).measures.get()
    assert page(visit, six_two, f"measures/{foreign.pk}/").status_code == 404
    assert page(visit, six_two, f"measures/{10**18}/").status_code == 404


# the part that is asked for again


@pytest.fixture
def running(pledge, round_table):
    """A pledge of an administration that governs today, standing on the rounds of a body."""
    today = timezone.localdate()
    term = sheets_term(today)
    facts = {"reported_on": None, "indicators": []}
    now = pledge("6-2", administration=term, **facts)
    indicator = sheets.lay_indicator(now, 1, weight=100, kind="meetings", body=round_table)
    Target.objects.create(indicator=indicator, year=today.year, value=10)
    return now


def sheets_term(today):
    return Administration.objects.create(
        name="시험하는 민선", start=today - timedelta(days=3), end=today + timedelta(days=900)
    )


def test_an_adjourned_meeting_moves_the_figures_that_a_page_asks_for(visit, running, round_table):
    first = page(visit, running, "figures/")
    assert (figures(first)["count-1"], figures(first)["rate"]) == ("0", "0.0")
    again = visit().get(f"{running.get_absolute_url()}figures/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    meeting = meet(round_table, 40, timezone.localdate())
    happened("meeting.adjourned", meeting)
    moved = visit().get(f"{running.get_absolute_url()}figures/", headers={"If-None-Match": first["ETag"]})
    assert (moved.status_code, figures(moved)["count-1"], figures(moved)["rate"]) == (200, "1", "10.0")


def happened(name, row):
    """The fact that an action leaves behind."""
    publish(LEDGER, name, row, by=None, at=timezone.now())
    assert Event.objects.filter(name=name).exists()


def test_figures_nobody_moved_are_read_once_for_all_who_look(visit, six_two):
    page(visit, six_two, "figures/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(visit, six_two, "figures/")
    assert len(asked) <= 3


def test_only_figures_of_today_are_asked_for_again(visit, running, six_two):
    assert f'data-figures-url="{running.get_absolute_url()}figures/"' in page(visit, running).content.decode()
    today = timezone.localdate().isoformat()
    for answer in (page(visit, running, on=today), page(visit, six_two)):
        assert "data-figures-url" not in answer.content.decode()


def test_the_fragment_has_every_part_that_the_page_mends(visit, running):
    whole, part = (page(visit, running, each).content.decode() for each in ("", "figures/"))
    ids = re.findall(r'id="(part-[a-z]+)" data-part', whole)
    assert len(ids) >= 4
    assert ids == re.findall(r'id="(part-[a-z]+)" data-part', part)
