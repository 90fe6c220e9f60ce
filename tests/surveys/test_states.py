"""docs/states.md, walked: a survey and what somebody answered, by everybody, by API and by form."""

import pytest

from district.models import Neighborhood
from tests.states import WHOLE, walk
from tests.surveys.conftest import KEY
from tests.surveys.stands import Stands

pytestmark = [pytest.mark.django_db, WHOLE]


def test_an_answer_goes_no_way_that_the_page_does_not_know(town, department):
    elsewhere = Neighborhood.objects.create(code="1162059500", name="신사동")
    stands = Stands(town.cast, department, elsewhere, KEY)
    walk(town, "survey response", stands.states(), stands.deeds())
