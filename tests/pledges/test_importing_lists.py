"""들여오기 of lists: what districts keep in a spreadsheet, a line a pledge; and the command for both."""

import copy
import io

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from district.models import Department
from pledges.actions.importing import import_pledges
from pledges.exchange.reading import read
from pledges.models import Indicator, Pledge
from tests.cast import NOON
from tests.pledges.imported import bring, file_of
from tests.pledges.test_importing import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def gwanak():
    return copy.deepcopy(file_of("gwanak"))


def listed(text, administration, **said):
    """A list as CSV."""
    facts = {"by": None, "at": NOON} | said
    return import_pledges(read("list.csv", text.encode()), administration, **facts)


def workbook(*rows):
    """A list as xlsx."""
    book, held = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(held)
    return held.getvalue()


class TestLists:
    def test_only_the_title_is_needed_and_numbers_are_given_in_order(self, eighth, rule):
        report = listed("공약명\n밤길을 밝게\n작은도서관\n", eighth)
        assert report.laid == ["1", "2"]
        told = Pledge.objects.get(code="2")
        assert (told.title, told.department, told.published_at) == ("작은도서관", rule.keeper, None)
        assert listed("공약명\n밤길을 밝게\n작은도서관\n나무 심기\n", eighth).laid == ["3"]

    def test_a_column_about_people_is_never_kept(self, eighth, rule):
        report = listed("person_id,candidacy_id,name,pledge\n7,8,홍길동,문화예술 지구\n", eighth)
        assert len(report.unread) == 3
        told = Pledge.objects.get()
        kept = " ".join(str(value) for value in vars(told).values())
        assert "홍길동" not in kept

    def test_a_line_of_the_same_number_is_a_further_indicator(self, eighth, rule):
        listed(
            "관리번호,공약명,부서,추진상황,확인지표,단위,비중,2022,2023,실적,증빙,주제어\n"
            "7-1,나무 심기,기획예산과,정상추진,심은 나무,그루,60,10,20,12,조경과 대장,\"환경,녹지\"\n"
            "7-1,,,,돌본 나무,그루,40,1,2,,,\n",
            eighth, form=None,
        )  # fmt: skip
        told = Pledge.objects.get(code="7-1")
        assert [(each.no, each.name, each.weight) for each in told.indicators.all()] == [
            (1, "심은 나무", 60), (2, "돌본 나무", 40),
        ]  # fmt: skip
        assert sorted(told.tags.names()) == ["녹지", "환경"]
        assert told.status.code == "normal"
        paper = told.indicators.get(no=1).measures.get()
        assert (paper.kind, paper.opening, paper.evidence) == ("paper", 12, "조경과 대장")
        assert told.indicators.get(no=1).targets.get(year=2023).value == 20

    def test_a_figure_without_evidence_does_not_come_in(self, eighth, rule):
        report = listed("공약명,실적,증빙\n밤길,12,\n", eighth, dry_run=True)
        assert [(each.line, each.code) for each in report.problems] == [(2, "evidence_needed")]

    def test_every_wrong_line_is_named(self, eighth, rule):
        lines = "1,가,,,", "가,나,,,", "3,다,없는과,,", "4,라,,날아감,", "5,마,,,-1", "6,,총무과,,"
        text = "\n".join(["관리번호,공약명,부서,추진상황,2023", *lines])
        told = listed(text, eighth, dry_run=True).problems
        assert {(each.line, each.code) for each in told} == {
            (3, "pledge_code"), (4, "unknown_choice"), (5, "unknown_choice"), (6, "target_below_nought"),
            (7, "empty_words"),
        }  # fmt: skip
        assert Pledge.objects.count() == 0

    def test_a_list_says_nothing_of_what_it_has_no_column_for(self, eighth, gwanak):
        bring(gwanak, eighth)
        report = listed("관리번호,공약명,추진상황\n6-2,협치행정 구현,완료\n", eighth)
        assert (report.changed, report.problems) == (["6-2"], [])
        told = Pledge.objects.get(code="6-2")
        assert (told.status.code, told.indicators.count(), told.department.name) == ("done", 4, "기획예산과")

    def test_a_list_comes_as_koreas_spreadsheets_write_it(self, eighth, rule):
        text = "관리번호,공약명\n1,밤길을 밝게\n"
        for n, raw in enumerate((text.encode("cp949"), text.encode("utf-8-sig"))):
            report = import_pledges(read("list.csv", raw), eighth, by=None, at=NOON)
            assert report.laid == (["1"] if n == 0 else [])

    def test_a_workbook_is_a_list_as_well(self, eighth, rule):
        raw = workbook(
            ["2026년 공약 목록"],
            [],
            ["관리번호", "공약명", 2023],
            ["8-1", "밤길을 밝게", 12],
            [9, "나무", None],
        )
        report = import_pledges(read("list.xlsx", raw), eighth, by=None, at=NOON)
        assert report.laid == ["8-1", "9"]
        assert Indicator.objects.get(pledge__code="8-1").targets.get().value == 12

    @pytest.mark.parametrize(
        ("name", "raw", "code"),
        [
            ("a.csv", b"", "no_titles"),
            ("a.csv", "이름,전화\n홍길동,02\n".encode(), "no_titles"),
            ("a.csv", b'"a', "bad_table"),
            ("a.csv", "공약명\n가,나\n".encode(), "bad_table"),
            ("a.csv", b"\xff\xfe\x00\x01", "bad_file"),
            ("a.json", b"{", "not_json"),
            ("a.json", b"{}", "not_pledges"),
            ("a.json", b'{"pledges": 1}', "not_pledges"),
            ("a.json", b"[1]", "bad_file"),
            ("a.json", b'{"pledges": [], "a": NaN}', "not_json"),
            ("a.json", b'{"a": "\\u0000", "pledges": []}', "bad_file"),
            ("a.json", b"[" * 100_000, "not_json"),
            ("a.json", b'{"a":' * 60 + b"1" + b"}" * 60, "bad_file"),
            ("a.json", b'{"a":' + b"[" * 3_000 + b"]" * 3_000 + b"}", "bad_file"),
            ("a.xlsx", b"PK\x03\x04nothing", "bad_table"),
            ("a.csv", b"x" * (10 * 2**20 + 1), "file_too_large"),
            ("a.csv", "공약명\n".encode() + "가\n".encode() * 2_001, "too_many_rows"),
            ("a.json", b'{"pledges": [' + b"{}," * 2_000 + b"{}]}", "too_many_rows"),
            ("a.xlsx", workbook(["공약명"], *[["가"]] * 2_001), "too_many_rows"),
        ],
    )
    def test_what_is_no_such_file_is_refused_with_a_code(self, name, raw, code):
        refused(code, read, name, raw)


def test_the_command_brings_in_a_file_and_says_what_it_did(eighth, rule, tmp_path, capsys):
    Department.objects.get_or_create(name="총무과")
    path = tmp_path / "list.csv"
    path.write_text("공약명,부서\n밤길을 밝게,총무과\n", encoding="utf-8")
    said = {"administration": eighth.name}
    call_command("import_pledges", str(path), dry_run=True, **said)
    assert Pledge.objects.count() == 0
    call_command("import_pledges", str(path), publish=True, **said)
    assert "공약 1건을 새로 넣습니다." in capsys.readouterr().out
    assert Pledge.objects.get().published_at is not None
    with pytest.raises(CommandError):
        call_command("import_pledges", str(path), administration="민선0기")
    with pytest.raises(CommandError):
        call_command("import_pledges", str(tmp_path / "none.csv"), **said)
