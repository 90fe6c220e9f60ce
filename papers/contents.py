"""What a paper really is: told by its bytes and its build, never by its name."""

import io
import re
import unicodedata
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps

from district.refusals import Refusal
from papers import packages, pdf_inside
from papers.faults import broken, expands, mislabelled

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
NAME_LENGTH = 150
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "hwpx": "application/hwp+zip",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "txt": "text/plain",
    "csv": "text/csv",
}
PICTURES = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
KEPT_OF_A_PICTURE = frozenset({"icc_profile", "transparency"})
WORDS = frozenset({"txt", "csv"})
MAGICS = {
    b"%PDF-": frozenset({"pdf"}),
    b"PK\x03\x04": frozenset(packages.BUILDS),
    b"\x89PNG\r\n\x1a\n": frozenset({"png"}),
    b"\xff\xd8\xff": frozenset({"jpg"}),
}
# Letters that make gpj.exe look like exe.jpg, and those that no file system should meet.
_UNFIT_IN_NAMES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_UNFIT_IN_WORDS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


class Paper(NamedTuple):
    """A paper that may lie with a record: its clean name, its kind, and the bytes to keep."""

    name: str
    kind: str
    data: bytes


def look_into(name: str, data: bytes) -> Paper:
    """Take a paper as it came, or refuse it."""
    name = clean_name(name)
    kind = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    if kind not in MEDIA_TYPES:
        raise Refusal(
            "file_kind", _("PDF, HWPX, DOCX, XLSX, PNG, JPG, WEBP, TXT, CSV 파일만 올릴 수 있습니다."), 422
        )
    if not data:
        raise Refusal("file_empty", _("빈 파일입니다."), 422)
    check_size(len(data))
    if kind not in _may_be(data):
        raise mislabelled()
    return Paper(name, kind, _checked(kind, data))


def check_size(size: int) -> None:
    """Refuse a paper that is too large before reading it."""
    if size > MAX_BYTES:
        raise Refusal("file_too_large", _("파일 하나는 20MB까지 올릴 수 있습니다."), 413)


def clean_name(name: str) -> str:
    """The name of a file as it will be shown: no paths, no letters that turn the line around."""
    shown = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in shown if unicodedata.category(letter) not in _UNFIT_IN_NAMES)
    stem, dot, kind = " ".join(shown.split()).rpartition(".")
    return f"{stem.strip(' .')[: NAME_LENGTH - 10] or _('파일')}{dot}{kind[:9]}"


def _may_be(data: bytes) -> frozenset[str]:
    """The kinds that the first bytes of a file allow."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return frozenset({"webp"})
    return next((kinds for magic, kinds in MAGICS.items() if data.startswith(magic)), WORDS)


def _checked(kind: str, data: bytes) -> bytes:
    if kind in PICTURES:
        return _picture(PICTURES[kind], data)
    if kind in WORDS:
        _check_words(data)
    elif kind in packages.BUILDS:
        packages.check(kind, data)
    else:
        pdf_inside.check(data)
    return data


def _check_words(data: bytes) -> None:
    """Text is text in one of the two ways Korea writes it, and nothing that a terminal would obey."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            words = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _UNFIT_IN_WORDS.search(words):
            return
    raise Refusal("file_encoding", _("글자 파일은 UTF-8이나 CP949로 저장해 올려 주세요."), 422)


def _picture(form: str, data: bytes) -> bytes:
    """The picture alone: where and with which telephone it was taken is nobody's business."""
    try:
        with Image.open(io.BytesIO(data), formats=[form]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise expands()
            # A telephone's JPEG may carry a second picture for bright screens; it is left behind.
            if form != "JPEG" and getattr(image, "n_frames", 1) > 1:
                raise Refusal("file_animated", _("움직이는 그림은 올릴 수 없습니다."), 422)
            return _without_traces(image, form)
    except Refusal:
        raise
    # Pillow answers a broken picture with nearly every exception there is.
    except Exception:
        raise broken() from None


def _without_traces(image: Image.Image, form: str) -> bytes:
    turned = image.getexif().get(ExifTags.Base.Orientation, 1) != 1
    # Saved in its own measures where nothing has to be turned, a JPEG loses next to nothing.
    quality = "keep" if image.format == "JPEG" and not turned else 92
    kept = ImageOps.exif_transpose(image) if turned else image
    kept.load()
    kept.info = {name: fact for name, fact in kept.info.items() if name in KEPT_OF_A_PICTURE}
    out = io.BytesIO()
    kept.save(out, form, quality=quality)
    return out.getvalue()
