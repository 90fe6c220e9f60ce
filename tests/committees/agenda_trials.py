"""Of the rights on an agenda, what each column of docs/roles.md tries."""

from committees.actions.introducing import introduce, withdraw_item
from committees.actions.rsvps import send_rsvp
from district.visitors import speaker
from tests.cast import NOON


def introduce_item(person, world):
    item = introduce(
        world.meeting, title="주민 제안", kind="consider", reason="급한 안건", by=speaker(person), at=NOON
    )
    withdraw_item(item, reason="다음 회의로 미룸", by=person, at=NOON)
    return "✓"


def reply(person, world):
    send_rsvp(world.meeting, answer="absent", by=speaker(person), at=NOON)
    return "✓"


AGENDA = {
    "put one more matter before a meeting, take it off again": introduce_item,
    "say whether one comes to a meeting (참석 회신)": reply,
}
