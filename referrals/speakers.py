"""Of which referral somebody speaks, at whichever door."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from district.models import Person
from district.refusals import Refusal, not_found
from papers.models import Attachment
from referrals.models import Referral, Reply
from referrals.rights import check_in_chain, check_may_draft


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


def reply_to_decide(referral: Referral, version: Any, person: Person, at: datetime) -> Reply:
    """The version that is decided about; how many there are is told to those who decide alone."""
    referral.check_standing()
    check_in_chain(referral, person, at)
    return reply_in(referral, version)


def reply_to_submit(referral: Referral, version: Any, person: Person, at: datetime) -> Reply:
    """The version that is sent up, for those who write."""
    check_may_draft(referral, person, at)
    referral.check_standing()
    return reply_in(referral, version)


def draft_to_write(referral: Referral, person: Person, at: datetime) -> Reply:
    """What is being written, for those who write."""
    check_may_draft(referral, person, at)
    referral.check_standing()
    draft = referral.draft
    if draft is None:
        raise Refusal("no_draft", _("쓰고 있는 답변이 없습니다."), status=409)
    draft.referral = referral
    return draft


def paper_of(referral: Referral, key: UUID, person: Person, at: datetime) -> Attachment:
    """A paper that lies with what is being written."""
    found = Attachment.objects.of(draft_to_write(referral, person, at)).filter(key=key).first()
    if found is None:
        raise not_found()
    return found


def _uuid(key: Any) -> UUID:
    try:
        return key if isinstance(key, UUID) else UUID(str(key))
    except ValueError:
        raise not_found() from None
