"""회의 횟수: the same meetings, counted as each body's own rule counts."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from committees.counting import held_in, rule_in
from committees.models import Body, BodyRule, Meeting, Round
from tests.cast import BEGINNING

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def parts(council):
    return [
        Body.objects.create(parent=council, kind_id="subcommittee", name=f"분과 {n}", slug=f"part-{n}")
        for n in range(1, 6)
    ]


def meet(council, groups, ordinal=1, state="adjourned", kind="subcommittee"):
    """A round in which each group meets by itself."""
    called = Round.objects.create(convener=council, kind=kind, year=2026, ordinal=ordinal)
    for bodies in groups:
        starts = timezone.make_aware(datetime(2026, 6, 1, 14))
        Meeting.objects.create(round=called, starts_at=starts, state=state).bodies.set(bodies)


def counted(body, year=2026):
    return held_in(body, year, rule_in(body, year, TODAY))


def by_meeting(council):
    council.rules.update(counting_unit="meeting")


def test_a_round_of_four_parts_is_one_for_the_council(council, parts):
    meet(council, [[part] for part in parts[:4]])
    assert (counted(council).n, counted(council).unit) == (1, "round")


def test_five_parts_are_five_where_meetings_are_counted(council, parts):
    by_meeting(council)
    meet(council, [[part] for part in parts])
    assert (counted(council).n, counted(council).unit) == (5, "meeting")


@pytest.mark.parametrize("unit", ["round", "meeting"])
def test_all_parts_in_one_hall_are_one_for_both(council, parts, unit):
    council.rules.update(counting_unit=unit)
    meet(council, [parts], kind="joint")
    assert counted(council).n == 1


@pytest.mark.parametrize("unit", ["round", "meeting"])
def test_what_was_called_off_or_is_still_to_come_is_not_counted(council, parts, unit):
    council.rules.update(counting_unit=unit)
    meet(council, [[part] for part in parts], ordinal=1, state="cancelled")
    meet(council, [[part] for part in parts], ordinal=2, state="scheduled")
    assert counted(council).n == 0


def test_a_part_counts_the_meetings_it_came_to(council, parts):
    meet(council, [[part] for part in parts[:4]], ordinal=1)
    meet(council, [parts[:2]], kind="joint")
    assert [counted(part).n for part in parts] == [2, 2, 1, 1, 0]


def test_a_new_rule_counts_from_its_year_on(council, parts):
    BodyRule.objects.create(
        body=council, valid_from=date(2027, 1, 1), counting_unit="meeting", source="개정 조례"
    )
    meet(council, [[part] for part in parts[:4]])
    assert held_in(council, 2026, rule_in(council, 2026, date(2028, 1, 1))).n == 1
    assert rule_in(council, 2027, date(2028, 1, 1)).counting_unit == "meeting"
    assert rule_in(council, BEGINNING.year - 1, TODAY) is None
