"""누구에게 무엇을 알려야 하는가: what must be told, to whom, by which road, and whether it was."""

from letters.models.follow import Follow, Habit, Rest
from letters.models.hours import Hours
from letters.models.letter import Digest, Dispatch, Letter, Reader
from letters.models.means import Browser, Phone
from letters.models.roads import ALWAYS, LATER, QUIET, Pace, Road
from letters.models.template import Template

__all__ = [
    "ALWAYS",
    "LATER",
    "QUIET",
    "Browser",
    "Digest",
    "Dispatch",
    "Follow",
    "Habit",
    "Hours",
    "Letter",
    "Pace",
    "Phone",
    "Reader",
    "Rest",
    "Road",
    "Template",
]
