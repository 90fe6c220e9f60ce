"""Proposing together: a part is offered by a link, and taken on by whoever has it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from deliberation.actions.drafting import LEDGER, lock_draft
from deliberation.models import Proposal, Share
from deliberation.models.consenting import check_consent
from district.calendar import day
from district.intake import clean_name
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

MOST_SHARES, LONGEST_LABEL = 20, 40


@transaction.atomic
def invite_share(
    proposal: Proposal, *, label: str, percent: Any, by: Person, at: datetime, ref: UUID | None = None
) -> Share:
    """Offer somebody a part; the author keeps at least one percent."""
    draft = lock_draft(proposal, by)
    part = Share.check_percent(percent)
    standing = list(draft.shares.standing())
    if len(standing) >= MOST_SHARES:
        raise Refusal("too_many_shares", _("함께 제안하는 분은 스무 분까지입니다."), status=409)
    if (given := sum(share.percent for share in standing)) + part > 99:
        sentence = _("나눌 수 있는 지분은 %(left)s %%까지입니다.") % {"left": max(0, 99 - given)}
        raise Refusal("shares_full", sentence, status=409, left=max(0, 99 - given))
    share = Share.objects.create(proposal=draft, label=clean_name(label, LONGEST_LABEL), percent=part)
    publish(LEDGER, "share.invited", share, by=by, at=at, ref=ref)
    return share


@transaction.atomic
def accept_share(share: Share, *, consent: Any, by: Person, at: datetime, ref: UUID | None = None) -> Share:
    """Take on one's part, knowing what one agrees to."""
    share = _lock_share(share)
    by.check_not_blocked(at)
    share.check_may_accept(by)
    if share.person_id == by.pk:
        return share
    share.consent = check_consent(consent, day(at))
    share.person, share.accepted_at, share.label = by, at, ""
    share.save(update_fields=["consent", "person", "accepted_at", "label"])
    publish(LEDGER, "share.accepted", share, by=by, at=at, ref=ref)
    return share


@transaction.atomic
def decline_share(share: Share, *, by: Person, at: datetime, ref: UUID | None = None) -> Share:
    """No, or no longer."""
    share = _lock_share(share)
    share.check_may_decline(by)
    _end_share(share, at)
    publish(LEDGER, "share.declined", share, by=by, at=at, ref=ref)
    return share


@transaction.atomic
def drop_share(share: Share, *, by: Person, at: datetime, ref: UUID | None = None) -> Share:
    """The author takes the offer back."""
    share = _lock_share(share)
    share.proposal.check_author(by)
    share.check_standing()
    _end_share(share, at)
    publish(LEDGER, "share.dropped", share, by=by, at=at, ref=ref)
    return share


def _lock_share(share: Share) -> Share:
    """The offer as it stands once nobody can publish its draft."""
    draft = Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=share.proposal_id)
    draft.check_draft()
    share = Share.objects.get(pk=share.pk)
    share.proposal = draft
    return share


def _end_share(share: Share, at: datetime) -> None:
    share.ended_at, share.label = at, ""
    share.save(update_fields=["ended_at", "label"])
