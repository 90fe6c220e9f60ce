"""들여오기: cards and lists of pledges, all of them or none, twice the same as once."""

import copy
from datetime import date
from random import Random

import pytest

from district.refusals import Refusal
from pledges.actions.entering import add_entry
from pledges.actions.importing import import_pledges
from pledges.exchange.facts import read_facts
from pledges.models import (
    Basis,
    BudgetLine,
    Charge,
    FactRow,
    FactTable,
    Figure,
    Indicator,
    Measure,
    Passage,
    Pledge,
    PrintedCell,
    ProgressEntry,
    Spending,
)
from realtime.models import Event
from tests.cast import NOON
from tests.pledges.imported import AT, bring, file_of, reading, staffed

pytestmark = pytest.mark.django_db
PARTY = "더불어민주당"


@pytest.fixture
def gwanak():
    return copy.deepcopy(file_of("gwanak"))


def card(file, code):
    """One card of a file."""
    return next(each for each in file["pledges"] if each["code"] == code)


def refused(code, wanted, *arguments, **said):
    with pytest.raises(Refusal) as told:
        wanted(*arguments, **said)
    assert told.value.code == code
    return str(told.value)


def everything():
    """How many rows there are of what an import lays."""
    models = (Pledge, Indicator, BudgetLine, ProgressEntry, Spending, PrintedCell, Basis, Event)
    return [model.objects.count() for model in models]


