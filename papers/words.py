"""What letters a printed paper may hold, so that every form of it can hold all of them."""

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What no XML has a place for; the mark in its place says that something stood there.
_NO_PLACE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# Letters nobody sees, with which a name could turn the line around it or stand in a paper unseen.
_UNSEEN = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
MISSING = "\ufffd"


def clean(text: object) -> str:
    """The words as every form of a paper can say them: NFC, lines ended alike, nothing unseen."""
    words = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", str(text)))
    words = _UNSEEN.sub("", _NO_PLACE.sub(MISSING, words)).replace("\t", " ")
    return "\n".join(line.rstrip() for line in words.split("\n")).strip("\n")
