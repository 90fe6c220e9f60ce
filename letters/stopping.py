"""그만 받기. The seal by which one press ends what came, from any device, signed in or not."""

from collections.abc import Iterable
from typing import NamedTuple
from urllib.parse import urljoin

from django.conf import settings
from django.core import signing
from django.urls import reverse

from district.models import Person
from letters.models import QUIET, Letter

SALT = "letters.stop"
LONGEST = 1200


class Stop(NamedTuple):
    """Whose, which topics; or, where a duty came, by which road no more."""

    person: int
    topics: list[str]
    road: str = ""


def stop_token(person: Person, topics: Iterable[str], road: str = "") -> str:
    """Who may stop what by pressing; it stays good as long as the letter is kept."""
    said = [person.pk, sorted(topics)]
    return signing.dumps([*said, road] if road else said, salt=SALT, compress=True)


def stopped_by(token: str) -> Stop | None:
    """What a link may end; None if the house never wrote it."""
    try:
        return Stop(*signing.loads(token, salt=SALT))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def stop_url(person: Person, letters: Iterable[Letter], road: str = "") -> str:
    """Where one press ends what these letters came by; nothing for a duty, unless it rings in a pocket."""
    topics = {each.dispatch.topic for each in letters if not each.is_duty and each.dispatch.topic}
    url = _url(stop_token(person, topics)) if topics else ""
    if road in QUIET and not 0 < len(url) <= LONGEST:
        return _url(stop_token(person, [], road))
    return url


def _url(token: str) -> str:
    return absolute(reverse("letter_stop", args=[token]))


def absolute(url: str) -> str:
    """The address as it must stand outside the house."""
    return urljoin(f"{settings.BASE_URL.rstrip('/')}/", url)
