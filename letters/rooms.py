"""The doorbell of one person: it only says that there is something; what it is, they read by HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from district.models import Person
from district.refusals import not_found
from letters.models import Letter
from realtime.kinds import Command
from realtime.models import Event


class PersonRoom:
    """Rung when a letter comes and when one is opened, on whichever device; it has no numbers."""

    events: Mapping[str, str] = {}
    commands: Mapping[str, Command] = {}
    hiding: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset()

    def enter(self, key: str, person: Person | None, at: datetime) -> frozenset[str]:
        """Only oneself; of everybody else's there is not even a door to be seen."""
        if person is None or str(person.key) != key:
            raise not_found()
        return frozenset({"read"})

    def public(self, key: str) -> bool:
        """What somebody is told is nobody else's business."""
        return False

    def snapshot(self, key: str, person: Person | None = None) -> dict[str, Any]:
        """How many letters nobody has opened."""
        return {"unread": Letter.objects.visible_to(person).on_screen().unread().count()}

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """Nothing is published here."""
        return []

    def tally(self, key: str) -> dict[str, Any] | None:
        """The number is read by HTTP: a frame would be the same for everybody, and there is only one."""
        return None
