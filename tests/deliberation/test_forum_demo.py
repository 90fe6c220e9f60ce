"""The forums of the demo: as printed, and one that talks whenever somebody comes."""

from datetime import timedelta

import pytest

from cms.demo.forums import hold_forums
from cms.models import SectionPage
from deliberation.models import Comment, Forum, Session
from district.models import Department
from realtime.models import Event
from tests.cast import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def hold(home, editor, council, members, residents, policy):
    """Build them at a moment: hold(NOON)."""
    council.slug = "governance-council"
    council.save()
    Department.objects.create(name="자치행정과", code="autonomy")
    home.add_child(instance=SectionPage(title="협치관악", slug="governance"))
    neighbours = residents(80)
    return lambda at: hold_forums(at, editor, neighbours)


def test_the_demo_talks_today_and_again_on_a_later_day(hold):
    assert hold(NOON) == {"공론장 진행(협치조정관)": "facilitator"}
    once = Event.objects.count()
    hold(NOON + timedelta(hours=5))
    assert Event.objects.count() == once
    [evening] = Session.objects.going_on()
    assert (evening.ordinal, evening.thread.pinned.is_hidden) == (1, False)
    assert Comment.objects.count() == 25
    assert Comment.objects.exclude(seat_label="").count() == 5
    assert evening.thread.recount() == {}
    hold(NOON + timedelta(days=1))
    hold(NOON + timedelta(days=1, hours=5))
    [fresh] = Session.objects.going_on()
    assert (fresh.ordinal, fresh.forum) == (5, evening.forum)
    evening.refresh_from_db()
    assert evening.status == "closed"


def test_what_was_printed_is_told_and_no_hour_invented(hold):
    hold(NOON)
    past = Forum.objects.get(source="공약 6-2")
    figures = (past.printed_attendances, past.printed_people, past.printed_issues, past.printed_core_issues)
    assert figures == (262, 149, 153, 15)
    assert past.sessions.filter(starts_at=None, opened_at=None, thread=None).count() == 6
    assert past.status == "closed"
