"""Every minute: do what is due, as often as it is called."""

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils import timezone

from cms import schedule


class Command(BaseCommand):
    help = "때가 된 일을 합니다. 1분마다 부르며, 여러 번 불러도 같습니다."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, help="seconds between two ticks; without it, one tick")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["every"]:
            go_on(options["every"])
        elif failed := schedule.run(timezone.now()):
            raise CommandError(f"{failed} due item(s) failed; the log says which")


def go_on(seconds: float) -> None:
    """Tick until asked to end; where a timer of the machine calls, this is not needed."""
    ended = Event()
    for farewell in (signal.SIGTERM, signal.SIGINT):
        signal.signal(farewell, lambda *_: ended.set())
    while not ended.wait(seconds):
        close_old_connections()
        schedule.run(timezone.now())
