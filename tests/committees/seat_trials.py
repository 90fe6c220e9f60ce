"""What each of the cast may do with seats, sheets and posts; the rows of docs/roles.md."""

from committees.actions import offices, sheets, transfers
from district.models import AccessRecord
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON
from tests.committees.acts import seat_of


def read_sheet(person, world):
    body = world.meeting.round.convener
    membership = body.seats.get(number=5).memberships.get()
    sheets.write_sheet(membership.person, body=body, gender="f", by=None, at=NOON)
    try:
        sheets.read_sheet(membership.person, body=body, by=speaker(person), at=NOON, purpose="시험")
    except Refusal as refusal:
        return "" if refusal.status in {403, 404} else refusal.code
    return "logged" if AccessRecord.objects.filter(person=person).exists() else "✓"


def transfer(person, world):
    post = world.cast["director"].postings.get().post
    transfers.transfer([(post, None)], on=NOON.date(), order_no="인사-1", by=speaker(person), at=NOON)
    return "✓"


def let_lead(person, world):
    held = world.meeting
    leads = held.attendances.order_by("pk").first().person
    seat = seat_of(held, leads)
    offices.act_as_chair(held, seat=seat, reason="위원장 불참", agreed=True, by=speaker(person), at=NOON)
    return "✓"


SEATS = {
    "read what a member declared (인적사항)": read_sheet,
    "let posts change hands by one order (인사발령)": transfer,
    "let somebody lead a meeting whose chair is away (직무대행)": let_lead,
}
