"""What leaves as a table comes back as it was, and no cell of it computes anything."""

import csv
import json
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import openpyxl
import pytest

from papers.sheet import Column, csv_lines, json_lines, still, uncarried, unstill, write_xlsx
from tests.deliberation.test_malformed import INVENTED, collected, needs_collection

COLUMNS = [Column("id", "번호", "제안의 번호"), Column("title", "제목"), Column("body", "내용")]
RUNNING = [
    "=1+1", "+82-2-879", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=cmd", "  =HYPERLINK(1)", "＝1", "＋1", "－1",
    "＠1", "'=1", "''=1", "'", "=cmd|'/C calc'!A0", '=1";=2', "\u00a0=1", "\u3000@1",
]  # fmt: skip
ODD = [
    "\\u{41}",
    "\\u{",
    "\\\\u{5C}",
    "_x0041_",
    "_x000D_",
    "a_x",
    "밤\r\n길\r끝",
    " 앞뒤 ",
    "똠방각하",
    "ᄀᆞ",
    "€₩￦~∼",
]
TEXTS = [*INVENTED, *RUNNING, *ODD]
FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def rows_of(texts):
    return [(n, text, text) for n, text in enumerate(texts)]


def written_csv(texts, enc):
    """The bytes, and what a program reads in them."""
    raw = b"".join(csv_lines(COLUMNS, rows_of(texts), enc))
    return raw, list(csv.reader(StringIO(raw.decode(enc), newline="")))


def written_xlsx(rows):
    held = BytesIO()
    write_xlsx(held, COLUMNS, rows, title="제안/답변")
    return openpyxl.load_workbook(held).active


def check_csv(texts, enc):
    """Every text is read again as it was, and none of them is what a spreadsheet computes."""
    raw, (head, *rows) = written_csv(texts, enc)
    assert head == ["번호", "제목", "내용"]
    assert [uncarried(unstill(row[1])) for row in rows] == texts
    assert [row[0] for row in rows] == [str(n) for n in range(len(texts))]
    for _number, *cells in rows:
        assert not any(cell.strip(" \u00a0\u3000").startswith(FORMULA) for cell in cells), cells
    return raw


def check_xlsx(texts):
    """The same in a workbook, where every text is a text."""
    (_head, *rows) = written_xlsx(rows_of(texts)).iter_rows()
    assert {cell.data_type for row in rows for cell in row} <= {"n", "s", "inlineStr"}
    assert [uncarried(row[1].value or "") for row in rows] == texts


def check_json(texts):
    read = json.loads(b"".join(json_lines(COLUMNS, rows_of(texts))))
    assert [row["title"] for row in read] == texts
    assert list(read[0]) == ["id", "title", "body"]


@pytest.mark.parametrize("enc", ["utf-8-sig", "cp949"])
def test_strange_words_come_back_from_a_csv_and_none_starts_a_formula(enc):
    check_csv(TEXTS, enc)


def test_strange_words_come_back_from_a_workbook_and_none_is_a_formula():
    check_xlsx(TEXTS)


def test_strange_words_come_back_from_json():
    check_json(TEXTS)


@needs_collection
@pytest.mark.parametrize("name", ["blns.jsonl", "xss_payloads.jsonl"])
def test_collected_words_come_back_from_every_sheet(name):
    texts = [row["text"] for row in collected(name)]
    assert len(texts) > 400
    for enc in ("utf-8-sig", "cp949"):
        check_csv(texts, enc)
    check_xlsx(texts)
    check_json(texts)


def test_a_csv_opens_in_a_korean_spreadsheet_as_korean():
    with_mark, _rows = written_csv(["한글"], "utf-8-sig")
    assert with_mark.startswith(b"\xef\xbb\xbf")
    assert "한글" in written_csv(["한글"], "cp949")[0].decode("cp949")


def test_a_letter_that_cp949_does_not_know_is_spelt_out_and_not_lost():
    _raw, (_head, row) = written_csv(["좋아요 😀 ᄀᆞ"], "cp949")
    assert row[1] == "좋아요 \\u{1F600} \\u{1100}\\u{119E}"


def test_a_mark_stands_only_where_something_would_run():
    assert still("=1") == "'=1"
    assert still("보안등 = 안전") == "보안등 = 안전"
    assert still("") == ""


def test_a_csv_in_any_other_writing_is_not_made():
    with pytest.raises(LookupError):
        list(csv_lines(COLUMNS, [], "utf-16"))


def test_numbers_days_and_nothing_stand_as_such():
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    rows = [(7, date(2026, 11, 24), at), (True, None, ["안전", "교통"])]
    lines = b"".join(csv_lines(COLUMNS, rows)).decode("utf-8-sig").splitlines()
    assert lines[1:] == ['7,"2026-11-24","2026-11-24T12:00:00+09:00"', '1,"","안전; 교통"']
    told = json.loads(b"".join(json_lines(COLUMNS, rows)))
    assert told[0] == {"id": 7, "title": "2026-11-24", "body": "2026-11-24T12:00:00+09:00"}
    assert told[1] == {"id": True, "title": None, "body": ["안전", "교통"]}
    (_head, first, _second) = written_xlsx(rows).iter_rows(values_only=True)
    assert first == (7, "2026-11-24", "2026-11-24T12:00:00+09:00")


def test_a_table_without_rows_is_a_table():
    assert json.loads(b"".join(json_lines(COLUMNS, []))) == []
    assert b"".join(csv_lines(COLUMNS, [])).decode("utf-8-sig") == '"번호","제목","내용"\r\n'
    assert written_xlsx([]).max_row == 1


def test_a_row_of_another_width_is_not_written():
    with pytest.raises(ValueError, match="2 cells for 3 columns"):
        list(csv_lines(COLUMNS, [(1, "두 칸")]))


def test_a_table_is_written_as_its_rows_come_and_not_kept():
    asked = []

    def rows():
        for n in range(10_000):
            asked.append(n)
            yield n, "제목", "내용"

    lines = csv_lines(COLUMNS, rows())
    for _line in range(5):
        next(lines)
    assert len(asked) == 3  # the mark, the titles and three rows


def test_words_longer_than_a_cell_of_excel_say_how_much_is_missing():
    long = "가" * 40_000
    (_head, row) = written_xlsx([(1, long, "끝")]).iter_rows(values_only=True)
    assert len(row[1]) <= 32_767
    kept, _sign, missing = row[1].partition("…\n[")
    assert int(missing.split()[0].replace(",", "")) + len(kept) == 40_000
    assert written_csv([long], "utf-8-sig")[1][1][1] == long
