"""Where the words of a comment or a proposal stand, so that a blanking finds every copy."""

from django.db.models import Q, QuerySet

from deliberation.models import Appeal, Comment, CommentVersion, Measure, Mention, Proposal, Report, Share
from deliberation.models.kept import BLANKED, NOTHING_LEFT
from letters.models import Dispatch, Follow
from papers.actions import discard
from referrals.models import Pause, Referral, Step
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


def blank_proposal(pk: int) -> None:
    """The words themselves, and the place they name; of a hidden one also where they are kept."""
    row = Proposal.objects.filter(pk=pk)
    row.filter(kept__isnull=False).update(kept={})
    row.update(title=BLANKED.format(pk), body=NOTHING_LEFT, place="", end_reason="", transferred_to="")
    Proposal(pk=pk).tags.clear()


def blank_proposal_entry(pk: int) -> None:
    """The pieces by which it is found."""
    entries.withdraw(Proposal(pk=pk))


def blank_proposal_papers(pk: int) -> None:
    """What lies with it."""
    discard(Proposal(pk=pk))


def blank_proposal_shares(pk: int) -> None:
    """How its author called those whom they invited."""
    Share.objects.filter(proposal=pk).update(label="")


def blank_proposal_titles(pk: int) -> None:
    """Its title stands over what its offices must answer, over every letter and in every follow."""
    proposal = Proposal.objects.get(pk=pk)
    title = BLANKED.format(pk)
    letters_about(proposal).update(title=title, words="", variables={})
    Referral.objects.filter(topic=proposal.topic).update(title=title, words="")
    Follow.objects.filter(topic=proposal.topic).update(title=title)


def blank_proposal_supplements(pk: int) -> None:
    """What its offices asked to be completed, and what was brought to them."""
    asked = Pause.objects.filter(referral__topic=Proposal(pk=pk).topic)
    for pause in asked:
        discard(pause)
    asked.update(words="")


def blank_proposal_objections(pk: int) -> None:
    """What was said against it or for it may quote it."""
    Report.objects.filter(proposal=pk).update(words="")
    Appeal.objects.filter(proposal=pk).update(words="")
    Measure.objects.filter(proposal=pk).update(words="", objection="")


def comments_below(proposal: Proposal) -> QuerySet[Comment]:
    """What was said about it, also where a merge has carried it."""
    threads = {proposal.thread_id, proposal.merged_into.thread_id if proposal.merged_into else None}
    return Comment.objects.filter(thread__in=threads - {None})


def letters_about(proposal: Proposal) -> QuerySet[Dispatch]:
    """Every letter that names it: its own, those of its offices, of what was merged into it, of mentions."""
    topic = proposal.topic
    told = Q(topic=topic) | Q(about__startswith=f"{topic}/")
    named = [f"{Proposal(pk=pk).topic}/merged" for pk in proposal.merged.values_list("pk", flat=True)]
    owed = Referral.objects.filter(topic=topic)
    for pk in owed.values_list("pk", flat=True):
        told |= Q(about__startswith=f"referral/{pk}/")
    for pk in Step.objects.filter(reply__referral__in=owed).values_list("pk", flat=True):
        told |= Q(about=f"referral/step/{pk}") | Q(about__startswith=f"referral/step/{pk}/")
    called = Mention.objects.filter(comment__in=comments_below(proposal)).values_list("comment", flat=True)
    named += [f"comment/{pk}/mention" for pk in called.distinct()]
    return Dispatch.objects.filter(told | Q(about__in=named))


PROPOSAL_PLACES = {
    "deliberation.Proposal": blank_proposal,
    "deliberation.Share.label": blank_proposal_shares,
    "deliberation.Report.words": blank_proposal_objections,
    "papers.Attachment": blank_proposal_papers,
    "referrals.Pause.words": blank_proposal_supplements,
    "referrals.Referral.title": blank_proposal_titles,
    "search.Entry": blank_proposal_entry,
}
