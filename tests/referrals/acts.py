"""How the tests of referrals look at what came of an act."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from district.refusals import Refusal
from realtime.models import Event
from referrals.models import Referral
from tests.cast import NOON

DAY = timedelta(days=1)


@contextmanager
def refuses(code, status=409):
    """What happens inside is refused with this code, and says why in Korean."""
    with pytest.raises(Refusal) as refused:
        yield
    assert (refused.value.code, refused.value.status) == (code, status)
    assert any("가" <= letter <= "힣" for letter in str(refused.value))


def afresh(referral):
    """As the database has it now."""
    return Referral.objects.with_file().get(pk=referral.pk)


def names(referral):
    """What was told of it, in order."""
    heard = Event.objects.filter(row_type__model="referral", row_id=str(referral.pk))
    return list(heard.order_by("id").values_list("name", flat=True))


def later(days):
    return NOON + days * DAY
