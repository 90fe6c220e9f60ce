"""The seat chart: everybody has a circle, and nobody sits on another's."""

from datetime import date
from itertools import combinations
from math import dist

import pytest
from django.template.loader import render_to_string

from committees.models import Membership, Seat
from committees.roster import Place, seats_of
from committees.templatetags.due import standing
from committees.templatetags.seats import half_round, rows_for, seat_chart
from tests.cast import APPOINTED


def place(number, basis="appointed", taken=True):
    return Place(number, number, basis, taken, f"위원{number}", ())


@pytest.mark.parametrize("n", [1, 2, 9, 10, 20, 21, 33, 36, 40, 127, 128, 300])
def test_every_seat_has_its_own_place(n):
    spots, radius = half_round(n)
    assert len(spots) == len(set(spots)) == n
    assert all(dist(one, other) > 2 * radius for one, other in combinations(spots, 2))


def test_thirty_six_sit_in_three_rows_and_a_hundred_and_twenty_seven_in_more():
    assert rows_for(36)[1] == [8, 12, 16]
    assert len(rows_for(127)[0]) > 3


def test_offices_sit_together_and_empty_seats_come_last():
    seats = [place(1, taken=False), place(2), place(3, "ex_officio"), place(4, "ex_officio", taken=False)]
    chart = seat_chart(seats, 2)
    assert [dot.kind for dot in chart["dots"]] == ["ex_officio", "appointed", "vacant", "vacant"]
    assert chart["counts"] == {"ex_officio": 1, "appointed": 1, "vacant": 2}


def test_a_seat_is_a_link_that_says_who_sits_there_as_what():
    drawn = render_to_string(
        "committees/_seats.html", seat_chart([place(1), place(2, taken=False)], 1, 1, "?tab=members")
    )
    assert 'href="?tab=members#seat-1" aria-label="위원1, 위촉직"' in drawn
    assert "seat-2" not in drawn


def test_several_hundred_become_a_bar_and_no_hundred_links():
    many = seat_chart([place(n) for n in range(301)], 301)
    assert many["dots"] == []
    assert many["bar"] == [{"kind": "appointed", "x": 0.0, "width": 400.0}]
    assert "<a " not in render_to_string(
        "committees/_seats.html", seat_chart([place(n) for n in range(127)], 127)
    )


def test_the_chart_counts_those_who_sit_today(council, members):
    leaver = Membership.objects.get(seat__body=council, person=members[3])
    Membership.objects.filter(pk=leaver.pk).update(ended_on=date(2026, 11, 1), end_reason="resigned")
    assert seat_chart(seats_of(council, date(2026, 11, 1)), 10)["counts"]["vacant"] == 0
    assert seat_chart(seats_of(council, date(2026, 11, 2)), 9)["counts"]["vacant"] == 1
    assert Seat.objects.filter(body=council, opened_on__lte=APPOINTED).count() == 10


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("due", "done", "state", "words"),
    [
        (date(2026, 12, 4), None, "plain", "업무일 8일 남음"),
        (date(2026, 11, 27), None, "soon", "업무일 3일 남음"),
        (date(2026, 11, 24), None, "soon", "오늘까지"),
        (date(2026, 11, 23), None, "late", "업무일 1일 지났습니다"),
        (None, None, "plain", "기한 없음"),
        (date(2026, 11, 24), date(2026, 11, 20), "kept", "업무일 2일 먼저 처리함"),
        (date(2026, 11, 20), date(2026, 11, 24), "kept", "업무일 2일 늦게 처리함"),
    ],
)
def test_an_order_says_how_it_stands_to_its_day(due, done, state, words):
    assert standing(due, done, date(2026, 11, 24)) == (state, words)


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)])
def test_a_weekend_takes_no_working_day_off_what_is_left(today):
    assert standing(date(2026, 11, 23), None, today) == ("soon", "업무일 1일 남음")
