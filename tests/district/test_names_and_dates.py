"""Names and dates as the public reads them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.template import Context, Template
from django.utils import translation

from district.dates import ago, official, official_range, official_time
from district.names import masked
from tests.cast import NOON


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("홍길동", "홍*동"),
        ("이산", "이*"),
        ("남궁민수", "남궁*수"),
        ("황보", "황*"),
        ("김", "*"),
        ("김빛나리라", "김***라"),
        ("James Smith", "J***s S***h"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_name_shows_its_edges_only(name, shown):
    assert masked(name) == shown


def test_a_date_as_official_papers_write_it():
    assert official(date(2026, 11, 21)) == "2026. 11. 21.(토)"
    assert official(date(2026, 1, 5)) == "2026. 1. 5.(월)"


def test_a_time_is_the_districts_time():
    assert official_time(datetime(2026, 11, 21, 5, 0, tzinfo=UTC)) == "2026. 11. 21.(토) 14:00"


def test_a_range_does_not_repeat_its_year():
    assert official_range(date(2026, 11, 21), date(2026, 11, 30)) == "2026. 11. 21.(토)~11. 30.(월)"
    assert official_range(date(2026, 12, 24), date(2027, 1, 5)) == "2026. 12. 24.(목)~2027. 1. 5.(화)"
    assert official_range(date(2026, 11, 21), date(2026, 11, 21)) == "2026. 11. 21.(토)"


@pytest.mark.parametrize(
    ("passed", "told"),
    [
        (timedelta(seconds=59), "방금"),
        (timedelta(minutes=3), "3분 전"),
        (timedelta(hours=23, minutes=59), "23시간 전"),
        (timedelta(days=1), "11. 23.(월)"),
        (timedelta(days=400), "2025. 10. 20.(월)"),
    ],
)
def test_time_past_is_told_for_a_day_and_then_dated(passed, told):
    with translation.override("ko"):
        assert ago(NOON - passed, NOON) == told


def test_templates_write_the_same_dates():
    page = Template(
        "{% load official %}{{ at|official }} {{ at|official_time }} "
        "{% official_range on at %}{{ none|official }}"
    )
    context = Context({"at": NOON, "on": date(2026, 11, 21), "none": None})
    assert page.render(context) == "2026. 11. 24.(화) 2026. 11. 24.(화) 12:00 2026. 11. 21.(토)~11. 24.(화)"
