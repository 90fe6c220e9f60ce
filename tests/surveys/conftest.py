"""A survey of four items, one of each kind, that has been open for a week and stays open for another."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone

from surveys.actions import lay_survey
from surveys.models import Survey
from tests.cast import NOON
from tests.surveys.sheets import ITEMS

KEY = UUID(int=900)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def lay(department):
    """Lay it, or lay it anew with other words: lay(shown="at_end")."""

    def again(key=KEY, at=NOON, **otherwise):
        asked = {
            "title": "밤길 조명에 관한 설문",
            "intro": "3분이면 답하실 수 있습니다.",
            "opens_at": NOON - timedelta(days=7),
            "closes_at": NOON + timedelta(days=7),
            "items": ITEMS,
            "department": department,
        }
        return lay_survey(key, by=None, at=at, **asked | otherwise)

    return again


@pytest.fixture
def survey(gu, lay):
    return lay()


@pytest.fixture
def asked_now(gu, lay, now):
    """The same, open by the real clock: for the doors, which read it themselves."""
    laid = lay(opens_at=now - timedelta(days=7), closes_at=now + timedelta(days=7))
    return Survey.objects.get(pk=laid.pk)
