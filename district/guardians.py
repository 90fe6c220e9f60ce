"""The address that a child hands to a guardian: made from the house's key, so that no table can open it."""

from uuid import UUID

from django.core import signing

from district.models import GuardianConsent
from district.refusals import not_found

ADULT = 19
SALT = "district.guardian"


def token_of(asked: GuardianConsent) -> str:
    """What stands at the end of the address."""
    return signing.Signer(salt=SALT).sign(str(asked.key))


def asked_at(token: str) -> GuardianConsent:
    """What was asked by that address, whether it still opens or not."""
    try:
        key = UUID(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError):
        raise not_found() from None
    asked = GuardianConsent.objects.select_related("child").filter(key=key).first()
    if asked is None:
        raise not_found()
    return asked
