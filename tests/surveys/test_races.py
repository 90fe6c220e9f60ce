"""One person who presses twice, a crowd at once, and an editor in between, on a real database."""

from uuid import uuid4

import pytest

from realtime.models import Event
from surveys.actions import answer_survey
from surveys.counting import recount, results
from surveys.models import Answer, Item, Response, Survey
from tests.cast import NOON
from tests.deliberation.test_races import afresh, at_once
from tests.surveys.sheets import ALLEY, ITEMS, PARK, SAFE, SCHOOL, WHERE, items_with, told

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


def test_a_crowd_that_answers_and_changes_its_mind_at_once_leaves_counters_that_are_its_rows(
    survey, residents, officer
):
    crowd = [*residents(10), officer]
    changes = ({"where": PARK, "safe": 5}, {"where": SCHOOL, "what": [], "safe": None}, {"where": ALLEY})
    came = at_once([answering(survey, person, **change) for person in crowd for change in changes])
    assert all(isinstance(one, Response) for one in came)
    told = Survey.objects.get(pk=survey.pk)
    assert (told.responses_counted, told.offices_answered) == (10, 1)
    assert recount(told) == {}
    assert sum(share["count"] for share in results(told)["items"][0]["options"]) == 10


def test_a_page_that_is_published_anew_while_people_answer_loses_no_count(survey, lay, residents):
    crowd = [answering(survey, person) for person in residents(8)]
    without = [item for item in ITEMS if item.key != SAFE]
    at_once([*crowd, lambda: lay(items=without), lambda: lay(title="다른 제목")])
    assert recount(Survey.objects.get(pk=survey.pk)) == {}
