"""An agenda to which several put something in the same moment, and members who answer twice at once."""

from uuid import uuid4

import pytest

from committees.actions.introducing import introduce, withdraw_item
from committees.actions.meetings import call_to_order
from committees.actions.rsvps import send_rsvp
from committees.models import Rsvp
from committees.replies import counts_of
from letters.models import Dispatch
from tests.cast import AGENDA, Draft, laid
from tests.committees.acts import EARLY
from tests.committees.test_races import afresh, at_once, check_the_books, hall, outcomes

__all__ = ["hall"]
pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def numbers(meeting):
    """Orders and labels of what stands."""
    items = list(meeting.items.standing())
    return [item.order for item in items], [item.label for item in items]


def test_of_many_items_at_once_each_has_a_place_and_a_number_of_its_own(meeting, council, secretary):
    said = {"kind": "decide", "reason": "급함", "at": EARLY}
    acts = [lambda n=n: introduce(meeting, title=f"안건 {n}", by=afresh(secretary), **said) for n in range(6)]
    page = [*AGENDA, Draft(key=uuid4(), kind="decide", title="쪽에서 온 안건")]
    acts.append(lambda: laid(council, meeting=meeting, items=page, at=EARLY, reason="더함"))
    assert outcomes(at_once(acts)) == (7, set())
    orders, labels = numbers(meeting)
    assert orders == list(range(1, 11))
    assert len(set(labels)) == 10
    meeting.refresh_from_db()
    assert meeting.edition == 8 == Dispatch.objects.filter(about__contains="/notice/").count()
    check_the_books(meeting)


def test_the_same_source_at_once_comes_once(meeting, secretary):
    said = {"title": "제안", "kind": "decide", "reason": "급함", "source_url": "/proposals/3/", "at": EARLY}
    came = at_once([lambda: introduce(meeting, by=afresh(secretary), **said) for _ in range(5)])
    assert outcomes(came) == (1, {"already_introduced"})


def test_what_is_taken_off_as_the_gavel_falls_is_off_or_stays(hall, secretary, chair):
    said = {"title": "제안", "kind": "decide", "reason": "급함", "at": EARLY}
    item = introduce(hall, by=secretary, **said)
    came = at_once(
        [
            lambda: withdraw_item(item, reason="뺌", by=afresh(secretary), at=hall.starts_at),
            lambda: call_to_order(hall, by=afresh(chair), at=hall.starts_at),
        ]
    )
    assert outcomes(came) in [(2, set()), (1, {"agenda_fixed"})]
    orders, _ = numbers(hall)
    assert orders == list(range(1, len(orders) + 1))
    check_the_books(hall)


def test_a_member_who_answers_on_two_screens_at_once_has_one_answer(meeting, members):
    acts = [
        lambda answer=answer, by=by: send_rsvp(meeting, answer=answer, by=afresh(by), at=EARLY)
        for answer in ("in_person", "absent", "remote")
        for by in members[:4]
    ]
    assert outcomes(at_once(acts)) == (12, set())
    assert Rsvp.objects.count() == 4
    assert sum(counts_of(meeting).values()) == 10
