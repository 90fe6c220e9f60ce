"""What many do to one meeting in the same moment, on the database that a real town hall uses."""

from datetime import timedelta

import pytest

from committees.actions import meetings, resolutions
from committees.actions.agenda import cancel_meeting
from committees.count import quorum_of
from committees.models import AgendaItem, Attendance, Meeting, Membership, Resolution, Round, Seat
from realtime.models import Event
from tests.cast import AGENDA, APPOINTED, NOON, TERM_END, Draft, laid
from tests.committees.acts import EARLY, begin, gather, items_of, seat_of
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def afresh(row):
    """As a request of its own would read it."""
    return type(row).objects.get(pk=row.pk)


def outcomes(came):
    """How many succeeded, and the codes of the others."""
    codes = [each for each in came if isinstance(each, str)]
    return len(came) - len(codes), set(codes)


def check_the_books(meeting):
    """No number left out, one item on the floor at most, and everybody there once."""
    events = Event.objects.filter(room__kind="meeting", room__key=str(meeting.pk)).order_by("seq")
    seqs = list(events.values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))
    assert meeting.items.filter(state="on_floor").count() <= 1
    people = list(meeting.attendances.values_list("person", flat=True))
    assert len(people) == len(set(people))


@pytest.fixture
def hall(meeting, secretary, members):
    """The meeting a moment before the gavel, with everybody there."""
    gather(meeting, members)
    return meeting


def test_of_two_who_open_a_meeting_or_call_an_item_one_does_and_the_other_is_told(hall, secretary, chair):
    came = at_once(
        [lambda by=by: meetings.call_to_order(hall, by=afresh(by), at=NOON) for by in (secretary, chair) * 3]
    )
    assert outcomes(came) == (1, {"already_in_session"})
    assert Event.objects.filter(name="meeting.called").count() == 1
    acts = [
        lambda item=item, by=by: meetings.take_up(item, by=afresh(by), at=NOON)
        for item in items_of(hall)
        for by in (secretary, chair)
    ]
    done, codes = outcomes(at_once(acts))
    assert (3 <= done <= 6, codes <= {"item_on_floor"}) == (True, True)
    assert hall.items.filter(state="on_floor").count() == 1
    check_the_books(hall)


def test_editors_at_one_agenda_lay_it_once_and_each_change_is_an_edition(council, members, secretary):
    came = at_once([lambda: laid(council) for _ in range(4)])
    assert outcomes(came) == (1, {"ordinal_taken"})
    assert (Meeting.objects.count(), Round.objects.count(), AgendaItem.objects.count()) == (1, 1, 3)
    meeting = Meeting.objects.get()
    came = at_once(
        [
            lambda n=n: laid(council, meeting=meeting, place=f"{n}층", at=EARLY, reason="옮김")
            for n in range(5)
        ]
    )
    assert outcomes(came) == (5, set())
    meeting.refresh_from_db()
    assert meeting.edition == 6
    check_the_books(meeting)
    came = at_once(
        [
            lambda: cancel_meeting(meeting, reason="태풍", by=secretary, at=EARLY),
            lambda: laid(council, at=EARLY),
            lambda: laid(council, at=EARLY),
        ]
    )
    done, codes = outcomes(came)
    assert (done in {1, 2}, codes) == (True, {"ordinal_taken"})
    assert Meeting.objects.exclude(state="cancelled").count() == done - 1


def test_thirty_members_who_come_at_once_are_counted_and_each_once(council, residents, secretary):
    people = residents(30)
    Seat.objects.filter(body=council).delete()
    seats = Seat.objects.bulk_create(Seat(body=council, number=n, opened_on=APPOINTED) for n in range(30))
    Membership.objects.bulk_create(
        Membership(seat=seat, person=person, name=f"위원{n}", start=APPOINTED, end=TERM_END)
        for n, (seat, person) in enumerate(zip(seats, people, strict=True))
    )
    held = laid(council)
    seat = seat_of(held, people[0])
    acts = [lambda: meetings.check_in(held, by=afresh(people[0]), at=EARLY)] * 4
    acts += [
        lambda: meetings.take_roll(held, seat=seat, mode="in_person", by=afresh(secretary), at=EARLY)
    ] * 2
    assert outcomes(at_once(acts)) == (1, {"already_present"})
    assert Attendance.objects.count() == quorum_of(held).present == 1
    came = at_once([lambda by=by: meetings.check_in(held, by=by, at=EARLY) for by in people[1:]])
    assert outcomes(came) == (29, set())
    assert quorum_of(held).sentence == "재적 30 · 출석 30 · 의사정족수 16 충족"
    check_the_books(held)


