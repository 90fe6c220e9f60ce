"""A page that is published again asks the same again; what somebody has answered means what it meant."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from district.models import Neighborhood
from district.refusals import Refusal
from realtime.models import Event
from surveys.actions import Choice, Draft, check_survey
from surveys.models import Item, Option, Survey
from surveys.rows import survey_row
from tests.cast import NOON
from tests.surveys.conftest import KEY
from tests.surveys.sheets import ITEMS, LAMP, SAFE, SCHOOL, WHAT, WHERE, WORDS, answer, items_with

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)


def refused(code, act, **asked):
    with pytest.raises(Refusal) as caught:
        act(**asked)
    assert caught.value.code == code


def laid_events():
    return Event.objects.filter(name="survey.laid").count()


def row():
    """All of it as the public has it, with what was retired."""
    survey = Survey.objects.get()
    items = list(Item.objects.order_by("ordinal").values("key", "text", "retired_at"))
    return (
        survey_row(survey, NOON),
        items,
        list(Option.objects.order_by("pk").values("key", "text", "retired_at")),
    )


def test_laying_the_same_again_changes_nothing_and_tells_nobody(survey, lay):
    before = row()
    assert lay(at=LATER).pk == survey.pk
    assert row() == before
    assert laid_events() == 1


def test_a_page_that_moved_is_no_news(survey, lay):
    assert lay(url="/질문/밤길/").address == "/질문/밤길/"
    assert laid_events() == 1


def test_other_words_before_anybody_answered_are_other_words(survey, lay):
    lay(items=items_with(WHERE, text="어느 곳이 가장 어둡습니까?"), shown="always", at=LATER)
    assert Item.objects.get(key=WHERE).text == "어느 곳이 가장 어둡습니까?"
    assert laid_events() == 2


def test_what_the_page_no_longer_asks_is_retired_and_comes_back_with_its_answers(survey, lay, resident):
    answer(survey, resident)
    lay(items=[item for item in ITEMS if item.key != WHAT], at=LATER)
    item = Item.objects.get(key=WHAT)
    assert item.retired_at == LATER
    assert item.answers.count() == 2
    assert len(survey_row(Survey.objects.get(), NOON)["items"]) == 3
    lay(at=LATER)
    item.refresh_from_db()
    assert item.retired_at is None


@pytest.mark.parametrize(
    "changed",
    [
        items_with(WHERE, text="어디가 가장 밝습니까?"),
        items_with(WHERE, kind="multiple"),
        items_with(WHERE, options=[Choice(key=c.key, text=f"새 {c.text}") for c in ITEMS[0].options]),
        items_with(WHAT, most=1),
        items_with(SAFE, steps=7),
        items_with(SAFE, low="매우 안전", high="매우 불안"),
        items_with(WORDS, text="다른 물음"),
    ],
    ids=["text", "kind", "option", "most", "steps", "ends", "free"],
)
def test_an_item_that_was_answered_keeps_its_meaning(survey, lay, resident, changed):
    answer(survey, resident)
    before = row()
    refused("item_answered", lay, items=changed, at=LATER)
    assert row() == before


def test_an_item_that_nobody_answered_may_still_be_mended_though_others_were(survey, lay, resident):
    answer(survey, resident, words=None)
    lay(items=items_with(WORDS, text="더 하실 말씀이 있습니까?"))
    assert Item.objects.get(key=WORDS).text == "더 하실 말씀이 있습니까?"


def test_to_an_answered_item_an_option_may_be_added_and_one_that_nobody_chose_mended(survey, lay, resident):
    answer(survey, resident)
    offered = [
        *(replace(c, text="학교 둘레") if c.key == SCHOOL else c for c in ITEMS[0].options),
        Choice(UUID(int=14), "버스 정류장"),
    ]
    lay(items=items_with(WHERE, options=offered, hint="한 곳만", required=False))
    texts = list(Item.objects.get(key=WHERE).options.values_list("text", flat=True))
    assert texts == ["골목길", "공원", "학교 둘레", "버스 정류장"]


def test_once_somebody_answered_the_end_may_only_be_put_off(survey, lay, resident):
    lay(closes_at=NOON + timedelta(days=5))
    answer(survey, resident)
    lay(closes_at=NOON + timedelta(days=9), at=LATER)
    assert Survey.objects.get().closes_at == NOON + timedelta(days=9)
    for otherwise in (
        {"closes_at": NOON + timedelta(days=8)},
        {"opens_at": NOON - timedelta(days=8)},
        {"shown": "always"},
        {"panel": "named", "people": [resident]},
    ):
        refused("survey_underway", lay, **{"closes_at": NOON + timedelta(days=9)} | otherwise)


def test_a_survey_that_is_over_is_not_opened_again(survey, lay, resident):
    answer(survey, resident)
    over = survey.closes_at + timedelta(days=1)
    refused("survey_underway", lay, closes_at=over + timedelta(days=7), at=over)


def test_once_somebody_answered_more_may_be_asked_and_nobody_less(gu, lay, resident, dong):
    other = Neighborhood.objects.create(code="1162059500", name="신사동")
    survey = lay(panel="dongs", dongs=[dong])
    answer(survey, resident)
    lay(panel="dongs", dongs=[dong, other])
    assert survey.dongs.count() == 2
    refused("survey_underway", lay, panel="dongs", dongs=[other])


def test_before_an_answer_the_list_of_names_is_what_the_page_says(gu, lay, resident, neighbour):
    survey = lay(panel="named", people=[resident])
    lay(panel="named", people=[neighbour])
    assert [member.person for member in survey.panel_members.all()] == [neighbour]
    lay(panel="verified")
    assert not survey.panel_members.exists()


@pytest.mark.parametrize(
    ("code", "otherwise"),
    [
        ("items_needed", {"items": []}),
        ("items_needed", {"items": [replace(ITEMS[2], key=UUID(int=n)) for n in range(100, 151)]}),
        ("kind_unknown", {"items": items_with(WHERE, kind="ranking")}),
        ("options_needed", {"items": items_with(WHERE, options=[Choice(LAMP, "하나")])}),
        (
            "option_twice",
            {"items": items_with(WHERE, options=[Choice(LAMP, "공원"), Choice(SCHOOL, "공 원")])},
        ),
        ("most_unfit", {"items": items_with(WHAT, most=0)}),
        ("steps_unfit", {"items": items_with(SAFE, steps=12)}),
        ("empty_words", {"items": items_with(WORDS, text=" ")}),
        ("too_long", {"items": items_with(WORDS, text="가" * 301)}),
        ("closes_before_opening", {"closes_at": NOON - timedelta(days=7)}),
        ("panel_empty", {"panel": "dongs"}),
        ("panel_empty", {"panel": "named"}),
        ("bad_address", {"url": "javascript:alert(1)"}),
    ],
)
def test_what_cannot_be_asked_is_refused_before_the_publication_as_in_it(
    gu, lay, department, code, otherwise
):
    refused(code, lay, **otherwise)
    asked = {
        "title": "설문",
        "opens_at": NOON - timedelta(days=7),
        "closes_at": NOON + timedelta(days=7),
        "items": ITEMS,
    }
    refused(code, lambda **words: check_survey(KEY, at=NOON, **words), **asked | otherwise)
    assert not Survey.objects.exists()


def test_the_check_before_publication_writes_nothing(survey, resident):
    answer(survey, resident)
    before = row()
    asked = {"title": "다른 제목", "opens_at": survey.opens_at, "closes_at": survey.closes_at, "items": ITEMS}
    check_survey(KEY, at=NOON, **asked)
    refused(
        "item_answered",
        lambda **more: check_survey(KEY, at=NOON, **asked | more),
        items=items_with(SAFE, steps=3),
    )
    assert row() == before


def test_a_scale_has_five_steps_unless_it_is_said_otherwise(gu, lay):
    lay(items=[Draft(key=SAFE, kind="scale", text="얼마나 안전합니까?")])
    assert Item.objects.get().steps == 5
