"""For which departments somebody answers: by the offices held on the day."""

from datetime import datetime

from district.dates import day
from district.models import Department, Person
from district.models.offices import Role

MAYORS = frozenset({Role.MAYOR, Role.ADVISER})
INSIDE = frozenset({Role.OFFICER, Role.HEAD, Role.DIRECTOR})
WATCHING = frozenset({Role.AUDITOR, Role.ADMIN})
DEEPEST = 4


def departments_of(person: Person | None, role: str, at: datetime) -> set[int]:
    """Those for which this person holds that office on the day; a director's has others below it."""
    if person is None or not person.is_active:
        return set()
    posts = person.offices_on(day(at))
    own = {post.department_id for post in posts if post.role == role and post.department_id is not None}
    return with_children(own) if role == Role.DIRECTOR and own else own


def with_children(departments: set[int]) -> set[int]:
    """These departments and those below them."""
    found, fresh = set(departments), departments
    for _depth in range(DEEPEST):
        below = Department.objects.filter(parent__in=fresh).values_list("pk", flat=True)
        fresh = set(below) - found
        found |= fresh
        if not fresh:
            break
    return found


def answers_for(person: Person | None, at: datetime) -> set[int]:
    """All departments whose papers are this person's work."""
    return set().union(*(departments_of(person, role, at) for role in sorted(INSIDE)))


def holds_any(person: Person | None, roles: frozenset[Role], at: datetime) -> bool:
    """Whether this person holds one of these offices, wherever."""
    return person is not None and any(person.holds(role, day(at)) for role in sorted(roles))
