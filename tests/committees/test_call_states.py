"""docs/states.md, walked: a call and an application in every state, by everybody, by API and at the desk."""

import pytest

from tests.committees.call_stands import Applications, Stands
from tests.states import WHOLE, walk

pytestmark = [pytest.mark.django_db, WHOLE]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_call_goes_no_way_that_the_page_does_not_know(town, department, dong):
    stands = Stands(town.cast, department, dong)
    walk(town, "call", stands.states(), stands.deeds())


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_an_application_goes_no_way_that_the_page_does_not_know(town, department, dong):
    stands = Applications(town.cast, department, dong)
    walk(town, "application", stands.states(), stands.deeds())
