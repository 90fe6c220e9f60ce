"""메일. What one person is told in one mail: official, short, and with the way to have no more of it."""

import logging
import smtplib
from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, mailers
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district.models import District, Person
from letters.lines import Line, lines_of
from letters.models import Letter, Pace
from letters.roads.links import link_of
from letters.roads.outcomes import NoLine, SaidNo
from letters.stopping import absolute, stop_url

log = logging.getLogger(__name__)
LONGEST_SUBJECT = 60
# With these it said no, and took nothing; after anything else it may have taken the mail.
SAID_NO = (
    smtplib.SMTPResponseException,
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPNotSupportedError,
)


class MailCarrier:
    """One line to the mail server."""

    def __init__(self) -> None:
        self.backend = mailers.default

    def open(self) -> None:
        """Have it open before a word is said: what fails here was never sent."""
        try:
            self.backend.open()
        except OSError as error:
            raise NoLine(str(error)) from error

    def hang_up(self) -> None:
        """Forget it; whatever it says to the farewell changes nothing."""
        try:
            self.backend.close()
        except OSError as error:
            log.info("The mail server did not say farewell: %s", error)

    def send(self, person: Person, letters: list[Letter], at: datetime) -> dict[str, object]:
        """All of it in one mail."""
        try:
            self.backend.send_messages([composed(person, letters)])
        except SAID_NO as error:
            raise SaidNo(str(error)) from error
        return {}


class OneLine(UnstructuredHeader):
    """An address that is never broken: in the pieces Python makes, mail programs find no button."""

    def fold(self, *, policy: EmailPolicy) -> str:
        return f"{self.name}: {self}{policy.linesep}"  # type: ignore[attr-defined]


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", OneLine)  # type: ignore[arg-type]


class Mail(EmailMultiAlternatives):
    """A mail whose words are sent as they are, to be read in an outbox too."""

    def message(self, *, policy: Any = default) -> EmailMessage:
        ours = policy.clone(header_factory=HEADERS)
        message: EmailMessage = super().message(policy=ours.clone(max_line_length=990))
        message.policy = ours  # type: ignore[attr-defined]
        return message


def composed(person: Person, letters: list[Letter]) -> Mail:
    """All of it as one mail, in the district's own language."""
    with translation.override(settings.LANGUAGE_CODE):
        district = District.current()
        lines = lines_of(letters)
        said = words_of(person, lines, district)
        mail = Mail(
            subject_of(lines, district),
            render_to_string("letters/mail.txt", said),
            str(Address(district.site_name, addr_spec=settings.DEFAULT_FROM_EMAIL)),
            [person.email or ""],
            headers=headers_of(letters, said["stop_url"]),
        )
        mail.attach_alternative(render_to_string("letters/mail.html", said), "text/html")
    return mail


def words_of(person: Person, lines: list[Line], district: District) -> dict[str, Any]:
    """What both shapes of the mail say: no words but those of what is told."""
    letters = [letter for line in lines for letter in line.letters]
    told = [
        {
            "title": line.title,
            "at": line.at,
            "words": line.words,
            "url": link_of(line.newest),
            "asks_receipt": line.newest.asks_receipt,
        }
        for line in lines
    ]
    return {
        "district": district,
        "told": told,
        "followed": sorted({letter.follow.title for letter in letters if letter.follow}),
        "because": sorted({each.reason for each in letters if not (each.follow or each.is_duty)}),
        "by_duty": any(letter.is_duty for letter in letters),
        "stop_url": stop_url(person, letters),
        "mine_url": absolute(reverse("letters")),
    }


def subject_of(lines: list[Line], district: District) -> str:
    """Which district, what, and how much more; never longer than a telephone shows."""
    before = f"[{district.name}] "
    count = sum(line.count for line in lines)
    if (pace := lines[0].newest.pace) != Pace.IMMEDIATE and count > 1:
        name = _("하루 소식 %(n)d건") if pace == Pace.DAILY else _("한 주 소식 %(n)d건")
        return before + name % {"n": count}
    after = _(" 외 %(n)d건") % {"n": len(lines) - 1} if len(lines) > 1 else ""
    room = LONGEST_SUBJECT - len(before) - len(after)
    return before + Truncator(lines[0].title).chars(room) + after


def headers_of(letters: list[Letter], stop_url: str) -> dict[str, str]:
    """One press in the mail program ends what is followed (RFC 8058); a duty has no such button."""
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": f"<{letters[0].key}@{host}>"}
    if stop_url:
        headers |= {
            "List-Unsubscribe": f"<{stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers
