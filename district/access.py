"""Seeing what is closed leaves a trace: the row is written before the words are shown."""

from datetime import datetime

from django.db.models import Model

from district.dates import day
from district.models import AccessRecord, Person
from district.models.offices import Role


def read(person: Person, row: Model, *, purpose: str, at: datetime) -> AccessRecord:
    """Write down that this person is about to read it, and as what: the auditor's office, if held."""
    offices = person.offices_on(day(at))
    office = next((post for post in offices if post.role == Role.AUDITOR), next(iter(offices), None))
    return AccessRecord.objects.create(
        person=person, office=office.title if office else "", row=row, purpose=purpose, at=at
    )
