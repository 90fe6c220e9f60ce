"""참석 회신: a member says whether they come; members see how many, the secretary who."""

from datetime import timedelta
from uuid import uuid4

import pytest

from committees.actions.agenda import cancel_meeting
from committees.actions.rsvps import send_rsvp
from committees.models import Membership, Rsvp
from committees.replies import counts_of
from committees.rooms import FloorRoom, MeetingRoom
from realtime.kinds import Context
from realtime.models import Event
from tests.cast import NOON, laid
from tests.committees.acts import begin, code_of_refusal, drawn
from tests.committees.doors import act, api, presses, problem

pytestmark = pytest.mark.django_db
EARLIER = NOON - timedelta(days=2)


def send(meeting, by, answer="in_person", at=EARLIER, **said):
    return send_rsvp(meeting, answer=answer, by=by, at=at, **said)


def test_a_member_answers_and_may_change_their_mind(meeting, member):
    first = send(meeting, member, note=" 조금\n늦습니다 ")
    assert (first.answer, first.note, first.at) == ("in_person", "조금 늦습니다", EARLIER)
    second = send(meeting, member, "absent", at=NOON)
    assert (second.pk, second.answer, second.note, second.at) == (first.pk, "absent", "", NOON)
    assert Rsvp.objects.count() == 1
    assert counts_of(meeting) == {"in_person": 0, "remote": 0, "absent": 1, "silent": 9}


@pytest.mark.parametrize("answer", [None, "", "gone", 5, [], {}, ["absent"]])
def test_an_answer_that_is_none_is_refused(meeting, member, answer):
    assert code_of_refusal(send, meeting, member, answer) == ("unknown_answer", 422)


def test_only_those_who_sit_in_it_answer(meeting, secretary, resident, officer):
    for by in (secretary, resident, officer):
        assert code_of_refusal(send, meeting, by) == ("not_a_member", 403)


def test_answers_are_taken_until_it_is_over(meeting, member, members, secretary):
    begin(meeting, secretary, members[:6])
    assert send(meeting, member, at=NOON).answer == "in_person"


def test_to_a_meeting_that_was_called_off_nobody_comes(meeting, member, secretary):
    cancel_meeting(meeting, reason="태풍", by=secretary, at=EARLIER)
    assert code_of_refusal(send, meeting, member) == ("meeting_over", 409)


def test_by_the_line_only_where_there_is_one(meeting, council, member):
    assert send(meeting, member, "remote").answer == "remote"
    hall = laid(council, ordinal=3, mode="in_person")
    assert code_of_refusal(send, hall, member, "remote") == ("unknown_answer", 422)
    for answer in ("", None, "maybe", 1):
        assert code_of_refusal(send, meeting, member, answer) == ("unknown_answer", 422)
    assert code_of_refusal(send, meeting, member, note="가" * 201) == ("too_long", 422)


def test_whoever_sits_no_more_is_not_counted(meeting, member, members):
    send(meeting, member)
    send(meeting, members[2], "absent")
    Membership.objects.filter(person=member).update(end=NOON.date() - timedelta(days=1))
    assert counts_of(meeting) == {"in_person": 0, "remote": 0, "absent": 1, "silent": 8}


def test_members_hear_how_many_and_not_who(meeting, member):
    send(meeting, member, note="비밀 사정")
    [(name, frame)] = drawn(FloorRoom(), meeting.floor_room)
    assert (name, frame) == (
        "rsvp.sent", {"rsvps": {"in_person": 1, "remote": 0, "absent": 0, "silent": 9}},
    )  # fmt: skip
    assert FloorRoom().snapshot(str(meeting.pk))["rsvps"] == frame["rsvps"]
    assert Event.objects.get(name="rsvp.sent").audience == "floor"
    assert not Event.objects.filter(room__kind="meeting", name="rsvp.sent").exists()


# the doors


def test_a_member_sees_counts_and_the_secretary_names(visit, gathering, member, members, secretary, resident):
    address, ref = api(gathering, "rsvps"), uuid4()
    first = act(visit(member), address, ref, answer="remote", note="늦습니다")
    assert (first.status_code, first.json()["name"], first.json()["answer_label"]) == (
        201, "김도연", "영상으로 참석",
    )  # fmt: skip
    assert act(visit(member), address, ref, answer="remote", note="늦습니다").json() == first.json()
    assert problem(act(visit(member), address, ref, answer="absent")) == ("ref_reused", 409)
    counts = {"in_person": 0, "remote": 1, "absent": 0, "silent": 9}
    other = visit(members[2]).get(address).json()
    assert other == {"counts": counts, "mine": None, "results": []}
    kept = visit(secretary).get(address).json()
    assert [(row["name"], row["answer"], row["note"]) for row in kept["results"]] == [
        ("김도연", "remote", "늦습니다"),
    ]
    assert visit(member).get(address).json()["mine"]["answer"] == "remote"
    assert problem(visit(resident).get(address)) == ("not_found", 404)
    assert problem(act(visit(resident), address, answer="remote")) == ("not_a_member", 403)


def test_the_form_does_the_same_and_comes_back_to_the_floor(visit, gathering, member, secretary):
    address = f"/meetings/{gathering.pk}/rsvp/"
    answer = presses(visit(member), address, answer="absent", note="출장")
    assert (answer.status_code, answer.url) == (302, f"/meetings/{gathering.pk}/floor/")
    assert Rsvp.objects.get().answer == "absent"
    assert presses(visit(secretary), address, answer="absent").status_code == 403


def test_the_room_takes_the_same_words(gathering, member, now):
    command = MeetingRoom().commands["rsvp.send"]
    rsvp = command(gathering.room, member, {"answer": "in_person"}, Context(now, None))
    assert (rsvp.person, rsvp.answer) == (member, "in_person")
