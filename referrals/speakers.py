"""Of which referral somebody speaks, at whichever door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from district.models import Person
from district.refusals import not_found
from referrals.models import Referral, Reply


def referral_at(key: Any, person: Person | None, at: datetime) -> Referral:
    """The referral of that key, if it is public or this person's work."""
    seen = Referral.objects.visible_to(person) | Referral.objects.inside(person, at)
    return _found(seen, key)


def inside_at(key: Any, person: Person | None, at: datetime) -> Referral:
    """The same where only the file itself is meant: to others it is not there."""
    return _found(Referral.objects.inside(person, at), key)


def _found(referrals: Any, key: Any) -> Referral:
    referral = referrals.with_file().filter(key=_uuid(key)).first()
    if referral is None:
        raise not_found()
    return referral


def reply_in(referral: Referral, version: Any) -> Reply:
    """The version that somebody has before their eyes: what they saw is what they approve."""
    for reply in referral.replies.all():
        if str(reply.version) == str(version):
            reply.referral = referral
            return reply
    raise not_found()


def _uuid(key: Any) -> UUID:
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        raise not_found() from None
