"""합치기: of two that ask for the same, the first received goes on, with everybody who wanted either."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from deliberation.actions.calls import call_mayor, call_review, hold_entry, tell_of
from deliberation.actions.proposals import clean_reason, end_proposal, label_of, read_anew
from deliberation.models import Comment, Endorsement, Proposal, Thread, Voice
from deliberation.models.thread import COUNTED
from district.models import Person
from letters.actions import carry_follows
from letters.offers import Offer
from realtime.publish import publish, renew
from referrals.models import Referral


@transaction.atomic
def merge_proposals(
    proposal: Proposal,
    *,
    into: Proposal,
    by: Person,
    at: datetime,
    reason: str = "",
    ref: UUID | None = None,
) -> Proposal:
    """Put a duplicate into the one that was there before it; nobody is counted twice, and nothing is lost."""
    proposal.check_goes_into(into)
    threads = _lock_both(proposal, into)
    owed = _lock_owed(proposal, into)
    source, target = read_anew(proposal, threads[0]), read_anew(into, threads[1])
    source.check_may_handle(by, at)
    source.check_unanswered()
    target.check_standing()
    people = list(source.people_to_tell())
    known = list(target.people_to_tell().values_list("pk", flat=True))
    _carry_supports(source, target)
    _carry_comments(threads[0], threads[1], target)
    source.end_reason, source.merged_into = clean_reason(reason), target
    called = _close_latches(source, target, at)
    hold_entry(target)
    # What was said stands in another room now: whoever is in either looks at it anew.
    for thread in sorted(threads, key=lambda each: each.pk):
        renew(thread.room)
    own = [referral for referral in owed if referral.topic == source.topic]
    end_proposal(source, threads[0], own, end=Proposal.End.MERGED, by=by, at=at)
    _publish_merged(source, threads, called, by=by, at=at, ref=ref)
    title = _("먼저 받은 제안과 합쳤습니다: %(title)s")
    tell_of(source, "merged", title, at, words=target.title, people=people)
    # After the letter: it is the last that those who follow the duplicate hear of it alone.
    there = Offer(target.letter_topic, target.title[:200], target.get_absolute_url())
    carry_follows(source.letter_topic, into=there, known=known, at=at)
    return source


def _lock_both(later: Proposal, earlier: Proposal) -> list[Thread]:
    """The later thread, then the earlier: as whoever follows a comment that was carried over meets them."""
    # Any other order, and somebody who holds the one while looking for a comment would wait in a ring.
    return [Thread.objects.locked().get(pk=proposal.check_published()) for proposal in (later, earlier)]


def _lock_owed(*proposals: Proposal) -> list[Referral]:
    topics = [proposal.topic for proposal in proposals]
    return list(Referral.objects.locked().standing().filter(topic__in=topics).order_by("pk"))


def _carry_supports(source: Proposal, target: Proposal) -> None:
    """Everybody who wanted either wants it now, once; who took it back later than they gave it does not."""
    theirs = {mine.person_id: mine for mine in target.endorsements.all()}
    proposers = {person.pk for person, _percent, _main in target.proposers()}
    come: list[Endorsement] = []
    back: list[Endorsement] = []
    for given in source.endorsements.filter(withdrawn_at=None).exclude(person__in=proposers):
        there = theirs.get(given.person_id)
        if there is None:
            come.append(
                Endorsement(proposal=target, person_id=given.person_id, at=given.at, came_with=source)
            )
        elif there.withdrawn_at is not None and there.withdrawn_at < given.at:
            there.at, there.withdrawn_at, there.came_with = given.at, None, source
            back.append(there)
    Endorsement.objects.bulk_create(come)
    Endorsement.objects.bulk_update(back, ["at", "withdrawn_at", "came_with"])
    target.supports += len(come) + len(back)
    target.save(update_fields=["supports"])


def _carry_comments(source: Thread, target: Thread, proposal: Proposal) -> None:
    """What was said under either is said under the one; who spoke in both is one voice."""
    Comment.objects.filter(thread=source).update(thread=target)
    proposers = [person.pk for person, _percent, _main in proposal.proposers()]
    target.comments.filter(author__in=proposers, counted=True).update(counted=False)
    _carry_voices(source, target, proposers)
    target.standing_comments += source.standing_comments
    target.recount_stances()
    source.standing_comments = source.voices = source.pros = source.cons = source.curious = 0
    source.pinned = None
    for thread in (source, target):
        thread.save(update_fields=COUNTED)


def _carry_voices(source: Thread, target: Thread, proposers: list[int]) -> None:
    there = {voice.person_id: voice for voice in target.voices_heard.all()}
    heard = source.voices_heard.filter(standing__gt=0).exclude(person__in=proposers)
    new, grown = [], []
    stances = target.last_stances_of(there)
    for voice in heard:
        mine = there.get(voice.person_id)
        if mine is None:
            kept = {"standing": voice.standing, "stance": voice.stance, "spoken_at": voice.spoken_at}
            new.append(Voice(thread=target, person_id=voice.person_id, **kept))
            continue
        target.voices -= mine.standing > 0
        mine.standing += voice.standing
        mine.stance = stances.get(mine.person_id, "")
        mine.spoken_at = max(filter(None, (mine.spoken_at, voice.spoken_at)), default=None)
        grown.append(mine)
    Voice.objects.bulk_create(new)
    Voice.objects.bulk_update(grown, ["standing", "stance", "spoken_at"])
    target.voices += len(new) + len(grown)
    source.voices_heard.update(standing=0, stance="")


def _close_latches(source: Proposal, target: Proposal, at: datetime) -> tuple[bool, bool]:
    """What either has brought about stays; what both together are enough for comes about now."""
    collecting = at < max(filter(None, (source.collects_until, target.collects_until)))
    review = target.call_review_if_due(at) if collecting else False
    if source.review_called_at is not None and not review:
        review = target.call_review(at)
    voices = target.thread.voices if target.thread else 0
    mayor = target.call_mayor_if_due(voices, at)
    if source.mayor_called_at is not None and not mayor:
        mayor = target.call_mayor(at)
    return review, mayor


def _publish_merged(
    source: Proposal,
    threads: list[Thread],
    called: tuple[bool, bool],
    *,
    by: Person,
    at: datetime,
    ref: UUID | None,
) -> None:
    target, office = source.merged_into, label_of(by, at)
    if target is None:
        return
    facts = {"into": target.pk}
    seq = publish(
        threads[0].room, "proposal.merged", source, by=by, at=at, ref=ref, office=office, facts=facts
    )
    publish(
        threads[1].room, "proposal.absorbed", target, by=by, at=at, office=office, facts={"of": source.pk}
    )
    if called[0]:
        call_review(target, threads[1], by=by, at=at)
    if called[1]:
        call_mayor(target, threads[1], by=by, at=at)
    source.seq = seq
