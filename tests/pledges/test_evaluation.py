"""The five fields of the manifesto headquarters, each reckoned from rows that anybody can count again."""

import csv
import json
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from io import BytesIO, StringIO
from types import SimpleNamespace
from uuid import uuid4
from zipfile import ZipFile

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deliberation.actions import post_comment
from deliberation.models import Comment
from papers.document import text
from papers.sheet import uncarried, unstill
from pledges.documents.evaluation import evaluation_paper
from pledges.evaluating import evaluate, year_asked
from pledges.evaluation import Aim, Row, five
from pledges.models import PrintedCell, ProgressEntry
from tests.cast import NOON
from tests.pledges import sheets
from tests.pledges.sheets import AS_OF

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def row(meaning="underway", published=True, **facts):
    """A pledge of which nothing else matters."""
    status = SimpleNamespace(meaning=meaning)
    pledge = SimpleNamespace(code="1-1", status=status, published_at=NOON if published else None)
    return Row(pledge, **facts)


def of(rows, code, people=0):
    return next(each for each in five(rows, people) if each.code == code)


def part(field, label):
    return next(each.sum for each in field.lines if each.label == label)


def aim(target, actual, **facts):
    return Aim("지표", Fraction(target), None if actual is None else Fraction(actual), **facts)


def test_fulfilled_is_done_and_kept_of_all_that_was_published():
    rows = [row("done"), row("kept"), row("underway"), row("dropped"), row("done", published=False)]
    field = of(rows, "fulfilled")
    assert (field.shown, field.sum.words) == ("50.0%", "2 ÷ 4 × 100")
    assert part(field, "보류·폐기").shown == "1"
    assert of([], "fulfilled").shown == "-"


def test_a_goal_is_reached_by_as_much_as_was_promised_or_more():
    rows = [row(aims=(aim(4, 6), aim(10, 5))), row(aims=(aim(2, 2),)), row()]
    field = of(rows, "reached")
    assert (field.shown, field.sum.words) == ("66.7%", "2 ÷ 3 × 100")
    mean = part(field, "평균 이행률")
    assert mean.value == Fraction(150 + 50 + 100, 3)  # over-achievement stays in it
    assert mean.words == "300 ÷ 3"


def test_what_nobody_knows_is_not_reached_and_lowers_no_mean():
    field = of([row(aims=(aim(4, 4), aim(4, None)))], "reached")
    assert field.shown == "50.0%"
    assert part(field, "평균 이행률").value == 100
    assert "지표 1개" in " ".join(field.notes)


def test_residents_are_heard_by_each_way_and_people_stand_apart():
    rows = [row(heard=Counter(briefing=2, press=1)), row(heard=Counter(briefing=1))]
    field = of(rows, "heard", people=7)
    assert (field.shown, part(field, "설명회·공청회").shown) == ("4건", "3")
    assert part(field, "댓글로 의견을 낸 사람").shown == "7"


def test_online_is_all_three_at_once_of_every_pledge_drafts_too():
    whole = {"evidenced": True, "updated": True}
    rows = [
        row(**whole, asked=1, answered=1), row(**whole, asked=2, answered=1), row(evidenced=True),
        row(published=False, **whole),
    ]  # fmt: skip
    field = of(rows, "online")
    assert (field.shown, field.sum.words) == ("25.0%", "1 ÷ 4 × 100")
    assert part(field, "수와 증빙을 갖추어 게시한 공약").shown == "75.0"
    assert part(field, "이 분기에 갱신한 공약").shown == "66.7"
    assert part(field, "부서가 답한 의견").shown == "66.7"


def test_one_printed_cell_that_differs_is_a_fail_and_is_named():
    assert (of([row()], "agreed").shown, of([], "agreed").shown) == ("Pass", "-")
    field = of([row(), row(differing=("소계: 53.5 ≠ 49.9",))], "agreed")
    assert (field.shown, field.notes) == ("Fail", ("1-1 소계: 53.5 ≠ 49.9",))
    assert of([row(changed=2)], "agreed").passed
    assert not of([row(changed=2, unheard=1)], "agreed").passed


