"""The records of committees, a file per noun."""

from committees.models.agenda import AgendaItem, Remark
from committees.models.body import Body, BodyKind, BodyRule
from committees.models.call import Application, Call, Certificate, Wish
from committees.models.ground import EndGround
from committees.models.meeting import Attendance, Meeting, Round
from committees.models.office import Office
from committees.models.origin import Origin
from committees.models.resolution import Order, Resolution
from committees.models.seat import Membership, Seat, Term
from committees.models.sheet import Gender, GenderExemption, MemberSheet
from committees.models.work import Assignment, AssignmentStep, Recommendation

__all__ = [
    "AgendaItem",
    "Application",
    "Assignment",
    "AssignmentStep",
    "Attendance",
    "Body",
    "BodyKind",
    "BodyRule",
    "Call",
    "Certificate",
    "EndGround",
    "Gender",
    "GenderExemption",
    "Meeting",
    "MemberSheet",
    "Membership",
    "Office",
    "Order",
    "Origin",
    "Recommendation",
    "Remark",
    "Resolution",
    "Round",
    "Seat",
    "Term",
    "Wish",
]
