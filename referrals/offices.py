"""Who holds which office on a day: read once, however many referrals are asked about."""

from collections import defaultdict
from datetime import date

from district.models import Department, Posting
from district.models.offices import Role
from referrals.models import Referral, Step
from referrals.reach import DEEPEST, INSIDE, MAYORS
from referrals.timeline import office_of


class Offices:
    """The offices of one day, and who sits in them."""

    def __init__(self, on: date) -> None:
        held = Posting.objects.on(on).filter(post__role__in=INSIDE | MAYORS, person__is_active=True)
        self._held: defaultdict[tuple[str, int | None], set[int]] = defaultdict(set)
        for role, department, person in held.values_list("post__role", "post__department", "person"):
            self._held[role, None if role in MAYORS else department].add(person)
        self._above = dict(Department.objects.values_list("pk", "parent"))

    def holders(self, department: int | None, role: str) -> set[int]:
        """Those who hold that office there; a director's may stand above."""
        if role in MAYORS:
            return self._held[role, None]
        for _height in range(DEEPEST):
            found = self._held[role, department]
            if found or role != Role.DIRECTOR or department is None:
                return found
            department = self._above.get(department)
        return set()

    def vacant_step(self, referral: Referral) -> Step | None:
        """The hand for which an answer waits, if nobody sits there today."""
        step = referral.current_step
        return step if step and not self.holders(referral.department_id, step.role) else None

    def vacant(self, referral: Referral) -> str:
        """The empty office for which an answer waits, as it is called."""
        step = self.vacant_step(referral)
        return office_of(step.role, referral.department) if step else ""