@pytest.fixture
def sheet(six_one, six_one_one, six_two):
    """The three sheets of 2023, one cell of which is printed otherwise."""
    PrintedCell.objects.create(
        pledge=six_one, place="performance.subtotal", text="53.5", note="단순평균", told_on=AS_OF
    )
    PrintedCell.objects.create(pledge=six_two, place="performance.subtotal", text="46.5", told_on=AS_OF)
    return six_two


def told(evaluation, code):
    return next(each for each in evaluation.fields if each.code == code)


def test_of_the_sheets_of_2023_every_field_comes_out_as_counted_by_hand(sheet, eighth, six_one):
    told_2023 = evaluate(eighth, 2023, TODAY)
    assert told_2023.on == date(2023, 12, 31)
    assert told(told_2023, "fulfilled").shown == "100.0%"  # all three: 이행 후 지속추진
    # By the totals of 2022 and 2023: 64/54, 5/3 · 18/18, 2/2, 18/18 · 16/9, 3/2, 18/15, 6/4.
    reached = told(told_2023, "reached")
    assert (reached.shown, reached.sum.words) == ("100.0%", "9 ÷ 9 × 100")
    assert all(each.by_total for row in told_2023.rows for each in row.aims)
    assert told(told_2023, "heard").shown == "0건"
    agreed = told(told_2023, "agreed")
    assert agreed.passed is False
    assert [note[:4] for note in agreed.notes] == ["6-1 "]
    assert "53.5" in agreed.notes[0]
    assert "49.9" in agreed.notes[0]


def test_what_residents_said_and_offices_answered_in_the_year_is_counted(sheet, eighth, residents, officer):
    first, second = residents(2)
    sheets.did(sheet, "2023. 5. 2.", kind="participation", channel="briefing")
    twin = sheets.did(sheet, "2023. 6. 1.", kind="participation", channel="press")
    sheets.did(sheet, "2023. 6. 1.", kind="participation", channel="press", same_as=twin)
    sheets.did(sheet, "2022. 9. 1.", kind="participation", channel="survey")
    at = NOON.replace(year=2023, month=5, day=20)
    words = [
        post_comment(sheet.thread, by=each, body="궁금합니다.", at=at, ref=uuid4())
        for each in (first, second)
    ]
    post_comment(sheet.thread, by=first, body="또 궁금합니다.", at=at + timedelta(days=1), ref=uuid4())
    post_comment(
        sheet.thread,
        by=officer,
        body="답변드립니다.",
        parent=words[0].pk,
        at=at + timedelta(days=2),
        ref=uuid4(),
    )
    told_2023 = evaluate(eighth, 2023, TODAY)
    heard = told(told_2023, "heard")
    assert (heard.shown, part(heard, "언론보도").shown) == ("2건", "1")
    assert part(heard, "댓글로 의견을 낸 사람").shown == "2"
    asked = next(each for each in told_2023.rows if each.pledge.code == "6-2")
    assert (asked.asked, asked.answered, asked.voices) == (3, 1, 2)
    Comment.objects.filter(pk=words[1].pk).update(state="withdrawn")
    again = evaluate(eighth, 2023, TODAY)
    assert part(told(again, "heard"), "댓글로 의견을 낸 사람").shown == "1"
    assert told(evaluate(eighth, 2022, TODAY), "heard").shown == "1건"


def test_what_was_entered_in_the_quarter_of_the_day_is_an_update(sheet, eighth):
    for on, entered in (("2023. 11. 2.", 11), ("2023. 5. 2.", 6)):
        told_of = sheets.did(sheet if entered == 11 else eighth.pledges.get(code="6-1"), on)
        ProgressEntry.objects.filter(pk=told_of.pk).update(entered_at=NOON.replace(year=2023, month=entered))
    updated = {row.pledge.code: row.updated for row in evaluate(eighth, 2023, TODAY).rows}
    assert updated == {"6-1": False, "6-1-1": False, "6-2": True}


def test_a_draft_lowers_what_is_published_and_is_named_nowhere(sheet, eighth, pledge, visit, gu):
    pledge("7-1", published=False, title="숨은 공약")
    told_2023 = evaluate(eighth, 2023, TODAY)
    assert told(told_2023, "fulfilled").sum.words == "3 ÷ 3 × 100"
    assert "÷ 4" in told(told_2023, "online").sum.words
    assert "숨은 공약" not in text(evaluation_paper(told_2023, NOON))
    raw = visit().get("/api/v1/pledges/evaluation/", {"year": 2023}).content.decode()
    assert "숨은 공약" not in raw


