"""관리카드 as page, HWPX, PDF and workbook: the same words, and sound files."""

import io
import os
from dataclasses import replace

import openpyxl
import pytest
from django.template.loader import render_to_string
from hwpx.tools.package_validator import validate_package
from hwpx.tools.validator import validate_document

from papers import hwpx, pdf, workbook
from papers.document import text
from papers.drawing import sheets
from pledges.documents.card import card_of
from pledges.models import Pledge
from tests.cast import NOON
from tests.papers.written import pdf_pages, said_by_page, squeezed
from tests.pledges.imported import AS_OF, DISTRICTS, bring, file_of

pytestmark = pytest.mark.django_db
NO_PANGO = pdf._drawer() is None and not os.environ.get("CI")


@pytest.fixture(autouse=True)
def house_of(gu, eighth):
    """Every card names the district."""


@pytest.fixture(scope="module")
def cards():
    """Each card once it was written: a document is words, and needs its rows no more."""
    return {}


@pytest.fixture(params=list(DISTRICTS))
def document(request, cards):
    """The card of each of the five sheets."""
    code = request.param
    if code not in cards:
        bring(file_of(DISTRICTS[code]))
        cards[code] = card_of(Pledge.objects.get(code=code), AS_OF, NOON)
    return cards[code]


def test_page_and_hwpx_say_the_same_text_for_text(document):
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert squeezed(said_by_page(document)) == squeezed(text(document))


@pytest.mark.skipif(NO_PANGO, reason="Pango is missing: no PDF is written here")
def test_so_does_the_pdf_apart_from_its_foot(document):
    document = replace(document, office="", numbered=False)
    said = squeezed("".join(pdf_pages(pdf.write(document))))
    # The head of a table returns on the next page: each row is there, and nothing but rows.
    assert [line for line in text(document).splitlines() if squeezed(line) not in said] == []


def test_the_hwpx_is_sound_to_us_and_to_a_stranger(document):
    data = hwpx.write(document)
    assert hwpx.check(data) == []
    assert validate_package(data).ok
    assert list(validate_document(data).issues) == []


def test_the_same_card_of_the_same_day_is_the_same_file(document):
    assert hwpx.write(document) == hwpx.write(document)


def opened(code):
    bring(file_of(DISTRICTS[code]))
    data = workbook.write(card_of(Pledge.objects.get(code=code), AS_OF, NOON))
    return openpyxl.load_workbook(io.BytesIO(data))


def test_each_table_is_a_sheet_of_the_workbook_under_its_name():
    assert opened("6-1").sheetnames == [
        "6-1 관악청(聽) 운영", "3 추진일정", "4 투자계획", "5 공약달성 확인지표", "2023년 분기별 목표",
        "추진실적 총괄", "예산 집행액", "일정별 추진실적", "주민 참여(소통) 실적", "붙임 계산값과 계산식",
    ]  # fmt: skip


def rows_of(book, name):
    return [[cell for cell in row if cell is not None] for row in book[name].iter_rows(values_only=True)]


def test_figures_are_figures_there_and_what_is_none_is_a_dash():
    book = opened("6-1")
    money = rows_of(book, "4 투자계획")
    assert ["총 계", 35.5, 35.5, 5, 9, 7.5, 9, 5, "-"] in money
    assert ["국 비", *["-"] * 8] in money
    assert [1, "열린구청장실", 70, "면담 횟수", "회", 144, 64, 44.4] in rows_of(book, "추진실적 총괄")
    assert ["총 이행률(%)", 24.9] in rows_of(book, "추진실적 총괄")
    assert [1, "열린구청장실", "면담 횟수", "회", 36, 9, 9, 9, 9] in rows_of(book, "2023년 분기별 목표")


def test_the_grid_of_quarters_is_drawn_close_and_no_other():
    bring(file_of("gwanak"))
    document = card_of(Pledge.objects.get(code="6-1"), AS_OF, NOON)
    dense = [block for block in document.blocks if getattr(block, "dense", False)]
    assert [len(block.columns) for block in dense] == [21]
    page = render_to_string("papers/_document.html", {"document": document, "sheets": sheets(document)})
    assert page.count("doc-dense") == 1
