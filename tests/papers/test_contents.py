"""What may lie with a record, told by bytes and build."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from district.refusals import Refusal
from papers.contents import MAX_BYTES, clean_name, look_into
from tests.papers.made import folded, hwpx, office, packed, pdf, picture, telephone_picture

HONEST = {
    "회의록.pdf": pdf(),
    "계획.hwpx": hwpx(),
    "계획.docx": office("docx"),
    "예산.xlsx": office("xlsx"),
    "사진.png": picture("PNG"),
    "사진.jpg": picture("JPEG"),
    "사진.JPEG": picture("JPEG"),
    "사진.webp": picture("WEBP"),
    "의견.txt": "가로등이 필요합니다.\r\n".encode(),
    "명단.csv": "이름,동\n홍*동,신림동\n".encode("cp949"),
    "엑셀.csv": "\ufeff이름,동\n".encode(),
}


def code(name, data):
    with pytest.raises(Refusal) as refused:
        look_into(name, data)
    assert 400 <= refused.value.status < 500
    return refused.value.code


@pytest.mark.parametrize("name", HONEST)
def test_honest_papers_are_taken(name):
    paper = look_into(name, HONEST[name])
    assert paper.name == name
    assert paper.kind == name.rpartition(".")[2].lower().replace("jpeg", "jpg")


@pytest.mark.parametrize(
    "name", ["글.hwp", "a.exe", "a.html", "a.svg", "a.zip", "a.docm", "a.xlsm", "a.gif", "pdf", "", "a.pdf."]
)
def test_other_kinds_are_refused(name):
    assert code(name, b"PK\x03\x04") == "file_kind"


@pytest.mark.parametrize("name", HONEST)
@pytest.mark.parametrize("claimed", ["pdf", "hwpx", "docx", "xlsx", "png", "jpg", "webp", "txt"])
def test_a_name_that_says_something_else_is_refused(name, claimed):
    true = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if claimed != true and not (claimed == "txt" and true == "csv"):
        assert code(f"이름.{claimed}", HONEST[name]) == "file_mislabelled"


def test_empty_and_too_large_papers_are_refused():
    assert code("빈.txt", b"") == "file_empty"
    assert code("큰.txt", b"a" * (MAX_BYTES + 1)) == "file_too_large"


@pytest.mark.parametrize(
    "data",
    [
        office("docx", parts={"word/vbaProject.bin": b"x"}),
        office("docx", parts={"word/VBAPROJECT.BIN": b"x"}),
        office("docx", says="application/vnd.ms-word.document.macroEnabled.main+xml"),
        office("docx", parts={"word/activeX/activeX1.xml": "<a/>"}),
        office("docx", parts={"word/embeddings/inner.xlsx": office("xlsx")}),
        office("docx", parts={"word/media/image1.png": packed({"a": "b"})}),
        office("docx", parts={"word/media/old.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}),
        office("docx", parts={"word/media/a.gz": b"\x1f\x8b\x08\x00"}),
        office("docx", parts={"../outside.xml": "<a/>"}),
        office("docx", parts={"/root.xml": "<a/>"}),
        office("docx", parts={"a\\b.xml": "<a/>"}),
        office("docx", parts={"WORD/document.xml": "<two/>"}),
        office("docx", parts={"word/styles.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a/>'}),
        office(
            "docx",
            parts={
                "word/_rels/settings.xml.rels": '<Relationship Type="http://x/attachedTemplate"'
                ' Target="http://bad.example/a.dotm" TargetMode="External"/>'
            },
        ),
    ],
)  # fmt: skip
def test_a_document_that_could_run_fetch_or_hide_something_is_refused(data):
    assert code("문서.docx", data) == "file_unsafe"


def test_links_and_linked_sheets_are_no_danger():
    links = (
        '<Relationship Type="http://x/hyperlink" Target="https://www.example.org/" TargetMode="External"/>'
    )
    look_into("문서.docx", office("docx", parts={"word/_rels/document.xml.rels": links}))


def test_old_sheet_macros_are_refused():
    assert code("표.xlsx", office("xlsx", parts={"xl/macrosheets/sheet1.xml": "<a/>"})) == "file_unsafe"


def test_hancom_writes_an_empty_script_and_that_is_no_macro():
    empty = (
        "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n",
        "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\nfunction OnDocument_Open()\r\n{\r\n}\r\n",
    )
    parts = {
        "Scripts/headerScripts": empty[0].encode("utf-16-le"),
        "Scripts/sourceScripts": empty[1].encode("utf-16-le"),
    }
    look_into("글.hwpx", hwpx(parts))
    parts["Scripts/sourceScripts"] = "function OnDocument_Open(){ run('calc') }".encode("utf-16-le")
    assert code("글.hwpx", hwpx(parts)) == "file_unsafe"


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_is():
    zeros = b"\0" * (30 * 1024 * 1024)
    assert code("폭탄.xlsx", office("xlsx", parts={"xl/media/a.bin": zeros})) == "file_expands"
    many = {f"xl/media/{n}.xml": b"" for n in range(3001)}
    assert code("폭탄.xlsx", office("xlsx", parts=many)) == "file_expands"


def test_a_package_that_lies_about_its_size_is_refused():
    data = bytearray(office("xlsx", parts={"xl/media/a.xml": b"\0" * 200_000}))
    data = data.replace((200_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert code("거짓.xlsx", bytes(data)) == "file_broken"


def test_a_locked_package_is_refused():
    data = bytearray(office("docx"))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    assert code("잠김.docx", bytes(data)) == "file_unsafe"


@pytest.mark.parametrize(
    "inside",
    [
        b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>",
        b"<< /OpenAction << /S /J#61vaScript /JS (x) >> >>",
        b"<< /S /Launch /F (calc.exe) >>",
        b"<< /Names << /EmbeddedFiles 3 0 R >> >>",
        b"<< /Encrypt 4 0 R >>",
        folded(b"1 0 << /S /JavaScript >>"),
        folded(b"").replace(b"/ObjStm", b"/Obj#53tm").replace(folded(b"")[60:], folded(b"/S /Launch ")[60:]),
        b"<< /Type /ObjStm /Filter /LZWDecode >>\nstream\n\x80\x0b\x60\nendstream",
    ],
)
def test_a_pdf_that_runs_carries_or_is_locked_is_refused(inside):
    assert code("글.pdf", pdf(inside)) == "file_unsafe"


def test_a_folded_page_is_taken_and_a_folded_bomb_is_not():
    look_into("글.pdf", pdf(folded(b"1 0 << /Type /Page /URI (https://www.example.org/) >>")))
    assert code("글.pdf", pdf(folded(b"", bomb=70 * 1024 * 1024))) == "file_expands"


def test_a_pdf_cut_off_is_refused():
    assert code("글.pdf", pdf()[:-8]) == "file_broken"


@pytest.mark.parametrize("kind", ["pdf", "hwpx", "docx", "xlsx", "png", "jpg", "webp"])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_broken_papers_are_refused_and_never_an_error(kind, data):
    whole = next(each for name, each in HONEST.items() if name.endswith(kind))
    cut = data.draw(st.integers(1, len(whole)))
    other = bytes(data.draw(st.binary(max_size=20)))
    at = data.draw(st.integers(0, len(whole)))
    for broken in (whole[:cut], whole[:at] + other + whole[at + len(other) :]):
        # Any other exception would be a 5xx; bytes changed in the middle may still make an honest paper.
        with suppress(Refusal):
            look_into(f"이름.{kind}", broken)


def test_a_picture_loses_where_it_was_taken_and_stands_upright():
    paper = look_into("사진.jpg", telephone_picture())
    assert b"INVENTED" not in paper.data
    assert b"taken at home" not in paper.data
    with Image.open(io.BytesIO(paper.data)) as image:
        assert not image.getexif()
        assert image.size == (30, 40)


def test_text_hidden_behind_or_inside_a_picture_is_gone():
    png = look_into("그림.png", picture("PNG") + b"<script>hidden</script>")
    jpg = look_into("그림.jpg", picture("JPEG", comment=b"hidden"))
    assert b"hidden" not in png.data + jpg.data


def test_pictures_of_too_many_points_or_that_move_are_refused():
    assert code("그림.png", picture("PNG", size=(10_000, 5_001))) == "file_expands"
    frames = [Image.new("RGB", (9, 9), (shade, 0, 0)) for shade in (0, 200)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    assert code("그림.webp", out.getvalue()) == "file_animated"


@pytest.mark.parametrize("data", ["글".encode("utf-16"), b"\x00\x01\x02", b"abc\x1b[2Jdef", b"\xff\xfe\xfd"])
def test_text_must_be_text_as_korea_writes_it(data):
    assert code("글.txt", data) == "file_encoding"


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("C:\\Users\\hong\\계획.pdf", "계획.pdf"),
        ("../../etc/계획.pdf", "계획.pdf"),
        ("계획\u202efdp.exe.pdf", "계획fdp.exe.pdf"),
        ("  두   칸 .pdf", "두 칸.pdf"),
        (".pdf", "파일.pdf"),
        ("a\x00b\r\n.pdf", "ab.pdf"),
        ("가" * 300 + ".pdf", "가" * 140 + ".pdf"),
        ("\u1100\u1161.txt", "가.txt"),
    ],
)
def test_names_are_shown_clean(given_name, shown):
    assert clean_name(given_name) == shown
