"""What a paper says, it says alike as a page, an HWPX, a PDF and a workbook."""

import re
from urllib.parse import quote

import pytest
from django.template import Context, Template

from district.refusals import Refusal
from papers import hwpx, pdf, workbook
from papers.document import Cell, Column, Document, Fields, Heading, PageBreak, Paragraph, Table, bound, text
from papers.handing import hand_out
from papers.words import clean
from tests.deliberation.test_malformed import INVENTED, collected, needs_collection
from tests.papers.written import (
    bodies,
    certificates,
    page,
    pdf_pages,
    report,
    said_by_page,
    said_by_workbook,
    squeezed,
)

TWO = [Column("가"), Column("나")]


def strange(texts):
    """A paper that says every strange text in every place where a person's words may stand."""
    rows = [[str(n), each] for n, each in enumerate(texts)]
    fields = Fields([(each[:40] or "빈칸", each) for each in texts])
    return Document(
        texts[0],
        [
            Heading(texts[-1]),
            *map(Paragraph, texts),
            fields,
            Table([Column("번호"), Column("글", 5, "left")], rows),
        ],
        office=texts[1],
        kept_as=texts[2],
    )


def test_every_form_of_a_report_says_the_same():
    document = report()
    assert said_by_page(document) == text(document)
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert said_by_workbook(document) == squeezed(text(document))


def test_every_form_of_a_certificate_says_the_same():
    document = bound(certificates(3), "위촉장")
    assert said_by_page(document) == text(document)
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert said_by_workbook(document) == squeezed(text(document))
    assert text(document).count("위 촉 장") == 3


def test_strange_words_are_said_by_every_form():
    document = strange(INVENTED)
    assert hwpx.check(hwpx.write(document)) == []
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert said_by_page(document) == text(document)
    assert said_by_workbook(document) == squeezed(text(document))


@needs_collection
@pytest.mark.long
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_are_said_by_every_form(name):
    document = strange([row["text"] for row in collected(name)])
    data = hwpx.write(document)
    assert hwpx.check(data) == []
    assert hwpx.read(data) == text(document)
    assert said_by_page(document) == text(document)
    assert said_by_workbook(document) == squeezed(text(document))


@needs_collection
@pytest.mark.slow
def test_a_sample_of_collected_words_is_said_by_every_form():
    document = strange([row["text"] for row in collected("blns.jsonl")][::12])
    assert hwpx.check(hwpx.write(document)) == []
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert said_by_workbook(document) == squeezed(text(document))
    assert pdf_pages(pdf.write(document))


def test_words_that_no_form_can_hold_are_marked_and_nothing_turns_a_line_around():
    assert clean("가\0나\ud800다\ufffe") == "가\ufffd나\ufffd다\ufffd"
    assert clean("김\u202eVALID\u202c 위원") == "김VALID 위원"
    assert clean("가\r\n나\r다\u2028라\t마  \n") == "가\n나\n다\n라 마"
    assert clean("\u1100\u1161") == "가"


def test_figures_are_written_as_the_district_writes_them():
    table = Table(TWO, [[1234, None], ["", 0]])
    assert text(Document("", [table])) == "가\t나\n1,234\t-\n\t0"


def test_a_form_whose_cells_do_not_fill_it_is_not_made():
    for rows in (
        [["하나"]],
        [["하나", "둘", "셋"]],
        [[Cell("넓은", columns=3)]],
        [[Cell("긴", rows=2), "나"]],
    ):
        with pytest.raises(ValueError, match="row 2"):
            Table(TWO, rows)
    with pytest.raises(ValueError, match="row 1"):
        Table(TWO, [["가", "나"]], heads=[[Cell("머리", rows=2), "나"]])
    assert Table(TWO, [[Cell("긴", rows=2), "나"], ["다"]]).laid[2][0].column == 1


def test_empty_pages_are_not_kept():
    break_ = PageBreak()
    document = Document("", [break_, Paragraph("가"), break_, break_, Paragraph("나"), break_])
    assert [type(block).__name__ for block in document.blocks] == ["Paragraph", "PageBreak", "Paragraph"]


def test_an_empty_paper_is_a_paper():
    for document in (Document(""), Document("제목만", [Paragraph("")]), bound([], "없음")):
        assert text(document) == said_by_page(document) == hwpx.read(hwpx.write(document)) == ""
        assert hwpx.check(hwpx.write(document)) == []
        assert workbook.write(document)[:2] == b"PK"


def test_a_page_names_its_columns_and_rows_and_carries_no_style():
    marks = page(report())
    assert not re.search(r"\sstyle=|<script|<style|\son\w+=", marks)
    assert '<th scope="colgroup" class="doc-center doc-name" colspan="3">구성</th>' in marks
    assert '<th scope="row" class="doc-left">제1동 주민자치회</th>' in marks
    assert '<th scope="row" class="doc-center doc-name">위원회 수</th>' in marks
    assert "<caption>" in marks
    assert "&lt;b&gt;굵게" in marks


def test_a_page_of_the_site_draws_a_paper_below_its_own_title():
    drawn = Template("{% load papers %}{% document paper level=2 %}").render(Context({"paper": report()}))
    assert '<h2 class="doc-h1">위원회 구성현황</h2>' in drawn
    assert '<h3 class="doc-h2">개요</h3>' in drawn


def test_a_long_table_is_written_in_every_form():
    document = Document("긴 표", [bodies(600)])
    assert hwpx.check(data := hwpx.write(document)) == []
    assert hwpx.read(data) == said_by_page(document) == text(document)


@pytest.mark.parametrize(("form", "magic"), [("hwpx", b"PK\x03\x04"), ("xlsx", b"PK\x03\x04")])
def test_a_paper_is_handed_out_under_its_title(form, magic):
    response = hand_out(Document("위촉장 제1/2호"), form)
    assert response.content.startswith(magic)
    assert response["Content-Disposition"].endswith(f"{quote('위촉장 제1 2호')}.{form}")
    assert response["Cache-Control"] == "private, no-store"


def test_a_form_that_nobody_writes_is_refused():
    with pytest.raises(Refusal) as refused:
        hand_out(report(), "docx")
    assert (refused.value.code, refused.value.status) == ("unknown_print", 422)
