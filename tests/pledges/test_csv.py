"""The doors of the card: a page that prints, files, and one flat table that opens in Korean everywhere."""

import csv
import io
from datetime import date

import pytest

from papers import hwpx
from papers.document import text
from pledges.documents.card import card_of
from pledges.models import Passage, Pledge
from tests.cast import NOON
from tests.pledges.imported import AS_OF, DISTRICTS, bring, file_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def house_of(gu, eighth):
    """Every page names the district."""


def address(pledge, form="", query="on=2023-12-31"):
    return f"{pledge.get_absolute_url()}card/{form}?{query}"


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def read(data, encoding):
    return list(csv.reader(io.StringIO(data.decode(encoding))))


@pytest.fixture
def pledge_6_1():
    bring(file_of("gwanak"))
    return Pledge.objects.get(code="6-1")


def test_the_csv_begins_with_a_mark_by_which_spreadsheets_know_korean(client, pledge_6_1):
    answer = client.get(address(pledge_6_1, "csv/"))
    data = body_of(answer)
    assert data.startswith(b"\xef\xbb\xbf")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = read(data, "utf-8-sig")
    assert rows[0] == ["구획", "줄", "칸", "값"]
    for row in (
        ["6-1 관악청(聽) 운영", "총사업비 (백만 원)", "구비", "35.5"],
        ["6-1 관악청(聽) 운영", "사업성격", "", "□ 신규 ■ 계속"],
        ["4 투자계획", "총 계", "임기 내 2024", "7.5"],
        ["4 투자계획", "국 비", "계", ""],
        ["5 공약달성 확인지표", "1 열린구청장실", "목표", "144"],
        ["5 공약달성 확인지표 / 2023년 분기별 목표", "2 이동관악청", "2023년 목표 2/4", "1"],
        ["6 추진실적 / 추진실적 총괄", "1 열린구청장실", "사업 이행률(%)", "44.4"],
        ["6 추진실적 / 추진실적 총괄", "총 이행률(%)", "사업 이행률(%)", "24.9"],
        ["6 추진실적 / 주민 참여(소통) 실적", "1", "일자", "2022. 3분기"],
    ):
        assert row in rows


@pytest.mark.parametrize("code", list(DISTRICTS))
def test_old_spreadsheets_read_the_same_in_cp949(client, code):
    bring(file_of(DISTRICTS[code]))
    pledge = Pledge.objects.get(code=code)
    new = read(body_of(client.get(address(pledge, "csv/"))), "utf-8-sig")
    old = client.get(address(pledge, "csv/", "on=2023-12-31&enc=cp949"))
    assert old["Content-Type"] == "text/csv; charset=cp949"
    rows = read(body_of(old), "cp949")
    assert len(rows) == len(new) > 50
    differing = [(one, other) for one, other in zip(new, rows, strict=True) if one != other]
    # What that writing has no letter for is spelt out, and nothing else is touched.
    assert all("\\u{" in "".join(other) for _one, other in differing)


def test_nothing_in_it_runs_in_a_spreadsheet(client, six_one):
    Passage.objects.create(pledge=six_one, order=1, section="now", text="=1+1\n@SUM(A1)")
    rows = read(body_of(client.get(address(six_one, "csv/"))), "utf-8-sig")
    said = [row[3] for row in rows]
    assert "'=1+1" in said
    assert "'@SUM(A1)" in said


def test_an_unknown_writing_or_form_is_refused(client, six_one):
    for form, query in (("csv/", "enc=latin1"), ("docx/", ""), ("exe/", "on=2023-12-31")):
        answer = client.get(address(six_one, form, query))
        assert answer.status_code == 422, form


@pytest.mark.parametrize("on", ["2023-13-01", "yesterday", "0000-00-00", "9999999999", "2023-12-31\x00"])
def test_a_day_that_is_none_is_refused_at_each_door(client, six_one, on):
    for form in ("", "csv/", "hwpx/"):
        answer = client.get(f"{six_one.get_absolute_url()}card/{form}", {"on": on})
        assert answer.status_code == 422, form


def test_the_page_is_the_form_word_for_word(client, six_one):
    page = client.get(address(six_one)).content.decode()
    for words in (
        "6-1 관악청(聽) 운영",
        "5 공약달성 확인지표",
        "총 이행률(%)",
        "민선8기 · 2023. 12. 31. 기준",
    ):
        assert words in page
    for form in ("hwpx", "pdf", "xlsx", "csv"):
        assert f"/card/{form}/?on=2023-12-31" in page
    assert "enc=cp949" in page


def test_the_file_says_what_the_page_says_on_that_day(client, six_one):
    answer = client.get(address(six_one, "hwpx/"))
    assert answer["Content-Disposition"].startswith("attachment;")
    document = card_of(six_one, AS_OF, NOON)
    assert hwpx.read(answer.content) == text(document)
    earlier = hwpx.read(client.get(address(six_one, "hwpx/", "on=2023-06-30")).content)
    assert "민선8기 · 2023. 6. 30. 기준" in earlier


def test_without_a_day_it_is_the_day_until_which_was_reported(client, six_one, settings):
    Pledge.objects.filter(pk=six_one.pk).update(reported_on=date(2023, 12, 31))
    assert "민선8기 · 2023. 12. 31. 기준" in client.get(address(six_one, query="")).content.decode()


def test_the_card_of_a_draft_is_there_for_those_who_work_on_it_alone(visit, client, pledge, rule, officer):
    draft = pledge("6-9", published=False)
    assert client.get(address(draft)).status_code == 404
    assert client.get(address(draft, "csv/")).status_code == 404
    answer = visit(officer).get(address(draft))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_an_unknown_pledge_has_no_card(client, six_one):
    assert client.get(f"/pledges/{six_one.administration_id}/6-99/card/").status_code == 404
    assert client.get("/pledges/99999/6-1/card/pdf/").status_code == 404


def test_nobody_orders_a_hundred_files_at_once(client, six_one, settings):
    settings.PACE_ADDRESS = "2/3600"
    answers = [client.get(address(six_one, "csv/")).status_code for _ in range(4)]
    assert answers[0] == 200
    assert 429 in answers
