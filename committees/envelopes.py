"""봉투. How a choice is sealed so that every envelope of every vote is as long as any other."""

import hashlib
import re
import secrets
from collections.abc import Collection
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from committees.models import Ballot, Vote
from district.refusals import Refusal

CHOICE = 120  # as long as the column of an opened ballot
RECEIPT = 16
ABSTAIN = str(Ballot.Choice.ABSTAIN)
HEX = re.compile(r"[0-9a-fA-F]{32}\Z")


class BadEnvelope(ValueError):  # noqa: N818 (the envelope is bad, not we)
    """What lies in it was not put there by `seal`."""


class Opened(NamedTuple):
    """What was in one envelope."""

    choice: str
    receipt: str


def new_receipt() -> bytes:
    """Random, and of nothing: it shows that a ballot was counted, never what it said."""
    return secrets.token_bytes(RECEIPT)


def seal(public: bytes, choice: str, receipt: bytes) -> bytes:
    """A box that only the vote's own key opens; 찬성 and 2,5 are as long as one another."""
    words = choice.encode("ascii")
    if len(words) > CHOICE or len(receipt) != RECEIPT:
        raise BadEnvelope
    return SealedBox(PublicKey(public)).encrypt(words.ljust(CHOICE, b"\0") + receipt)


def unseal(key: PrivateKey, sealed: bytes | memoryview | None) -> Opened:
    """Look into one; what was forged, cut or laid there from elsewhere is no ballot."""
    try:
        words = SealedBox(key).decrypt(bytes(sealed or b""))
        choice, receipt = words[:-RECEIPT].rstrip(b"\0").decode("ascii"), words[-RECEIPT:]
    except (CryptoError, ValueError, TypeError):
        raise BadEnvelope from None
    if len(words) != CHOICE + RECEIPT:
        raise BadEnvelope
    return Opened(choice, receipt.hex())


def fingerprint(receipt: Any) -> str:
    """What the public list keeps of a receipt."""
    if not isinstance(receipt, str) or not HEX.match(receipt.strip()):
        raise Refusal("bad_receipt", _("투표 확인 번호 서른두 글자를 그대로 적어 주세요."), 422)
    return hashlib.sha256(bytes.fromhex(receipt.strip())).hexdigest()


def orders_in(choice: str) -> list[int]:
    """The candidates a ballot names."""
    return [] if choice == ABSTAIN else [int(each) for each in choice.split(",")]


def choice_of(vote: Vote, choice: Any, choices: Any = None) -> str:
    """What somebody said, in the one form in which it is kept: yes, abstain, or 2,5."""
    if vote.kind == Vote.Kind.ELECTION and choices:
        return _named(vote, choices)
    known = [ABSTAIN] if vote.kind == Vote.Kind.ELECTION else Ballot.Choice.values
    if choice not in known:
        raise _unknown()
    return str(choice)


def _named(vote: Vote, choices: Any) -> str:
    standing = set(vote.candidates.values_list("order", flat=True))
    named = set(map(_whole, choices)) if isinstance(choices, list | tuple) else set()
    if not named <= standing or not named:
        raise _unknown()
    if len(named) > vote.seats:
        told = _("뽑을 사람은 %(seats)d명입니다. 그보다 많이 고르실 수 없습니다.") % {"seats": vote.seats}
        raise Refusal("too_many_choices", told, 422)
    return ",".join(map(str, sorted(named)))


def _whole(said: Any) -> int:
    """A number as a program says it, or as a form does."""
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 6:
        return int(said)
    return said if type(said) is int else 0


def is_known(vote: Vote, choice: str, standing: Collection[int]) -> bool:
    """Whether such a ballot can have been cast in this vote."""
    if vote.kind == Vote.Kind.QUESTION or choice == ABSTAIN:
        return choice in Ballot.Choice.values
    parts = choice.split(",")
    if not all(part.isdigit() for part in parts):
        return False
    named = orders_in(choice)
    return sorted(set(named)) == named and len(named) <= vote.seats and set(named) <= set(standing)


def _unknown() -> Refusal:
    return Refusal("unknown_choice", _("고를 수 있는 것 가운데에서 골라 주세요."), 422)
