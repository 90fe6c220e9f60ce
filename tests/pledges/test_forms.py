"""서식: what a clerk writes is checked before a card is printed from it, and said where it is wrong."""

import copy
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from district.refusals import Refusal
from papers.document import text
from pledges.card import check, check_header, codes_by_label, fill, head_cells
from pledges.card_words import CHANNELS, FUNDS
from pledges.documents.card import card_of
from pledges.models import CardForm, Fund, ProgressEntry, Status
from tests.cast import NOON
from tests.pledges.sheets import AS_OF

FORMS = Path(__file__).parents[2] / "pledges/migrations/forms"
DOCS = Path(__file__).parents[2] / "docs/pledges.md"
NAMES = ("gwanak", "junggu", "wonstop")


def form_of(name):
    return json.loads((FORMS / f"{name}.json").read_text())


def refusal(layout):
    with pytest.raises(Refusal) as refused:
        check(layout)
    assert (refused.value.code, refused.value.status) == ("bad_layout", 422)
    return str(refused.value)


@pytest.mark.parametrize("name", NAMES)
def test_the_forms_of_three_districts_are_sound(name):
    check(form_of(name))


@pytest.mark.django_db
def test_they_stand_in_a_new_house_with_their_statuses():
    told = {
        form.code: [each.label for each in form.statuses.order_by("order")] for form in CardForm.objects.all()
    }
    assert told == {
        "gwanak": ["완료", "이행 후 지속추진", "정상추진", "부진"],
        "junggu": ["완료", "완료(지속)", "추진중", "일부추진"],
        "wonstop": ["보류(폐기)", "추진 중", "완료", "완료 후, 지속 추진"],
    }


def test_the_desk_learns_what_to_ask_for_from_the_form():
    cells = {cell.code: cell for cell in head_cells(form_of("gwanak"))}
    assert list(cells) == ["nature", "ending", "period", "help", "agent"]
    assert (cells["nature"].label, cells["nature"].kind, cells["nature"].options) == (
        "사업성격", "choice", ("신규", "계속"),
    )  # fmt: skip
    assert (cells["period"].kind, cells["period"].options) == ("words", ())
    assert cells["help"].label == "중앙정부 도움필요성"
    assert (cells["help"].kind, cells["help"].options) == (
        "choices", ("해당없음", "도움필요", "제도", "재정", "권한"),
    )  # fmt: skip


def test_a_cell_is_known_by_the_name_beside_it():
    assert codes_by_label(form_of("wonstop")) == {
        "중앙(광역) 도움 필요성": "help", "사업기간": "period", "신규여부": "nature", "완료시기": "ending",
        "예산구분": "funding", "사업주체": "agent", "협조부서": "partner",
    }  # fmt: skip


@pytest.mark.parametrize(
    "header",
    [
        {},
        {"nature": "계속", "period": "2018.~2026."},
        {"help": ["도움필요", "제도", "재정"]},
        {"help": "해당없음"},
    ],
)
def test_what_the_form_offers_may_be_chosen(header):
    check_header(form_of("gwanak"), header)


@pytest.mark.parametrize(
    "header",
    [
        {"nature": "기타"},
        {"nature": ["신규", "계속"]},
        {"help": ["도움필요", "인력"]},
        {"period": ["2018.", "2026."]},
        {"period": "가" * 301},
        {"colour": "청"},
        ["nature"],
        "nature",
        None,
    ],
)
def test_and_nothing_else(header):
    with pytest.raises(Refusal) as refused:
        check_header(form_of("gwanak"), header)
    assert (refused.value.code, refused.value.status) == ("bad_header", 422)


def changed(path, value):
    """The form of 관악구 with one thing in it changed."""
    layout = form_of("gwanak")
    place = layout
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return layout


