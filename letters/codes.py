"""인증번호. Six digits to a number that somebody says is theirs: once, and by a plain message."""

import logging
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from district.models import District
from letters.models import Phone
from letters.models.means import CODE_FOR
from letters.roads.outcomes import NoLine, SaidNo
from letters.sealing import unseal

log = logging.getLogger(__name__)


def send(key: str, at: datetime) -> bool:
    """Marked before it is sent: a worker that dies in between sends no second; its owner asks for another."""
    waiting = Phone.objects.standing().filter(key=key, proved_at=None, code_sent_at=None)
    fresh = waiting.filter(claimed_at__gt=at - CODE_FOR)
    if not fresh.update(code_sent_at=at):
        return False
    phone = Phone.objects.get(key=key)
    sentence = _("[%(gu)s] 인증번호 %(code)s. 누구에게도 알려 주지 마세요.")
    words = sentence % {"gu": District.current().name, "code": unseal(phone.code_sealed)}
    gateway = import_string(settings.TALK_BACKEND)()
    try:
        gateway.sms(phone.number, words, str(phone.key))
    except (NoLine, SaidNo) as error:
        log.warning("The code of phone %s was not taken: %s", phone.key, error)
        return False
    finally:
        gateway.close()
    return True
