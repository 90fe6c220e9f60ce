"""The worker's round: it spreads what was told, and carries the mails out one by one."""

from django.conf import settings
from django.tasks import task
from django.utils import timezone

from letters import delivery


@task(priority=50)
def deliver() -> None:
    """Carry out what is due; after so many mails others get their turn, and the rest is called for anew."""
    delivery.spread_all(timezone.now())
    with delivery.Line() as line:
        for _ in range(settings.LETTER_ROUND):
            if not delivery.carry_next(line, timezone.now):
                return
    deliver.enqueue()
