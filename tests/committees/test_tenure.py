"""연임과 보궐: printed last days, one term more, one too many, the rest of another's, and a gap between."""

from datetime import date, timedelta

import pytest

from committees.actions import seating
from committees.models import Membership
from committees.tenure import tenure_of, tenures
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON, account
from tests.committees.acts import code_of_refusal

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
START = date(2026, 12, 1)


def appoint(seat, person, start=START, **more):
    facts = {"name": "홍길동", "by": None, "at": NOON} | more
    return seating.appoint(seat, person=person, start=start, **facts)


def leave(membership, on, reason="resigned", **more):
    return seating.end_membership(membership, on=on, reason=reason, by=None, at=NOON, **more)


def again(membership, gap=0, **more):
    return appoint(membership.seat, membership.person, membership.last_day + DAY + gap * DAY, **more)


def written():
    return Membership.objects.count(), Event.objects.count()


@pytest.fixture
def seat(council):
    return council.seats.first()


@pytest.fixture
def rule(council):
    def change(**facts):
        council.rules.update(**facts)

    return change


@pytest.mark.parametrize(
    ("start", "last", "cohort"),
    [(date(2023, 7, 4), date(2025, 7, 3), 103), (date(2023, 8, 30), date(2025, 8, 29), 25)],
)
def test_a_cohort_of_the_panel_ends_on_the_printed_day(council, residents, start, last, cohort):
    council.seats.bulk_create(
        council.seats.model(body=council, number=100 + n, opened_on=start) for n in range(cohort)
    )
    places = council.seats.filter(number__gte=100)
    for seat, person in zip(places, residents(cohort), strict=True):
        appoint(seat, person, start)
    ends = set(Membership.objects.filter(start=start).values_list("end", flat=True))
    assert (ends, Membership.objects.sitting(last).count()) == ({last}, cohort)
    assert not Membership.objects.sitting(last + DAY).exists()


@pytest.mark.parametrize(
    ("start", "years", "last"),
    [
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 2, date(2026, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 3, 1), 4, date(2028, 2, 29)),
        (date(2023, 3, 1), 2, date(2025, 2, 28)),
        (date(2022, 2, 28), 2, date(2024, 2, 27)),
    ],
)
def test_a_leap_day_gives_nobody_a_day_more_or_less(seat, resident, rule, start, years, last):
    seat.opened_on = date(2020, 1, 1)
    seat.save()
    rule(term_years=years, valid_from=date(2020, 1, 1))
    membership = appoint(seat, resident, start)
    assert membership.end == last
    assert again(membership).start == last + DAY


def test_a_second_term_is_a_renewal_and_a_third_is_refused_with_both_shown(seat, resident, rule):
    rule(renewals_allowed=1)
    first = appoint(seat, resident)
    second = again(first)
    assert (first.renewal_no, second.renewal_no) == (0, 1)
    before = written()
    with pytest.raises(Refusal) as refused:
        again(second)
    assert (refused.value.code, refused.value.status) == ("renewals_used", 409)
    assert str(refused.value) == (
        "연임은 1회까지 할 수 있습니다. 이어서 맡은 임기: "
        "2026. 12. 1.(화)~2028. 11. 30.(목), 2028. 12. 1.(금)~2030. 11. 30.(토)"
    )
    shown = [each["membership"] for each in refused.value.facts["earlier"]]
    assert shown == [first.pk, second.pk]
    assert written() == before


def test_where_nobody_may_be_renewed_the_second_term_is_refused(seat, resident, rule):
    rule(renewals_allowed=0)
    first = appoint(seat, resident)
    assert code_of_refusal(again, first) == ("renewals_used", 409)


def test_where_nothing_is_said_terms_go_on(seat, resident, rule):
    rule(renewals_allowed=None)
    membership = appoint(seat, resident)
    for n in (1, 2, 3):
        membership = again(membership)
        assert membership.renewal_no == n


