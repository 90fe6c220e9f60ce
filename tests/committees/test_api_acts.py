"""The door for programs: what is done in a meeting, and how it is refused, as in the room."""

from uuid import uuid4

import pytest

from committees.actions import meetings
from committees.door_code import code_of
from committees.models import Attendance, Order, Resolution
from committees.rooms import FloorRoom, MeetingRoom
from district.refusals import Refusal
from letters.models import Dispatch
from realtime.kinds import Address, Context
from realtime.models import Event
from tests.committees.conftest import CLOSED_WORDS
from tests.committees.doors import act, api, problem

pytestmark = pytest.mark.django_db


def heard(room, verb, key, by, now, **said):
    """The same asked in the room: the code of its refusal."""
    try:
        room.commands[verb](Address("", str(key)), by, said, Context(now, None))
    except Refusal as refusal:
        return refusal.code, refusal.status, str(refusal)
    return None


def test_a_member_is_counted_once(visit, gathering, member):
    first = act(visit(member), api(gathering, "attendances"))
    assert (first.status_code, first.json()["name"], first.json()["mode"]) == (201, "김도연", "remote")
    again = act(visit(member), api(gathering, "attendances"))
    assert problem(again) == ("already_present", 409)
    assert Attendance.objects.count() == 1


def test_the_same_ref_is_one_coming(visit, gathering, member):
    ref = uuid4()
    first = act(visit(member), api(gathering, "attendances"), ref)
    again = act(visit(member), api(gathering, "attendances"), ref)
    assert (again.status_code, again.json()) == (201, first.json())
    other = act(visit(member), api(gathering, "attendances"), ref, code="other")
    assert problem(other) == ("ref_reused", 409)


def test_the_code_of_the_door_says_that_somebody_is_in_the_room(visit, gathering, member, now):
    told = act(visit(member), api(gathering, "attendances"), code=code_of(gathering, now)).json()
    assert told["mode"] == "in_person"
    refused = act(visit(member), api(gathering, "attendances"), code="0" * 20)
    assert problem(refused) == ("door_code_over", 409)


def test_the_secretary_counts_a_member_by_the_seat(visit, gathering, member, secretary):
    seat = member.memberships.get().seat_id
    refused = act(visit(member), api(gathering, "attendances"), seat=seat, mode="in_person")
    assert problem(refused) == ("not_secretary", 403)
    told = act(visit(secretary), api(gathering, "attendances"), seat=seat, mode="in_person")
    assert (told.status_code, told.json()["seat"]) == (201, seat)
    gone = act(visit(secretary), f"/api/v1/attendances/{told.json()['id']}/end/")
    assert gone.json()["present"] is False


def test_a_meeting_walks_from_its_call_to_its_end(visit, gathering, members, chair, secretary, items, now):
    assert problem(act(visit(secretary), api(gathering, "call"))) == ("no_quorum", 409)
    for person in members[:6]:
        meetings.check_in(gathering, by=person, at=now)
    assert act(visit(chair), api(gathering, "call")).json()["state"] == "in_session"
    assert act(visit(secretary), api(items[0], "take-up")).json()["state"] == "on_floor"
    assert visit().get(api(gathering)).json()["item"] == items[0].pk
    assert act(visit(secretary), api(items[1], "take-up")).json()["state"] == "on_floor"
    assert visit().get(api(gathering)).json()["items"][0]["state"] == "done"
    assert act(visit(secretary), api(items[1], "finish")).json()["state"] == "done"
    assert act(visit(chair), api(gathering, "recess")).json()["state"] == "recessed"
    assert act(visit(chair), api(gathering, "resume")).json()["state"] == "in_session"
    assert act(visit(chair), api(gathering, "adjourn")).json()["state"] == "adjourned"


def test_a_closed_item_on_the_floor_is_told_as_closed_and_no_more(visit, sitting, items, secretary):
    told = act(visit(secretary), api(items[2], "take-up"))
    assert CLOSED_WORDS not in told.content.decode()
    meeting = visit().get(api(sitting)).json()
    assert (meeting["item"], meeting["closed"]) == (items[2].pk, True)


def resolution(**said):
    return {
        "form": "adopted",
        "method": "hands",
        "text": "원안대로 의결한다.",
        "yes": 5,
        "no": 1,
        "abstain": 0,
    } | said


def test_a_resolution_is_written_down_with_its_arithmetic(visit, sitting, items, secretary, member):
    client = visit(secretary)
    assert problem(act(client, api(items[1], "resolution"), **resolution())) == (
        "item_not_on_floor",
        409,
    )
    act(client, api(items[1], "take-up"))
    refused = act(visit(member), api(items[1], "resolution"), **resolution())
    assert problem(refused) == ("not_secretary", 403)
    wrong = act(client, api(items[1], "resolution"), **resolution(yes=2))
    assert problem(wrong) == ("result_disagrees", 409)
    told = act(client, api(items[1], "resolution"), **resolution())
    assert (told.status_code, told.json()["text"]) == (201, "원안대로 의결한다.")
    assert "찬성 5 ≥ 4 → 원안가결" in told.json()["line"]
    assert visit().get(f"/api/v1/resolutions/{told.json()['id']}/").json()["label"] == told.json()["label"]


