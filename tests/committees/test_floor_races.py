"""What members press in the same moment on the floor, on the database that a real town hall uses."""

import pytest

from committees.actions import meetings, motions, recusing, speaking
from committees.models import BodyRule, Motion, Recusal, Second, SpeakingTurn
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import LATER, items_of, seat_of
from tests.committees.test_races import afresh, check_the_books, outcomes
from tests.deliberation.test_races import at_once

pytestmark = [pytest.mark.real, pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def ask(item, by, kind="speech"):
    return speaking.ask_turn(item, kind=kind, by=afresh(by), at=NOON)


def test_of_those_who_second_at_once_each_counts_once_and_the_motion_stands_once(hall, item, moving, members):
    BodyRule.objects.update(seconds_needed=2)
    motion = moving(members[1])
    acts = [
        lambda by=by: motions.second(motion, by=afresh(by), at=LATER)
        for by in (members[2], members[3], members[4], members[2], members[3])
    ]
    assert outcomes(at_once(acts)) == (3, {"already_seconded"})
    motion.refresh_from_db()
    assert (motion.state, motion.seconded_at, Second.objects.count()) == ("debated", LATER, 3)
    check_the_books(hall)


def test_of_two_who_are_given_the_floor_at_once_one_speaks(hall, item, members, chair, secretary):
    turns = [ask(item, person) for person in members[1:5]]
    acts = [
        lambda turn=turn, by=by: speaking.begin_turn(turn, by=afresh(by), at=LATER)
        for turn in turns
        for by in (chair, secretary)
    ]
    done, codes = outcomes(at_once(acts))
    assert (done, codes) == (4, {"turn_not_waiting"})
    states = sorted(SpeakingTurn.objects.values_list("state", flat=True))
    assert states == ["done", "done", "done", "speaking"]
    last = Event.objects.filter(name="turn.began").order_by("seq").last()
    assert SpeakingTurn.objects.get(state="speaking").pk == int(last.row_id)
    check_the_books(hall)


def test_of_two_main_motions_at_once_one_is_before_the_meeting(hall, item, members):
    said = {"kind": "main", "text": "원안대로 한다.", "at": NOON}
    acts = [lambda by=by: motions.move(item, by=afresh(by), **said) for by in members[1:7]]
    assert outcomes(at_once(acts)) == (1, {"motion_pending"})
    assert Motion.objects.get().number == 1
    procedural = {"kind": "procedural", "text": "정회하자", "at": NOON}
    acts = [lambda by=by: motions.move(item, by=afresh(by), **procedural) for by in members[1:7]]
    assert outcomes(at_once(acts)) == (6, set())
    numbers = sorted(Motion.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 8))
    check_the_books(hall)


def test_whoever_presses_twice_waits_once_and_keeps_out_once(hall, item, members, secretary):
    acts = [lambda: ask(item, members[2]) for _tab in range(4)]
    assert outcomes(at_once(acts)) == (1, {"already_waiting"})
    seat = seat_of(hall, members[2])
    acts = [
        lambda: recusing.record(item, kind="self", reason="친족", by=afresh(members[2]), at=LATER),
        lambda: recusing.record(
            item, kind="statutory", reason="친족", seat=seat, by=afresh(secretary), at=LATER
        ),
        lambda: recusing.record(
            item, kind="challenge", reason="친족", seat=seat, by=afresh(members[3]), at=LATER
        ),
    ]
    assert outcomes(at_once(acts)) == (1, {"already_recused"})
    recusal = Recusal.objects.get()
    turn = SpeakingTurn.objects.get()
    assert (recusal.state, turn.state) in {("in_force", "withdrawn"), ("pending", "waiting")}
    check_the_books(hall)


def test_who_asks_while_the_item_goes_waits_nowhere(hall, item, members, chair, secretary):
    waiting = ask(item, members[1])
    report = items_of(hall)[0]
    acts = [
        *(lambda by=by: ask(item, by) for by in members[2:7]),
        lambda: speaking.begin_turn(waiting, by=afresh(chair), at=LATER),
        lambda: speaking.close_list(item, by=afresh(secretary), at=LATER),
        lambda: meetings.take_up(report, by=afresh(secretary), at=LATER),
        lambda: motions.move(item, kind="main", text="원안", by=afresh(members[7]), at=LATER),
    ]
    codes = outcomes(at_once(acts))[1]
    assert codes <= {"item_not_on_floor", "list_closed", "turn_not_waiting"}
    assert not SpeakingTurn.objects.filter(state__in=["waiting", "speaking"]).exists()
    check_the_books(hall)
