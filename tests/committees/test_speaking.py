"""Who has the floor: asked for, given and over; a point of order first, and the gist of it all."""

from datetime import timedelta

import pytest

from committees.actions import meetings, observing, recusing, speaking
from committees.models import BodyRule, Gist, Minutes, SpeakingTurn
from committees.rooms import MeetingRoom
from committees.rows import inside_of, snapshot_of
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import LATER, code_of_refusal, drawn, items_of, seat_of

pytestmark = pytest.mark.django_db


def ask(item, by, kind="speech", at=NOON):
    return speaking.ask_turn(item, kind=kind, by=by, at=at)


def names(turns):
    return [(turn.name, turn.kind) for turn in turns]


def test_members_ask_each_once_for_each_kind_and_nobody_else_does(
    item, members, secretary, resident, officer
):
    for person in (secretary, resident, officer):
        assert code_of_refusal(ask, item, person) == ("not_a_member", 403)
    ask(item, members[3])
    assert code_of_refusal(ask, item, members[3]) == ("already_waiting", 409)
    ask(item, members[3], "point_of_order")
    ask(item, members[2], at=LATER)
    assert names(item.turns.waiting()) == [
        ("문예진", "point_of_order"), ("문예진", "speech"), ("나은서", "speech"),
    ]  # fmt: skip
    for kind in ("answer", "song", 5, []):
        assert code_of_refusal(ask, item, members[4], kind) == ("unknown_turn", 422)
    assert item.turns.count() == 3


def test_nobody_asks_where_nothing_is_on_the_floor(hall, item, members, secretary):
    report = items_of(hall)[0]
    assert code_of_refusal(ask, report, members[1]) == ("item_not_on_floor", 409)
    meetings.recess(hall, by=secretary, at=NOON)
    assert code_of_refusal(ask, item, members[1]) == ("meeting_not_in_session", 409)
    meetings.resume(hall, by=secretary, at=NOON)
    assert ask(item, members[1]).state == "waiting"


def test_a_closed_list_takes_a_point_of_order_and_keeps_those_who_wait(
    item, members, chair, secretary, member
):
    ask(item, members[3])
    assert code_of_refusal(speaking.close_list, item, by=member, at=NOON) == ("not_running", 403)
    assert code_of_refusal(speaking.open_list, item, by=chair, at=NOON) == ("list_not_shut", 409)
    speaking.close_list(item, by=chair, at=NOON)
    assert code_of_refusal(speaking.close_list, item, by=secretary, at=NOON) == ("list_shut", 409)
    assert code_of_refusal(ask, item, members[4]) == ("list_closed", 409)
    seat = seat_of(item.meeting, members[4])
    said = {"seat": seat, "by": secretary, "at": NOON}
    assert code_of_refusal(speaking.add_turn, item, **said) == ("list_closed", 409)
    ask(item, members[4], "point_of_order")
    assert names(item.turns.waiting()) == [("박시우", "point_of_order"), ("문예진", "speech")]
    row = next(row for row in snapshot_of(item.meeting)["items"] if row["id"] == item.pk)
    assert row["list_closed"] is True
    speaking.open_list(item, by=secretary, at=NOON)
    assert ask(item, members[4]).kind == "speech"


def test_the_floor_is_given_by_the_chair_and_the_running_turn_ends_with_it(item, members, chair, secretary):
    first, second = ask(item, members[2]), ask(item, members[3])
    for person in (members[2], members[3]):
        assert code_of_refusal(speaking.begin_turn, first, by=person, at=NOON) == ("not_running", 403)
    speaking.begin_turn(first, by=chair, at=NOON)
    assert code_of_refusal(speaking.begin_turn, first, by=chair, at=NOON) == ("turn_not_waiting", 409)
    assert code_of_refusal(speaking.end_turn, second, by=chair, at=NOON) == ("turn_not_speaking", 409)
    turn = speaking.begin_turn(second, by=secretary, at=LATER)
    first.refresh_from_db()
    assert (first.state, first.ended_at, turn.state, turn.began_at) == ("done", LATER, "speaking", LATER)
    assert Event.objects.get(name="turn.began", row_id=str(turn.pk)).facts == {"turns": [first.pk]}
    assert code_of_refusal(speaking.end_turn, turn, by=members[3], at=LATER) == ("not_running", 403)
    assert speaking.end_turn(turn, by=chair, at=LATER).state == "done"
    assert code_of_refusal(speaking.end_turn, turn, by=chair, at=LATER) == ("turn_not_speaking", 409)


def test_any_waiting_turn_may_begin_but_a_point_of_order_goes_first(item, members, chair):
    first, second = ask(item, members[2]), ask(item, members[3])
    order = ask(item, members[4], "point_of_order", at=LATER)
    for turn in (first, second):
        refused = code_of_refusal(speaking.begin_turn, turn, by=chair, at=LATER)
        assert refused == ("point_of_order_first", 409)
    speaking.begin_turn(order, by=chair, at=LATER)
    assert speaking.begin_turn(second, by=chair, at=LATER).name == "문예진"
    assert names(item.turns.waiting()) == [("나은서", "speech")]


