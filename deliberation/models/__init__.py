"""The records of deliberation, a file per noun."""

from deliberation.models.comment import Comment, CommentVersion, Ground, Reaction
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.question import Question
from deliberation.models.thread import Thread, Voice

__all__ = [
    "Comment",
    "CommentVersion",
    "Ground",
    "ParticipationPolicy",
    "Question",
    "Reaction",
    "Thread",
    "Voice",
]
