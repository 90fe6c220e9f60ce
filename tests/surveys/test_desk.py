"""설문 at the staff desk: read by those who asked, changed by nobody, taken away with a trace."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from district.models import AccessRecord, Department
from papers import retention
from surveys.models import Answer, Survey
from tests.cast import in_office
from tests.surveys.sheets import ALLEY, PARK, answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(asked_now, resident, neighbour, now, home):
    """Two residents answered; one of them writes what a spreadsheet would compute."""
    answer(asked_now, resident, at=now)
    answer(
        asked_now, neighbour, at=now, where=PARK, what=[], safe=None, words='=HYPERLINK("http://x.example")'
    )
    return asked_now


@pytest.fixture
def stranger(db):
    other = Department.objects.create(name="치수과", code="B02")
    return in_office("stranger", "officer", "치수과 주무관", other)


def files(survey):
    return f"/desk/surveys/{survey.pk}/answers/"


def inside(survey):
    return f"/desk/surveys/inspect/{survey.pk}/"


def test_the_department_that_asks_reads_its_survey_and_the_words(answered, visit, officer):
    client = visit(officer)
    assert answered.title in client.get("/desk/surveys/").content.decode()
    shown = client.get(inside(answered)).content.decode()
    assert "역 뒤가 어둡습니다." in shown
    assert "2명이 답했습니다." in shown


def test_another_department_finds_nothing_there(answered, visit, stranger):
    client = visit(stranger)
    assert answered.title not in client.get("/desk/surveys/").content.decode()
    assert client.get(inside(answered)).status_code == 404
    assert client.post(files(answered), {"form": "csv"}).status_code == 404
    assert not AccessRecord.objects.exists()


def test_the_auditor_reads_them_all(answered, visit, auditor):
    assert visit(auditor).get(inside(answered)).status_code == 200


@pytest.mark.parametrize("who", ["resident", "moderator", "administrator", "mayor"])
def test_others_read_nothing_inside(answered, visit, request, who):
    client = visit(request.getfixturevalue(who))
    assert client.get(inside(answered)).status_code in {302, 403, 404}
    assert client.post(files(answered)).status_code in {302, 403, 404}
    assert not AccessRecord.objects.exists()


def test_nothing_is_added_changed_or_deleted_at_the_desk(answered, visit, officer):
    client = visit(officer)
    for address in ("new/", f"edit/{answered.pk}/", f"delete/{answered.pk}/"):
        client.post(f"/desk/surveys/{address}", {"title": "다른 제목"})
    assert Survey.objects.get().title == answered.title


def test_every_taking_away_is_written_down_with_the_office(answered, visit, officer):
    client = visit(officer)
    assert client.get(files(answered)).status_code == 405
    client.post(files(answered), {"form": "csv"})
    record = AccessRecord.objects.get()
    assert (record.person, record.row, record.office) == (officer, answered, "기획팀 주무관")
    assert record.purpose == "설문 응답 내려받기"


@pytest.mark.parametrize(("form", "encoding"), [("csv", "utf-8-sig"), ("cp949", "cp949")])
def test_the_table_has_every_answer_and_no_name(answered, visit, officer, form, encoding):
    sent = visit(officer).post(files(answered), {"form": form})
    assert "no-store" in sent["Cache-Control"]
    told = sent.getvalue().decode(encoding)
    lines = list(csv.reader(StringIO(told)))
    assert lines[0][4:] == [item.text for item in answered.items.all()]
    assert lines[1][2:] == ["낙성대동", "", "골목길", "가로등; CCTV", "2", "역 뒤가 어둡습니다."]
    assert "홍길동" not in told
    assert "resident@" not in told


def test_no_answer_is_a_formula_in_any_form(answered, visit, officer):
    client = visit(officer)
    lines = list(
        csv.reader(StringIO(client.post(files(answered), {"form": "csv"}).getvalue().decode("utf-8-sig")))
    )
    assert lines[2][-1] == '\'=HYPERLINK("http://x.example")'
    book = load_workbook(BytesIO(client.post(files(answered), {"form": "xlsx"}).getvalue()))
    cell = list(book.active.rows)[2][-1]
    assert cell.data_type == "s"
    assert "HYPERLINK" in cell.value


def test_a_form_that_is_none_takes_nothing_away(answered, visit, officer):
    assert visit(officer).post(files(answered), {"form": "pdf"}).status_code == 302
    assert not AccessRecord.objects.exists()


def test_words_that_were_blanked_are_not_in_the_table(answered, visit, officer):
    retention.blank("answer", Answer.objects.get(words__startswith="역").pk)
    sent = visit(officer).post(files(answered), {"form": "csv"}).getvalue().decode("utf-8-sig")
    assert "역 뒤가" not in sent
    assert "지운 글" in visit(officer).get(inside(answered)).content.decode()
    assert str(ALLEY) not in sent
