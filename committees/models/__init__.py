"""The records of committees, a file per noun."""

from committees.models.agenda import AgendaItem, Remark
from committees.models.body import Body, BodyRule
from committees.models.meeting import Attendance, Meeting, Round
from committees.models.resolution import Order, Resolution
from committees.models.seat import Membership, Office, Seat, Term

__all__ = [
    "AgendaItem",
    "Attendance",
    "Body",
    "BodyRule",
    "Meeting",
    "Membership",
    "Office",
    "Order",
    "Remark",
    "Resolution",
    "Round",
    "Seat",
    "Term",
]
