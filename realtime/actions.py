"""What the live layer itself does to its records."""

import uuid
from datetime import datetime, timedelta

from realtime.models import Event, Room

REF_DAYS = 30


def due(at: datetime) -> int:
    """Forget which request each event came from: after a month nobody asks again, and it names a browser."""
    old = Event.objects.filter(ref__isnull=False, at__lt=at - timedelta(days=REF_DAYS))
    return old.update(ref=None, digest="")


def renew_epochs() -> None:
    """Begin a new epoch everywhere, after a backup came back: what readers hold may never have happened."""
    for room in Room.objects.only("pk").iterator():
        Room.objects.filter(pk=room.pk).update(epoch=uuid.uuid4())
