"""The pages by which editors tell the public, a file per kind."""

from cms.models.agenda import AgendaPage
from cms.models.civic import CivicPage
from cms.models.committee import BodyIndexPage, BodyPage
from cms.models.forum import ForumIndexPage, ForumPage
from cms.models.handover import Handover
from cms.models.home import HomePage
from cms.models.legal import LegalPage
from cms.models.plain import PlainPage, SectionPage
from cms.models.pledge import PledgesPage
from cms.models.proposal import ProposalIndexPage
from cms.models.question import QuestionIndexPage, QuestionPage, QuestionTag
from cms.models.review import ReviewTask

__all__ = [
    "AgendaPage",
    "BodyIndexPage",
    "BodyPage",
    "CivicPage",
    "ForumIndexPage",
    "ForumPage",
    "Handover",
    "HomePage",
    "LegalPage",
    "PlainPage",
    "PledgesPage",
    "ProposalIndexPage",
    "QuestionIndexPage",
    "QuestionPage",
    "QuestionTag",
    "ReviewTask",
    "SectionPage",
]
