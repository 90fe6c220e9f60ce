"""동의와 재청: who may move and second, what is put first, and what is let go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from committees.actions import meetings, motions, recusing
from committees.models import BodyRule, Motion, Second
from committees.precedence import check_put, in_order, to_be_put
from committees.rooms import MeetingRoom
from committees.rows import inside_of, snapshot_of
from district.refusals import Refusal
from realtime.models import Event
from tests.cast import NOON
from tests.committees.acts import LATER, code_of_refusal, drawn, items_of, seat_of

pytestmark = pytest.mark.django_db
DONE = {"carried", "rejected", "withdrawn", "lapsed"}


def state_of(motion):
    return Motion.objects.get(pk=motion.pk).state


def refused_move(item, by, kind="main", **said):
    return code_of_refusal(motions.move, item, kind=kind, text="원안대로", by=by, at=NOON, **said)


def seconds_of(motion, people):
    return [code_of_refusal(motions.second, motion, by=person, at=LATER) for person in people]


@pytest.mark.parametrize("needed", [0, 1, 2])
def test_a_motion_is_talked_about_once_enough_members_have_seconded_it(item, moving, members, needed):
    BodyRule.objects.update(seconds_needed=needed)
    motion = moving(members[1])
    for person in members[2 : 2 + needed]:
        assert (motion.state, motion.seconded_at) == ("moved", None)
        assert code_of_refusal(check_put, motion, item.motions.all()) == ("not_seconded", 409)
        motion = motions.second(motion, by=person, at=LATER)
    assert (motion.state, motion.seconded_at) == ("debated", LATER if needed else NOON)
    assert code_of_refusal(check_put, motion, item.motions.all()) is None
    assert (motion.seconds_needed, motion.seconds.count()) == (needed, needed)


def test_what_the_rule_asks_is_that_of_the_moment_in_which_it_was_moved(moving, members):
    motion = moving(members[1])
    BodyRule.objects.update(seconds_needed=5)
    assert motions.second(motion, by=members[2], at=LATER).state == "debated"


def test_nobody_seconds_oneself_nor_twice_nor_without_a_seat(
    item, moving, members, chair, secretary, resident
):
    BodyRule.objects.update(seconds_needed=2)
    motion = moving(members[1])
    assert seconds_of(motion, [members[1]]) == [("own_motion", 409)]
    assert seconds_of(motion, [secretary, resident]) == [("not_a_member", 403)] * 2
    assert seconds_of(motion, [members[2], members[2]]) == [None, ("already_seconded", 409)]
    assert state_of(motion) == "moved"
    assert seconds_of(motion, [chair, members[4]]) == [None, None]
    assert (state_of(motion), Second.objects.count()) == ("debated", 3)


def test_members_move_and_nobody_else_does(item, moving, chair, member, secretary, resident, officer):
    for person in (secretary, resident, officer):
        assert refused_move(item, person) == ("not_a_member", 403)
    assert not Motion.objects.exists()
    motion = moving(chair)
    assert (motion.number, motion.name, motion.badge, motion.label) == (1, "강하윤", "위원장", "동의 1")
    assert refused_move(item, member) == ("motion_pending", 409)
    assert moving(member, "amendment", amends=motion).label == "수정동의 2"


def test_the_secretary_writes_down_what_was_moved_and_seconded_in_the_hall(
    item, moving, members, secretary, chair
):
    seats = [seat_of(item.meeting, person) for person in members]
    motion = moving(secretary, seat=seats[3])
    assert (motion.mover, motion.name) == (members[3], "문예진")
    assert Event.objects.get(name="motion.moved").actor == secretary
    own = code_of_refusal(motions.second, motion, by=secretary, seat=seats[3], at=NOON)
    assert own == ("own_motion", 409)
    for person in (chair, members[4]):
        refused = code_of_refusal(motions.second, motion, by=person, seat=seats[5], at=NOON)
        assert refused == ("not_secretary", 403)
        assert refused_move(item, person, "procedural", seat=seats[5]) == ("not_secretary", 403)
    assert motions.second(motion, by=secretary, seat=seats[5], at=NOON).state == "debated"
    assert [row["name"] for row in snapshot_of(item.meeting)["motions"][0]["seconds"]] == ["서지안"]
    for seat in (10**6, "1", [], True):
        assert refused_move(item, secretary, "procedural", seat=seat) == ("seat_empty", 422)


def test_where_nothing_is_decided_one_may_only_move_how_to_go_on(hall, members, secretary):
    report = meetings.take_up(items_of(hall)[0], by=secretary, at=NOON)
    assert refused_move(report, members[1]) == ("only_procedural", 409)
    assert refused_move(report, members[1], "procedural") is None
    assert refused_move(items_of(hall)[1], members[1]) == ("item_not_on_floor", 409)
    considered = meetings.take_up(items_of(hall)[2], by=secretary, at=NOON)
    assert refused_move(considered, members[1]) is None


def test_an_item_has_one_pending_main_motion_and_another_after_it(item, moving, members):
    first = moving(members[1])
    assert refused_move(item, members[2]) == ("motion_pending", 409)
    motions.withdraw(first, by=members[1], at=LATER)
    assert moving(members[2]).number == 2


def test_an_amendment_mends_one_pending_motion_of_the_item(hall, item, moved, moving, members, secretary):
    for kind, amends in (("amendment", None), ("main", moved), ("procedural", moved)):
        assert refused_move(item, members[3], kind, amends=amends) == ("amends_one", 422)
    amendment = moving(members[3], "amendment", amends=moved)
    deeper = moving(members[4], "amendment", amends=amendment)
    assert refused_move(item, members[5], "amendment", amends=deeper) == ("too_deep_amendment", 409)
    order = moving(members[5], "procedural")
    assert refused_move(item, members[6], "amendment", amends=order) == ("not_amendable", 409)
    motions.withdraw(deeper, by=members[4], at=NOON)
    assert refused_move(item, members[5], "amendment", amends=deeper) == ("motion_over", 409)
    for kind in ("song", None, 5, []):
        assert refused_move(item, members[5], kind) == ("unknown_motion", 422)


def test_a_motion_is_taken_back_by_its_mover_and_what_would_mend_it_goes_with_it(
    item, moved, moving, members, chair, secretary
):
    amendment = moving(members[3], "amendment", amends=moved)
    deeper = moving(members[4], "amendment", amends=amendment)
    for person in (members[2], chair):
        refused = code_of_refusal(motions.withdraw, moved, by=person, at=LATER)
        assert refused == ("not_mover", 403)
    assert motions.withdraw(moved, by=members[1], at=LATER).state == "withdrawn"
    assert [state_of(each) for each in (moved, amendment, deeper)] == ["withdrawn", "lapsed", "lapsed"]
    assert code_of_refusal(motions.withdraw, moved, by=members[1], at=LATER) == ("motion_over", 409)
    assert seconds_of(amendment, [members[5]]) == [("motion_over", 409)]
    written = moving(secretary, seat=seat_of(item.meeting, members[3]))
    assert motions.withdraw(written, by=secretary, at=LATER).state == "withdrawn"


def test_what_nobody_seconds_the_chair_lets_go(item, moving, members, chair):
    motion = moving(members[1])
    refused = code_of_refusal(motions.lapse, motion, by=members[1], at=LATER)
    assert refused == ("not_running", 403)
    assert motions.lapse(motion, by=chair, at=LATER).ended_at == LATER
    assert code_of_refusal(motions.lapse, motion, by=chair, at=LATER) == ("motion_over", 409)
    held = motions.second(moving(members[1]), by=members[2], at=NOON)
    assert code_of_refusal(motions.lapse, held, by=chair, at=LATER) == ("motion_seconded", 409)


def test_whoever_keeps_out_neither_moves_nor_seconds(item, moved, members, secretary):
    recusing.record(item, kind="self", reason="이해관계", by=members[5], at=NOON)
    assert refused_move(item, members[5], "procedural") == ("recused", 403)
    assert seconds_of(moved, [members[5]]) == [("recused", 403)]
    seat = seat_of(item.meeting, members[5])
    assert refused_move(item, secretary, "procedural", seat=seat) == ("recused", 403)


def test_nothing_is_moved_or_taken_back_during_a_vote(item, moved, members, chair, voting):
    vote = voting(item, moved)
    refused = ("vote_open", 409)
    assert refused_move(item, members[3], "amendment", amends=moved) == refused
    assert code_of_refusal(motions.withdraw, moved, by=members[1], at=LATER) == refused
    vote.state, vote.closed_at, vote.void_reason = "void", LATER, "잘못 열었음"
    vote.save()
    assert motions.withdraw(moved, by=members[1], at=LATER).state == "withdrawn"


def test_what_is_moved_on_a_closed_item_keeps_its_words_inside(hall, members, secretary):
    closed = meetings.take_up(items_of(hall)[2], by=secretary, at=NOON)
    said = {"kind": "main", "text": "호암로 부지를 산다", "by": members[1], "at": NOON}
    motions.second(motions.move(closed, **said), by=members[2], at=NOON)
    told = str([snapshot_of(hall)["motions"], drawn(MeetingRoom(), hall.room)])
    assert "호암로 부지를 산다" not in told
    [row] = snapshot_of(hall)["motions"]
    assert (row["label"], row["name"], row["seconds"], row["state_label"]) == ("동의 1", "", [], "토론")
    assert inside_of(hall)["motions"][0]["seconds"] == [{"name": "나은서"}]


def test_after_each_motion_everybody_sees_what_comes_next(hall, item, moved, moving, members, chair):
    moving(members[3], "amendment", amends=moved)
    _name, data = drawn(MeetingRoom(), hall.room)[-1]
    assert [(row["label"], row["next"]) for row in data["motions"]] == [
        ("동의 1", False),
        ("수정동의 2", True),
    ]
    motions.lapse(item.motions.get(number=2), by=chair, at=LATER)
    _name, data = drawn(MeetingRoom(), hall.room)[-1]
    assert [row["next"] for row in data["motions"]] == [True, False]


# What was moved in order: kind, which earlier one it amends, its state; and the order in which it is put.
ORDER = {
    "a motion alone": ([("main", 0, "debated")], [1]),
    "the last amendment first, the motion last": (
        [("main", 0, "debated"), ("amendment", 1, "debated"), ("amendment", 1, "debated")],
        [3, 2, 1],
    ),
    "what mends an amendment before all amendments": (
        [("main", 0, "debated"), ("amendment", 1, "debated"), ("amendment", 2, "debated"),
         ("amendment", 1, "debated")],
        [3, 4, 2, 1],
    ),
    "of two that mend amendments the last moved": (
        [("main", 0, "debated"), ("amendment", 1, "debated"), ("amendment", 1, "debated"),
         ("amendment", 2, "debated"), ("amendment", 3, "debated")],
        [5, 4, 3, 2, 1],
    ),
    "how to go on before everything": (
        [("main", 0, "debated"), ("procedural", 0, "debated"), ("amendment", 1, "debated"),
         ("procedural", 0, "debated")],
        [4, 2, 3, 1],
    ),
    "what is decided is out of the way": (
        [("main", 0, "debated"), ("amendment", 1, "carried"), ("amendment", 1, "rejected"),
         ("procedural", 0, "withdrawn"), ("amendment", 1, "lapsed")],
        [1],
    ),
    "what mends an adopted amendment's sibling still goes first": (
        [("main", 0, "debated"), ("amendment", 1, "debated"), ("amendment", 2, "carried")],
        [2, 1],
    ),
    "an unseconded one stands in the way": (
        [("main", 0, "debated"), ("amendment", 1, "moved"), ("amendment", 1, "debated")],
        [3, 2, 1],
    ),
    "how to go on without a motion": ([("procedural", 0, "moved"), ("procedural", 0, "debated")], [2, 1]),
    "nothing is pending": ([("main", 0, "carried"), ("main", 0, "rejected")], []),
    "nothing was moved": ([], []),
}  # fmt: skip


def made(moves):
    """Motions that no table has seen, numbered from one."""
    return [
        Motion(pk=100 + n, number=n, kind=kind, state=state, amends_id=100 + amends if amends else None)
        for n, (kind, amends, state) in enumerate(moves, start=1)
    ]


def put(motion, rows):
    return code_of_refusal(check_put, motion, rows)


@pytest.mark.parametrize(("moves", "order"), ORDER.values(), ids=ORDER)
def test_the_order_in_which_motions_are_put(moves, order):
    rows = made(moves)
    assert [motion.number for motion in in_order(reversed(rows))] == order
    first = to_be_put(rows)
    assert (first and first.number) == (order[0] if order else None)
    assert put(None, rows) == (("other_motion_first", 409) if order else None)
    for motion in rows:
        expected = ("other_motion_first", 409)
        if motion.state in DONE:
            expected = ("motion_over", 409)
        elif motion.state == "moved":
            expected = ("not_seconded", 409)
        elif motion.number == order[0]:
            expected = None
        assert put(motion, rows) == expected, motion.number


def test_the_refusal_names_what_comes_first():
    rows = made([("main", 0, "debated"), ("amendment", 1, "moved")])
    with pytest.raises(Refusal) as refused:
        check_put(rows[0], rows)
    assert (refused.value.code, str(refused.value)) == (
        "other_motion_first", "수정동의 2부터 처리해야 합니다.",
    )  # fmt: skip
    assert refused.value.facts == {"motion": rows[1].pk}


@st.composite
def meetings_of_motions(draw):
    """Whatever may have been moved: one pending main motion at most, amendments at most two deep."""
    moves, depth = [], []
    states = st.sampled_from(["moved", "debated", "carried", "rejected", "withdrawn", "lapsed"])
    for _ in range(draw(st.integers(0, 12))):
        open_ = [n for n, deep in enumerate(depth) if deep in {0, 1}]
        kinds = ["procedural", "main"] + ["amendment"] * 3 * bool(open_)
        kind, state = draw(st.sampled_from(kinds)), draw(states)
        target = draw(st.sampled_from(open_)) if kind == "amendment" else None
        moves.append((kind, 0 if target is None else target + 1, state))
        depth.append({"procedural": -1, "main": 0}.get(kind, 0 if target is None else depth[target] + 1))
    return moves, depth


def first_by_the_book(moves, depth):
    """The rule read aloud, sort by sort, from the last moved backwards; it knows nothing of ranks."""
    for sort in (-1, 2, 1, 0):
        for n in range(len(moves), 0, -1):
            if depth[n - 1] == sort and moves[n - 1][2] in {"moved", "debated"}:
                return n
    return None


@given(meetings_of_motions())
def test_whatever_was_moved_is_put_in_the_order_of_the_book(meeting):
    moves, depth = meeting
    order, left = [motion.number for motion in in_order(made(moves))], list(moves)
    while (first := first_by_the_book(left, depth)) is not None:
        assert order.pop(0) == first
        kind, amends, _state = left[first - 1]
        left[first - 1] = (kind, amends, "carried")
    assert order == []


def test_what_nobody_put_lapses_with_the_adjournment(hall, item, moving, members, secretary):
    main = moving(members[1])
    change = moving(members[2], kind="amendment", amends=main)
    meetings.adjourn(hall, by=secretary, at=LATER)
    assert (state_of(main), state_of(change)) == ("lapsed", "lapsed")
    _name, data = drawn(MeetingRoom(), hall.room)[-1]
    assert [(row["state"], row["next"]) for row in data["motions"]] == [("lapsed", False)] * 2
    assert snapshot_of(hall)["motions"] == data["motions"]
