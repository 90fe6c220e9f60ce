"""What the district is asked, who must answer it, and what was answered."""

from referrals.models.pause import Pause
from referrals.models.progress import Progress
from referrals.models.referral import Handover, Referral
from referrals.models.reply import Phrase, Reply, Step
from referrals.models.rules import Chain, Clock, Ground, Outcome

__all__ = [
    "Chain",
    "Clock",
    "Ground",
    "Handover",
    "Outcome",
    "Pause",
    "Phrase",
    "Progress",
    "Referral",
    "Reply",
    "Step",
]
