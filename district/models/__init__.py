"""The records of the district, a file per noun."""

from district.models.access import AccessRecord
from district.models.guardians import GuardianConsent
from district.models.offices import Administration, Department, Post, Posting
from district.models.people import Agreement, Consent, Level, Person
from district.models.places import District, Holiday, Neighborhood, Tag, Tagging

__all__ = [
    "AccessRecord",
    "Administration",
    "Agreement",
    "Consent",
    "Department",
    "District",
    "GuardianConsent",
    "Holiday",
    "Level",
    "Neighborhood",
    "Person",
    "Post",
    "Posting",
    "Tag",
    "Tagging",
]
