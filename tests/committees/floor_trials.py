"""Of the rights on the floor, what each column of docs/roles.md tries."""

from committees.actions import motions, observing, recusing, speaking
from district.visitors import speaker
from tests.cast import NOON


def take_part(person, world):
    speaking.ask_turn(world.on_floor, by=speaker(person), at=NOON)
    motion = motions.move(world.on_floor, kind="main", text="원안대로 한다.", by=person, at=NOON)
    motions.withdraw(motion, by=person, at=NOON)
    motions.second(moved(world), by=person, at=NOON)
    recusing.record(world.on_floor, kind="self", reason="이해관계", by=person, at=NOON)
    return "✓"


def moved(world):
    """What a member moved who is nobody of the cast."""
    mover = world.on_floor.meeting.attendances.order_by("id").last().person
    return motions.move(world.on_floor, kind="main", text="원안대로 한다.", by=mover, at=NOON)


def give_the_floor(person, world):
    mover = world.on_floor.meeting.attendances.order_by("id").last().person
    turn = speaking.ask_turn(world.on_floor, by=mover, at=NOON)
    speaking.begin_turn(turn, by=speaker(person), at=NOON)
    speaking.end_turn(turn, by=person, at=NOON)
    speaking.close_list(world.on_floor, by=person, at=NOON)
    motions.lapse(moved(world), by=person, at=NOON)
    return "✓"


def write_down(person, world):
    speaking.type_gist(world.on_floor, words="조명부터 바꾸자고 함.", by=speaker(person), at=NOON)
    speaking.add_turn(world.on_floor, name="교통과장", by=person, at=NOON)
    observing.record(world.on_floor.meeting, name="교통과장", by=person, at=NOON)
    return "✓"


FLOOR = {
    "speak on what is on the floor, move, second, keep out of it": take_part,
    "give the floor, close the list of speakers, let a motion go that nobody seconds": give_the_floor,
    "type what is said, enter speakers and motions of the hall, write down observers": write_down,
}
