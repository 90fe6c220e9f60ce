"""One resident in two tabs, on the database that a real town hall uses."""

import pytest

from committees.actions import applying, choosing
from committees.models import Application
from realtime.models import Event
from tests.cast import NOON
from tests.committees.applicants import MOTIVE, consent_to, open_call
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(180)]


@pytest.fixture
def call(council):
    return open_call(council, NOON)


@pytest.fixture
def consent(call):
    return consent_to(NOON)


def codes(came):
    return sorted(each for each in came if isinstance(each, str))


def ask(call, consent, person):
    return lambda: applying.apply(call, by=person, at=NOON, motive=MOTIVE, consent=consent.pk)


def test_two_presses_at_once_make_one_application(call, consent, resident):
    came = at_once([ask(call, consent, resident) for _tab in range(3)])
    assert codes(came) == ["already_applied", "already_applied"]
    assert Application.objects.filter(person=resident).count() == 1
    assert Event.objects.filter(name="application.submitted").count() == 1


def test_two_who_apply_at_once_are_both_received(call, consent, resident, neighbour):
    assert codes(at_once([ask(call, consent, person) for person in (resident, neighbour)])) == []
    assert Application.objects.count() == 2


def test_taken_back_while_the_call_is_decided_is_one_or_the_other(call, consent, resident, neighbour):
    mine, other = ask(call, consent, resident)(), ask(call, consent, neighbour)()
    choosing.choose(other, "selected", by=None, at=NOON)
    came = at_once([
        lambda: applying.withdraw_application(mine, by=resident, at=NOON),
        lambda: choosing.decide_call(call, by=None, at=call.closes_at),
    ])  # fmt: skip
    mine.refresh_from_db()
    # Whoever came first: nobody is told of a result that they had taken back.
    assert (mine.state, codes(came)) in [("withdrawn", []), ("declined", ["application_settled"])]
