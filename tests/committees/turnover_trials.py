"""Who may fill seats, and who reads of whom: the cells of docs/roles.md, tried."""

from datetime import timedelta

from committees.actions import appointing, calls, certifying, choosing
from committees.models import Membership
from committees.views.turnover import applicants
from committees.views.turnover.showing import call_at
from district.models import AccessRecord
from district.refusals import Refusal
from district.visitors import speaker
from tests.cast import NOON, TERM_END

PLAN = {
    "title": "새 위원 위촉", "places": 1, "opens_at": NOON - timedelta(days=2),
    "closes_at": NOON + timedelta(days=2), "starts_on": TERM_END + timedelta(days=1), "at": NOON,
}  # fmt: skip


def planned(world, by):
    """A plan for one seat of the council, and one who applied."""
    call = calls.plan_call(world.meeting.round.convener, by=by, **PLAN)
    return call, calls.add_application(call, name="홍길동", gender="f", by=by, at=NOON)


def fill_seats(person, world):
    call, row = planned(world, speaker(person))
    choosing.choose(row, "selected", by=person, at=NOON)
    choosing.decide_call(call, by=person, at=NOON)
    appointing.appoint_all(call, by=person, at=NOON)
    certifying.certify(Membership.objects.filter(application__call=call), by=person, at=NOON)
    return "✓"


def read_applicants(person, world):
    speaker(person)
    call, _row = planned(world, None)
    try:
        call = call_at(call.pk, person)
    except Refusal as refusal:
        return "" if refusal.code == "not_found" else refusal.code
    applicants.read(call, person, NOON)
    return "logged" if AccessRecord.objects.filter(person=person, row_id=str(call.pk)).exists() else "read"


TURNOVER = {
    "plan a filling of seats, choose, decide and appoint, and issue certificates": fill_seats,
    "read who applied for a seat": read_applicants,
}
