"""What a turnover writes to people is written in the language of the house, whichever the clerk reads."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from committees.actions import applying, appointing, calls, choosing
from letters.models import Dispatch
from tests.cast import NOON
from tests.committees.applicants import MOTIVE, consent_to
from tests.committees.turnover import BEFORE, big_council, planned, seated_before

pytestmark = pytest.mark.django_db
CLOSED = NOON + timedelta(days=3)
ENGLISH = re.compile("[A-Za-z]{2,}")


def turn_over(department, dong, officer, resident):
    """A turnover of which every press is pressed by somebody whose desk is in English."""
    body = big_council(department)
    seated_before(body, dong, 5)
    with translation.override("en"):
        call = planned(body, closes_at=CLOSED)
        calls.publish_call(call, by=officer, at=BEFORE)
        calls.ask_renewals(call, by=officer, at=NOON)
        for row in call.applications.order_by("pk"):
            applying.answer_renewal(row, True, by=row.person, at=NOON)
        applying.apply(call, motive=MOTIVE, consent=consent_to(NOON).pk, gender="f", by=resident, at=NOON)
        rows = list(call.applications.order_by("pk"))
        choosing.choose_many(call, [row.pk for row in rows[:3]], "selected", by=officer, at=CLOSED)
        choosing.choose(rows[3], "reserve", by=officer, at=CLOSED)
        choosing.decide_call(call, by=officer, at=CLOSED)
        appointing.appoint_all(call, by=officer, at=CLOSED)


def test_a_clerk_who_reads_english_writes_no_english_letter(department, dong, officer, resident):
    turn_over(department, dong, officer, resident)
    told = {each.about.rsplit("/", 1)[1]: each for each in Dispatch.objects.all()}
    assert {"published", "asked", "received", "selected", "reserve", "declined", "appointed"} <= set(told)
    assert {about for about, each in told.items() if ENGLISH.search(f"{each.title} {each.words}")} == set()
    assert told["published"].title == "협치회의 위원을 모집합니다"