class TestCards:
    def test_three_cards_come_in_whole_and_a_second_time_changes_nothing(self, eighth, gwanak):
        report = bring(gwanak, eighth)
        assert (report.laid, report.published, report.entries) == (["6-1", "6-2", "6-1-1"],) * 2 + (57,)
        assert (report.problems, report.unread, report.withheld) == ([], [], 0)
        before = everything()
        again = bring(gwanak, eighth)
        assert (again.changes, again.in_words()) == (
            0,
            ["공약 3건은 이미 있습니다.", "바뀌는 것이 없습니다."],
        )
        assert everything() == before

    def test_what_is_laid_is_what_the_card_says(self, eighth, gwanak):
        bring(gwanak, eighth)
        half = Pledge.objects.get(code="6-1-1")
        assert (half.parent.code, half.share, half.status.code) == ("6-1", 50, "kept")
        assert list(half.administration.pledges.values_list("code", flat=True)) == ["6-1", "6-1-1", "6-2"]
        assert half.header["help"] == "해당없음"
        assert [each.label for each in half.charges.all()] == ["기획예산과장", "기획팀장", "담당"]
        assert half.reported_on.isoformat() == "2023-12-31"
        told = half.tables.get(code="menus")
        order = list(half.passages.values_list("order", flat=True))
        assert (told.section, told.order in order) == ("now", False)

    def test_blank_days_are_carried_down_and_the_misread_one_is_that_of_its_twin(self, eighth, gwanak):
        bring(gwanak, eighth)
        council = ProgressEntry.objects.filter(pledge__code="6-2", kind="progress")
        told = [(each.no, each.printed_when, each.starts_on.month) for each in council.filter(no__lte=5)]
        assert told == [(1, "2022. 7.", 7), (2, "2022. 8.", 8), (3, "", 8), (4, "", 8), (5, "2022. 9.", 9)]
        misread = ProgressEntry.objects.get(pledge__code="6-1", kind="participation", no=10)
        assert (misread.printed_when, misread.starts_on.year, misread.starts_on.month) == (
            "2022. 11.",
            2023,
            11,
        )
        assert (misread.same_as.kind, misread.same_as.no) == ("progress", 2)

    def test_what_is_told_by_the_quarter_and_in_all_is_counted_once(self, eighth, gwanak):
        bring(gwanak, eighth)
        whole = ProgressEntry.objects.get(pledge__code="6-1", kind="progress", no=1)
        assert (whole.count, whole.same_as.kind) == (60, "participation")
        log = next(each for each in reading("6-1").indicator(1).counts if each.measure.kind == "log")
        assert log.value == 60

    def test_a_house_without_the_bodies_counts_by_the_log_and_stands_on_the_paper(self, eighth, gwanak):
        report = bring(gwanak, eighth)
        assert any("innovation-governance" in note for note in report.notes)
        kinds = [[each.measure.kind for each in one.counts] for one in reading("6-2").indicators]
        assert kinds == [["paper", "log"], ["paper", "log"], ["paper", "log"], ["paper", "forums"]]
        assert reading("6-2").subtotal.shown == "46.5"
        assert Basis.objects.count() == 0

    def test_the_houses_count_is_taken_where_it_says_what_the_paper_says(self, eighth, gwanak, copied_log):
        report = bring(gwanak, eighth)
        taken = {
            (each.indicator.pledge.code, each.indicator.no): each.measure.kind for each in Basis.objects.all()
        }
        assert taken == {
            ("6-1-1", 1): "questions", ("6-2", 2): "assignments", ("6-2", 3): "meetings",
            ("6-2", 4): "forums",
        }  # fmt: skip
        assert report.notes == []

    def test_a_later_sheet_adds_what_is_new_and_leaves_what_is_there(self, eighth, gwanak):
        bring(gwanak, eighth)
        card(gwanak, "6-1")["execution_log"].append(
            {
                "no": 4,
                "date": "2024. 1. 9.",
                "kind": "열린구청장실",
                "counts_toward": {"indicator": 1, "count": 1},
            }
        )
        card(gwanak, "6-1")["status"] = "done"
        report = bring(gwanak | {"as_of": "2024-01-12"}, eighth)
        assert (report.entries, report.changed, report.laid) == (1, ["6-1"], [])
        assert Pledge.objects.get(code="6-1").status.code == "done"
        assert ProgressEntry.objects.filter(pledge__code="6-1", kind="progress").count() == 4

    @pytest.mark.parametrize(
        "change",
        [
            {"title": "관악청"}, {"share": "60"}, {"indicators": []},
            {"investment": {"rows": [{"source": "구 비", "2022": 5, "2023": 99}]}},
        ],
    )  # fmt: skip
    def test_a_promise_that_was_published_is_not_rewritten_by_a_file(self, eighth, gwanak, change):
        bring(gwanak, eighth)
        before = everything()
        file = {"source": "공약 관리카드", "pledges": [card(gwanak, "6-1") | change]}
        words = refused("import_problems", bring, file, eighth)
        assert "변경 절차" in words
        assert everything() == before
        [problem] = bring(file, eighth, dry_run=True).problems
        assert (problem.pledge, problem.code) == ("6-1", "pledge_published")

    def test_what_a_file_prints_otherwise_on_a_published_card_is_said_beside_what_stood_there(
        self, eighth, gwanak
    ):
        bring(gwanak, eighth)
        file = file_of("gwanak")
        cells = {each["place"]: each for each in card(file, "6-1")["printed"]}
        cells["performance.subtotal"]["text"] = "53.6"
        report = bring(file, eighth, dry_run=True)
        assert report.replaced == 1
        assert "6-1: ‘인쇄본 performance.subtotal’의 ‘53.5’을(를) ‘53.6’(으)로 바꿉니다." in report.notes
        assert PrintedCell.objects.filter(pledge__code="6-1", text="53.5").exists()
        bring(file, eighth)
        assert Event.objects.filter(name="pledges.imported").last().facts["replaced"] == 1
        assert PrintedCell.objects.filter(pledge__code="6-1", text="53.6").exists()
        assert bring(file, eighth).changes == 0

    def test_an_older_paper_takes_nothing_from_a_newer_one(self, eighth, gwanak):
        bring(gwanak, eighth)
        file = file_of("gwanak") | {"as_of": "2023-06-30"}
        cells = {each["place"]: each for each in card(file, "6-1")["printed"]}
        cells["performance.subtotal"]["text"] = "40.0"
        assert bring(file, eighth).changes == 0
        assert PrintedCell.objects.filter(pledge__code="6-1", text="53.5").exists()

    def test_a_later_paper_that_prints_the_same_says_only_what_it_prints_otherwise(self, eighth, gwanak):
        bring(gwanak, eighth)
        later = file_of("gwanak") | {"as_of": "2024-01-10"}
        report = bring(later, eighth, dry_run=True)
        assert (report.replaced, report.cells) == (0, PrintedCell.objects.count())
        [table] = card(later, "6-2")["tables"][:1]
        table["rows"][0]["cells"] = [None, "1"]
        report = bring(later, eighth)
        assert report.replaced == 1
        [said] = [note for note in report.notes if "바꿉니다" in note]
        assert "‘-, 1’(으)로" in said
        assert "None" not in said
        assert not PrintedCell.objects.exclude(told_on=date(2024, 1, 10)).exists()

    def test_a_draft_is_drawn_anew(self, eighth, gwanak):
        plan = {
            "source": "계획",
            "pledges": [{"code": "9-1", "title": "밤길", "form": "gwanak", "department": "총무과"}],
        }
        assert bring(plan, eighth, publish=False).laid == ["9-1"]
        assert bring(plan, eighth, publish=False).unchanged == ["9-1"]
        plan["pledges"][0]["title"] = "밤길을 밝게"
        assert bring(plan, eighth, publish=False).changed == ["9-1"]
        assert Pledge.objects.get(code="9-1").title == "밤길을 밝게"

    def test_doings_come_in_with_a_published_pledge_alone(self, eighth, gwanak):
        staffed()
        report = import_pledges(read_facts(gwanak), eighth, by=None, at=AT, dry_run=True)
        assert {each.code for each in report.problems} == {"pledge_not_published"}

    def test_one_wrong_thing_lets_nothing_in(self, eighth, gwanak):
        before = everything()
        card(gwanak, "6-2")["indicators"][0]["targets_by_year"]["2023"] = -6
        words = refused("import_problems", bring, gwanak, eighth)
        assert words.startswith("1곳을 들여올 수 없어")
        assert "6-2" in words
        assert everything() == before

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"department": "없는과"}, "unknown_choice"),
            ({"form": "nowhere"}, "unknown_choice"),
            ({"status": "날아감"}, "unknown_choice"),
            ({"parent": "99"}, "unknown_choice"),
            ({"code": "여섯"}, "pledge_code"),
            ({"title": ""}, "empty_words"),
            ({"header": {"nature": "새것"}}, "bad_header"),
            ({"figures": [{"code": "x", "label": "x", "formula": "1 **"}]}, "bad_formula"),
            ({"printed": [{"place": "figures.x", "text": "1", "formula": "open()"}]}, "bad_formula"),
            ({"execution_log": [{"date": "언젠가", "kind": "회의"}]}, "bad_partial_date"),
            ({"execution_log": [{"date": "2019. 1.", "kind": "회의"}]}, "outside_administration"),
            ({"tables": [{"code": "밤 길", "title": "가"}]}, "bad_plan"),
            ({"passages": [{"section": "now", "text": f"{PARTY} 관악 혁신·협치위원회"}]}, "party_named"),
        ],
    )
    def test_what_cannot_come_in_is_said_by_its_card(self, eighth, gwanak, change, code):
        file = gwanak | {"pledges": [card(gwanak, "6-1") | {"share": "100"} | change]}
        assert code in {each.code for each in bring(file, eighth, dry_run=True).problems}
        assert Pledge.objects.count() == 0

    def test_weights_of_ninety_nine_are_refused(self, eighth, gwanak):
        card(gwanak, "6-2")["performance"]["rows"][0]["weight_pct"] = 29
        [problem] = [each for each in bring(gwanak, eighth, dry_run=True).problems if each.pledge == "6-2"][
            :1
        ]
        assert problem.code == "weights_not_whole"

    def test_a_trial_lays_nothing_and_says_all(self, eighth, gwanak):
        staffed()
        before = everything()
        report = bring(gwanak, eighth, dry_run=True)
        assert (len(report.laid), report.entries, report.problems) == (3, 57, [])
        assert everything() == before

    def test_misread_words_are_put_right_and_a_party_never_comes_in(self, eighth, gwanak):
        log = card(gwanak, "6-2")["execution_log"]
        log[1]["kind"] = "더불어옴관악 혁신·협치위원회 제1차 전체회의"
        log[0]["text"] = f"· {PARTY} 관악 혁신·협치위원회와 함께"
        issues = [
            {"seed": "6-2", "printed": f"{PARTY} 관악", "read_as": "더불어으뜸관악"},
            {"seed": "6-2", "printed": "더불어옴관악", "read_as": "더불어으뜸관악"},
            {"seed": "6-2", "printed": "[illegible]", "read_as": "그림"},
        ]
        bring(gwanak | {"ocr_issues": issues}, eighth)
        second = ProgressEntry.objects.get(pledge__code="6-2", kind="progress", no=2)
        assert second.title == "더불어으뜸관악 혁신·협치위원회 제1차 전체회의"
        assert not ProgressEntry.objects.filter(text__contains=PARTY).exists()
        assert (
            second.pledge.entries.get(kind="progress", no=1).text == "· 더불어으뜸관악 혁신·협치위원회와 함께"
        )

    def test_names_and_telephone_numbers_are_left_out(self, eighth, gwanak):
        told = card(gwanak, "6-1")
        told["charges"] = [
            {"label": "감사담당관: 홍길동 ☎ 02-879-5000", "department": "감사담당관"},
            {"label": "담당: ○○○"},
        ]
        told["passages"].append({"section": "next", "text": "문의: 02-879-5001, 010-1234-5678"})
        report = bring(gwanak, eighth)
        assert report.withheld >= 4
        assert list(Charge.objects.filter(pledge__code="6-1").values_list("label", flat=True)) == [
            "감사담당관",
            "담당",
        ]
        words = Pledge.objects.get(code="6-1").passages.last().text
        assert "879" not in words
        assert "1234" not in words

    def test_what_a_file_has_and_the_house_has_no_place_for_is_listed(self, eighth, gwanak):
        card(gwanak, "6-1")["menus"] = []
        report = bring(gwanak | {"committees": []}, eighth)
        assert report.unread == ["committees", "6-1: menus"]

    def test_only_who_keeps_the_pledges_brings_them_in(
        self, eighth, rule, gwanak, officer, reporter, resident
    ):
        for person in (reporter, resident):
            refused("not_pledge_keeper", bring, gwanak, eighth, by=person, at=NOON)
        assert bring(gwanak, eighth, by=officer, at=NOON, dry_run=True).problems == []

    def test_it_is_told_once_with_how_much_came_in(self, eighth, gwanak):
        bring(gwanak, eighth)
        event = Event.objects.get(name="pledges.imported")
        assert event.facts == {"laid": 3, "changed": 0, "entries": 57, "replaced": 0}
        assert Event.objects.order_by("-seq").first() == event

    def test_counts_of_people_go_on_beside_what_was_brought_in(self, eighth, gwanak):
        bring(gwanak, eighth)
        half = Pledge.objects.get(code="6-1-1")
        add_entry(
            half, when="2024. 5.", title="창의제안 공모전", indicator=half.indicators.get(no=2), count=1,
            evidence="공모전 결과 보고", by=None, at=NOON,
        )  # fmt: skip
        assert bring(gwanak, eighth).changes == 0
        assert reading("6-1-1", eighth.end).indicator(2).actual == 3


