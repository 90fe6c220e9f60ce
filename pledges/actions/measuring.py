"""무엇으로 세는가. A further way to count an indicator, and the act by which the office takes it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from committees.models import Body
from district.dates import day
from district.intake import clean_name
from district.models import Person
from district.refusals import not_found
from pledges import quarters
from pledges.actions.plans import lay_measure, unknown_choice
from pledges.models import Basis, Indicator, Measure, Pledge
from pledges.models.pledge import LEDGER
from realtime.publish import publish

LONGEST_REASON = 300


def _hold(indicator: Indicator, by: Person | None, at: datetime) -> Indicator:
    """The indicator under the lock of its pledge, in the keeper's hands."""
    pledge = Pledge.objects.held(indicator.pledge_id)
    pledge.check_keeper(by, day(at))
    held = Indicator.objects.filter(pk=indicator.pk).first()
    if held is None:  # a colleague has planned the draft anew
        raise not_found()
    held.pledge = pledge
    return held


@transaction.atomic
def add_measure(
    indicator: Indicator,
    *,
    kind: Any,
    by: Person | None,
    at: datetime,
    body: Body | None = None,
    opening: Any = None,
    opening_on: Any = None,
    evidence: Any = "",
    ref: UUID | None = None,
) -> Measure:
    """Count it that way, too: it stands beside the others, and moves nothing before it is taken."""
    indicator = _hold(indicator, by, at)
    told = {
        "kind": kind, "body": body, "opening": opening, "opening_on": opening_on, "evidence": evidence,
    }  # fmt: skip
    measure = lay_measure(indicator, told, by=by, at=at)
    facts = {"pledge": indicator.pledge_id, "indicator": indicator.no}
    publish(LEDGER, "measure.added", measure, by=by, at=at, ref=ref, facts=facts)
    return measure


@transaction.atomic
def take_measure(
    indicator: Indicator,
    *,
    measure: Measure,
    effective_on: date,
    reason: Any,
    by: Person | None,
    at: datetime,
    ref: UUID | None = None,
) -> Basis:
    """From that day on the indicator stands on this count; what it stood on stays to be seen."""
    indicator = _hold(indicator, by, at)
    if not isinstance(measure, Measure):
        raise unknown_choice()
    indicator.check_measure(measure)
    quarters.check_day(indicator.pledge.administration, effective_on)
    quarters.check_after_closed(indicator.pledge, effective_on)
    indicator.check_not_standing(measure, effective_on)
    basis = Basis(indicator=indicator, measure=measure, effective_on=effective_on)
    basis.reason, basis.decided_by, basis.decided_at = clean_name(reason, LONGEST_REASON), by, at
    basis.save(force_insert=True)
    facts = {"pledge": indicator.pledge_id, "indicator": indicator.no, "measure": measure.pk}
    publish(LEDGER, "basis.taken", basis, by=by, at=at, ref=ref, facts=facts)
    return basis
