"""What came in: counted by people, and shown when the editor said it would be."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from district.refusals import Refusal
from surveys.counting import results
from surveys.models import Survey
from tests.cast import NOON, in_office
from tests.surveys.sheets import ALLEY, CAMERA, ITEMS, LAMP, PARK, SAFE, SCHOOL, WHAT, WHERE, WORDS, answer

pytestmark = pytest.mark.django_db


def told(survey):
    return {item["key"]: item for item in results(Survey.objects.get(pk=survey.pk))["items"]}


def many(item, part="options"):
    return {share["key"]: share["count"] for share in item[part]}


@pytest.fixture
def three(survey, residents, officer):
    """Three residents and an office; the office is counted apart."""
    first, second, third = residents(3)
    answer(survey, first)
    answer(survey, second, where=PARK, what=[str(LAMP)], safe=5, words="")
    answer(survey, third, what=[], safe=None)
    answer(survey, officer)
    return survey


def test_people_are_counted_item_by_item_and_an_office_is_none(three):
    counted = told(three)
    assert many(counted[str(WHERE)]) == {str(ALLEY): 2, str(PARK): 1, str(SCHOOL): 0}
    assert many(counted[str(WHAT)])[str(LAMP)] == 2
    assert many(counted[str(WHAT)])[str(CAMERA)] == 1
    assert counted[str(WHAT)]["answered"] == 2
    assert many(counted[str(SAFE)], "steps") == {"1": 0, "2": 1, "3": 0, "4": 0, "5": 1}
    assert counted[str(SAFE)]["mean"] == 3.5
    assert counted[str(WORDS)]["answered"] == 2
    everything = results(Survey.objects.get())
    assert (everything["responses"], everything["offices"], everything["asked"]) == (3, 1, None)


def test_shares_are_of_those_who_answered_the_item(three):
    counted = told(three)
    assert [share["share"] for share in counted[str(WHERE)]["options"]] == [66.7, 33.3, 0.0]
    assert counted[str(WHAT)]["options"][0]["share"] == 100.0


def test_free_words_are_never_among_the_results(three):
    assert "역 뒤가" not in str(results(three))


def test_the_counts_are_the_rows(three):
    counted = Survey.objects.get()
    assert counted.responses_counted == counted.responses.filter(counted=True).count() == 3


def test_a_retired_item_is_shown_if_it_was_answered_and_only_then(three, lay):
    lay(items=[item for item in ITEMS if item.key != WHAT])
    assert told(three)[str(WHAT)]["retired"]
    lay(key=type(WHAT)(int=901), items=ITEMS)
    lay(key=type(WHAT)(int=901), items=ITEMS[:1])
    assert len(results(Survey.objects.get(source_key=type(WHAT)(int=901)))["items"]) == 1


def test_a_survey_by_name_says_how_many_were_asked(gu, lay, resident, neighbour):
    survey = lay(panel="named", people=[resident, neighbour])
    answer(survey, resident)
    counted = results(Survey.objects.get())
    assert (counted["asked"], counted["responses"]) == (2, 1)


def test_as_many_queries_for_a_hundred_responses_as_for_one(survey, residents):
    crowd = residents(40)
    answer(survey, crowd[0])
    with CaptureQueriesContext(connection) as few:
        results(Survey.objects.get())
    for person in crowd[1:]:
        answer(survey, person)
    with CaptureQueriesContext(connection) as more:
        results(Survey.objects.get())
    assert len(more) == len(few)


def sees(survey, person, at=NOON):
    """Whether the counts are open; the refusal says why not."""
    try:
        survey.check_may_see_results(person, at)
    except Refusal as refusal:
        return refusal.code
    return True


def test_after_answer_means_one_must_have_answered_oneself(survey, resident, neighbour):
    answer(survey, resident)
    assert sees(survey, resident) is True
    assert sees(survey, neighbour) == "answer_first"
    assert sees(survey, None) == "answer_first"
    assert sees(survey, None, survey.closes_at) is True


def test_at_the_end_means_at_the_end_also_for_those_who_answered(gu, lay, resident):
    survey = lay(shown="at_end")
    answer(survey, resident)
    assert sees(survey, resident) == "results_at_end"
    assert sees(survey, resident, survey.closes_at - timedelta(seconds=1)) == "results_at_end"
    assert sees(survey, None, survey.closes_at) is True


def test_always_means_from_the_first_on(gu, lay):
    assert sees(lay(shown="always"), None) is True


def test_the_department_that_asks_and_the_auditor_see_them_before(gu, lay, officer, head, auditor, db):
    survey = lay(shown="at_end")
    stranger = in_office("stranger", "officer", "치수과 주무관")
    assert [sees(survey, person) for person in (officer, head, auditor)] == [True] * 3
    assert sees(survey, stranger) == "results_at_end"
