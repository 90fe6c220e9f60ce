"""After a backup was restored: `manage.py renew_epochs`."""

from typing import Any

from django.core.management.base import BaseCommand

from realtime.actions import renew_epochs


class Command(BaseCommand):
    help = "Sends every reader to the rooms as they are now; run it once after a backup was restored."

    def handle(self, *args: Any, **options: Any) -> None:
        renew_epochs()
