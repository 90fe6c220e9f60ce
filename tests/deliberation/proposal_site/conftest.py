"""A proposal on its way: a draft, published, agreed with, refused."""

from datetime import date, timedelta

import pytest

from deliberation import actions
from deliberation.models import Category, Proposal
from district.models import Consent
from referrals import actions as referrals
from tests.deliberation.proposal_site.door import (
    WORDS,
)


@pytest.fixture
def consent(db):
    return Consent.objects.create(
        kind="proposal",
        version="1",
        title="제안 공개·이용 동의",
        in_force_from=date(2022, 7, 1),
        url="/제안동의/",
    )


@pytest.fixture
def category(department):
    return Category.objects.create(code="traffic", label="교통", department=department, source="운영계획")


@pytest.fixture
def draft(policy, consent, category, resident, now):
    return actions.begin_proposal(by=resident, at=now - timedelta(days=1), **WORDS)


@pytest.fixture
def proposal(draft, consent, resident, now):
    return actions.publish_proposal(draft, consent=consent.pk, by=resident, at=now - timedelta(days=1))


@pytest.fixture
def reviewed(proposal, residents, now):
    """Five neighbours agreed."""
    for person in residents(5):
        proposal = actions.support_proposal(proposal, by=person, at=now)
    return Proposal.objects.get(pk=proposal.pk)


@pytest.fixture
def refused(reviewed, officer, head, director, now):
    """The department examined it, and says no."""
    referral = reviewed.referral
    reply = referrals.write_reply(
        referral, by=officer, at=now, words="거치대를 놓을 자리가 없습니다.", outcome="rejected",
        ground="impracticable", reason="보도 폭이 좁습니다.",
    )  # fmt: skip
    referrals.submit(reply, by=officer, at=now)
    for person in (head, director):
        reply.refresh_from_db()
        if reply.published_at is None:
            referrals.approve(reply, by=person, at=now)
    return Proposal.objects.get(pk=reviewed.pk)
