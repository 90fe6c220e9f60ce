"""한눈에 보는 공약: which pledges, how they stand, and as few questions for a thousand as for ten."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committees.models import Body
from pledges import overview
from pledges.models import Milestone
from tests.cast import NOON
from tests.pledges import many
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db
URL = "/공약/한눈에/"


def told(at=NOON, **params):
    return overview.overview(params, URL, at)


def codes(shown):
    return [row["pledge"].code for row in shown["pledge_rows"]]


def test_each_pledge_has_its_rate_its_money_what_comes_next_and_where_it_stands(
    six_one, six_one_one, six_two
):
    Milestone.objects.create(
        pledge=six_two,
        order=1,
        title="공론장을 엽니다",
        starts_on=date(2024, 1, 1),
        ends_on=date(2024, 3, 31),
    )
    shown = told()
    assert codes(shown) == ["6-1", "6-1-1", "6-2"]
    readings = [row["reading"] for row in shown["pledge_rows"]]
    assert [reading.subtotal.shown for reading in readings] == ["49.9", "40.0", "46.5"]
    assert [reading.money.rate.shown for reading in readings] == ["39.4", "22.5", "46.3"]
    assert readings[2].next_milestone.title == "공론장을 엽니다"
    assert shown["on"] == AS_OF


def test_every_figure_of_the_list_opens(six_two):
    (row,) = told()["pledge_rows"]
    assert [door.key for door in row["doors"]] == [f"rate-{six_two.pk}", f"money-{six_two.pk}"]
    assert row["doors"][0].sum.terms[0].label == "혁신·협치위원회 운영"


def test_the_running_administration_comes_first_if_it_has_promised_anything(pledge, ninth, eighth):
    pledge("1-1")
    pledge("1-1", administration=ninth, published=False)
    assert told()["asked"].administration == eighth
    pledge("1-2", administration=ninth, reported_on=None)
    shown = told()
    assert shown["asked"].administration == ninth
    assert (codes(shown), shown["on"]) == (["1-2"], timezone.localdate(NOON))
    assert codes(told(administration=str(eighth.pk))) == ["1-1"]


def test_of_an_administration_that_is_over_each_is_told_of_the_day_of_its_own_page(six_one, six_two, ninth):
    later = date(2026, 3, 31)
    type(six_two).objects.filter(pk=six_two.pk).update(reported_on=later)
    shown = told()
    assert shown["on"] == later
    assert [row["reading"].on for row in shown["pledge_rows"]] == [AS_OF, later]


@pytest.mark.parametrize("said", ["", "x", "-1", "999999999999999999999", "\0", "١"])
def test_what_is_asked_in_no_word_of_ours_narrows_nothing(six_two, said):
    for name in ("administration", "department", "status", "page"):
        assert codes(told(**{name: said})) == ["6-2"]


def test_pledges_are_found_by_department_status_and_tag(pledge, audit, statuses):
    pledge("1-1", department=audit, order=1)
    pledge("1-2", status=statuses["slow"], order=2)
    pledge("1-3", order=3).tags.add("청년")
    assert codes(told(department=str(audit.pk))) == ["1-1"]
    assert codes(told(status="slow")) == ["1-2"]
    assert codes(told(tag="청년")) == ["1-3"]
    assert codes(told(tag="청년", status="slow")) == []
    chosen = {field["name"]: [value for value, _label in field["options"]] for field in told()["filters"]}
    assert chosen["tag"] == ["청년"]
    assert str(audit.pk) in chosen["department"]


def test_what_is_counted_is_how_many_stand_how_and_never_an_average(pledge, statuses):
    for n, code in enumerate(("done", "kept", "kept", "slow"), 1):
        pledge(f"1-{n}", status=statuses[code], order=n)
    shown = told()
    counts = {meaning: n for meaning, _label, n in shown["counts"]}
    assert counts == {"underway": 0, "slow": 1, "done": 1, "kept": 2, "dropped": 0}
    assert shown["total"] == 4


def test_a_draft_stands_in_no_list(pledge):
    pledge("1-1", published=False)
    assert told()["asked"].administration is None
    assert told()["pledge_rows"] == []


@pytest.fixture
def thousand(eighth, form, status, department, rule):
    """Lay so many more."""
    body = Body.objects.create(
        kind_id="council", name="협치회의", short_name="협치회의", slug="many", department=department
    )
    return lambda count: many.lay(count, eighth, form, status, department, body)


def test_a_long_list_is_turned_page_by_page(thousand):
    thousand(60)
    first, second = told(), told(page="2")
    assert (len(codes(first)), len(codes(second))) == (50, 10)
    assert (first["shown"], first["total"], first["previous_url"]) == (50, 60, "")
    assert "page=2" in first["next_url"]
    assert (second["next_url"], "page=1" in second["previous_url"]) == ("", True)
    assert not set(codes(first)) & set(codes(second))
    assert codes(told(page="99")) == codes(second)


def test_a_thousand_pledges_ask_no_more_than_ten(thousand):
    thousand(10)
    with CaptureQueriesContext(connection) as few:
        assert len(told()["pledge_rows"]) == 10
    thousand(990)
    with CaptureQueriesContext(connection) as crowd:
        shown = told()
    assert (len(shown["pledge_rows"]), shown["total"]) == (50, 1000)
    assert len(crowd) == len(few)
