"""Who may ask for a seat, take it back, and who may give a member an account."""

from committees.actions import applying, inviting, seating
from committees.models import Seat
from district.dates import day
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON
from tests.committees.applicants import MOTIVE, consent_to, open_call
from tests.committees.turnover import big_council


def ask(person, world):
    """At a council of which nobody here is a member."""
    call, consent = open_call(big_council(world.department), NOON), consent_to(NOON)
    applying.apply(call, by=speaker(person), at=NOON, motive=MOTIVE, consent=consent.pk, gender="f")
    return "✓"


def take_back(person, world):
    """The application of the author."""
    call, consent = open_call(big_council(world.department), NOON), consent_to(NOON)
    row = applying.apply(
        call, by=world.cast["author"], at=NOON, motive=MOTIVE, consent=consent.pk, gender="f"
    )
    try:
        applying.withdraw_application(row, by=speaker(person), at=NOON)
    except Refusal as refusal:
        return "" if refusal.code in {"not_found", "sign_in_needed"} else refusal.code
    return "✓"


def invite(person, world):
    """Somebody who was appointed by name alone."""
    body = big_council(world.department)
    seat = Seat.objects.filter(body=body, basis="appointed").first()
    named = {"email": "", "name": "이서면", "start": day(NOON), "gender": "f"}
    membership = seating.appoint_somebody(seat, by=None, at=NOON, **named)
    inviting.invite(membership, "paper@gwanak.example", by=speaker(person), at=NOON)
    return "✓"


APPLICANTS = {
    "ask for a seat of a body": ask,
    "take back an application of one's own, or for whoever asks the department": take_back,
    "give a member an account who has none": invite,
}
