"""HWPX, DOCX and XLSX are packages of parts: each part is unpacked once, counted, and looked at."""

import io
import re
import zipfile
import zlib

from papers.faults import broken, expands, mislabelled, unsafe

MOST_PARTS = 3000
MOST_UNPACKED = 100 * 1024 * 1024
# Honest XML folds to a twentieth or so; a bomb to a thousandth.
FOLDED_AT_MOST = 100
FOLDED_UNNOTICED = 10 * 1024 * 1024
CHUNK = 64 * 1024
MOST_READ = 1024 * 1024
OFFICE = b"application/vnd.openxmlformats-officedocument."
# Which part says what the package is, in which words, and which other part must then be there.
BUILDS = {
    "hwpx": ("mimetype", b"application/hwp+zip", "Contents/header.xml"),
    "docx": ("[Content_Types].xml", OFFICE + b"wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": ("[Content_Types].xml", OFFICE + b"spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
}
NESTED = re.compile(
    rb"PK\x03\x04|PK\x05\x06|Rar!\x1a|7z\xbc\xaf|\x1f\x8b\x08|BZh[1-9]1AY|\xfd7zXZ|\xd0\xcf\x11\xe0"
    rb"|MSCF\x00|ALZ\x01|EGGA|MZ\x90\x00|\x7fELF"
)
FORBIDDEN = re.compile(
    r"(?:^|/)(?:vba[^/]*\.(?:bin|xml)|(?:macrosheets|dialogsheets|activex|embeddings)/)", re.I
)
OUTSIDE = re.compile(r"^/|(?:^|/)\.\.(?:/|$)|[\\\x00:]")
FETCHING = re.compile(rb"<Relationship\b[^>]*(?:attachedTemplate|oleObject|/frame|subDocument)[^>]*>")
# What Hancom's editor writes into every new document; anything more is a macro.
EMPTY_SCRIPT = re.compile(
    r"//[^\n]*|/\*.*?\*/|var\s+Documents?\s*=\s*(?:XHwpDocuments|Documents\.Active_XHwpDocument)\s*;"
    r"|function\s+\w+\s*\(\s*\)\s*\{\s*(?://[^\n]*\s*)*\}|[\s\ufeff;]",
    re.DOTALL,
)


def check(kind: str, data: bytes) -> None:
    """Refuse a package that is not what it says, swells, or carries what could run."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_listing(package.infolist())
            parts = _unpacked(package, len(data))
    # An encrypted part raises RuntimeError, an unknown way of folding NotImplementedError.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError):
        raise broken() from None
    _check_build(kind, parts)
    _check_parts(parts)


def _check_listing(listing: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in listing]
    if len(listing) > MOST_PARTS or sum(part.file_size for part in listing) > MOST_UNPACKED:
        raise expands()
    # Two parts of one name: one for whoever checks, one for whoever opens.
    if len({name.lower() for name in names}) < len(names) or min(part.header_offset for part in listing):
        raise unsafe()
    if any(OUTSIDE.search(name) or FORBIDDEN.search(name) for name in names):
        raise unsafe()
    if any(part.flag_bits & 0x1 for part in listing):
        raise unsafe()


def _unpacked(package: zipfile.ZipFile, folded: int) -> dict[str, bytes]:
    """The first part of every part, after all of it has been unpacked and counted."""
    parts: dict[str, bytes] = {}
    total = 0
    for entry in package.infolist():
        with package.open(entry) as part:
            kept = part.read(MOST_READ)
            total += len(kept)
            while chunk := part.read(CHUNK):
                total += len(chunk)
            if total > MOST_UNPACKED or total > max(FOLDED_UNNOTICED, folded * FOLDED_AT_MOST):
                raise expands()
        parts[entry.filename] = kept if _is_told(entry.filename) else kept[:CHUNK]
    return parts


def _is_told(name: str) -> bool:
    """Parts that say what the package is or does are read whole; of the others the beginning is enough."""
    return name.endswith(".rels") or name.startswith("Scripts/") or name == "[Content_Types].xml"


def _check_build(kind: str, parts: dict[str, bytes]) -> None:
    where, says, needed = BUILDS[kind]
    told = parts.get(where, b"")
    if b"macroEnabled" in told:
        raise unsafe()
    if says not in told or needed not in parts:
        raise mislabelled()


def _check_parts(parts: dict[str, bytes]) -> None:
    for name, part in parts.items():
        if NESTED.match(part):
            raise unsafe()
        if name.endswith((".xml", ".rels", ".hpf")) and (b"<!DOCTYPE" in part or b"<!ENTITY" in part):
            raise unsafe()
        if name.endswith(".rels") and any(b"External" in link for link in FETCHING.findall(part)):
            raise unsafe()
        if name.startswith("Scripts/") and EMPTY_SCRIPT.sub("", _script(part)):
            raise unsafe()


def _script(part: bytes) -> str:
    return part.decode("utf-16-le" if b"\x00" in part[:4] else "utf-8", errors="replace")
