"""The worker's round: it spreads what was told, and carries the letters out one by one."""

import logging

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from letters import codes, delivery

log = logging.getLogger(__name__)


@task(priority=50)
def deliver() -> None:
    """Carry out what is due; after so many letters others get their turn, and the rest is called for anew."""
    with delivery.Line() as line:
        # Members first: a notice waits for nobody who only follows.
        if carried(line):
            delivery.spread_all(timezone.now())
            if carried(line):
                return
    deliver.enqueue()


def carried(line: delivery.Line) -> bool:
    """Carry letters until none is due, or this round is over; whether none is left."""
    return not all(delivery.carry_next(line, timezone.now) for _ in range(settings.LETTER_ROUND))


@task(priority=60)
def send_code(key: str) -> None:
    """Somebody waits with the telephone in hand."""
    codes.send(key, timezone.now())
