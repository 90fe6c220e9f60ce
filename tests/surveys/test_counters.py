"""What was counted as it came in is what the rows say, whatever happened to them."""

from importlib import import_module
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.actions import leave_house
from papers import retention
from surveys.actions import answer_survey
from surveys.counting import half_up, percent, recount, results
from surveys.models import Answer, Item, Option, Survey
from tests.cast import NOON
from tests.surveys.sheets import ALLEY, CAMERA, ITEMS, LAMP, PARK, SAFE, SCHOOL, WHAT, WHERE, answer

pytestmark = pytest.mark.django_db


def books(survey):
    """Where the counters are not what their rows say."""
    return recount(Survey.objects.get(pk=survey.pk))


def counters(key):
    item = Item.objects.get(key=key)
    return item.answered, item.chosen_steps, {each.key: each.chosen for each in item.options.all()}


def test_a_changed_answer_takes_its_old_count_back(survey, resident, neighbour):
    answer(survey, neighbour, where=ALLEY, safe=5)
    answer(survey, resident)
    answer(survey, resident, where=PARK, what=[str(CAMERA)], safe=4)
    assert counters(WHERE) == (2, [], {ALLEY: 1, PARK: 1, SCHOOL: 0})
    assert counters(WHAT)[2][LAMP] == 1
    assert counters(SAFE)[:2] == (2, [0, 0, 0, 1, 1])
    answer(survey, resident, where=PARK, what=[], safe=None, words="")
    assert counters(WHAT)[0] == 1
    assert counters(SAFE)[:2] == (1, [0, 0, 0, 0, 1])
    assert books(survey) == {}


def test_who_takes_an_office_leaves_the_counts_and_stands_apart(survey, resident, officer):
    answer(survey, resident)
    post = officer.postings.get().post
    resident.postings.create(post=post, start=NOON.date())
    answer(survey, type(resident).objects.get(pk=resident.pk), where=PARK)
    told = Survey.objects.get()
    assert (told.responses_counted, told.offices_answered) == (0, 1)
    assert counters(WHERE) == (0, [], {ALLEY: 0, PARK: 0, SCHOOL: 0})
    assert books(survey) == {}


def test_what_was_chosen_and_then_retired_can_still_be_taken_back(survey, lay, resident, neighbour):
    answer(survey, resident)
    answer(survey, neighbour)
    lay(items=[item for item in ITEMS if item.key != WHAT])
    given = {str(WHERE): str(PARK), str(SAFE): 1}
    answer_survey(survey, by=resident, answers=given, at=NOON, ref=None)
    assert counters(WHAT)[0] == 1
    assert counters(WHAT)[2][LAMP] == 1
    assert books(survey) == {}


def test_blanked_words_still_count_as_answered(survey, resident):
    answer(survey, resident)
    retention.blank("answer", Answer.objects.get(words__startswith="역").pk)
    assert books(survey) == {}


@pytest.mark.parametrize("people", [1, 30])
def test_a_look_at_the_results_takes_three_statements_and_reads_no_answer(survey, residents, people):
    for person in residents(people):
        answer(survey, person)
    asked = Survey.objects.get()
    with CaptureQueriesContext(connection) as seen:
        assert results(asked)["responses"] == people
    assert len(seen) == 3
    tables = {Answer._meta.db_table, "surveys_response"}
    assert not any(table in query["sql"] for query in seen for table in tables)


def test_an_answer_costs_the_same_however_many_there_are(survey, residents):
    crowd = residents(25)

    def cost(person):
        with CaptureQueriesContext(connection) as seen:
            answer(survey, person)
        return len(seen)

    costs = [cost(person) for person in crowd]
    assert len(set(costs[1:])) == 1


def test_the_check_finds_a_counter_that_is_wrong_and_mends_nothing(survey, resident):
    answer(survey, resident)
    Option.objects.filter(key=PARK).update(chosen=7)
    Survey.objects.update(responses_counted=3)
    assert set(books(survey)) == {"responses_counted", f"{WHERE} chosen"}
    out = StringIO()
    with pytest.raises(CommandError, match="2곳"):
        call_command("recount", stdout=out)
    assert "responses_counted 3, 기록 1" in out.getvalue()
    assert Option.objects.get(key=PARK).chosen == 7


def test_the_desk_holds_the_counters_against_the_rows(asked_now, visit, officer, resident, now):
    answer(asked_now, resident, at=now)
    inside = f"/desk/surveys/inspect/{asked_now.pk}/"
    client = visit(officer)
    assert "기록과 모두 같습니다" not in client.get(inside).content.decode()
    assert "기록과 모두 같습니다" in client.get(f"{inside}?recount=1").content.decode()
    Option.objects.filter(key=ALLEY).update(chosen=9)
    assert "기록과 다릅니다" in client.get(f"{inside}?recount=1").content.decode()


def test_what_was_answered_before_there_were_counters_is_counted_once(survey, residents, officer):
    for person, where in zip(residents(3), (ALLEY, PARK, PARK), strict=True):
        answer(survey, person, where=where)
    answer(survey, officer)
    before = results(Survey.objects.get())
    Item.objects.update(answered=0, chosen_steps=[])
    Option.objects.update(chosen=0)
    Survey.objects.update(offices_answered=0)
    assert books(survey) != {}
    fill = import_module("surveys.migrations.0002_counters").fill
    for _twice in range(2):
        fill(apps, None)
        assert books(survey) == {}
    assert results(Survey.objects.get()) == before


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (73, 127, 57.5),
        (35, 195, 17.9),
        (43, 128, 33.6),
        (1, 800, 0.1),
        (1, 2000, 0.1),
        (0, 5, 0.0),
        (1, 0, None),
    ],
)
def test_a_share_is_rounded_half_up(part, whole, said):
    assert percent(part, whole) == said


def test_half_up_is_not_half_even():
    assert [half_up(n, 8, 100) for n in (1, 3, 5)] == [0.13, 0.38, 0.63]


def test_a_person_who_left_still_counts(survey, resident):
    answer(survey, resident)
    leave_house(resident, at=NOON)
    assert Survey.objects.get().responses_counted == 1
    assert books(survey) == {}
