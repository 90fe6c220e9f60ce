"""docs/states.md, walked: a referral in every state, by everybody, by API and at the desk."""

import pytest

from tests.referrals.stands import Stands
from tests.states import WHOLE, walk

pytestmark = [pytest.mark.django_db, WHOLE]


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_referral_goes_no_way_that_the_page_does_not_know(town, department, elsewhere):
    stands = Stands(town.cast, department, elsewhere)
    walk(town, "referral", stands.states(), stands.deeds())
