"""What a browser brings that lets itself be woken: an address at a known service, and two keys."""

import base64
import binascii
from fnmatch import fnmatchcase
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from district.refusals import Refusal


class Subscription(NamedTuple):
    """Where it is, and how only it can read."""

    endpoint: str
    p256dh: str
    auth: str


def subscription_of(said: Any) -> Subscription:
    """What `PushSubscription.toJSON()` says; an address anywhere else would send our worker anywhere."""
    keys = said.get("keys") if isinstance(said, dict) else None
    if not isinstance(keys, dict):
        raise refused_browser()
    brought = [said.get("endpoint"), keys.get("p256dh"), keys.get("auth")]
    if not all(isinstance(each, str) and len(each) <= 1000 for each in brought):
        raise refused_browser()
    found = Subscription(*map(str, brought))
    if not known(found.endpoint) or len(_bytes(found.p256dh)) != 65 or len(_bytes(found.auth)) != 16:
        raise refused_browser()
    return found


def known(endpoint: str) -> bool:
    """Whether it lies at one of the push services that browsers use."""
    try:
        place = urlsplit(endpoint)
        origin = f"{place.scheme}://{place.hostname}" + (f":{place.port}" if place.port else "")
    except ValueError:
        return False
    if place.username or place.password or not endpoint.isascii():
        return False
    return any(fnmatchcase(origin, each) for each in settings.PUSH_ORIGINS)


def _bytes(key: str) -> bytes:
    try:
        return base64.b64decode(key + "=" * (-len(key) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def refused_browser() -> Refusal:
    """It cannot be woken for this person."""
    return Refusal("bad_browser", _("이 브라우저에는 알림을 보내 드릴 수 없습니다."), 422)
