"""An HWPX opens where Korean offices open it, and one that would not is found before it leaves the house."""

import io
import re
import zipfile

import pytest
from hwpx.document import HwpxDocument
from hwpx.layout.pages import estimate_pages
from hwpx.tools.id_integrity import check_id_integrity
from hwpx.tools.package_validator import validate_package
from hwpx.tools.validator import validate_document

from papers import hwpx
from papers.contents import look_into
from papers.document import Column, Document, Seal, Table, bound, text
from tests.papers.made import packed
from tests.papers.written import bodies, certificates, report

PAPERS = {
    "report": lambda: report(office="서울특별시 관악구"),
    "landscape": lambda: report(orientation="landscape"),
    "certificates": lambda: bound(certificates(36), "위촉장"),
    "long table": lambda: Document("긴 표", [bodies(120)], office="관악구"),
    "empty": lambda: Document(""),
}


def parts_of(data):
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def repacked(parts):
    """Packed again as a package should be, whatever its parts say."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, part in parts.items():
            folding = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(name, part, folding)
    return out.getvalue()


def changed(name, old, new):
    parts = parts_of(hwpx.write(report()))
    assert old in parts[name], old
    return repacked(parts | {name: parts[name].replace(old, new, 1)})


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_is_sound_to_us_and_to_a_stranger(name):
    document = PAPERS[name]()
    data = hwpx.write(document)
    assert hwpx.check(data) == []
    assert validate_package(data).ok
    found = validate_document(data)
    assert found.ok
    assert list(found.issues) == []
    opened = HwpxDocument.open(data)
    assert check_id_integrity(opened).dangling == []
    assert opened.text.plain().split() == text(document).split()


def test_each_certificate_is_one_page_and_a_long_table_flows_over_pages():
    assert estimate_pages(hwpx.write(PAPERS["certificates"]())).pages == 36
    assert estimate_pages(hwpx.write(PAPERS["long table"]())).pages >= 3


def test_the_head_of_a_table_returns_and_no_row_is_cut():
    section = parts_of(hwpx.write(report()))["Contents/section0.xml"].decode()
    assert section.count('repeatHeader="1"') == section.count("<hp:tbl ") == 3
    assert section.count('pageBreak="TABLE"') == 2
    assert section.count(' header="1"') == 7


def test_the_foot_has_the_district_and_the_number_of_the_page():
    section = parts_of(hwpx.write(report(office="관악구 <&>")))["Contents/section0.xml"].decode()
    assert '<hp:pageNum pos="BOTTOM_CENTER" formatType="DIGIT" sideChar="-"/>' in section
    assert "<hp:t>관악구 &lt;&amp;&gt;</hp:t>" in section
    plain = parts_of(hwpx.write(certificates(1)[0]))["Contents/section0.xml"].decode()
    assert "pageNum" not in plain
    assert "hp:footer" not in plain


def test_the_same_paper_is_the_same_bytes():
    assert hwpx.write(report()) == hwpx.write(report())
    assert hwpx.write(report()) != hwpx.write(report(5))


def test_a_paper_of_ours_may_be_laid_to_a_record():
    assert look_into("구성현황.hwpx", hwpx.write(report())).kind == "hwpx"


def test_what_the_file_tells_of_itself_is_the_paper():
    parts = parts_of(hwpx.write(report()))
    assert next(iter(parts)) == "mimetype"
    assert "<opf:title>위원회 구성현황</opf:title>" in parts["Contents/content.hpf"].decode()
    assert "2026-11-21T05:00:00Z" in parts["Contents/content.hpf"].decode()
    assert parts["Preview/PrvText.txt"].decode().startswith("위원회 구성현황\r\n2026. 11. 21.(토) 현재")


def test_a_broken_paper_is_found():
    header, section, contents = "Contents/header.xml", "Contents/section0.xml", "Contents/content.hpf"
    broken = {
        "styleIDRef 99": changed(section, b'styleIDRef="1"', b'styleIDRef="99"'),
        "charPrIDRef 99": changed(section, b'charPrIDRef="0"', b'charPrIDRef="99"'),
        "paraPrIDRef 99": changed(section, b'paraPrIDRef="1"', b'paraPrIDRef="99"'),
        "borderFillIDRef 99": changed(section, b'borderFillIDRef="1"', b'borderFillIDRef="99"'),
        "font 7 of hangul": changed(header, b'fontRef hangul="0"', b'fontRef hangul="7"'),
        "do not fill it": changed(section, b'rowCnt="2"', b'rowCnt="3"'),
        "says 9": changed(header, b'styles itemCnt="5"', b'styles itemCnt="9"'),
        "mismatched tag": changed(section, b"</hp:tbl>", b"</hp:tble>"),
        "names what is not there": changed(contents, b'href="settings.xml"', b'href="nothing.xml"'),
        "mimetype says": changed("mimetype", b"hwp+zip", b"hwp+zip\n"),
        "counts 2 sections": changed(header, b'secCnt="1"', b'secCnt="2"'),
    }
    for fault, data in broken.items():
        assert any(fault in said for said in hwpx.check(data)), fault


def test_a_package_of_another_kind_is_found():
    parts = parts_of(hwpx.write(report()))
    assert hwpx.check(b"PK nothing") == ["file_broken"]
    assert hwpx.check(repacked(parts | {"mimetype": b"application/zip"})) == ["file_mislabelled"]
    assert hwpx.check(packed(parts)) == ["mimetype is not the first part, stored as it is"]
    without = {name: part for name, part in parts.items() if name != "settings.xml"}
    assert hwpx.check(repacked(without)) == ["missing: settings.xml"]
    entity = {"settings.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}
    assert hwpx.check(repacked(parts | entity)) == ["file_unsafe"]


def test_a_page_lies_as_it_was_asked_for():
    upright, lying = (
        parts_of(hwpx.write(report(orientation=way)))["Contents/section0.xml"].decode()
        for way in ("portrait", "landscape")
    )
    sheet = r'landscape="(\w+)" width="59528" height="84189"'
    assert re.search(sheet, upright)[1] == "WIDELY"
    assert re.search(sheet, lying)[1] == "NARROWLY"


def test_a_row_longer_than_a_page_is_divided_and_not_lost():
    long = Table([Column("발언"), Column("글")], [["위원", "가로등 이야기. " * 600]])
    section = parts_of(hwpx.write(Document("", [long])))["Contents/section0.xml"].decode()
    assert 'pageBreak="CELL"' in section


def test_a_long_name_beside_a_seal_stays_on_the_paper():
    document = Document("", [Seal("서울특별시 관악구 민관협치회의 공동위원장 겸 부구청장", size=30)])
    section = parts_of(hwpx.write(document))["Contents/section0.xml"].decode()
    width, line = re.search(r'<hp:sz width="(\d+)"', section), round((210 - 40) * 7200 / 25.4)
    assert int(width[1]) <= line