def test_the_time_of_a_turn_is_that_of_the_rule_when_it_began(council, item, members, chair):
    first, second, third = (ask(item, person) for person in members[2:5])
    assert speaking.begin_turn(first, by=chair, at=NOON).seconds == 180
    for turn, seconds in ((second, 60), (third, None)):
        BodyRule.objects.update(speaking_seconds=seconds)
        assert speaking.begin_turn(turn, by=chair, at=NOON).seconds == seconds
    first.refresh_from_db()
    assert first.seconds == 180


def test_whoever_waits_takes_it_back_or_the_chair_does(item, members, chair):
    mine, theirs = ask(item, members[2]), ask(item, members[3])
    refused = code_of_refusal(speaking.withdraw_turn, theirs, by=members[2], at=NOON)
    assert refused == ("not_running", 403)
    assert speaking.withdraw_turn(mine, by=members[2], at=LATER).ended_at == LATER
    assert speaking.withdraw_turn(theirs, by=chair, at=LATER).state == "withdrawn"
    refused = code_of_refusal(speaking.withdraw_turn, mine, by=members[2], at=LATER)
    assert refused == ("turn_not_waiting", 409)
    assert ask(item, members[2]).state == "waiting"


def test_an_item_that_comes_back_has_an_open_list(item, members, chair, secretary):
    speaking.close_list(item, by=chair, at=NOON)
    meetings.finish(item, by=chair, at=NOON)
    again = meetings.take_up(item, by=chair, at=LATER)
    assert again.list_closed_at is None
    assert ask(again, members[4], at=LATER).state == "waiting"


def test_the_secretary_puts_a_seat_on_the_list_or_an_official_who_explains(item, members, chair, secretary):
    said = {"by": secretary, "at": NOON}
    turn = speaking.add_turn(item, seat=seat_of(item.meeting, chair), **said)
    assert (turn.person, turn.name, turn.badge, turn.kind) == (chair, "강하윤", "위원장", "speech")
    turn = speaking.add_turn(item, name=" 교통행정과장 ", badge="교통행정과", **said)
    assert (turn.person, turn.seat, turn.name, turn.kind) == (None, None, "교통행정과장", "answer")
    same = code_of_refusal(speaking.add_turn, item, name="교통행정과장", badge="교통행정과", **said)
    assert same == ("already_waiting", 409)
    for asked, code in [
        ({}, "speaker_needed"),
        ({"seat": 1, "name": "과장"}, "speaker_needed"),
        ({"seat": 10**6}, "seat_empty"),
        ({"seat": "1"}, "seat_empty"),
        ({"name": "과장", "kind": "speech"}, "unknown_turn"),
        ({"seat": seat_of(item.meeting, members[4]), "kind": "answer"}, "unknown_turn"),
    ]:
        assert code_of_refusal(speaking.add_turn, item, **asked, **said) == (code, 422), asked
    for person in (chair, members[3]):
        refused = code_of_refusal(speaking.add_turn, item, name="과장", by=person, at=NOON)
        assert refused == ("not_secretary", 403)
    assert item.turns.count() == 2


@pytest.mark.parametrize("ending", ["take_up", "finish", "adjourn"])
def test_what_ends_the_item_ends_who_speaks_and_lets_go_who_waits(hall, item, members, secretary, ending):
    running, waiting = ask(item, members[2]), ask(item, members[3])
    speaking.begin_turn(running, by=secretary, at=NOON)
    row = {"take_up": items_of(hall)[0], "finish": item, "adjourn": hall}[ending]
    getattr(meetings, ending)(row, by=secretary, at=LATER)
    states = [(turn.state, turn.ended_at) for turn in SpeakingTurn.objects.order_by("id")]
    assert states == [("done", LATER), ("withdrawn", LATER)]
    assert Event.objects.order_by("seq").last().facts["turns"] == [running.pk, waiting.pk]
    _name, data = drawn(MeetingRoom(), hall.room)[-1]
    assert [row["state"] for row in data["turns"]] == ["done", "withdrawn"]


def test_what_is_said_of_a_closed_item_is_drawn_without_a_name(hall, members, secretary):
    closed = meetings.take_up(items_of(hall)[2], by=secretary, at=NOON)
    turn = speaking.begin_turn(ask(closed, members[2]), by=secretary, at=NOON)
    speaking.type_gist(closed, words="값이 높습니다", turn=turn, by=secretary, at=NOON)
    told = str([snapshot_of(hall), drawn(MeetingRoom(), hall.room)])
    [row] = snapshot_of(hall)["turns"]
    assert (row["name"], row["seat"], row["state"]) == ("", None, "speaking")
    assert "값이 높습니다" not in told
    [gist] = inside_of(hall)["gists"]
    assert (gist["name"], gist["words"]) == ("나은서", "값이 높습니다")


