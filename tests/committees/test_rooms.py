"""What everybody hears of a meeting, what its members hear, and what may be done there."""

from datetime import timedelta

import pytest

from committees import taking_part
from committees.actions import agenda, meetings, resolutions
from committees.rooms import FloorRoom, MeetingRoom
from committees.rows import remarks_of, snapshot_of
from district.models import AccessRecord
from realtime.kinds import Address, Context, kinds
from realtime.models import Event
from tests.cast import AGENDA, NOON, laid
from tests.committees.acts import EARLY, arrive, begin, code_of_refusal, drawn, items_of, seat_of

pytestmark = pytest.mark.django_db
MEETING, FLOOR = MeetingRoom(), FloorRoom()


def command(meeting, name, by, at=NOON, **said):
    rooms = FLOOR if name.startswith("remark") else MEETING
    address = Address("floor" if rooms is FLOOR else "meeting", str(meeting.pk))
    return rooms.commands[name](address, by, said, Context(at, None))


def test_both_kinds_are_open():
    assert isinstance(kinds["meeting"], MeetingRoom)
    assert isinstance(kinds["floor"], FloorRoom)
    assert (MEETING.public("1"), FLOOR.public("1")) == (True, False)


def test_everybody_listens_to_a_meeting_and_rights_follow_the_office(
    meeting, member, chair, secretary, resident, auditor
):
    def rights(person):
        return set(MEETING.enter(str(meeting.pk), person, NOON))

    assert rights(None) == rights(resident) == rights(auditor) == {"read"}
    assert rights(member) == {"read", "attend"}
    assert rights(chair) == {"read", "attend", "run"}
    assert rights(secretary) == {"read", "run", "roll"}


def test_the_floor_is_for_those_whose_meeting_it_is(meeting, member, chair, secretary, resident, officer):
    def rights(person):
        return set(FLOOR.enter(str(meeting.pk), person, NOON))

    for stranger in (None, resident, officer):
        assert code_of_refusal(rights, stranger) == ("not_found", 404)
    assert rights(member) == rights(chair) == {"read", "speak"}
    assert rights(secretary) == {"read"}
    assert not AccessRecord.objects.exists()


def test_whoever_audits_listens_and_that_is_written_down(meeting, auditor):
    assert FLOOR.enter(str(meeting.pk), auditor, NOON) == {"read"}
    [record] = AccessRecord.objects.all()
    assert (record.person, record.row, record.at) == (auditor, meeting, NOON)


@pytest.mark.parametrize("wrong", ["0", "-1", "x", "", "9" * 30, "１", "1 "])
def test_a_room_that_is_not_there_is_not_found(db, wrong):
    for rooms in (MEETING, FLOOR):
        for ask in (
            lambda rooms=rooms: rooms.enter(wrong, None, NOON),
            lambda rooms=rooms: rooms.snapshot(wrong),
        ):
            assert code_of_refusal(ask) == ("not_found", 404)


def test_a_snapshot_is_the_whole_meeting(meeting, secretary, members):
    begin(meeting, secretary, members[:6])
    seen = MEETING.snapshot(str(meeting.pk))
    assert [row["label"] for row in seen["items"]] == ["보고 1항", "의결 1항", "심의 1항"]
    assert seen["meeting"]["state_label"] == "회의 중"
    assert [row["name"] for row in seen["attendances"]][:2] == ["강하윤", "김도연"]
    assert seen["tally"] == MEETING.tally(str(meeting.pk)) == {
        "sitting": 10, "present": 6, "needed": 6, "met": True, "carries": 4, "recused": 0,
        "sentence": "재적 10 · 출석 6 · 의사정족수 6 충족", "votes": [],
    }  # fmt: skip
    assert FLOOR.tally(str(meeting.pk)) is None


def test_a_restart_in_the_middle_brings_everybody_back_to_the_same_item(meeting, secretary, members):
    begin(meeting, secretary, members[:7])
    meetings.take_up(items_of(meeting)[1], by=secretary, at=NOON)
    meetings.recess(meeting, by=secretary, at=NOON)
    before = snapshot_of(type(meeting).objects.get())
    # Nothing of a meeting lives in the process: what another one reads is the same.
    assert MEETING.snapshot(str(meeting.pk)) == before
    assert (before["meeting"]["item"], before["tally"]["present"]) == (items_of(meeting)[1].pk, 7)


def test_an_item_change_carries_both_items_and_the_meeting(meeting, secretary, members):
    report, decide, _ = items_of(meeting)
    begin(meeting, secretary, members[:6])
    for item in (report, decide):
        meetings.take_up(item, by=secretary, at=NOON)
    name, data = drawn(MEETING, meeting.room)[-1]
    assert name == "item.taken_up"
    assert [(row["label"], row["state"]) for row in data["items"]] == [
        ("보고 1항", "done"),
        ("의결 1항", "on_floor"),
    ]
    assert data["item"]["id"] == data["meeting"]["item"] == decide.pk


