"""A talk about something above this step of the stairs: whoever lays that before the public opens it."""

from datetime import datetime

from deliberation.models import Thread
from district.models import Department


def open_talk(
    *, heading: str, address: str, keeper: Department, opens_at: datetime, closes_at: datetime, at: datetime
) -> Thread:
    """Let neighbours talk about it: it calls nobody, takes no stances, and its department keeps it."""
    thread = Thread(heading=heading, address=address, keeper=keeper, opens_at=opens_at, closes_at=closes_at)
    thread.check_order()
    # Nobody waits before a door that is made open: the clock has nothing to tell.
    thread.told = thread.status(at)
    thread.save(force_insert=True)
    return thread
