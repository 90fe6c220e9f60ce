"""Who is there, how that was seen, and how many it takes."""

from datetime import date, timedelta

import pytest

from committees.actions.meetings import check_in, end_attendance, take_roll
from committees.count import quorum_of
from committees.door_code import code_of, holds
from committees.models import Body, BodyRule, Meeting, Membership, Office, Seat
from committees.roster import roster
from committees.rows import attendance_row
from district.models import Post, Posting
from realtime.models import Event
from tests.cast import NOON, laid
from tests.committees.acts import EARLY, arrive, begin, code_of_refusal, gather, seat_of

pytestmark = pytest.mark.django_db


def test_the_code_on_the_screen_lets_a_member_in(meeting, member):
    attendance = check_in(meeting, by=member, at=EARLY, code=code_of(meeting, EARLY))
    assert (attendance.mode, attendance.way, attendance.arrived_at) == ("in_person", "qr", EARLY)
    row = attendance_row(attendance)
    assert (row["name"], row["badge"], row["present"]) == ("김도연", "", True)
    assert Event.objects.last().name == "attendance.recorded"


def test_without_the_code_a_member_is_there_by_the_line(meeting, member):
    attendance = check_in(meeting, by=member, at=EARLY)
    assert (attendance.mode, attendance.way) == ("remote", "link")


def test_the_line_is_only_for_meetings_that_have_one(meeting, council, member):
    council.rules.update(remote_allowed=False)
    assert code_of_refusal(check_in, meeting, by=member, at=EARLY) == ("come_to_the_door", 409)
    council.rules.update(remote_allowed=True)
    laid(council, meeting=meeting, mode="in_person", at=EARLY, reason="대면으로")
    assert code_of_refusal(check_in, meeting, by=member, at=EARLY) == ("come_to_the_door", 409)
    check_in(meeting, by=member, at=EARLY, code=code_of(meeting, EARLY))


def test_a_code_lives_ten_minutes_and_the_ten_after():
    meeting = Meeting(pk=7)
    for minutes in (0, 5, 9):
        at = NOON + timedelta(minutes=minutes)
        code = code_of(meeting, at)
        assert holds(meeting, code, at)
        assert holds(meeting, code, NOON + timedelta(minutes=19))
        assert not holds(meeting, code, NOON + timedelta(minutes=20))
        assert not holds(meeting, code, NOON - timedelta(minutes=1))
        assert not holds(Meeting(pk=8), code, at)


def test_a_code_that_is_none_opens_nothing():
    for code in ["", "x", "０" * 20, None, 7, ["a"], "\ud800"]:
        assert not holds(Meeting(pk=7), code, NOON)


def test_an_old_code_is_refused_and_not_taken_for_the_line(meeting, member):
    old = code_of(meeting, EARLY - timedelta(minutes=30))
    assert code_of_refusal(check_in, meeting, by=member, at=EARLY, code=old) == ("door_code_over", 409)


def test_the_doors_open_an_hour_before(meeting, member, members):
    before = NOON - timedelta(minutes=61)
    assert code_of_refusal(check_in, meeting, by=member, at=before) == ("doors_not_open", 409)
    check_in(meeting, by=member, at=NOON - timedelta(minutes=60))


def test_a_member_is_there_once(meeting, member, secretary):
    first = check_in(meeting, by=member, at=EARLY)
    assert code_of_refusal(check_in, meeting, by=member, at=NOON) == ("already_present", 409)
    assert code_of_refusal(arrive, meeting, secretary, [member]) == ("already_present", 409)
    end_attendance(first, by=member, at=NOON)
    assert quorum_of(meeting).present == 0
    back = check_in(meeting, by=member, at=NOON, code=code_of(meeting, NOON))
    assert (back.pk, back.arrived_at, back.left_at, back.mode) == (first.pk, EARLY, None, "in_person")
    assert meeting.attendances.count() == 1


def test_only_members_of_the_day_check_in(meeting, resident, secretary, chair, auditor, members):
    for stranger in (resident, secretary, auditor):
        assert code_of_refusal(check_in, meeting, by=stranger, at=EARLY) == ("not_a_member", 403)
    Membership.objects.filter(person=members[3]).update(
        ended_on=NOON.date() - timedelta(days=1), end_reason="moved"
    )
    assert code_of_refusal(check_in, meeting, by=members[3], at=EARLY) == ("not_a_member", 403)
    Membership.objects.filter(person=members[3]).update(ended_on=NOON.date())
    check_in(meeting, by=members[3], at=EARLY)


def test_the_roll_is_the_secretarys(meeting, secretary, member, chair):
    seat = seat_of(meeting, member)
    for other in (member, chair):
        assert code_of_refusal(take_roll, meeting, seat=seat, mode="in_person", by=other, at=EARLY) == (
            "not_secretary",
            403,
        )
    attendance = take_roll(meeting, seat=seat, mode="remote", by=secretary, at=EARLY)
    assert (attendance.person, attendance.way, attendance.mode) == (member, "roll", "remote")


def test_an_empty_seat_is_not_there(meeting, secretary):
    for seat in [0, -1, "1", None, True, 10**30]:
        refused = code_of_refusal(take_roll, meeting, seat=seat, mode="in_person", by=secretary, at=EARLY)
        assert refused == ("seat_empty", 422)