def test_it_costs_the_same_for_three_pledges_as_for_twenty(sheet, eighth, pledge):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            evaluate(eighth, 2023, TODAY)
        return len(asked)

    few = cost()
    for n in range(2, 19):
        pledge(f"1-{n}", indicators=[{"weight": 100, "years": (1, 2), "printed": 3}])
    assert cost() == few


def test_a_year_that_is_not_the_administrations_is_refused(sheet, visit, eighth, gu):
    for year in (2021, 2027):
        answer = visit().get("/api/v1/pledges/evaluation/", {"administration": eighth.pk, "year": year})
        assert (answer.status_code, answer.json()["code"]) == (422, "outside_administration")
    missing = visit().get("/api/v1/pledges/evaluation/", {"administration": eighth.pk + 99})
    assert missing.status_code == 404
    assert year_asked(eighth, None, TODAY) == 2023


def test_the_api_gives_each_field_with_its_formula(sheet, visit, eighth, gu):
    told_all = visit().get("/api/v1/pledges/evaluation/", {"administration": eighth.pk}).json()
    assert (told_all["year"], told_all["on"]) == (2023, "2023-12-31")
    assert [each["code"] for each in told_all["fields"]] == [
        "fulfilled", "reached", "heard", "online", "agreed",
    ]  # fmt: skip
    assert all(each["formula"] for each in told_all["fields"])
    assert [each["code"] for each in told_all["pledges"]] == ["6-1", "6-1-1", "6-2"]
    assert json.dumps(told_all, ensure_ascii=False).count("53.5") == 2  # in the field and with its pledge


def test_the_page_says_every_field_and_leads_to_every_file(sheet, visit, home):
    page = visit().get("/pledges/evaluation/", {"year": 2023})
    shown = page.content.decode()
    assert page.status_code == 200
    for label in ("완료율", "목표달성도", "주민소통", "웹소통", "일치도", "Fail", "100.0%"):
        assert label in shown
    for form in ("hwpx", "pdf", "xlsx", "csv"):
        assert f"/pledges/evaluation/{form}/" in shown


def test_the_paper_is_in_the_districts_own_language_whoever_reads_it(sheet, visit, home):
    client = visit()
    client.post("/language/", {"language": "en"})
    page = client.get("/pledges/evaluation/", {"year": 2023})
    shown = page.content.decode()
    assert page["content-language"] == "en"
    for label in ("완료율", "목표달성도", "주민소통", "웹소통", "일치도"):
        assert label in shown


@pytest.mark.parametrize("enc", ["utf-8-sig", "cp949"])
def test_a_csv_of_it_opens_in_korean(sheet, visit, gu, enc):
    answer = visit().get("/pledges/evaluation/csv/", {"year": 2023, "enc": enc})
    rows = list(csv.reader(StringIO(b"".join(answer.streaming_content).decode(enc), newline="")))
    assert rows[0] == ["코드", "분야", "구분", "값", "단위", "셈"]
    whole = {row[0]: [uncarried(unstill(cell)) for cell in row] for row in rows[1:] if not row[2]}
    assert whole["fulfilled"][3:] == ["100.0", "%", "3 ÷ 3 × 100"]
    assert whole["agreed"][3] == "Fail"


def test_it_is_handed_out_as_a_paper_in_three_forms(sheet, visit, gu):
    files = {
        form: visit().get(f"/pledges/evaluation/{form}/", {"year": 2023}) for form in ("hwpx", "pdf", "xlsx")
    }
    assert {each.status_code for each in files.values()} == {200}
    assert files["pdf"].content.startswith(b"%PDF")
    with ZipFile(BytesIO(files["hwpx"].content)) as book:
        assert "완료율" in book.read("Contents/section0.xml").decode()
    cells = {
        str(cell.value)
        for page in openpyxl.load_workbook(BytesIO(files["xlsx"].content))
        for line in page.iter_rows()
        for cell in line
    }
    assert {"완료율", "목표달성도", "6-1-1"} <= cells
    wrong = visit().get("/pledges/evaluation/docx/", {"year": 2023})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "unknown_print")