def paths_of(value, *path):
    """Every place in a card, from the whole down to its words."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inner:
        yield (*path, name)
        yield from paths_of(each, *path, name)


def with_at(value, path, other):
    """The same with something else at that place."""
    changed = copy.deepcopy(value)
    inner = changed
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = other
    return changed


SHAPES = [None, 7, -1, 2.5, "", "가", [], {}, [None], [[]], {"rows": 7}, {"rows": [1, {}]}, [{}], True]


def test_a_card_of_any_shape_is_read(gwanak):
    told, chance = card(gwanak, "6-1"), Random(20261122)
    for path in paths_of(told):
        file = gwanak | {"pledges": [with_at(told, path, chance.choice(SHAPES))]}
        assert len(read_facts(file).pledges) == 1


def test_a_card_of_any_shape_breaks_nothing(eighth, gwanak, rule, audit):
    told = card(gwanak, "6-1") | {"share": "100"}
    told = told | {"passages": told["passages"][:1], "participation_log": told["participation_log"][:2]}
    told["investment"] = {"rows": told["investment"]["rows"][:1]}
    told["execution"] = {"rows": told["execution"]["rows"][-2:]}
    chance = Random(20261122)
    for path in [*[(name,) for name in told], *chance.sample(list(paths_of(told)), 20)]:
        file = gwanak | {"pledges": [with_at(told, path, chance.choice(SHAPES))]}
        report = import_pledges(read_facts(file), eighth, by=None, at=AT, dry_run=True, publish=True)
        assert all(each.code and each.sentence for each in report.problems), path
    assert Pledge.objects.count() == 0


def test_what_comes_in_fits_its_columns(eighth):
    for name in ("gwanak", "junggu", "wonstop"):
        bring(file_of(name), eighth)
    for model in (Pledge, Passage, Charge, FactTable, FactRow, Figure, PrintedCell, ProgressEntry, Measure):
        for row in model.objects.all():
            row.clean_fields()
