"""Invented papers, as a district prints them, and how each form of one is read again."""

import io
from datetime import UTC, datetime
from html.parser import HTMLParser

import openpyxl
from django.template.loader import render_to_string
from pypdf import PdfReader

from papers import workbook
from papers.certificate import certificate
from papers.document import (
    Cell,
    Column,
    Document,
    Fields,
    Heading,
    Note,
    PageBreak,
    Paragraph,
    Seal,
    Signature,
    Spacer,
    Table,
)
from papers.drawing import sheets
from papers.sheet import uncarried

AT = datetime(2026, 11, 21, 5, tzinfo=UTC)
COLUMNS = [
    Column("연번", 0.6),
    Column("위원회", 3, "left", head=True),
    Column("계"),
    Column("당연직"),
    Column("위촉직"),
    Column("비고", 1.5, "left"),
]
HEADS = [
    [Cell("연번", rows=2), Cell("위원회", rows=2), Cell("구성", columns=3), Cell("비고", rows=2)],
    ["계", "당연직", "위촉직"],
]


def bodies(rows, note=None):
    listed = [[n, f"제{n}동 주민자치회", 1200 + n, 9, 27, note] for n in range(1, rows + 1)]
    total = [Cell("합계", columns=2), 1200 * rows, 9 * rows, 27 * rows, ""]
    return Table(COLUMNS, listed, heads=HEADS, total=total, caption="구성현황", unit="(단위: 명)")


def report(rows=4, **facts):
    blocks = [
        Heading("위원회 구성현황"),
        Paragraph("2026. 11. 21.(토) 현재", align="right"),
        Heading("개요", 2),
        Fields([("위원회 수", "57개"), ("재적", "1,204명"), ("부서", "민관협치과\n협치지원팀")], across=2),
        Spacer(4),
        bodies(rows),
        Note("※ 위촉직 27명 가운데 남 16명(59.3%). 洪吉童, 뷁, 똠방각하 & <b>굵게</b>"),
        PageBreak(),
        Heading("붙임", 3),
        Paragraph("첫째 줄\n둘째 줄", bold=True, size=14, indent=5),
        Seal("관악구청장"),
        Signature("간사", "김가온", "(서명)"),
    ]
    return Document("위원회 구성현황", blocks, written_at=AT, kept_as="papers/7", **facts)


def certificates(number):
    words = "귀하를 협치회의 위원으로 위촉합니다.\n위촉기간: 2026. 12. 1. ~ 2028. 11. 30."
    return [
        certificate(
            f"제2026-{n}호",
            "위촉장",
            f"이가온{n}",
            words=words,
            day="2026년 12월 1일",
            office="관악구청장",
            standing="복지분과",
        )
        for n in range(1, number + 1)
    ]


def page(document):
    return render_to_string("papers/_document.html", {"document": document, "sheets": sheets(document, 2)})


class _Page(HTMLParser):
    """A page as somebody hears it: a line each paragraph and each row."""

    def __init__(self):
        super().__init__()
        self.lines, self.words, self.cells = [], None, None

    def handle_starttag(self, tag, attrs):
        if tag == "tr":
            self.cells = []
        starts = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td"}
        if tag in starts or dict(attrs).get("class") in {"doc-caption", "doc-unit"}:
            self.words = ""
        if dict(attrs).get("class") == "doc-box":
            self.words = self.words.strip() + "\t"

    def handle_endtag(self, tag):
        if tag in {"th", "td"}:
            self.cells.append(self.words)
        elif tag == "tr":
            self.lines.append("\t".join(self.cells))
            self.cells = None
        elif (
            self.words is None
            or self.cells is not None
            or tag == "strong"
            or ("\t" in self.words and tag == "span")
        ):
            return
        elif self.words:
            self.lines.append(self.words)
        self.words = None

    def handle_data(self, data):
        if self.words is not None:
            self.words += data


def said_by_page(document):
    reader = _Page()
    reader.feed(page(document))
    reader.close()
    return "\n".join(reader.lines)


def pdf_pages(data):
    return [leaf.extract_text() for leaf in PdfReader(io.BytesIO(data)).pages]


def squeezed(words):
    """Words alone: where a line ends is the affair of each form."""
    return "".join(words.split())


def said_by_workbook(document):
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(document)))
    return "".join(
        squeezed(uncarried(words))
        for sheet in book
        for row in sheet.iter_rows()
        for words in workbook.shown(row)
    )
