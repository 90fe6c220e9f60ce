"""메일. What one person is told in one mail: official, short, and with the way to have no more of it."""

from collections.abc import Iterable
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, default
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district.models import District, Person
from letters.models import Letter

LONGEST_SUBJECT = 60
SALT = "letters.stop"


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
        said = words_of(person, letters, district)
        mail = Mail(
            subject_of(letters, district),
            render_to_string("letters/mail.txt", said),
            str(Address(district.site_name, addr_spec=settings.DEFAULT_FROM_EMAIL)),
            [person.email or ""],
            headers=headers_of(letters, said["stop_url"]),
        )
        mail.attach_alternative(render_to_string("letters/mail.html", said), "text/html")
    return mail


def words_of(person: Person, letters: list[Letter], district: District) -> dict[str, Any]:
    """What both shapes of the mail say: no words but those of what is told."""
    followed = {letter.follow.topic: letter.follow.title for letter in letters if letter.follow}
    told = [
        {
            "title": letter.dispatch.title,
            "at": letter.dispatch.at,
            "words": letter.dispatch.words,
            "url": link_of(letter),
            "asks_receipt": letter.asks_receipt,
        }
        for letter in letters
    ]
    return {
        "district": district,
        "told": told,
        "followed": sorted(followed.values()),
        "by_duty": any(letter.follow is None for letter in letters),
        "stop_url": absolute(reverse("letter_stop", args=[stop_token(person, followed)])) if followed else "",
        "mine_url": absolute(reverse("letters")),
    }


def subject_of(letters: list[Letter], district: District) -> str:
    """Which district, what, and how much more; never longer than a telephone shows."""
    before = f"[{district.name}] "
    after = _(" 외 %(n)d건") % {"n": len(letters) - 1} if len(letters) > 1 else ""
    room = LONGEST_SUBJECT - len(before) - len(after)
    return before + Truncator(letters[0].dispatch.title).chars(room) + after


def link_of(letter: Letter) -> str:
    """Straight to what it is about; or to the letter itself, where its reader says that it came."""
    if not letter.asks_receipt:
        return absolute(letter.dispatch.url)
    on_screen = Letter.objects.on_screen().get(dispatch=letter.dispatch_id, person=letter.person_id)
    return absolute(on_screen.get_absolute_url())


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


def stop_token(person: Person, topics: Iterable[str]) -> str:
    """Who may stop what by pressing; it stays good as long as the mail is kept."""
    return signing.dumps([person.pk, sorted(topics)], salt=SALT, compress=True)


def stopped_by(token: str) -> tuple[int, list[str]] | None:
    """Whose wishes a link may end; None if the house never wrote it."""
    try:
        person_id, topics = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    return person_id, topics


def absolute(url: str) -> str:
    """The address as it must stand in a mail."""
    return urljoin(f"{settings.BASE_URL.rstrip('/')}/", url)
