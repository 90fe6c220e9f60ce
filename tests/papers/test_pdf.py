"""A PDF is read by people, by screen readers and by whoever compares its fingerprint years later."""

import io
import os
import subprocess
import sys
from hashlib import sha256

import pytest
from pypdf import PdfReader

from district.refusals import Refusal
from papers import pdf
from papers.document import Column, Document, Paragraph, Table, bound, text
from tests.deliberation.test_malformed import INVENTED
from tests.papers.written import bodies, certificates, pdf_pages, report, squeezed
from tests.source import ROOT

# A machine of ours has Pango (.ci/run); a neighbour's may do without, and is told so.
pytestmark = pytest.mark.skipif(
    pdf._drawer() is None and not os.environ.get("CI"), reason="Pango is missing: no PDF is written here"
)

# Another process with another order of its sets; of the house it has the templates alone.
ELSEWHERE = """
from pathlib import Path
import django
from django.conf import settings
engine = {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path.cwd() / "templates"]}
settings.configure(BASE_DIR=Path.cwd(), TEMPLATES=[engine], USE_I18N=False)
django.setup()
from hashlib import sha256
from papers import pdf
from tests.papers.written import certificates
print(sha256(pdf.write(certificates(1)[0])).hexdigest())
"""


def structure(element, found):
    """Every kind of mark in the tree that a screen reader walks."""
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            structure(child, found)
    elif isinstance(element, dict):
        if "/S" in element:
            found.append(element["/S"])
        if "/K" in element:
            structure(element["/K"], found)
    return found


def test_a_pdf_says_what_the_paper_says():
    document = report(numbered=False)
    assert squeezed("".join(pdf_pages(pdf.write(document)))) == squeezed(text(document))


@pytest.mark.slow
def test_each_certificate_is_one_page():
    documents = certificates(36)
    pages = pdf_pages(pdf.write(bound(documents, "위촉장")))
    assert [squeezed(page) for page in pages] == [squeezed(text(document)) for document in documents]


@pytest.mark.slow
def test_the_head_of_a_table_returns_on_every_page_and_no_row_is_cut():
    table = bodies(70, note="남 16명, 여 11명으로\n10분의 6 이내")
    pages = pdf_pages(pdf.write(Document("긴 표", [table], office="관악구")))
    assert len(pages) >= 3
    for number, page in enumerate(pages, 1):
        words = squeezed(page)
        assert "연번위원회구성비고" in words
        assert words.count("여11명으로") == words.count("10분의6이내")
        assert "관악구" in words
        assert f"-{number}-" in words


def test_a_screen_reader_finds_its_way():
    reader = PdfReader(io.BytesIO(pdf.write(report(office="관악구"))))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "ko"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "위원회 구성현황"
    assert reader.metadata["/Keywords"] == "papers/7"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    marks = structure(root["/StructTreeRoot"]["/K"], [])
    assert {"/H1", "/H2", "/P", "/Table", "/TR", "/TH", "/TD", "/Caption"} <= set(marks)


def test_its_letters_are_inside():
    reader = PdfReader(io.BytesIO(pdf.write(report())))
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()["/DescendantFonts"][0].get_object()
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    for name, font in fonts.items():
        assert "Paper" in name, name
        # As TrueType: a font keyed by CID is numbered otherwise than the drawer numbers it, and blank.
        assert font["/Subtype"] == "/CIDFontType2"
        assert "/FontFile2" in font["/FontDescriptor"]


@pytest.mark.slow
def test_the_same_paper_at_the_same_time_is_the_same_bytes():
    data = pdf.write(certificates(1)[0])
    surroundings = os.environ | {"PYTHONHASHSEED": "7"}
    other = subprocess.run(
        [sys.executable, "-c", ELSEWHERE],
        cwd=ROOT,
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
    )
    assert other.stdout.split()[-1] == sha256(data).hexdigest()
    assert pdf.write(report()) != pdf.write(report(5))


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:1/", "paper-font:../settings", "data:,x"]
)
def test_a_paper_fetches_nothing(url):
    drawer = pdf._drawer()
    with pytest.raises(drawer.urls.FatalURLFetchingError):
        pdf._only_our_fonts(drawer).fetch(url)


def test_words_cannot_become_marks_or_styles():
    words = '</p><img src="http://127.0.0.1:1/x.png">"; } @page { content: "x'
    document = Document(words, [Paragraph(words)], office=words)
    pages = pdf_pages(pdf.write(document))
    assert squeezed(words) in squeezed(pages[0])


def test_a_house_without_pango_refuses_and_does_not_fall(monkeypatch):
    pdf._drawer.cache_clear()
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    try:
        with pytest.raises(Refusal) as refused:
            pdf.write(report())
    finally:
        pdf._drawer.cache_clear()
    assert (refused.value.code, refused.value.status) == ("pdf_unavailable", 503)


def test_a_row_longer_than_a_page_is_divided_and_not_lost():
    words = "가로등 이야기. " * 700
    table = Table([Column("위원"), Column("발언", 4)], [["1", words]])
    pages = pdf_pages(pdf.write(Document("", [table], numbered=False)))
    assert len(pages) >= 2
    assert "위원발언" in squeezed(pages[0])
    narrow = Table([Column("위원"), Column("발언", 0.05)], [["1", "가로등 " * 60]])
    assert "위원" in pdf_pages(pdf.write(Document("", [narrow])))[0]
    assert squeezed("".join(pages).replace("위원", "").replace("발언", "")).count("가로등이야기.") == 700


@pytest.mark.slow
def test_an_empty_paper_has_a_page_and_strange_words_break_none():
    assert [squeezed(page) for page in pdf_pages(pdf.write(Document("")))] == ["-1-"]
    strange = [*INVENTED, "가" * 1000, "a" * 1000, "\u0e47" * 100]
    table = Table([Column("글")], [[each] for each in strange])
    assert pdf_pages(pdf.write(Document("이상한 글", [*map(Paragraph, strange), table])))
