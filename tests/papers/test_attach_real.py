"""Papers that come at the same moment, on real PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from district.models import Neighborhood
from district.refusals import Refusal
from papers.actions import MOST_PAPERS
from papers.models import Attachment
from tests.papers.test_attach import laid

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.real]


def test_of_many_papers_at_once_ten_are_kept():
    dong = Neighborhood.objects.create(code="0000000009", name="붐비는동")

    def upload(_):
        try:
            laid(dong)
            return "laid"
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as people:
        answers = list(people.map(upload, range(16)))
    assert answers.count("laid") == Attachment.objects.of(dong).count() == MOST_PAPERS
    assert answers.count("too_many_files") == 16 - MOST_PAPERS
