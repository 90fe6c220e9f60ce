"""docs/states.md, walked: a pledge, an amendment and a closing in every state, by all, at every door."""

import pytest

from tests.pledges.stands import Amendments, Closings, Pledges
from tests.states import WHOLE, walk

pytestmark = [pytest.mark.django_db, WHOLE, pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture
def pledges(town, ninth, form, statuses, department, rule):
    return Pledges(town.cast, ninth, form, statuses, department)


def test_a_pledge_goes_no_way_that_the_page_does_not_know(town, pledges):
    walk(town, "pledge", pledges.states(), pledges.deeds())


def test_an_amendment_goes_no_way_that_the_page_does_not_know(town, pledges, council, meeting):
    stands = Amendments(pledges, council, meeting)
    walk(town, "amendment", stands.states(), stands.deeds())


def test_a_closing_goes_no_way_that_the_page_does_not_know(town, pledges):
    stands = Closings(pledges, town.cast)
    walk(town, "closing", stands.states(), stands.deeds())
