"""근거. What lies behind one count of an indicator."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from committees.speakers import found
from district.dates import day
from pledges import book, days
from pledges.evidence import evidence
from pledges.models import Basis, Measure, Pledge

MOST = 500


def evidence_context(pledge: Pledge, pk: int, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """The rows that are counted, newest first, and the same indicator counted otherwise."""
    measure = found(Measure.objects.filter(indicator__pledge=pledge).select_related("indicator", "body"), pk)
    said = request.GET.get("on")
    on = days.day_asked(pledge, said, day(at))
    (reading,) = book.read([pledge], on)
    counts = [each for one in reading.indicators if one.indicator == measure.indicator for each in one.counts]
    pieces = evidence(measure, on)
    return {
        "pledge": pledge,
        "indicator": measure.indicator,
        "measure": measure,
        "counted": next(each for each in counts if each.measure.pk == measure.pk),
        "beside": [each for each in counts if each.measure.pk != measure.pk],
        "basis": _basis(measure, on),
        "pieces": pieces[-MOST:][::-1],
        "total": len(pieces),
        "cut": len(pieces) > MOST,
        "on": on,
        "asked_on": on.isoformat() if said else "",
    }


def _basis(measure: Measure, on: Any) -> Basis | None:
    """Why and since when the indicator stands on it, where somebody took it."""
    taken = Basis.objects.filter(indicator=measure.indicator, effective_on__lte=on)
    last = taken.order_by("-effective_on", "-id").first()
    return last if last and last.measure_id == measure.pk else None
