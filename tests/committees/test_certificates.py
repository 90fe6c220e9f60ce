"""위촉장 on paper: what it says, the same in every form, and the same bytes whenever it is asked for."""

import os

import pytest

from committees.actions import appointing, certifying, choosing
from committees.documents.certificates import certificate_of, certificates_of
from committees.models import Certificate, Membership
from district.models import District
from papers import hwpx, pdf
from papers.document import PageBreak, text
from tests.cast import NOON
from tests.committees.turnover import big_council, planned, selected
from tests.papers.written import pdf_pages, squeezed

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(department, gu):
    call = planned(big_council(department))
    selected(call, 16, 11)
    call = choosing.decide_call(call, by=None, at=NOON)
    appointing.appoint_all(call, by=None, at=NOON)
    certifying.certify(Membership.objects.filter(application__call=call), by=None, at=NOON)
    return list(Certificate.objects.select_related("membership", "body").order_by("number"))


def test_it_says_who_is_appointed_to_what_from_when_until_when(rows):
    words = text(certificate_of(rows[0]))
    assert "제2026-1호" in words
    assert rows[0].membership.name in words
    assert "귀하를 관악구 협치회의 위원으로 위촉합니다." in words
    assert "2026년 12월 25일부터 2028년 12월 24일까지" in words
    assert "서울특별시 관악구청장" in words
    assert District.current().full_name == "서울특별시 관악구"


def test_all_of_them_are_one_file_each_on_a_page_of_its_own(rows):
    document = certificates_of(reversed(rows), "협치회의 위촉장")
    assert sum(isinstance(block, PageBreak) for block in document.blocks) == 26
    data = hwpx.write(document)
    assert hwpx.check(data) == []
    words = hwpx.read(data)
    places = [words.index(f"제2026-{n}호") for n in range(1, 28)]
    assert places == sorted(places)
    assert hwpx.write(certificates_of(rows, "협치회의 위촉장")) == data


@pytest.mark.skipif(pdf._drawer() is None and not os.environ.get("CI"), reason="Pango is missing")
def test_the_pdf_says_the_same(rows):
    document = certificates_of(rows, "협치회의 위촉장")
    data = pdf.write(document)
    pages = pdf_pages(data)
    assert len(pages) == 27
    assert squeezed("".join(pages)) == squeezed(text(document))
    assert pdf.write(document) == data
