"""회의록의 종이: page, HWPX and PDF say the same words, and the public ones nothing that is closed."""

import io
import os
from dataclasses import replace

import pytest
from hwpx.tools.package_validator import validate_package
from hwpx.tools.validator import validate_document

from committees.documents.minutes import document_of
from committees.models import Minutes
from papers import hwpx, pdf
from papers.document import text
from tests.committees.acts import items_of
from tests.committees.minutes_made import SECRET_WORDS, laid_minutes
from tests.papers.written import pdf_pages, said_by_page, squeezed

pytestmark = pytest.mark.django_db
NO_PANGO = pdf._drawer() is None and not os.environ.get("CI")


@pytest.mark.parametrize("inside", [True, False])
def test_page_and_hwpx_say_the_same_text_for_text(minutes, inside):
    document = document_of(minutes.text, inside=inside)
    assert hwpx.read(hwpx.write(document)) == text(document)
    assert squeezed(said_by_page(document)) == squeezed(text(document))


@pytest.mark.skipif(NO_PANGO, reason="Pango is missing: no PDF is written here")
@pytest.mark.parametrize("inside", [True, False])
def test_so_does_the_pdf_apart_from_its_foot(minutes, inside):
    document = replace(document_of(minutes.text, inside=inside), office="", numbered=False)
    assert squeezed("".join(pdf_pages(pdf.write(document)))) == squeezed(text(document))


def test_the_hwpx_is_sound_to_us_and_to_a_stranger(minutes):
    for inside in (True, False):
        data = hwpx.write(document_of(minutes.text, inside=inside))
        assert hwpx.check(data) == []
        assert validate_package(data).ok
        assert list(validate_document(data).issues) == []


def test_closed_words_stand_inside_and_nowhere_else(minutes):
    inside = text(document_of(minutes.text, inside=True))
    public = document_of(minutes.text, inside=False)
    assert [word for word in SECRET_WORDS if word not in inside] == []
    for said in (text(public), hwpx.read(hwpx.write(public)), said_by_page(public)):
        assert [word for word in SECRET_WORDS if word in said] == []
        assert "비공개 (근거: 정보공개법 제9조제1항제5호)" in said


@pytest.mark.skipif(NO_PANGO, reason="Pango is missing: no PDF is written here")
def test_nor_in_the_pdf(minutes):
    said = squeezed("".join(pdf_pages(pdf.write(document_of(minutes.text, inside=False)))))
    assert [word for word in SECRET_WORDS if word in said] == []
    assert "비공개(근거:정보공개법제9조제1항제5호)" in said


def test_how_much_is_closed_is_closed_too(minutes):
    told = text(document_of(minutes.text, inside=False))
    assert told.count("비공개 (근거:") == 4  # agenda, gist, decisions, votes: once each


def test_the_day_on_which_it_is_looked_at_again_is_told(over, secretary):
    items_of(over)[2].__class__.objects.filter(disclosure="closed").update(closed_until="2027-11-24")
    minutes = laid_minutes(over, secretary)
    assert "다시 볼 날: 2027. 11. 24.(수)" in text(document_of(minutes.text, inside=False))


def test_the_same_edition_is_the_same_bytes(minutes):
    document = document_of(minutes.text, inside=True)
    assert hwpx.write(document) == hwpx.write(document_of(Minutes.objects.get().text, inside=True))
    assert io.BytesIO(hwpx.write(document)).read(2) == b"PK"
