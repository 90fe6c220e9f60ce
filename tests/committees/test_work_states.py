"""docs/states.md, walked: a task and a recommendation in every state, by everybody, at every door."""

import pytest

from tests.committees.work_stands import Recommendations, Tasks
from tests.states import WHOLE, walk

pytestmark = [pytest.mark.django_db, WHOLE]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_task_goes_no_way_that_the_page_does_not_know(town, council, member):
    stands = Tasks(council)
    walk(town, "assignment", stands.states(), stands.deeds())


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_recommendation_goes_no_way_that_the_page_does_not_know(town, council, member, department):
    stands = Recommendations(town.cast, council, department)
    walk(town, "recommendation", stands.states(), stands.deeds())
