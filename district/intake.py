"""What comes in from outside, bounded before anybody looks at it."""

import json
import math
import re
import unicodedata
from collections.abc import Mapping
from typing import IO, Any

from django.utils.translation import gettext as _
from rest_framework.parsers import JSONParser

from district.refusals import Refusal, bad_json, not_found, too_large

MAX_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**63 - 1

# An unfinished string swallows the rest, or hostile quotes would be scanned once for each of them.
_MARKS = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_NEWLINES = re.compile("\r\n|[\r\x85\u2028\u2029]")
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"(?:https?://[^\s/\\]|/(?![/\\]))\S*")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Hangul fillers and the Braille blank count as letters in Unicode, and are nothing to the eye.
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_BLANK_CATEGORIES = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})


def read_json(raw: bytes | str) -> dict[str, Any]:
    """Read an object that is neither too large, nor too deep, nor unstorable."""
    text = _decoded(raw)
    _check_depth(text)
    try:
        read = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_float=_finite,
            parse_int=_bounded,
        )
    except ValueError:
        raise bad_json() from None
    if not isinstance(read, dict):
        raise bad_json()
    _check_strings(read)
    return read


def clean_words(text: Any, limit: int) -> str:
    """What a person wrote, as it will stand in the record: counted in letters, not in bytes."""
    if not isinstance(text, str):
        raise _unfit()
    words = unicodedata.normalize("NFC", _NEWLINES.sub("\n", text)).strip()
    if all(map(_is_blank, words)):
        raise Refusal("empty_words", _("내용을 적어 주세요."), 422)
    if _UNFIT.search(words):
        raise _unfit()
    if len(words) > limit:
        over = len(words) - limit
        sentence = _("%(limit)s자까지 쓸 수 있습니다. %(over)s자를 줄여 주세요.") % {
            "limit": f"{limit:,}",
            "over": f"{over:,}",
        }
        raise Refusal("too_long", sentence, 422, limit=limit, over=over)
    return words


def clean_name(text: Any, limit: int) -> str:
    """A name as it will stand in a line with others: nothing in it may turn the line around."""
    unturned = _TURNING.sub("", text) if isinstance(text, str) else text
    return " ".join(clean_words(unturned, limit).split())


def clean_address(text: Any, limit: int = 500) -> str:
    """An address that may stand in a link: of the web or of this site, and nothing that runs."""
    if text is None or text == "":
        return ""
    address = clean_words(text, limit)
    if not _ADDRESS.fullmatch(address):
        raise Refusal("bad_address", _("주소는 http://, https:// 또는 /로 시작하도록 적어 주세요."), 422)
    return address


def visible(words: str) -> str:
    """What the eye has of it: two names that look the same are the same."""
    shown = unicodedata.normalize("NFKC", words)
    return "".join(letter for letter in shown if not _is_blank(letter))


def whole(key: Any) -> int:
    """A row's number, however it was sent; what cannot be one names nothing."""
    if isinstance(key, str) and key.isascii() and key.isdigit() and len(key) < 20 and key == str(int(key)):
        key = int(key)  # written as we write it: 007 would be another room than 7
    if type(key) is not int or key > MAX_INTEGER:
        raise not_found()
    return key


class BoundedJSONParser(JSONParser):
    """The API's only way of reading a body."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        return read_json(stream.read(MAX_BYTES + 1))


def _decoded(raw: bytes | str) -> str:
    if len(raw) > MAX_BYTES:
        raise too_large()
    try:
        return raw if isinstance(raw, str) else raw.decode()
    except UnicodeDecodeError:
        raise bad_json() from None


def _check_depth(text: str) -> None:
    depth = 0
    for mark in _MARKS.finditer(text):
        if mark[0] in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Refusal("too_deep", _("보내 주신 내용이 너무 깊게 겹쳐 있습니다."), 400)
        elif mark[0] in "]}":
            depth -= 1


def _check_strings(value: Any) -> None:
    if isinstance(value, str):
        if _UNSTORABLE.search(value):
            raise _unfit()
    elif isinstance(value, dict):
        for name, inner in value.items():
            _check_strings(name)
            _check_strings(inner)
    elif isinstance(value, list):
        for inner in value:
            _check_strings(inner)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    # Two readers of one doubled name may each believe another value.
    if len(read) != len(pairs):
        raise ValueError("doubled name")
    return read


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError(digits)
    return number


def _bounded(digits: str) -> int:
    number = int(digits)
    if abs(number) > MAX_INTEGER:
        raise ValueError(digits)
    return number


def _is_blank(letter: str) -> bool:
    return letter in _BLANK_LETTERS or unicodedata.category(letter) in _BLANK_CATEGORIES


def _unfit() -> Refusal:
    return Refusal("bad_text", _("저장할 수 없는 글자가 들어 있습니다."), 422)