def test_every_event_of_a_whole_meeting_can_be_told(meeting, secretary, members, department, council):
    report, decide, _ = items_of(meeting)
    laid(council, meeting=meeting, items=[*AGENDA[:2]], at=EARLY, reason="다음에 다룸")
    arrive(meeting, secretary, members[:6])
    meetings.call_to_order(meeting, by=secretary, at=NOON)
    meetings.take_up(report, by=secretary, at=NOON)
    meetings.finish(report, by=secretary, at=NOON)
    meetings.take_up(decide, by=secretary, at=NOON)
    resolution = resolutions.record_resolution(
        decide, form="adopted", method="unanimous", text="원안대로 한다.", by=secretary, at=NOON
    )
    resolutions.place_order(
        resolution, what="실행계획", department=department, due=None, by=secretary, at=NOON
    )
    meetings.adjourn(meeting, by=secretary, at=NOON)
    told = drawn(MEETING, meeting.room)
    assert {name for name, _ in told} >= {
        "agenda.laid", "agenda.changed", "item.laid", "item.withdrawn", "item.taken_up", "item.finished",
        "attendance.recorded", "meeting.called", "meeting.adjourned", "resolution.recorded", "order.placed",
    }  # fmt: skip
    assert {name for name, _ in told} <= set(MEETING.events)
    assert told[-1][1]["meeting"]["state"] == "adjourned"
    assert told[-2][1]["resolution"]["orders"][0]["what"] == "실행계획"


def test_a_replay_reads_the_rows_once_however_many_events(
    meeting, secretary, members, django_assert_max_num_queries
):
    arrive(meeting, secretary, members)
    meetings.call_to_order(meeting, by=secretary, at=NOON)
    for item in items_of(meeting):
        meetings.take_up(item, by=secretary, at=NOON)
    with django_assert_max_num_queries(16):
        assert len(drawn(MEETING, meeting.room)) == 18


def test_the_same_verbs_are_spoken_into_the_room(meeting, secretary, members, chair):
    report, decide, closed = items_of(meeting)
    for person in members[:5]:
        command(meeting, "attendance.check_in", person, at=EARLY)
    there = command(
        meeting, "attendance.record", secretary, at=EARLY, seat=seat_of(meeting, members[5]), mode="in_person"
    )
    assert command(meeting, "meeting.call", chair).state == "in_session"
    command(meeting, "item.take_up", chair, item=report.pk)
    command(meeting, "item.finish", chair, item=report.pk)
    command(meeting, "item.take_up", secretary, item=decide.pk)
    said = {"form": "adopted", "method": "hands", "text": "그대로", "yes": 4, "no": 2, "abstain": 0}
    assert command(meeting, "resolution.record", secretary, item=decide.pk, **said).label == "제2026-1호"
    command(meeting, "remark.post", members[0], item=closed.pk, body="값이 높습니다")
    assert command(meeting, "meeting.recess", chair).state == "recessed"
    assert command(meeting, "meeting.resume", chair).state == "in_session"
    assert command(meeting, "attendance.end", members[5], attendance=there.pk).left_at == NOON
    assert command(meeting, "meeting.adjourn", chair).state == "adjourned"
    assert drawn(FLOOR, meeting.floor_room) == [("remark.posted", {"remark": remarks_of(meeting)[0]})]


NONSENSE = [
    ("item.take_up", {}, "not_found"),
    ("item.take_up", {"item": "9" * 40}, "not_found"),
    ("item.finish", {"item": True}, "not_found"),
    ("attendance.end", {"attendance": [1]}, "not_found"),
    ("attendance.record", {"seat": {}, "mode": []}, "seat_empty"),
    ("resolution.record", {"item": None}, "not_found"),
    ("remark.post", {"item": 0, "body": "말"}, "not_found"),
    ("attendance.check_in", {"code": {"a": 1}}, "door_code_over"),
    ("meeting.cancel", {"reason": {}}, "bad_text"),
    ("meeting.cancel", {}, "empty_words"),
]


def test_a_frame_that_makes_no_sense_is_refused(meeting, secretary, chair):
    for name, said, code in NONSENSE:
        by = chair if name == "attendance.check_in" else secretary
        refused = code_of_refusal(command, meeting, name, by, **said)
        assert refused is not None, name
        assert refused[0] == code, name


def test_a_reader_without_a_name_is_asked_to_sign_in(meeting):
    item = items_of(meeting)[0].pk
    for name in (*MEETING.commands, *FLOOR.commands):
        if name != "attendance.end":
            assert code_of_refusal(command, meeting, name, None, item=item) == ("sign_in_needed", 403), name


def test_a_command_reaches_nothing_of_another_meeting(meeting, council, secretary, members):
    other = laid(council, ordinal=3, starts_at=NOON + timedelta(days=1))
    [there] = arrive(meeting, secretary, members[:1])
    item = items_of(meeting)[0].pk
    for name in ("item.take_up", "item.finish", "resolution.record"):
        assert code_of_refusal(command, other, name, secretary, item=item) == ("not_found", 404)
    assert code_of_refusal(command, other, "remark.post", members[0], item=item, body="말") == (
        "not_found",
        404,
    )
    assert code_of_refusal(command, other, "attendance.end", secretary, attendance=there.pk) == (
        "not_found",
        404,
    )


def test_the_floor_is_rung_when_closed_words_may_have_changed(
    meeting, council, secretary, members, monkeypatch
):
    rung = []
    for module in (agenda, meetings, taking_part):
        monkeypatch.setattr(module, "ring", rung.append)
    begin(meeting, secretary, members[:6])
    *_, closed = items_of(meeting)
    laid(council, meeting=meeting, items=AGENDA, place="옆방", at=EARLY, reason="옮김")
    assert rung == []
    meetings.take_up(closed, by=secretary, at=NOON)
    resolutions.record_resolution(
        closed, form="deferred", method="unanimous", text="다음에 정한다.", by=secretary, at=NOON
    )
    assert rung == [meeting.floor_room] * 2
    assert Event.objects.last().room.kind == "meeting"