def test_whoever_was_away_longer_than_the_rule_says_begins_anew(seat, resident, rule):
    rule(renewals_allowed=1, renewal_within_days=30)
    second = again(appoint(seat, resident), gap=29)
    assert second.renewal_no == 1
    assert code_of_refusal(again, second, gap=29) == ("renewals_used", 409)
    assert again(second, gap=30).renewal_no == 0


def test_to_resign_on_the_last_days_is_no_way_around_it(seat, resident, rule):
    rule(renewals_allowed=1)
    second = again(appoint(seat, resident))
    ended = leave(second, second.end - 5 * DAY)
    assert code_of_refusal(again, ended) == ("renewals_used", 409)


def test_whoever_was_dismissed_is_not_renewed_but_begins_anew(seat, resident, rule):
    rule(renewals_allowed=0)
    ended = leave(appoint(seat, resident), date(2027, 5, 1), "neglect", note="회의에 나오지 않음")
    assert again(ended).renewal_no == 0


def test_two_terms_with_room_between_them_do_not_become_three(seat, resident, rule):
    rule(renewals_allowed=1)
    first = appoint(seat, resident)
    later = appoint(seat, resident, Membership.end_of(first.end + DAY, 2) + DAY)
    before = written()
    assert code_of_refusal(again, first) == ("renewals_used", 409)
    assert written() == before
    rule(renewals_allowed=2)
    assert again(first).renewal_no == 1
    later.refresh_from_db()
    assert later.renewal_no == 2


def test_what_was_served_before_this_house_is_added_to_what_the_record_knows(seat, resident, rule):
    rule(renewals_allowed=2)
    first = appoint(seat, resident, renewal_no=1)
    second = again(first)
    assert second.renewal_no == 2
    assert code_of_refusal(again, second) == ("renewals_used", 409)


class TestVacancies:
    @pytest.fixture
    def left(self, seat, neighbour):
        """Somebody who left a year before the end."""
        return leave(appoint(seat, neighbour), date(2027, 11, 30))

    def test_a_successor_serves_until_the_predecessors_last_day(self, seat, left, resident):
        follower = appoint(seat, resident, date(2027, 12, 15), predecessor=left)
        assert (follower.start, follower.end) == (date(2027, 12, 15), left.end)

    def test_the_rest_of_a_term_counts_where_the_rule_says_so(self, seat, left, resident, rule):
        rule(renewals_allowed=1, vacancy_counts=True)
        rest = appoint(seat, resident, date(2027, 12, 1), predecessor=left)
        second = again(rest)
        assert second.renewal_no == 1
        assert code_of_refusal(again, second) == ("renewals_used", 409)

    def test_and_uses_up_no_renewal_where_it_does_not(self, seat, left, resident, rule):
        rule(renewals_allowed=1, vacancy_counts=False)
        rest = appoint(seat, resident, date(2027, 12, 1), predecessor=left)
        first = again(rest)
        second = again(first)
        assert (rest.renewal_no, first.renewal_no, second.renewal_no) == (0, 0, 1)
        assert code_of_refusal(again, second) == ("renewals_used", 409)

    def test_a_full_term_before_the_rest_of_anothers_still_counts(self, council, seat, resident, rule):
        rule(renewals_allowed=1, vacancy_counts=False)
        other = council.seats.get(number=2)
        mine = appoint(seat, resident, date(2024, 12, 1))
        left = leave(appoint(other, account("another", name="남궁솔"), date(2026, 11, 1)), START - DAY)
        rest = appoint(other, resident, START, predecessor=left)
        assert (mine.end, rest.renewal_no) == (START - DAY, 0)
        assert again(rest).renewal_no == 1


def test_many_are_looked_up_with_as_many_statements_as_one(council, members, django_assert_num_queries):
    rule = council.rules.get()
    start = date(2027, 3, 20)
    for people in (members[:1], members):
        with django_assert_num_queries(1):
            tenures(council, people, start, rule=rule)
    assert {each.renewal_no for each in tenures(council, members, start).values()} == {1}
    assert tenure_of(council, members[0], start + DAY).renewal_no == 0