WRONG = [
    (["title"], "{code} {secret}", "title"),
    (["title"], "{code.__class__}", "title"),
    (["periods"], {"first": "상반기"}, "periods.first"),
    (["periods"], {"third": "{year}"}, "periods"),
    (["nothing"], 0, "nothing"),
    (["head", "rows", 0, 0], {"label": "사업성격", "columns": 2}, "head"),
    (["head", "rows", 0, 1, "columns"], 0, "head.rows.1.2.columns"),
    (["head", "rows", 0, 1, "choices"], [], "head.rows.1.2.choices"),
    (["head", "rows", 0, 1, "choices"], ["신규", "신규"], "head.rows.1.2.choices"),
    (["head", "rows", 0, 1, "choices"], ["신규", " "], "head.rows.1.2.choices"),
    (["head", "rows", 0, 5, "code"], "nature", "head.rows.1.6"),
    (["head", "rows", 0, 5], {"of": "weather"}, "head.rows.1.6.of"),
    (["head", "rows", 0, 5], {"of": "cost", "fund": "gold"}, "head.rows.1.6.fund"),
    (["head", "rows", 0, 5], {"of": "code", "code": "period"}, "head.rows.1.6"),
    (["head", "widths"], [1, -1], "head.widths"),
    (["tables"], {"history": {"colour": "red"}}, "tables.history"),
    (["tables"], {"history": {"groups": [{"label": "처리완료"}]}}, "tables.history.groups"),
    (["sections"], [], "sections"),
    (["sections"], [{"kind": "song"}], "sections.1.kind"),
    (["sections"], [{"text": "1 현황"}], "sections.1"),
    (["sections"], [{"kind": "passages"}], "sections.1"),
    (["sections"], [{"kind": "heading", "text": "가" * 301}], "sections.1.text"),
    (["sections"], [{"kind": "heading", "text": "1", "level": 1}], "sections.1.level"),
    (["sections"], [{"kind": "log", "entries": "rumours"}], "sections.1.entries"),
    (["sections"], [{"kind": "log"}], "sections.1"),
    (["sections"], [{"kind": "indicators", "columns": [{"of": "mood"}]}], "sections.1.columns.1.of"),
    (["sections"], [{"kind": "performance", "columns": [{"of": "no"}]}], "sections.1.columns"),
    (["sections"], [{"kind": "performance", "columns": [{"of": "rate"}]}], "sections.1.columns"),
    (
        ["sections"],
        [{"kind": "quarters", "columns": [{"label": "가", "columns": [{"label": "나", "columns": []}]}]}],
        "sections.1.columns.1.columns.1",
    ),
    (["sections"], [{"kind": "budget", "columns": [{"of": "years"}], "funds": []}], "sections.1.funds"),
    (
        ["sections"],
        [{"kind": "channels", "columns": [{"of": "channel", "label": "설문"}]}],
        "sections.1.columns.1",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "place"), WRONG)
def test_a_form_that_cannot_be_printed_is_refused_with_its_place(path, value, place):
    assert f"{place}:" in refusal(changed(path, value))


@pytest.mark.parametrize(
    "layout", [None, [], "card", 7, {}, {"head": {}}, {"sections": []}, {1: 2}, {"head": 1, "sections": 2}]
)
def test_what_is_no_form_at_all_is_refused(layout):
    refusal(layout)


def leaves(told, path=()):
    if isinstance(told, dict | list):
        for key, inner in told.items() if isinstance(told, dict) else enumerate(told):
            yield (*path, key)
            yield from leaves(inner, (*path, key))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("strange", [None, 0, -1, True, "", "{", [], {}, [[]], {"": None}, 1e308, "\x00"])
def test_nothing_that_stands_there_breaks_the_check(name, strange):
    """Sound or refused: whatever else is raised fails here."""
    for path in leaves(form_of(name)):
        layout = form_of(name)
        place = layout
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = copy.deepcopy(strange)
        with suppress(Refusal):
            check(layout)


def test_funds_and_channels_of_forms_are_those_of_the_records():
    assert tuple(Fund.values) == FUNDS
    assert tuple(ProgressEntry.Channel.values) == CHANNELS


def test_a_form_that_cannot_be_printed_is_not_saved_at_the_desk():
    form = CardForm(code="fifth", name="서식", layout={"head": {}}, valid_from=AS_OF, source="방침")
    with pytest.raises(ValidationError) as refused:
        form.clean()
    assert list(refused.value.message_dict) == ["layout"]
    form.layout = form_of("junggu")
    form.clean()


def test_a_pattern_opens_nothing_but_the_names_it_was_given():
    assert fill("{year}년(하)", year=2022) == "2022년(하)"
    assert fill("{year.__class__} {other}", year=2022) == "{year.__class__} {other}"


@pytest.mark.django_db
def test_a_fourth_district_prints_from_the_form_in_the_manual(six_one, gu):
    """What docs/pledges.md shows as an example is a form, and a card comes out of it."""
    [example] = re.findall(r"```json\n(.*?)```", DOCS.read_text(), re.DOTALL)
    layout = json.loads(example)
    check(layout)
    form = CardForm.objects.create(
        code="fourth", name="넷째 구의 관리카드", layout=layout, valid_from=AS_OF, source="방침"
    )
    status = Status.objects.create(form=form, code="going", label="추진", meaning="underway")
    six_one.form, six_one.status, six_one.header = form, status, {"kind": "계속"}
    six_one.save()
    told = text(card_of(six_one, AS_OF, NOON))
    assert "■ 계속" in told
    assert "합계\t35.5\t5\t9\t7.5\t9\t5" in told
    assert "1\t열린구청장실\t70\t144\t64\t44.4" in told
    assert "총 이행률(%)\t24.9" in told
