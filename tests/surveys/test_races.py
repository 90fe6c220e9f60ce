"""One person who presses twice, a crowd at once, and an editor in between, on a real database."""

from uuid import uuid4

import pytest

from realtime.models import Event
from surveys.actions import answer_survey
from surveys.counting import results
from surveys.models import Answer, Item, Response, Survey
from tests.cast import NOON
from tests.deliberation.test_races import afresh, at_once
from tests.surveys.sheets import ALLEY, PARK, WHERE, items_with, told

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def answering(survey, person, **otherwise):
    return lambda: answer_survey(survey, by=afresh(person), answers=told(**otherwise), at=NOON, ref=uuid4())


def counted(survey):
    """What the counter says, and what the rows say."""
    rows = Response.objects.filter(survey=survey, counted=True).count()
    return Survey.objects.get(pk=survey.pk).responses_counted, rows


def test_one_person_who_presses_many_times_at_once_answers_once(survey, resident):
    came = at_once([answering(survey, resident, where=place) for place in (ALLEY, PARK) * 5])
    assert all(isinstance(one, Response) for one in came)
    assert counted(survey) == (1, 1)
    assert Answer.objects.filter(item__key=WHERE).count() == 1
    assert Event.objects.filter(name="survey.answered").count() == 1


def test_a_crowd_that_answers_at_once_is_counted_to_the_last(survey, residents):
    came = at_once([answering(survey, person) for person in residents(20)])
    assert all(isinstance(one, Response) for one in came)
    assert counted(survey) == (20, 20)
    assert results(Survey.objects.get())["items"][0]["options"][0]["count"] == 20


def test_no_answer_is_given_to_words_that_were_changed_in_the_same_moment(survey, lay, residents):
    other = "어디가 가장 밝습니까?"
    crowd = [answering(survey, person) for person in residents(6)]
    came = at_once([*crowd, lambda: lay(items=items_with(WHERE, text=other))])
    changed = came[-1] != "item_answered"
    assert Item.objects.get(key=WHERE).text == (other if changed else "어디가 가장 어둡습니까?")
    happened = list(
        Event.objects.filter(name__startswith="survey.").order_by("seq").values_list("name", flat=True)
    )
    # Either the editor came before all of them, or somebody answered first and the words stand.
    assert happened == ["survey.laid"] * (1 + changed) + ["survey.answered"] * 6
    assert counted(survey) == (6, 6)