def test_what_is_closed_in_the_moment_it_is_taken_up_is_one_or_the_other(hall, council, secretary):
    meetings.call_to_order(hall, by=secretary, at=NOON)
    report = items_of(hall)[0]
    shut = Draft(key=report.key, kind="report", title="고침", disclosure="closed", ground="근거")
    came = at_once(
        [
            lambda: meetings.take_up(report, by=afresh(secretary), at=NOON),
            lambda: laid(council, meeting=hall, items=[shut, *AGENDA[1:]], at=NOON, reason="닫음"),
        ]
    )
    assert outcomes(came) in [(2, set()), (1, {"item_underway"})]
    check_the_books(hall)


def test_resolutions_of_two_meetings_at_once_have_two_numbers(council, part, secretary, members):
    halls = []
    for bodies, kind in [([council], "plenary"), ([part], "subcommittee")]:
        items = [Draft(key=AGENDA[1].key, kind="decide", title="안건")]
        held = laid(council, kind=kind, ordinal=4, bodies=bodies, items=items)
        begin(held, secretary, members[1:5] if bodies == [part] else members[:6])
        meetings.take_up(items_of(held)[0], by=secretary, at=NOON)
        halls.append(items_of(held)[0])
    said = {"form": "adopted", "method": "unanimous", "text": "그대로", "at": NOON}
    came = at_once(
        [
            lambda item=item: resolutions.record_resolution(item, by=afresh(secretary), **said)
            for item in halls
            for _ in range(3)
        ]
    )
    assert outcomes(came) == (2, {"already_resolved"})
    assert sorted(Resolution.objects.values_list("number", flat=True)) == [1, 2]


def test_everything_at_once_ends_and_adds_up(hall, council, secretary, chair, members, department):
    meetings.call_to_order(hall, by=secretary, at=NOON)
    report, decide, closed = items_of(hall)
    meetings.take_up(decide, by=secretary, at=NOON)
    there = list(hall.attendances.all())
    said = {"form": "adopted", "method": "unanimous", "text": "그대로", "at": NOON}
    acts = [
        *(lambda by=by: meetings.post_remark(closed, by=by, body="말", at=NOON) for by in members[:4]),
        *(
            lambda each=each: meetings.end_attendance(each, by=afresh(secretary), at=NOON)
            for each in there[:5]
        ),
        lambda: resolutions.record_resolution(decide, by=afresh(secretary), **said),
        lambda: resolutions.record_resolution(decide, by=afresh(secretary), **said),
        lambda: meetings.take_up(report, by=afresh(chair), at=NOON),
        lambda: meetings.take_up(closed, by=afresh(secretary), at=NOON),
        lambda: meetings.recess(hall, by=afresh(chair), at=NOON),
        lambda: meetings.resume(hall, by=afresh(secretary), at=NOON),
        lambda: meetings.adjourn(hall, by=afresh(chair), at=NOON + timedelta(hours=1)),
        lambda: laid(council, meeting=hall, place="옆방", at=NOON, reason="옮김"),
        lambda: laid(council, ordinal=7, starts_at=NOON + timedelta(days=3)),
    ]
    came = at_once(acts)
    known = {
        "already_resolved", "item_not_on_floor", "meeting_not_in_session", "meeting_not_recessed",
        "no_quorum", "meeting_over", "item_done",
    }  # fmt: skip
    assert outcomes(came)[1] <= known
    check_the_books(Meeting.objects.get(pk=hall.pk))
