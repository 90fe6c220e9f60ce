"""회수: what was sent up comes back before it was decided, and nothing hangs before an empty chair."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from district.models import Person
from papers.actions import hand_over
from realtime.publish import publish, ring
from referrals.actions.asking import file_state
from referrals.models import Referral, Reply
from referrals.notices import tell_recalled
from referrals.rights import check_holds, check_may_draft, check_may_recall


@transaction.atomic
def recall(referral: Referral, *, by: Person, at: datetime, ref: UUID | None = None) -> Referral:
    """회수. Whoever sent an answer up takes it back, as long as the next hand has not decided."""
    referral = Referral.objects.locked().get(pk=referral.pk)
    check_may_draft(referral, by, at)
    referral.check_standing()
    check_holds(referral, by, at)
    take_back(referral, check_may_recall(referral, at), at)
    publish(referral.room, "referral.recalled", referral, by=by, at=at, ref=ref)
    ring(referral.desk)
    return referral


def take_back(referral: Referral, reply: Reply, at: datetime) -> Reply:
    """Out of the hands of those who approve; the caller holds the referral's lock, and tells of it."""
    tell_recalled(referral, reply, at)
    fresh = next_version(reply, at)
    file_state(referral)
    return fresh


def next_version(reply: Reply, at: datetime) -> Reply:
    """What came back stays as it was; its words and papers go on in a version that may be written again."""
    reply.returned_at = at
    reply.save(update_fields=["returned_at"])
    fresh = Reply.objects.get(pk=reply.pk)
    fresh.pk, fresh._state.adding = None, True
    fresh.version, fresh.submitted_at, fresh.returned_at = reply.version + 1, None, None
    fresh.save(force_insert=True)
    hand_over(reply, fresh)
    return fresh
