"""The same claims on PostgreSQL."""

import pytest

from tests.search.test_find import *  # noqa: F403

pytestmark = [pytest.mark.django_db, pytest.mark.real]
