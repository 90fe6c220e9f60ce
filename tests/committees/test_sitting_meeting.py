"""From the gavel to the gavel: one state after the other, one item at a time."""

from datetime import timedelta

import pytest

from committees.actions.meetings import (
    adjourn,
    call_to_order,
    check_in,
    end_attendance,
    finish,
    post_remark,
    recess,
    resume,
    take_up,
)
from committees.actions.resolutions import record_resolution
from committees.models import AgendaItem, Membership, Office
from committees.rows import remarks_of, snapshot_of
from realtime.models import Event
from search.models import Entry
from tests.cast import AGENDA, APPOINTED, NOON, laid
from tests.committees.acts import begin, code_of_refusal, gather, items_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def sitting(meeting, secretary, members):
    """The meeting with six of ten members there, called to order at noon."""
    return begin(meeting, secretary, members[:6])


def floor(meeting):
    return [item.label for item in meeting.items.filter(state="on_floor")]


def test_a_meeting_goes_its_way(meeting, secretary, members):
    gather(meeting, members[:6])
    for act, state in [
        (call_to_order, "in_session"),
        (recess, "recessed"),
        (resume, "in_session"),
        (adjourn, "adjourned"),
    ]:
        assert act(meeting, by=secretary, at=NOON).state == state
        assert Entry.objects.of(meeting).get().state == state
    meeting.refresh_from_db()
    assert (meeting.called_at, meeting.adjourned_at) == (NOON, NOON)
    names = list(
        Event.objects.filter(name__startswith="meeting.").order_by("seq").values_list("name", flat=True)
    )
    assert names == ["meeting.called", "meeting.recessed", "meeting.resumed", "meeting.adjourned"]


def test_nothing_is_done_out_of_turn(meeting, secretary, members):
    item = items_of(meeting)[0]
    refused = {
        recess: "meeting_not_in_session", resume: "meeting_not_recessed", adjourn: "meeting_not_in_session",
    }  # fmt: skip
    for act, code in refused.items():
        assert code_of_refusal(act, meeting, by=secretary, at=NOON) == (code, 409)
    assert code_of_refusal(take_up, item, by=secretary, at=NOON) == ("meeting_not_in_session", 409)
    begin(meeting, secretary, members[:6])
    assert code_of_refusal(call_to_order, meeting, by=secretary, at=NOON) == ("already_in_session", 409)
    assert code_of_refusal(resume, meeting, by=secretary, at=NOON) == ("meeting_not_recessed", 409)
    recess(meeting, by=secretary, at=NOON)
    assert code_of_refusal(recess, meeting, by=secretary, at=NOON) == ("meeting_not_in_session", 409)
    assert code_of_refusal(take_up, item, by=secretary, at=NOON) == ("meeting_not_in_session", 409)
    assert code_of_refusal(call_to_order, meeting, by=secretary, at=NOON) == ("already_in_session", 409)
    adjourn(meeting, by=secretary, at=NOON)
    for act in (call_to_order, resume, adjourn):
        assert code_of_refusal(act, meeting, by=secretary, at=NOON) == ("meeting_over", 409)


def test_no_gavel_without_a_quorum(meeting, secretary, members):
    here = gather(meeting, members[:5])
    assert code_of_refusal(call_to_order, meeting, by=secretary, at=NOON) == ("no_quorum", 409)
    here += gather(meeting, members[5:6])
    call_to_order(meeting, by=secretary, at=NOON)
    recess(meeting, by=secretary, at=NOON)
    end_attendance(here[0], by=secretary, at=NOON)
    assert code_of_refusal(resume, meeting, by=secretary, at=NOON) == ("no_quorum", 409)
    adjourn(meeting, by=secretary, at=NOON)  # those who are left may go home


def test_the_gavel_waits_for_the_doors(meeting, secretary, members):
    assert code_of_refusal(call_to_order, meeting, by=secretary, at=NOON - timedelta(hours=2)) == (
        "doors_not_open",
        409,
    )


def test_chair_vice_chair_and_secretary_run_it_and_nobody_else(
    meeting, council, secretary, members, chair, resident
):
    vice, plain = members[1], members[2]
    Office.objects.create(
        body=council, kind="vice_chair", membership=Membership.objects.get(person=vice), start=APPOINTED
    )
    gather(meeting, members[:6])
    for other in (plain, resident):
        assert code_of_refusal(call_to_order, meeting, by=other, at=NOON) == ("not_running", 403)
    call_to_order(meeting, by=chair, at=NOON)
    recess(meeting, by=vice, at=NOON)
    resume(meeting, by=secretary, at=NOON)
    for other in (plain, resident):
        assert code_of_refusal(take_up, items_of(meeting)[0], by=other, at=NOON) == ("not_running", 403)
    take_up(items_of(meeting)[0], by=vice, at=NOON)


