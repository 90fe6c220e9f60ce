"""The same door on PostgreSQL."""

import pytest

from tests.search.test_door import *  # noqa: F403

pytestmark = [pytest.mark.django_db, pytest.mark.real]
