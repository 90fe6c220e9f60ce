"""Two hands on one page."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from cms import publishing
from cms.models import Handover, QuestionPage
from deliberation.models import Question
from realtime.models import Event

HANDS = 8


@pytest.mark.real
@pytest.mark.django_db(transaction=True)
def test_a_page_handed_over_from_many_sides_at_once_has_one_record(draft, now):
    QuestionPage.objects.filter(pk=draft.pk).update(live=True)
    together = Barrier(HANDS)

    def hand_over(_: int) -> bool:
        try:
            page = QuestionPage.objects.get(pk=draft.pk)
            together.wait(timeout=20)
            return publishing.hand_over(page, now)
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as hands:
        assert all(hands.map(hand_over, range(HANDS)))
    assert QuestionPage.objects.get(pk=draft.pk).question == Question.objects.get()
    assert Event.objects.filter(name="question.opened").count() == 1
    assert Handover.objects.get(page=draft).code == ""