def test_the_secretary_types_what_is_said_and_mends_it_until_the_minutes_are_laid(
    hall, item, members, chair, secretary
):
    turn = speaking.begin_turn(ask(item, members[2]), by=secretary, at=NOON)
    said = {"words": "조명부터 바꿉시다.", "at": NOON}
    for person in (chair, members[2]):
        refused = code_of_refusal(speaking.type_gist, item, by=person, **said)
        assert refused == ("not_secretary", 403)
    gist = speaking.type_gist(item, turn=turn, by=secretary, **said)
    assert (gist.name, gist.turn, gist.item) == ("나은서", turn, item)
    told = speaking.type_gist(item, words="(장내 정리)", by=secretary, at=NOON)
    assert (told.name, told.turn) == ("", None)
    named = speaking.type_gist(
        item, words="예산이 있습니다.", name="과장", badge="교통과", by=secretary, at=NOON
    )
    assert (named.name, named.badge) == ("과장", "교통과")
    untouched = code_of_refusal(speaking.type_gist, items_of(hall)[0], by=secretary, **said)
    assert untouched == ("item_not_taken_up", 409)
    meetings.adjourn(hall, by=secretary, at=LATER)
    change = {"words": "조명부터 바꾸자고 함.", "by": secretary, "at": LATER}
    assert speaking.change_gist(gist, **change).changed_at == LATER
    refused = code_of_refusal(speaking.change_gist, gist, **change | {"by": chair})
    assert refused == ("not_secretary", 403)
    Minutes.objects.create(meeting=hall, state="correcting", edition=1)
    assert code_of_refusal(speaking.change_gist, gist, **change) == ("minutes_laid", 409)
    assert code_of_refusal(speaking.type_gist, item, by=secretary, **said) == ("minutes_laid", 409)
    assert Gist.objects.count() == 3


def test_a_mended_line_is_drawn_as_it_reads_now(hall, item, secretary):
    gist = speaking.type_gist(item, words="틀린 말", by=secretary, at=NOON)
    speaking.change_gist(gist, words="맞는 말", by=secretary, at=LATER)
    told = [(name, data["gist"]["words"]) for name, data in drawn(MeetingRoom(), hall.room) if "gist" in data]
    assert told == [("gist.typed", "맞는 말"), ("gist.changed", "맞는 말")]
    assert "gist.changed" in MeetingRoom.hiding


def test_whoever_keeps_out_is_not_heard(item, members, chair, secretary):
    waiting, running = ask(item, members[3]), ask(item, members[2])
    speaking.begin_turn(running, by=chair, at=NOON)
    for person in members[2:4]:
        recusing.record(item, kind="self", reason="이해관계", by=person, at=LATER)
    waiting.refresh_from_db()
    running.refresh_from_db()
    assert (waiting.state, running.state) == ("withdrawn", "done")
    for kind in ("speech", "point_of_order"):
        assert code_of_refusal(ask, item, members[3], kind) == ("recused", 403)
    seat = seat_of(item.meeting, members[3])
    refused = code_of_refusal(speaking.add_turn, item, seat=seat, by=secretary, at=NOON)
    assert refused == ("recused", 403)


def test_the_secretary_writes_down_who_is_there_without_a_seat(hall, chair, member, secretary):
    said = {"name": "도시재생과장", "office": "도시재생과", "at": NOON}
    for person in (chair, member):
        assert code_of_refusal(observing.record, hall, by=person, **said) == ("not_secretary", 403)
    observer = observing.record(hall, by=secretary, **said)
    assert code_of_refusal(observing.record, hall, by=secretary, **said) == ("observer_recorded", 409)
    refused = code_of_refusal(observing.remove, observer, by=chair, at=NOON)
    assert refused == ("not_secretary", 403)
    assert observing.remove(observer, by=secretary, at=LATER).left_out_at == LATER
    refused = code_of_refusal(observing.remove, observer, by=secretary, at=LATER)
    assert refused == ("observer_left_out", 409)
    assert observing.record(hall, by=secretary, **said).pk != observer.pk
    assert [row["gone"] for row in snapshot_of(hall)["observers"]] == [True, False]


def test_nobody_speaks_past_the_term(item, members, chair):
    waiting = ask(item, members[3])
    members[3].memberships.update(end=NOON.date() - timedelta(days=1))
    assert code_of_refusal(ask, item, members[3], "point_of_order") == ("not_a_member", 403)
    assert speaking.withdraw_turn(waiting, by=members[3], at=NOON).state == "withdrawn"


def test_a_page_of_a_minute_ago_puts_no_closed_word_under_an_open_item(hall, item, members, secretary):
    said = {"words": "값이 높습니다", "by": secretary, "at": NOON}
    closed = meetings.take_up(items_of(hall)[2], by=secretary, at=NOON)
    assert code_of_refusal(speaking.type_gist, item, **said) == ("closed_on_floor", 409)
    assert speaking.type_gist(closed, **said).words == "값이 높습니다"
    meetings.finish(closed, by=secretary, at=NOON)
    assert speaking.type_gist(item, **said | {"words": "조명부터"}).item == item
