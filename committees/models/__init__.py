"""The records of committees, a file per noun."""

from committees.models.agenda import AgendaItem, Remark
from committees.models.body import Body, BodyKind, BodyRule
from committees.models.call import Application, Call, Certificate, Wish
from committees.models.ground import EndGround
from committees.models.meeting import Attendance, Meeting, Round
from committees.models.minutes import Correction, Minutes, MinutesText, Signature
from committees.models.motion import Motion, Recusal, Second
from committees.models.office import Office
from committees.models.origin import Origin
from committees.models.resolution import Order, Resolution
from committees.models.seat import Membership, Seat, Term
from committees.models.secret import Envelope, Receipt, SecretBallot
from committees.models.sheet import Gender, GenderExemption, MemberSheet
from committees.models.speaking import Gist, Observer, Phrase, Rsvp, SpeakingTurn
from committees.models.vote import Ballot, Candidate, Elector, Vote
from committees.models.work import Assignment, AssignmentStep, Recommendation

__all__ = [
    "AgendaItem",
    "Application",
    "Assignment",
    "AssignmentStep",
    "Attendance",
    "Ballot",
    "Body",
    "BodyKind",
    "BodyRule",
    "Call",
    "Candidate",
    "Certificate",
    "Correction",
    "Elector",
    "EndGround",
    "Envelope",
    "Gender",
    "GenderExemption",
    "Gist",
    "Meeting",
    "MemberSheet",
    "Membership",
    "Minutes",
    "MinutesText",
    "Motion",
    "Observer",
    "Office",
    "Order",
    "Origin",
    "Phrase",
    "Receipt",
    "Recommendation",
    "Recusal",
    "Remark",
    "Resolution",
    "Round",
    "Rsvp",
    "Seat",
    "Second",
    "SecretBallot",
    "Signature",
    "SpeakingTurn",
    "Term",
    "Vote",
    "Wish",
]
