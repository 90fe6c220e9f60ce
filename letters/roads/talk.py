"""알림톡. Approved words to a number that was proved; a plain message where KakaoTalk is not."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from district.dates import day
from district.models import District, Person
from letters.lines import lines_of
from letters.models import Letter, Phone, Template
from letters.models.template import BUNDLE, NEWS
from letters.roads.gateway import NoTalk
from letters.roads.links import link_of
from letters.roads.outcomes import Gone, Unfit
from letters.stopping import absolute, stop_url


class Message(NamedTuple):
    """What the gateway is given."""

    key: str
    template: str
    words: str
    buttons: list[tuple[str, str]]


class TalkCarrier:
    """One gateway for both: first 알림톡, then a message."""

    def __init__(self) -> None:
        self.gateway = import_string(settings.TALK_BACKEND)()

    def open(self) -> None:
        """The gateway is spoken to by HTTP: its line opens with the first word."""

    def hang_up(self) -> None:
        """Let go of the line that was kept."""
        self.gateway.close()

    def send(self, person: Person, letters: list[Letter], at: datetime) -> dict[str, object]:
        """Both belong to one taken letter: one that broke off in between is a doubt, not a second letter."""
        phone = Phone.objects.proved().filter(person=person).first()
        if phone is None or not phone.number:
            raise Gone
        message = message_of(person, letters, at)
        try:
            self.gateway.talk(phone.number, message)
        except NoTalk:
            self.gateway.sms(phone.number, message.words, message.key)
            return {"by_sms": True}
        return {"by_sms": False}


def message_of(person: Person, letters: list[Letter], at: datetime) -> Message:
    """The approved words for this one thing, else those for any; without such, nothing is said."""
    with translation.override(settings.LANGUAGE_CODE):
        values, url = values_of(person, letters)
        codes = [BUNDLE] if len(letters) > 1 else [letters[0].dispatch.template, NEWS]
        for code in filter(None, codes):
            template = Template.objects.on(code, day(at))
            words = template.filled(values) if template else None
            if words:
                buttons = [(_("자세히 보기"), url), (_("그만 받기"), values["그만받기"])]
                return Message(str(letters[0].key), code, words, buttons)
    raise Unfit


def values_of(person: Person, letters: list[Letter]) -> tuple[dict[str, Any], str]:
    """What every template may ask for, and what was told with this one."""
    lines = lines_of(letters)
    url = link_of(lines[0].newest) if len(lines) == 1 else absolute(reverse("letters"))
    usual = {
        "구": District.current().name,
        "제목": Truncator(lines[0].title).chars(100),
        "건수": len(letters),
        "주소": url,
        "그만받기": stop_url(person, letters, letters[0].road),
    }
    told = letters[0].dispatch.variables if len(letters) == 1 else {}
    return {**told, **usual, **{name: told[name] for name in ("제목",) if name in told}}, url
