"""브라우저 알림. A few words that wake a browser, and that only it can read (RFC 8030, 8291, 8292)."""

import json
import logging
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode
from pywebpush import WebPushException, webpush
from requests import RequestException, Session

from district.models import District, Person
from letters.lines import lines_of
from letters.models import Browser, Letter
from letters.roads.links import link_of
from letters.roads.outcomes import ANSWER, REACH, Gone, NoLine, SaidNo, Unsure, meant_by, said_by
from letters.stopping import absolute, stop_url
from letters.subscription import known

log = logging.getLogger(__name__)
KEPT = 24 * 3600
"""Seconds for which a push service keeps it for a browser that sleeps."""
ENDED = (404, 410)
PATIENCE = 3


class Heard(StrEnum):
    """What one browser's service said."""

    TAKEN, NO, ENDED, DOUBT = "taken", "no", "ended", "doubt"


@lru_cache(maxsize=4)
def public_key(private: str) -> str:
    """What a browser must know of us before it lets itself be woken."""
    numbers = Vapid02.from_string(private).public_key
    return str(b64urlencode(numbers.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)))


class PushCarrier:
    """Knocks at each browser of one person; one that takes it is enough."""

    def __init__(self) -> None:
        self.session = Session()
        # An address elsewhere is not one that we were given.
        self.session.max_redirects = 0
        self.unreached = 0

    def open(self) -> None:
        """Each browser has a service of its own: there is nothing to open."""

    def hang_up(self) -> None:
        """Let go of the lines that were kept."""
        self.session.close()

    def send(self, person: Person, letters: list[Letter], at: datetime) -> dict[str, object]:
        """Once to every browser that still rings."""
        said = said_of(person, letters)
        heard = [self.knock(each, said, at) for each in Browser.objects.visible_to(person)]
        if Heard.TAKEN in heard:
            return {}
        # Twice is worse than late: where one may have it, none is asked again.
        for what, outcome in ((Heard.DOUBT, Unsure), (Heard.NO, SaidNo)):
            if what in heard:
                raise (NoLine if self.unreached >= PATIENCE else outcome)
        raise Gone

    def knock(self, browser: Browser, said: str, at: datetime) -> Heard:
        """One service; a browser that is gone is forgotten."""
        if not known(browser.endpoint):
            browser.end(at)
            return Heard.ENDED
        try:
            self.post(browser, said)
        except (SaidNo, NoLine):
            return Heard.NO
        except Gone:
            browser.end(at)
            return Heard.ENDED
        except Exception as trouble:
            log.warning("Nobody knows whether browser %s was told: %s", browser.key, type(trouble).__name__)
            return Heard.DOUBT
        return Heard.TAKEN

    def post(self, browser: Browser, said: str) -> None:
        """One sealed message."""
        try:
            webpush(
                browser.subscription,
                said,
                vapid_private_key=Vapid02.from_string(settings.VAPID_PRIVATE_KEY),
                vapid_claims={"sub": f"mailto:{settings.VAPID_CONTACT}"},
                ttl=KEPT,
                headers={"Urgency": "normal"},
                timeout=(REACH, ANSWER),  # type: ignore[arg-type]
                requests_session=self.session,
            )
        except WebPushException as refused:
            if refused.status_code in ENDED:
                raise Gone from refused
            said_by(refused.status_code or 400)
        except RequestException as trouble:
            meant = meant_by(trouble)
            self.unreached += isinstance(meant, NoLine)
            raise meant from trouble


def said_of(person: Person, letters: list[Letter]) -> str:
    """What the browser shows, and where a press leads; well below the 4 KB a service takes."""
    with translation.override(settings.LANGUAGE_CODE):
        district, lines = District.current(), lines_of(letters)
        more = _(" 외 %(n)d건") % {"n": len(lines) - 1} if len(lines) > 1 else ""
        url = link_of(lines[0].newest) if len(lines) == 1 else absolute(reverse("letters"))
        stop = stop_url(person, letters, letters[0].road)
        return json.dumps(
            {
                "title": f"[{district.name}] {Truncator(lines[0].title).chars(80)}{more}",
                "body": Truncator(lines[0].words).chars(120),
                "tag": str(letters[0].key),
                "url": url,
                "stop": stop,
                "stop_label": _("그만 받기"),
                "stopped": _("이제 보내 드리지 않습니다"),
            },
            ensure_ascii=False,
        )
