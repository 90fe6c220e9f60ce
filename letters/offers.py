"""What a page offers to be followed: sealed by the house, so that nobody follows what nobody shows."""

from typing import Any, NamedTuple

from django.core import signing
from django.utils.translation import gettext as _

from district.refusals import Refusal

SALT = "letters.offer"


class Offer(NamedTuple):
    """A topic, what it is called, and where it stands."""

    topic: str
    title: str
    url: str


def offer(topic: str, title: str, url: str) -> str:
    """Made by the step above, which knows what there is to be followed and who may see it."""
    # Without the time: a row of the API that carries it is the same until something changes.
    return signing.Signer(salt=SALT).sign_object([topic, title[:200], url])


def opened(sealed: Any) -> Offer:
    """The offer, if it is ours."""
    try:
        topic, title, url = signing.Signer(salt=SALT).unsign_object(sealed if isinstance(sealed, str) else "")
    except (signing.BadSignature, ValueError):
        raise Refusal("unknown_topic", _("소식을 받으실 수 없는 주제입니다."), 422) from None
    return Offer(topic, title, url)
