"""A proposal is hidden: its words leave its row and every copy of it, and come back as they were."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Replace

from deliberation.actions.proposals import file_proposal
from deliberation.blanking import comments_below, letters_about
from deliberation.models import Comment, Proposal, Thread
from deliberation.models.about import Target
from deliberation.models.kept import ROW, WORDS, put_aside, put_back
from letters.models import Follow
from papers import retention
from papers.actions import shelve
from papers.models import Attachment
from realtime.publish import renew
from referrals import actions as referrals
from referrals.models import Referral
from search import entries

HIDING = ["state", "hidden_ground", "hidden_at", "hidden_by"]


def cover(proposal: Proposal, at: datetime) -> None:
    """Only those who proposed them, keep order or audit read the words now; its course goes on."""
    was = proposal.title
    put_aside(proposal)
    proposal.save(update_fields=[*HIDING, *ROW])
    proposal.tags.clear()
    shelve(proposal, Attachment.Audience.PRIVATE)
    retitle(proposal, was, at)


def uncover(proposal: Proposal, at: datetime) -> None:
    """They stand again at every place; what its author had veiled stays veiled."""
    was = proposal.title
    tags = put_back(proposal)
    proposal.save(update_fields=[*HIDING, *ROW])
    proposal.tags.set(tags)
    if proposal.veiled_at is None:
        shelve(proposal, Attachment.Audience.PUBLIC)
    retitle(proposal, was, at)


def blank(target: Target, at: datetime) -> None:
    """Destroy the words at every place where they stand; only the ground and the course are left."""
    target.state = Comment.State.BLANKED
    if isinstance(target, Comment):
        target.body = ""
        target.save(update_fields=[*HIDING, "body"])
        retention.blank("comment", target.pk)
        return
    was, target.kept = target.title, None
    target.save(update_fields=[*HIDING, "kept"])
    retention.blank("proposal", target.pk)
    target.refresh_from_db(fields=WORDS)
    retitle(target, was, at)


def retitle(proposal: Proposal, was: str, at: datetime) -> None:
    """Let every copy of the title follow: with its offices, in the index, in letters and follows."""
    now, url = proposal.title, proposal.get_absolute_url()
    Thread.objects.filter(pk=proposal.check_published()).update(covered=proposal.is_hidden)
    for pk in Referral.objects.filter(topic=proposal.topic).order_by("pk").values_list("pk", flat=True):
        referrals.rename(Referral(pk=pk), title=now, url=url)
    file_proposal(proposal, at)
    entries.retitle(Comment, comments_below(proposal).values("pk"), was=was, now=now)
    words = {name: Replace(F(name), Value(was), Value(now)) for name in ("title", "words")}
    letters_about(proposal).update(**words)
    Follow.objects.filter(topic=proposal.topic, title=was).update(title=now)
    # More has changed than an event could tell, and what was drawn before is replayed to nobody.
    renew(proposal.room)
