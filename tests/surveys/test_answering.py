"""Who may answer what, until when, and how often."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from district.models import Neighborhood
from district.refusals import Refusal
from realtime.models import Event
from surveys.actions import answer_survey
from surveys.models import Answer, Response, Survey
from surveys.rows import answers_of
from tests.cast import NOON, verified
from tests.surveys.sheets import (
    ALLEY,
    CAMERA,
    ITEMS,
    LAMP,
    MIRROR,
    PARK,
    SAFE,
    WHAT,
    WHERE,
    WORDS,
    answer,
    told,
)

pytestmark = pytest.mark.django_db


def refused(code, act, *args, **kwargs):
    with pytest.raises(Refusal) as caught:
        act(*args, **kwargs)
    assert caught.value.code == code
    return caught.value


def faults(survey, by, answers):
    """What is wrong with them, item by item."""
    refusal = refused("answers_unfit", answer_survey, survey, by=by, answers=answers, at=NOON, ref=None)
    assert refusal.status == 422
    assert not Response.objects.exists()
    return {fault["field"]: fault["code"] for fault in refusal.facts["errors"]}


def test_every_kind_of_item_is_answered_and_read_back_as_it_was_sent(survey, resident):
    response = answer(survey, resident)
    assert answers_of(response) == told()
    survey.refresh_from_db()
    assert survey.responses_counted == 1


def test_the_event_names_the_response_and_none_of_its_words(survey, resident):
    response = answer(survey, resident)
    event = Event.objects.get(name="survey.answered")
    assert event.row == response
    assert event.facts == {}
    assert event.room.kind == "ledger"


def test_answering_again_replaces_ones_own_and_stays_one_response(survey, resident):
    answer(survey, resident)
    later = NOON + timedelta(hours=1)
    response = answer(survey, resident, at=later, where=PARK, what=[str(MIRROR)], words="")
    assert (response.at, response.amended_at) == (NOON, later)
    assert answers_of(response) == {str(WHERE): str(PARK), str(WHAT): [str(MIRROR)], str(SAFE): 2}
    survey.refresh_from_db()
    assert survey.responses_counted == 1
    assert Response.objects.count() == 1
    assert Event.objects.filter(name="survey.amended").count() == 1


def test_of_two_tabs_the_one_that_was_read_first_may_come_last(survey, resident):
    answer(survey, resident)
    response = answer(survey, resident, at=NOON - timedelta(milliseconds=1), where=PARK)
    assert (response.at, response.amended_at) == (NOON, NOON)


def test_answering_the_same_again_changes_nothing_and_tells_nobody(survey, resident):
    answer(survey, resident)
    answer(survey, resident, at=NOON + timedelta(hours=1))
    assert Response.objects.get().amended_at is None
    assert Event.objects.filter(name__in=["survey.answered", "survey.amended"]).count() == 1


def test_before_the_beginning_and_from_the_deadline_on_nothing_is_taken(survey, resident):
    refused("survey_not_open", answer, survey, resident, at=survey.opens_at - timedelta(seconds=1))
    refused("survey_closed", answer, survey, resident, at=survey.closes_at)
    assert not Response.objects.exists()
    answer(survey, resident, at=survey.opens_at)
    refused("survey_closed", answer, survey, resident, at=survey.closes_at, where=PARK)
    assert answers_of(Response.objects.get())[str(WHERE)] == str(ALLEY)
    answer(survey, resident, at=survey.closes_at - timedelta(seconds=1), where=PARK)


def test_an_account_nobody_knows_answers_nothing(survey, unverified, resident):
    assert refused("verification_needed", answer, survey, unverified).status == 403
    answer(survey, resident)


def test_whoever_may_not_speak_for_a_while_answers_nothing_either(survey, resident, neighbour):
    neighbour.blocked_until = survey.closes_at + timedelta(days=1)
    neighbour.save(update_fields=["blocked_until"])
    assert refused("blocked", answer, survey, neighbour).status == 403
    answer(survey, resident)


def test_a_survey_of_some_dongs_is_answered_by_those_who_live_there(gu, lay, resident, dong):
    elsewhere = Neighborhood.objects.create(code="1162059500", name="신사동")
    stranger = verified("stranger", elsewhere)
    survey = lay(panel="dongs", dongs=[dong])
    assert refused("not_in_panel", answer, survey, stranger).status == 403
    answer(survey, resident)


def test_a_survey_by_name_is_answered_and_seen_by_those_who_are_named(gu, lay, resident, neighbour):
    survey = lay(panel="named", people=[resident])
    refused("not_in_panel", answer, survey, neighbour)
    answer(survey, resident)
    assert list(Survey.objects.visible_to(resident)) == [survey]
    assert not Survey.objects.visible_to(neighbour).exists()
    assert not Survey.objects.visible_to(None).exists()


def test_an_office_answers_as_the_office_and_is_no_resident(survey, officer, resident):
    response = answer(survey, officer)
    assert (response.office, response.counted) == ("기획예산과", False)
    answer(survey, resident)
    survey.refresh_from_db()
    assert survey.responses_counted == 1


def test_an_office_that_was_asked_by_name_counts(gu, lay, officer):
    survey = lay(panel="named", people=[officer])
    assert answer(survey, officer).counted


def test_whoever_takes_an_office_and_answers_anew_is_counted_no_more(survey, resident, officer):
    answer(survey, resident)
    officer.postings.update(person=resident)
    resident.refresh_from_db()
    assert not answer(survey, resident, where=PARK).counted
    survey.refresh_from_db()
    assert survey.responses_counted == 0


def test_what_must_be_answered_must_be_answered_and_the_rest_need_not(survey, resident):
    assert faults(survey, resident, told(where=None)) == {str(WHERE): "answer_needed"}
    assert faults(survey, resident, {}) == {str(WHERE): "answer_needed"}
    response = answer(survey, resident, what=[], safe=None, words="  ")
    assert answers_of(response) == {str(WHERE): str(ALLEY)}


def test_all_that_is_wrong_is_said_at_once(survey, resident):
    wrong = told(where="?", what=[str(LAMP)] * 2, safe=6, words="가" * 1001) | {"nothing": 1}
    assert faults(survey, resident, wrong) == {
        str(WHERE): "not_offered",
        str(WHAT): "not_offered",
        str(SAFE): "off_the_scale",
        str(WORDS): "too_long",
        "nothing": "item_unknown",
    }


@pytest.mark.parametrize(
    ("item", "value", "code"),
    [
        ("where", [str(ALLEY)], "not_offered"),
        ("where", str(LAMP), "not_offered"),
        ("where", 11, "not_offered"),
        ("where", True, "not_offered"),
        ("where", {"key": str(ALLEY)}, "not_offered"),
        ("what", str(LAMP), "not_offered"),
        ("what", [str(LAMP), None], "not_offered"),
        ("what", [[str(LAMP)]], "not_offered"),
        ("what", [str(LAMP), str(CAMERA), str(MIRROR)], "too_many_chosen"),
        ("safe", 0, "off_the_scale"),
        ("safe", 2.0, "off_the_scale"),
        ("safe", True, "off_the_scale"),
        ("safe", "2", "off_the_scale"),
        ("safe", 2**63, "off_the_scale"),
        ("words", 7, "bad_text"),
        ("words", ["말"], "bad_text"),
        ("words", "밤\x00길", "bad_text"),
        ("words", "\u3164\u2800", "empty_words"),
    ],
)
def test_a_value_that_is_no_answer_is_named_with_its_code(survey, resident, item, value, code):
    assert list(faults(survey, resident, told(**{item: value})).values()) == [code]


@pytest.mark.parametrize("answers", [None, [], "예", 1, True])
def test_what_is_no_set_of_answers_is_refused(survey, resident, answers):
    assert faults(survey, resident, answers) == {}


def test_an_answer_to_nothing_is_none(gu, lay, resident):
    survey = lay(items=[item for item in ITEMS if not item.required])
    refused("nothing_answered", answer_survey, survey, by=resident, answers={}, at=NOON, ref=None)
    assert not Response.objects.exists()


def test_an_option_that_was_retired_is_offered_no_more(survey, lay, resident):
    lay(items=[item for item in ITEMS if item.key != WHAT])
    assert faults(survey, resident, told()) == {str(WHAT): "item_unknown"}


def test_the_table_itself_holds_one_response_a_person_and_one_kind_of_answer(survey, resident):
    response = answer(survey, resident)
    with pytest.raises(IntegrityError), transaction.atomic():
        Response.objects.create(survey=survey, person=resident, at=NOON)
    item = survey.items.get(key=SAFE)
    for broken in ({"number": 3}, {}, {"number": 1, "words": "둘"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Answer.objects.create(response=response, item=item, **broken)
