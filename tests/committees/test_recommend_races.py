"""Two members who propose, and two clerks who hand over or give, in the same moment, on the real database."""

import pytest

from committees.actions import assignments, recommending
from committees.models import Recommendation
from letters.models import Dispatch
from realtime.models import Event
from referrals.models import Referral
from tests.cast import NOON
from tests.committees.tasks import planned
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]
WORDS = {"title": "골목길 조명", "text": "등을 바꿔 주세요."}


def proposing(body, person):
    return lambda: recommending.recommend(body, **WORDS, by=person, at=NOON)


def test_at_once_each_proposal_gets_a_number_of_its_own(council, members):
    at_once([proposing(council, person) for person in members])
    numbers = Recommendation.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 11))


def test_two_who_hand_it_over_at_once_make_one_duty(council, members, officer, department):
    row = recommending.recommend(council, **WORDS, by=members[0], at=NOON)

    def hand():
        return recommending.hand_over(row, department=department, by=officer, at=NOON)

    assert at_once([hand] * 4).count("already_referred") == 3
    assert Referral.objects.count() == 1


def test_handing_over_and_taking_back_at_once_end_in_one_of_the_two(council, members, officer, department):
    row = recommending.recommend(council, **WORDS, by=members[0], at=NOON)
    at_once(
        [
            lambda: recommending.hand_over(row, department=department, by=officer, at=NOON),
            lambda: recommending.withdraw_recommendation(row, by=members[0], at=NOON),
        ]
    )
    row.refresh_from_db()
    assert (row.referral_id is None) is (row.withdrawn_at is not None)


def test_a_task_given_twice_at_once_is_given_once(council, members):
    task = planned(council)

    def give():
        return assignments.give_assignment(task, by=None, at=NOON)

    assert at_once([give] * 3).count("assignment_given") == 2
    assert Event.objects.filter(name="assignment.given").count() == 1
    assert Dispatch.objects.filter(about=f"assignment/{task.pk}/given").count() == 1
