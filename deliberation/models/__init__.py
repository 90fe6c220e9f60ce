"""The records of deliberation, a file per noun."""

from deliberation.models.comment import Comment, CommentVersion, Ground, Reaction
from deliberation.models.forum import Forum, Session
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.question import Question
from deliberation.models.thread import Thread, Voice

__all__ = [
    "Comment",
    "CommentVersion",
    "Forum",
    "Ground",
    "ParticipationPolicy",
    "Question",
    "Reaction",
    "Session",
    "Thread",
    "Voice",
]
