"""To which words somebody agrees who puts a proposal before the public."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from district.models import Consent
from district.refusals import Refusal


def consent_on(on: date) -> Consent:
    """The wording to which whoever proposes agrees on that day."""
    consent = Consent.objects.in_force_on(on).filter(kind="proposal").first()
    if consent is None:
        raise Refusal("no_consent", _("그날의 제안 동의문이 정해져 있지 않습니다."), status=409)
    return consent


def check_consent(told: object, on: date) -> Consent:
    """Refuse an agreement that was not given, or given to yesterday's words."""
    consent = consent_on(on)
    if told is None or told == "":
        raise Refusal("consent_needed", _("제안 글의 공개와 이용에 동의해 주세요."), status=422)
    if str(told) != str(consent.pk):
        raise Refusal(
            "consent_changed", _("동의문이 바뀌었습니다. 새 글을 읽고 다시 동의해 주세요."), status=409
        )
    return consent
