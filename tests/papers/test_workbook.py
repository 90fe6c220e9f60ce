"""A report as a workbook: its figures can be summed, its words run nowhere, and it prints as it reads."""

import io

import openpyxl
import pytest

from papers import workbook
from papers.document import Column, Document, Heading, Note, Paragraph, Table
from tests.papers.test_sheet import RUNNING
from tests.papers.written import bodies, report


def book_of(document):
    return openpyxl.load_workbook(io.BytesIO(workbook.write(document)))


@pytest.mark.parametrize(
    "words", ["0", "36", "1,234", "2026", "59.3%", "-5", "0.0%", "1,234.50", "100%", "12.345"]
)
def test_a_figure_is_a_figure_and_looks_as_it_was_written(words):
    sheet = book_of(Document("", [Table([Column("수")], [[words]])])).active
    assert isinstance(sheet["A2"].value, int | float)
    assert list(workbook.shown([sheet["A2"]])) == [words]


@pytest.mark.parametrize(
    "words", ["007", "1,23", "-0", "-", "제2026-12호", "2026-11-21", "1e3", "１２", "1 234", "+1", "1/2"]
)
def test_what_only_looks_like_a_figure_stays_a_text(words):
    sheet = book_of(Document("", [Table([Column("수")], [[words]])])).active
    assert sheet["A2"].value == words
    assert sheet["A2"].data_type == "s"


def test_nothing_runs():
    table = Table([Column("글")], [[words] for words in RUNNING], caption="=1+1")
    book = book_of(Document("=2+2", [Heading("=3"), Paragraph("@SUM(A1)"), table]))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_each_table_has_a_sheet_with_its_notes_and_no_two_have_one_name():
    tables = [Table([Column("수")], [[n]], caption="구성현황: 남/여?") for n in range(3)]
    blocks = [Heading("보고"), tables[0], Note("※ 첫째"), tables[1], tables[2], Paragraph("끝.")]
    sheets = workbook.tables(Document("보고", blocks))
    assert [sheet.title for sheet in sheets] == ["구성현황 남 여", "구성현황 남 여 (2)", "구성현황 남 여 (3)"]
    assert [len(sheet.blocks) for sheet in sheets] == [3, 1, 2]


def test_cells_reach_as_far_as_on_paper_and_the_head_returns():
    sheet = book_of(report(office="관악구 A&B")).active
    merged = {str(each) for each in sheet.merged_cells.ranges}
    assert {"A8:A9", "C8:E8", "A14:B14"} <= merged
    assert sheet.print_title_rows == "$8:$9"
    assert sheet.oddFooter.center.text == "- &P -"
    assert sheet.oddFooter.left.text == "관악구 A&&B"
    assert sheet.column_dimensions["B"].width > 2 * sheet.column_dimensions["C"].width


def test_a_sum_can_be_made_of_a_column():
    sheet = book_of(Document("", [bodies(5)])).active
    figures = [sheet.cell(row, 5).value for row in range(5, 10)]
    assert figures == [27] * 5
