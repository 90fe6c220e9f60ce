"""A PDF that runs, launches or carries something is not a paper. This is a look, not a virus scanner."""

import re
import zlib

from papers.faults import broken, expands, unsafe

HEADER = re.compile(rb"%PDF-[12]\.\d")
# A name may be written with escapes: /J#61vaScript.
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
RUNS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition)\b")
LOCKED = re.compile(rb"/Encrypt\s*(?:<<|\d+\s+\d+\s+R)")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
MOST_UNPACKED = 64 * 1024 * 1024
DICTIONARY = 1000


def check(data: bytes) -> None:
    """Refuse a PDF that is cut off, locked, or does more than show pages."""
    if not HEADER.match(data) or b"%%EOF" not in data[-2048:]:
        raise broken()
    plain = _unescaped(data)
    if LOCKED.search(plain) or RUNS.search(plain):
        raise unsafe()
    left = MOST_UNPACKED
    for stream in STREAM.finditer(data):
        # Pages and actions may lie folded in object streams; pictures and letters cannot act.
        if b"/ObjStm" in _unescaped(data[max(0, stream.start() - DICTIONARY) : stream.start()]):
            objects = _unfolded(data, stream.end(), left)
            left -= len(objects)
            if RUNS.search(_unescaped(objects)):
                raise unsafe()


def _unescaped(data: bytes) -> bytes:
    return ESCAPED.sub(lambda escape: bytes([int(escape[1], 16)]), data)


def _unfolded(data: bytes, start: int, most: int) -> bytes:
    end = data.find(b"endstream", start)
    folding = zlib.decompressobj()
    try:
        objects = folding.decompress(data[start : end if end > 0 else None], most)
    except zlib.error:
        # Folded in a way that cannot be looked into.
        raise unsafe() from None
    if folding.unconsumed_tail:
        raise expands()
    return objects
