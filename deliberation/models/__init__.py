"""The records of deliberation, a file per noun."""

from deliberation.models.category import Category
from deliberation.models.comment import Comment, CommentVersion, Reaction
from deliberation.models.forum import Forum, Session
from deliberation.models.house import HouseRule, Watchword
from deliberation.models.moderation import Docket, Report
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.proposal import Proposal
from deliberation.models.question import Question, QuestionTarget, Reflection
from deliberation.models.ranking import Mention, Ranking, RankingPart, ReadMark
from deliberation.models.remedies import Appeal, Measure
from deliberation.models.sanctions import Blanking, Block
from deliberation.models.share import Endorsement, Share
from deliberation.models.thread import Thread
from deliberation.models.voice import Voice

__all__ = [
    "Appeal",
    "Blanking",
    "Block",
    "Category",
    "Comment",
    "CommentVersion",
    "Docket",
    "Endorsement",
    "Forum",
    "HouseRule",
    "Measure",
    "Mention",
    "ParticipationPolicy",
    "Proposal",
    "Question",
    "QuestionTarget",
    "Ranking",
    "RankingPart",
    "Reaction",
    "ReadMark",
    "Reflection",
    "Report",
    "Session",
    "Share",
    "Thread",
    "Voice",
    "Watchword",
]
