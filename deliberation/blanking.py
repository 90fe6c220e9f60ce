"""Where the words of a comment or a proposal stand, so that a blanking finds every copy."""

from django.db.models import Q

from deliberation.models import Appeal, Comment, CommentVersion, Measure, Proposal, Report
from letters.models import Dispatch
from papers.actions import discard
from referrals.models import Referral, Step
from search import entries


def blank_words(pk: int) -> None:
    """The words themselves."""
    Comment.objects.filter(pk=pk).update(body="")


def blank_versions(pk: int) -> None:
    """What stood there before it was mended."""
    CommentVersion.objects.filter(comment=pk).update(body="")


def blank_entry(pk: int) -> None:
    """The pieces by which the words are found; they can be put together again."""
    entries.withdraw(Comment(pk=pk))


def blank_reports(pk: int) -> None:
    """What was said against them may quote them."""
    Report.objects.filter(comment=pk).update(words="")


def blank_appeals(pk: int) -> None:
    """And so may what was said for them, or to have them hidden."""
    Appeal.objects.filter(comment=pk).update(words="")
    Measure.objects.filter(comment=pk).update(words="", objection="")


PLACES = {
    "deliberation.Comment.body": blank_words,
    "deliberation.CommentVersion.body": blank_versions,
    "deliberation.Report.words": blank_reports,
    "deliberation.Appeal.words": blank_appeals,
    "search.Entry": blank_entry,
}

NOTHING_LEFT = "–"
"""What stands where a published proposal had its words: its place is never taken away."""


def blank_proposal(pk: int) -> None:
    """The words themselves, and the place they name."""
    Proposal.objects.filter(pk=pk).update(title=NOTHING_LEFT, body=NOTHING_LEFT, place="", end_reason="")


def blank_proposal_entry(pk: int) -> None:
    """The pieces by which it is found."""
    entries.withdraw(Proposal(pk=pk))


def blank_proposal_papers(pk: int) -> None:
    """What lies with it."""
    discard(Proposal(pk=pk))


def blank_proposal_titles(pk: int) -> None:
    """Its title stands over what its offices must answer, and over every letter about it."""
    topic = Proposal(pk=pk).topic
    owed = Referral.objects.filter(topic=topic)
    told = Q(topic=topic) | Q(about__startswith=f"{topic}/")
    for referral in owed:
        told |= Q(about__startswith=f"referral/{referral.pk}/")
    for step in Step.objects.filter(reply__referral__in=owed):
        told |= Q(about__startswith=f"referral/step/{step.pk}")
    Dispatch.objects.filter(told).update(title=NOTHING_LEFT, words="")
    owed.update(title=NOTHING_LEFT, words="")


PROPOSAL_PLACES = {
    "deliberation.Proposal": blank_proposal,
    "papers.Attachment": blank_proposal_papers,
    "referrals.Referral.title": blank_proposal_titles,
    "search.Entry": blank_proposal_entry,
}