def test_the_words_of_a_closed_resolution_stay_inside(visit, sitting, items, secretary, member):
    act(visit(secretary), api(items[2], "take-up"))
    told = act(visit(secretary), api(items[2], "resolution"), **resolution(text=CLOSED_WORDS))
    assert told.status_code == 201
    for client in (visit(), visit(member)):
        for address in ("/api/v1/resolutions/", f"/api/v1/resolutions/{told.json()['id']}/", api(sitting)):
            assert CLOSED_WORDS not in client.get(address).content.decode()
    inside = visit(member).get(api(sitting, "inside")).json()
    assert inside["resolutions"][0]["text"] == CLOSED_WORDS


def test_members_write_on_an_item_and_nobody_else_reads_it(
    visit, sitting, items, member, secretary, resident
):
    address = api(items[1], "remarks")
    told = act(visit(member), address, body="수치를 다시 보아 주십시오.")
    assert (told.status_code, told.json()["author"]["name"]) == (201, "김도연")
    assert problem(act(visit(resident), address, body="나도")) == ("not_a_member", 403)
    assert problem(act(visit(member), address, body=" ")) == ("empty_words", 422)
    assert problem(visit().get(address)) == ("sign_in_needed", 403)
    assert problem(visit(resident).get(address)) == ("not_found", 404)
    answer = visit(secretary).get(address)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [row["body"] for row in answer.json()["results"]] == ["수치를 다시 보아 주십시오."]


def test_a_department_is_asked_and_reports_once(visit, sitting, items, secretary, officer, head, resident):
    client = visit(secretary)
    act(client, api(items[1], "take-up"))
    pk = act(client, api(items[1], "resolution"), **resolution()).json()["id"]
    asked = {"what": "세부 일정을 세운다", "department": officer.postings.get().post.department_id}
    assert problem(act(client, f"/api/v1/resolutions/{pk}/orders/", what="x", department=0)) == (
        "invalid",
        422,
    )
    order = act(client, f"/api/v1/resolutions/{pk}/orders/", due="2026-12-31", **asked)
    assert (order.status_code, order.json()["due"]) == (201, "2026-12-31")
    address = f"/api/v1/orders/{order.json()['id']}/report/"
    assert problem(act(visit(resident), address, report="함")) == ("not_its_department", 403)
    assert act(visit(officer), address, report="마쳤습니다.").json()["state"] == "done"
    assert problem(act(visit(head), address, report="또")) == ("order_done", 409)
    assert Order.objects.get().resolution == Resolution.objects.get()


def test_door_and_room_refuse_in_the_same_words(visit, gathering, member, resident, now):
    for person in (member, resident):
        for verb in ("call", "recess", "resume", "adjourn", "cancel"):
            answer = act(visit(person), api(gathering, verb))
            in_room = heard(MeetingRoom(), f"meeting.{verb}", gathering.pk, person, now)
            assert in_room == (*problem(answer), answer.json()["detail"]), verb


def test_a_meeting_is_called_off_with_a_reason_once(visit, gathering, secretary):
    client, ref, address = visit(secretary), uuid4(), api(gathering, "cancel")
    for reason, code in (("", "empty_words"), (["폭설"], "bad_text"), ("가" * 301, "too_long")):
        assert problem(act(client, address, reason=reason)) == (code, 422)
    told, again = (act(client, address, ref, reason="폭설").json() for _ in range(2))
    assert (told["state"], told["seq"]) == ("cancelled", again["seq"])
    assert problem(act(client, address, reason="또")) == ("meeting_over", 409)
    assert Dispatch.objects.filter(about=f"meeting/{gathering.pk}/cancelled").count() == 1


def test_whoever_is_nobody_is_asked_to_sign_in_by_every_act(visit, gathering, items):
    for address in (
        api(gathering, "call"),
        api(gathering, "attendances"),
        api(items[0], "take-up"),
        api(items[0], "finish"),
        api(items[0], "remarks"),
        api(items[0], "resolution"),
    ):
        assert problem(act(visit(), address)) == ("sign_in_needed", 403)


def test_a_ref_from_the_room_is_the_same_act_at_the_door(visit, sitting, items, secretary):
    ref, room = uuid4(), MeetingRoom()
    told = act(visit(secretary), api(items[0], "take-up"), ref).json()
    again = act(visit(secretary), api(items[0], "take-up"), ref).json()
    assert told["seq"] == again["seq"]
    assert Event.objects.filter(name="item.taken_up").count() == 1
    assert set(room.commands) >= {"item.take_up", "item.finish"}
    assert set(FloorRoom().commands) == {"remark.post"}


def test_an_act_without_a_number_is_refused(visit, gathering, member):
    answer = visit(member).post(api(gathering, "attendances"), {}, content_type="application/json")
    assert problem(answer) == ("bad_ref", 422)
