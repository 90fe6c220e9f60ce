"""The doorbell of one department: it only says that there is something; the inbox is read by HTTP."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from district.intake import whole
from district.models import Department, Person
from district.refusals import not_found
from realtime.kinds import Command
from realtime.models import Event
from referrals.models import Referral
from referrals.reach import MAYORS, WATCHING, answers_for, holds_any


class DeskRoom:
    """Rung whenever something in the inbox of a department changes; it has no numbers."""

    events: Mapping[str, str] = {}
    commands: Mapping[str, Command] = {}
    hiding: frozenset[str] = frozenset()
    counting: frozenset[str] = frozenset()
    urgent: frozenset[str] = frozenset()

    def enter(self, key: str, person: Person | None, at: datetime) -> frozenset[str]:
        """Those who work there or lead it, the mayor's office, and whoever audits."""
        number = whole(key)
        works = number in answers_for(person, at) or holds_any(person, MAYORS | WATCHING, at)
        if not works or not Department.objects.filter(pk=number).exists():
            raise not_found()
        return frozenset({"read"})

    def public(self, key: str) -> bool:
        """What a department works on is heard on the public rooms of its subjects."""
        return False

    def snapshot(self, key: str, person: Person | None = None) -> dict[str, Any]:
        """How many answers this department owes."""
        return {"waiting": Referral.objects.standing().filter(department=whole(key)).count()}

    def render(
        self, key: str, events: list[Event], rows: Mapping[str, Model] | None = None
    ) -> list[dict[str, Any]]:
        """Nothing is published here."""
        return []

    def tally(self, key: str) -> dict[str, Any] | None:
        """The number is read by HTTP."""
        return None
