"""What docs/roles.md says of referrals, tried by everybody."""

from district.models import Department
from district.refusals import Refusal
from district.visitors import speaker
from referrals import actions
from referrals.speakers import inside_at
from tests.cast import NOON

RULES = ("clock", "outcome", "ground", "chain")


def owed(world):
    """Something that the mayor owes an answer to, by way of the department."""
    told = {"kind": "mayor", "level": "mayor", "label": "제안", "title": "골목길 조명", "url": "/"}
    return actions.refer(**told, department=world.department, by=None, at=NOON)


def answer(person, world):
    referral, by = owed(world), speaker(person)
    actions.claim(referral, by=by, at=NOON)
    draft = actions.write_reply(referral, by=by, at=NOON, words="살펴 답합니다.")
    actions.submit(draft, by=by, at=NOON)
    return "✓"


def approve(person, world):
    officer, *hands = (world.cast[name] for name in ("officer", "head", "director", "mayor"))
    draft = actions.write_reply(owed(world), by=officer, at=NOON, words="살펴 답합니다.")
    actions.submit(draft, by=officer, at=NOON)
    for hand in hands:
        try:
            actions.approve(draft, by=speaker(person), at=NOON)
        except Refusal:
            actions.approve(draft, by=hand, at=NOON)
        else:
            return "✓"
    return ""


def hand_over(person, world):
    elsewhere = Department.objects.create(name="치수과")
    actions.reroute(owed(world), to=elsewhere, reason="치수과 일입니다.", by=speaker(person), at=NOON)
    return "✓"


def work(person, world):
    referral, by = owed(world), speaker(person)
    actions.pause(referral, kind="inquiry", reason="의견을 묻습니다.", by=by, at=NOON)
    actions.resume(referral, by=by, at=NOON)
    return "✓"


def read_file(person, world):
    try:
        inside_at(owed(world).key, person, NOON)
    except Refusal:
        return ""
    return "✓"


def keep_rules(person, world):
    def may(verb):
        return person is not None and all(person.has_perm(f"referrals.{verb}_{rule}") for rule in RULES)

    return "✓" if may("change") and may("add") else "read" if may("view") else ""
