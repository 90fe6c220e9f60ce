"""봉함. Telephone numbers as they lie in the table: sealed by a key that lies elsewhere."""

import base64
import hashlib
import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext as _

from district.refusals import Refusal

_NUMBER = re.compile(r"01[016789][0-9]{7,8}\Z")
_BETWEEN = re.compile(r"[\s.()\-‐-―]")


def boxes() -> MultiFernet:
    """The first key seals, every key opens: so a key is renewed without losing a number."""
    keys = [hashlib.sha256(f"letters.phone:{key}".encode()).digest() for key in settings.PHONE_KEYS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def seal(words: str) -> str:
    """What the table keeps."""
    return boxes().encrypt(words.encode()).decode()


def unseal(sealed: str) -> str:
    """What only the sending and its owner's own page need; nothing, where the key was lost."""
    try:
        return boxes().decrypt(sealed.encode()).decode()
    except (InvalidToken, ValueError):
        return ""


def number_of(written: object) -> str:
    """A mobile number of this country, as digits; people write it in many ways."""
    digits = _BETWEEN.sub("", written) if isinstance(written, str) else ""
    if digits.startswith("+82"):
        digits = "0" + digits[3:].removeprefix("0")
    if not _NUMBER.match(digits):
        raise Refusal("bad_number", _("휴대전화 번호를 010-0000-0000처럼 적어 주세요."), 422)
    return digits


def masked(number: str) -> str:
    """010-****-5678."""
    return f"{number[:3]}-****-{number[-4:]}" if number else ""


def fingerprint(number: str) -> str:
    """Under what a number is counted, without being named."""
    return hashlib.sha256(f"{settings.PHONE_KEYS[0]}:{number}".encode()).hexdigest()
