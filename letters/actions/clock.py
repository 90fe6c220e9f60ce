"""때가 된 일. What every minute asks of the letters, as often as it is called."""

from datetime import datetime, timedelta

from letters import delivery, digests
from letters.actions.telling import call_worker
from letters.models import Phone

KEPT_UNPROVED = timedelta(days=1)


def due(at: datetime) -> None:
    """Say of what was broken off that nobody knows, make up the lists, and call the worker for what waits."""
    delivery.doubt(at)
    digests.make_up(at)
    for phone in Phone.objects.standing().filter(proved_at=None, claimed_at__lte=at - KEPT_UNPROVED):
        phone.end(at)
    if delivery.anything(at):
        call_worker()
