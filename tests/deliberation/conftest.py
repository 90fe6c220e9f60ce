"""A question that is open while the test runs, for doors look at the clock."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from deliberation.actions import open_question, post_comment
from tests.deliberation.proposers import laid_ground, published


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def asked(policy, department, now):
    """A question that is open while the test runs."""
    return open_question(
        title="밤길을 더 밝게 하려면 무엇이 먼저입니까?",
        slug="night-walk",
        kind="general",
        purpose="어두운 골목의 순서를 정하려고 여쭙니다.",
        department=department,
        url="/정책참여/밤길/",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        tags=["안전"],
        by=None,
        at=now - timedelta(days=1),
    )


@pytest.fixture
def said(asked, resident, now):
    return post_comment(asked.thread, by=resident, body="가로등이 필요합니다.", at=now, ref=uuid4())


@pytest.fixture
def consent(policy, department):
    """The text to which whoever proposes agrees, with a category to file under."""
    return laid_ground(policy, department)


@pytest.fixture
def proposal(consent, resident):
    """What a resident proposes at noon."""
    return published(resident)
