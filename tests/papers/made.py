"""Small invented papers, made here rather than kept: honest ones, and ones with something up their sleeve."""

import io
import zipfile
import zlib

from PIL import Image

OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {"docx": "wordprocessingml.document.main+xml", "xlsx": "spreadsheetml.sheet.main+xml"}
BODY = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


def packed(parts, folding=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", folding) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def office(kind, says=None, **more):
    types = f'<Types><Override ContentType="{says or OFFICE + MAIN[kind]}"/></Types>'
    return packed({"[Content_Types].xml": types, BODY[kind]: "<w>글</w>"} | more.pop("parts", {}))


def hwpx(parts=None):
    return packed(
        {
            "mimetype": "application/hwp+zip",
            "Contents/header.xml": "<head/>",
            "Contents/section0.xml": "<sec>가로등</sec>",
            "Preview/PrvText.txt": "MZ세대 이야기",
        }
        | (parts or {})
    )


def pdf(inside=b"<< /Type /Catalog >>"):
    return b"%PDF-1.7\n1 0 obj\n" + inside + b"\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"


def folded(objects, bomb=0):
    data = zlib.compress(objects + b" " * bomb, 9)
    return b"<< /Type /ObjStm /N 1 /Filter /FlateDecode >>\nstream\n" + data + b"\nendstream"


def picture(form, size=(40, 30), **facts):
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, form, **facts)
    return out.getvalue()


def telephone_picture():
    """A picture that tells where it was taken, and lies on its side."""
    exif = Image.Exif()
    exif[0x010F] = "INVENTED PHONE"
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", exif=exif.tobytes(), comment=b"taken at home")