def test_a_member_is_there_in_one_of_two_ways(meeting, secretary, member):
    seat = seat_of(meeting, member)
    for mode in ["", "written", None, ["remote"], 5]:
        refused = code_of_refusal(take_roll, meeting, seat=seat, mode=mode, by=secretary, at=EARLY)
        assert refused == ("unknown_mode", 422)


def test_who_goes_says_so_or_the_secretary_sees_it(meeting, secretary, members):
    here = arrive(meeting, secretary, members[:2])
    assert code_of_refusal(end_attendance, here[0], by=members[1], at=NOON) == ("not_secretary", 403)
    assert end_attendance(here[0], by=members[0], at=NOON).left_at == NOON
    assert end_attendance(here[1], by=secretary, at=NOON).left_at == NOON
    assert code_of_refusal(end_attendance, here[1], by=secretary, at=NOON) == ("already_left", 409)


def test_the_sentence_says_what_is_missing(meeting, secretary, members):
    gather(meeting, members[:5])
    assert quorum_of(meeting).sentence == "재적 10 · 출석 5 · 의사정족수 6 · 1명 모자람"
    gather(meeting, members[5:6])
    assert quorum_of(meeting).sentence == "재적 10 · 출석 6 · 의사정족수 6 충족"


def test_quorum_follows_who_sits_on_the_day_of_the_meeting(council, meeting, members, secretary):
    gather(meeting, members[:6])
    ended = Membership.objects.filter(person__in=members[4:])
    ended.update(ended_on=NOON.date() - timedelta(days=1), end_reason="moved")
    assert quorum_of(meeting).sentence == "재적 4 · 출석 4 · 의사정족수 3 충족"  # two who came sit no more
    ended.update(ended_on=NOON.date())
    assert quorum_of(meeting).sitting == 10


def test_a_post_that_changes_hands_between_two_meetings_changes_who_sits(council, meeting, mayor, resident):
    post = mayor.postings.get().post
    Seat.objects.create(body=council, number=11, basis="ex_officio", post=post, opened_on=date(2022, 7, 1))
    assert roster([council], meeting.day)[0].name == "강하윤"
    check_in(meeting, by=mayor, at=EARLY)
    Posting.objects.filter(person=mayor).update(end=NOON.date())
    Posting.objects.create(post=post, person=resident, start=NOON.date() + timedelta(days=1))
    later = laid(council, ordinal=3, starts_at=NOON + timedelta(days=1))
    assert (quorum_of(meeting).sitting, quorum_of(later).sitting) == (11, 11)
    at = NOON + timedelta(days=1)
    assert code_of_refusal(check_in, later, by=mayor, at=at) == ("not_a_member", 403)
    assert attendance_row(check_in(later, by=resident, at=at))["name"] == "구청장"


def test_a_meeting_called_past_midnight_keeps_the_roster_of_the_day_it_began(council, members, secretary):
    late = laid(council, starts_at=NOON.replace(hour=23, minute=50))
    night = NOON.replace(hour=23, minute=40)
    Membership.objects.filter(person=members[0]).update(ended_on=NOON.date(), end_reason="moved")
    gather(late, members[:6], at=night)
    assert quorum_of(late).sentence == "재적 10 · 출석 6 · 의사정족수 6 충족"


def test_a_part_counts_its_own_seats_by_its_parents_rule_or_its_own(council, part, secretary, members):
    held = laid(council, kind="subcommittee", ordinal=1, bodies=[part])
    assert held.title == "협치회의 행정경제 분과 제1차 분과회의"
    assert quorum_of(held).sentence == "재적 4 · 출석 0 · 의사정족수 3 · 3명 모자람"
    BodyRule.objects.create(body=part, valid_from=date(2026, 1, 1), quorum="two_thirds", source="운영세칙")
    assert quorum_of(held).needed == 3
    assert code_of_refusal(check_in, held, by=members[0], at=EARLY) == ("not_a_member", 403)
    arrive(held, secretary, members[1:5])  # the convener's secretary keeps its papers


def test_somebody_in_two_parts_is_one_head_at_a_joint_meeting(council, part, members):
    other = Body.objects.create(parent=council, kind_id="subcommittee", name="복지보건 분과", slug="welfare")
    Seat.objects.create(body=other, number=1, opened_on=date(2022, 7, 1))
    Membership.objects.create(
        seat=other.seats.get(),
        person=members[1],
        name="김도연",
        start=date(2026, 1, 1),
        end=date(2027, 12, 31),
    )
    joint = laid(council, kind="joint", ordinal=1, bodies=[part, other])
    assert quorum_of(joint).sitting == 4
    check_in(joint, by=members[1], at=EARLY)
    assert quorum_of(joint).present == 1


def test_nobody_signs_off_with_an_account_that_is_closed(meeting, secretary, members):
    secretary.is_active = False
    assert code_of_refusal(arrive, meeting, secretary, members[:6]) == ("not_secretary", 403)
    assert code_of_refusal(begin, meeting, secretary, members[:6]) == ("not_running", 403)


def test_an_office_of_another_body_has_no_say_here(meeting, members, department, residents):
    other = Body.objects.create(kind_id="panel", name="정책자문단", slug="panel")
    (stranger,) = residents(1)
    post = Post.objects.create(role="officer", title="자문단 담당", department=department)
    Posting.objects.create(post=post, person=stranger, start=date(2022, 7, 1))
    Office.objects.create(body=other, kind="secretary", post=post, start=date(2022, 7, 1))
    assert code_of_refusal(arrive, meeting, stranger, members[:1]) == ("not_secretary", 403)
