"""The house counts what the sheets print: the copied log of 6-2 and what came after it."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from pledges import book
from pledges.evidence import evidence
from tests.cast import several
from tests.pledges import houses
from tests.pledges.sheets import AS_OF, measured, take

pytestmark = pytest.mark.django_db
JANUARY = timezone.make_aware(datetime(2024, 1, 17, 14))


@pytest.fixture
def counted(six_two, copied_log):
    """6-2 with a counted way beside each printed one: committee, tasks, council, forum."""
    told = list(six_two.indicators.all())
    return [
        measured(told[0], kind="meetings", body=copied_log["innovation-governance"]),
        measured(told[1], kind="assignments", body=copied_log["policy-advisors"]),
        measured(told[2], kind="meetings", body=copied_log["governance-council"]),
        measured(told[3], kind="forums"),
    ]


def one(pledge, on):
    [reading] = book.read([pledge], on)
    return reading


def values(pledge, on):
    """What each indicator comes to by the house's own count."""
    return [
        next(count.value for count in each.counts if count.measure.kind != "paper")
        for each in one(pledge, on).indicators
    ]


def test_the_house_counts_what_the_log_tells(six_two, counted):
    assert values(six_two, AS_OF) == [15, 3, 18, 6]


def test_each_count_can_be_opened(six_two, counted):
    for measure, value in zip(counted, (15, 3, 18, 6), strict=True):
        pieces = evidence(measure, AS_OF)
        assert sum(piece.n for piece in pieces) == value
        assert all(piece.title and piece.url and piece.when for piece in pieces)
        assert [piece.until for piece in pieces] == sorted(piece.until for piece in pieces)


def test_the_parts_of_a_round_count_once_or_each_as_their_body_counts(counted):
    council, committee = (evidence(counted[n], AS_OF) for n in (2, 0))
    august = [piece for piece in council if piece.when == "2022. 8." and "분과" in piece.title]
    assert [piece.n for piece in august] == [1, 0, 0, 0]
    assert {piece.note for piece in august[1:]} == {"같은 회차의 회의라 한 번만 셉니다."}
    assert august[0].source == "공약 관리카드 6-2 「협치행정 구현」 일정별 추진실적 연번 4"
    assert sum(piece.n for piece in committee if piece.when == "2023. 6.") == 5
    assert not any(piece.note for piece in committee)


def test_the_questions_of_one_administration_are_counted(pledge, copied_log):
    asked = pledge("6-1-1", indicators=[{"weight": 100, "years": (6, 12, 12, 12, 6), "kind": "questions"}])
    [indicator] = one(asked, AS_OF).indicators
    assert (indicator.actual, indicator.rate.shown) == (18, "37.5")
    assert [span.actual for span in indicator.years] == [6, 12, None, None, None]
    assert [span.actual for span in indicator.quarters][:6] == [3, 3, 0, 0, 0, 12]
    assert len(evidence(indicator.basis.measure, AS_OF)) == 18


def test_6_2_stands_on_the_paper_until_the_office_takes_the_count(six_two, counted):
    assert one(six_two, AS_OF).subtotal.shown == "46.5"
    take(counted[0], date(2024, 1, 5))
    assert one(six_two, AS_OF).subtotal.shown == "46.5"
    read = one(six_two, date(2024, 1, 5))
    first = read.indicator(1)
    assert (first.actual, first.rate.shown, read.subtotal.exact, read.subtotal.shown) == (
        15, "62.5", "45.25", "45.3",
    )  # fmt: skip
    assert [(count.measure.kind, count.value, count.taken) for count in first.counts] == [
        ("meetings", 15, True), ("paper", 16, False),
    ]  # fmt: skip


def test_a_meeting_adjourned_in_january_moves_6_2_at_once(six_two, counted, copied_log, dong, secretary):
    take(counted[2], date(2023, 12, 31))
    on = JANUARY.date()
    before = one(six_two, on)
    assert (before.indicator(3).actual, before.subtotal.shown) == (18, "46.5")
    people = several(dong, {f"sitting{n}": {"name": f"위원{n}"} for n in range(5)})
    meeting = houses.meet(copied_log["governance-council"], people, secretary, JANUARY)
    after = one(six_two, on)
    third = after.indicator(3)
    assert (third.actual, third.rate.shown) == (19, "47.5")
    assert (after.subtotal.value, after.subtotal.shown, after.whole_rate.shown) == (47, "47.0", "47.0")
    assert evidence(counted[2], on)[-1].url == meeting.address
    assert one(six_two, AS_OF).indicator(3).actual == 18