def test_whoever_no_longer_chairs_runs_nothing(meeting, secretary, members, chair):
    Office.objects.filter(kind="chair").update(end=NOON.date() - timedelta(days=1))
    gather(meeting, members[:6])
    assert code_of_refusal(call_to_order, meeting, by=chair, at=NOON) == ("not_running", 403)


def test_one_item_at_a_time_and_the_one_before_ends_in_the_same_act(sitting, secretary):
    report, decide, closed = items_of(sitting)
    take_up(report, by=secretary, at=NOON)
    assert floor(sitting) == ["보고 1항"]
    assert code_of_refusal(take_up, report, by=secretary, at=NOON) == ("item_on_floor", 409)
    later = NOON + timedelta(minutes=5)
    take_up(closed, by=secretary, at=later)
    assert floor(sitting) == ["심의 1항"]
    report.refresh_from_db()
    assert (report.state, report.finished_at) == ("done", later)
    assert Event.objects.last().facts == {"items": [report.pk, closed.pk]}
    assert code_of_refusal(finish, decide, by=secretary, at=later) == ("item_not_on_floor", 409)
    assert finish(closed, by=secretary, at=later).state == "done"
    assert floor(sitting) == []


def test_an_item_ended_undecided_by_a_wrong_press_comes_back_and_a_decided_one_does_not(sitting, secretary):
    report, decide, _closed = items_of(sitting)
    take_up(decide, by=secretary, at=NOON)
    take_up(report, by=secretary, at=NOON)
    assert take_up(decide, by=secretary, at=NOON).finished_at is None
    assert floor(sitting) == ["의결 1항"]
    facts = {"form": "adopted", "method": "unanimous", "text": "원안대로 의결하다."}
    record_resolution(decide, **facts, by=secretary, at=NOON)
    finish(decide, by=secretary, at=NOON)
    assert code_of_refusal(take_up, decide, by=secretary, at=NOON) == ("item_done", 409)


def test_a_closed_item_empties_the_gallery_as_long_as_it_is_on_the_floor(sitting, secretary):
    report, _, closed = items_of(sitting)
    take_up(closed, by=secretary, at=NOON)
    row = snapshot_of(sitting.__class__.objects.get())["meeting"]
    assert (row["item"], row["closed"]) == (closed.pk, True)
    take_up(report, by=secretary, at=NOON)
    row = snapshot_of(sitting.__class__.objects.get())["meeting"]
    assert (row["item"], row["closed"]) == (report.pk, False)


def test_the_adjournment_ends_what_is_on_the_floor(sitting, secretary, member, members):
    report = items_of(sitting)[0]
    take_up(report, by=secretary, at=NOON)
    adjourn(sitting, by=secretary, at=NOON)
    report.refresh_from_db()
    assert report.state == AgendaItem.State.DONE
    assert code_of_refusal(check_in, sitting, by=members[8], at=NOON) == ("meeting_over", 409)
    there = sitting.attendances.first()
    assert code_of_refusal(end_attendance, there, by=secretary, at=NOON) == ("meeting_over", 409)
    assert code_of_refusal(post_remark, report, by=member, body="늦은 말", at=NOON) == ("meeting_over", 409)


def test_what_was_taken_off_the_agenda_comes_to_no_floor(meeting, council, secretary, members):
    decide = items_of(meeting)[1]
    laid(council, items=[AGENDA[0], AGENDA[2]], meeting=meeting, at=NOON, reason="다음에")
    begin(meeting, secretary, members[:6])
    assert code_of_refusal(take_up, decide, by=secretary, at=NOON) == ("item_withdrawn", 409)
    assert code_of_refusal(post_remark, decide, by=members[0], body="말", at=NOON) == ("item_withdrawn", 409)


def test_members_write_remarks_and_nobody_else_does(meeting, chair, member, secretary, resident, auditor):
    item = items_of(meeting)[2]
    for other in (secretary, resident, auditor):
        assert code_of_refusal(post_remark, item, by=other, body="말", at=NOON) == ("not_a_member", 403)
    post_remark(item, by=chair, body=" 값이 높습니다. ", at=NOON)
    post_remark(item, by=member, body="근거를 봅시다.", at=NOON)
    assert [(row["author"], row["body"]) for row in remarks_of(meeting)] == [
        ({"name": "강하윤", "badge": "위원장"}, "값이 높습니다."),
        ({"name": "김도연", "badge": None}, "근거를 봅시다."),
    ]
    assert set(Event.objects.filter(name="remark.posted").values_list("room__kind", flat=True)) == {"floor"}
