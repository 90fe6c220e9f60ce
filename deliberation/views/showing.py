"""What the pages of proposals show: each beside where it stands, and one of them whole."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext as _

from deliberation.models import Endorsement, Proposal, Thread
from deliberation.models.kept import words_of
from deliberation.proposal_course import stations
from deliberation.standing import Verdict, alike, marked, verdict_of
from deliberation.views.opening import opening
from district.calendar import day
from district.models import Person
from district.visitors import person_of
from papers.models import Attachment
from referrals.models import Pause, Referral, Reply
from referrals.rows import planned_on
from referrals.timeline import office_now


def proposal_context(proposal: Proposal, request: HttpRequest, at: datetime) -> dict[str, Any]:
    """One proposal with its talk, its course and its answers, for this reader."""
    person = person_of(request)
    talk = opening(proposal.thread or Thread(), request, at)
    # After the ticket's number: what has happened since is heard as a frame.
    proposal = whole(proposal.pk, person)
    marked([proposal], at)
    thread = proposal.thread or Thread()
    return {
        **talk,
        "proposal": proposal,
        "question": proposal,  # as the thread's own parts call what is talked about
        "thread": thread,
        "status": thread.status(at),
        "gauge_status": gauge_status(proposal, thread, at),
        "stations": stations(proposal, at),
        "answers": answers_of(proposal),
        "proposers": proposal.proposers(),
        **words_for(proposal, person, at),
        "papers": Attachment.objects.of(proposal),
        "stop": stop_of(proposal),
        "similar": alike(proposal.title, "", person, at, besides=proposal, limit=3),
        "merged": Proposal.objects.filter(merged_into=proposal).order_by("id"),
        "today": day(at),
        "at": at,
        "missing": missing_in(proposal),
        **presses_of(proposal, person, at),
    }


def words_for(proposal: Proposal, person: Person | None, at: datetime) -> dict[str, Any]:
    """The words for this reader: of a hidden one those that are kept, for whoever may read them."""
    reads = proposal.may_read_whole(person, at)
    shown = {name: getattr(proposal, name) for name in ("title", "end_reason", "transferred_to")}
    return {"reads_whole": reads, "words": words_of(proposal) if reads else shown}


def missing_in(proposal: Proposal) -> int:
    """How many more neighbours it takes."""
    needed = proposal.policy.supports_needed if proposal.policy else 0
    return max(needed - proposal.supports, 1)


def whole(pk: int, person: Person | None) -> Proposal:
    """The proposal with everything its course and its answers are read from."""
    # A referral that came with its proposal would not be read again with its file.
    found = Proposal.objects.visible_to(person).select_related(None).prefetch_related(None)
    beside = found.select_related(
        "thread", "policy__department", "category__department", "author__neighborhood", "neighborhood",
        "merged_into",
    )  # fmt: skip
    filed = Referral.objects.with_file()
    files = [Prefetch(name, filed) for name in ("referral", "mayor_referral")]
    return beside.prefetch_related("tags", "shares__person", *files).get(pk=pk)  # type: ignore[misc]


def gauge_status(proposal: Proposal, thread: Thread, at: datetime) -> str:
    """The words of the mayor's gauge: open, closed, or answered."""
    if proposal.mayor_referral and proposal.mayor_referral.answered_at:
        return "answered"
    return "open" if thread.status(at) == Thread.Told.OPEN and not proposal.end else "closed"


def answers_of(proposal: Proposal) -> list[dict[str, Any]]:
    """What the district answered, the newest first."""
    first = proposal.referral
    asked = [first, getattr(first, "again", None), proposal.mayor_referral]
    answered = [
        (one.answered_at, one.pk, one, one.reply) for one in asked if one and one.answered_at and one.reply
    ]
    return [answer_of(one, reply) for _at, _pk, one, reply in sorted(answered, reverse=True)]


def answer_of(referral: Referral, reply: Reply) -> dict[str, Any]:
    """One answer as its card shows it."""
    verdict = verdict_of(referral)
    if verdict is None:
        sentence = _("구청장이 답변했습니다") if referral.level == Referral.Level.MAYOR else _("답변드립니다")
        verdict = Verdict("", "acc", "check", sentence)
    return {
        "referral": referral,
        "reply": reply,
        "verdict": verdict,
        "office": office_now(referral),
        "planned_on": planned_on(referral),
        "papers": Attachment.objects.of(reply).public(),
        "again": referral.again_of_id is not None,
    }


def stop_of(proposal: Proposal) -> Pause | None:
    """보완. What a department asks of those who propose it, and waits for."""
    again = getattr(proposal.referral, "again", None)
    asked = (proposal.referral, again, proposal.mayor_referral)
    return next((one.pause for one in asked if one is not None and one.asks_proposer), None)


def presses_of(proposal: Proposal, person: Person | None, at: datetime) -> dict[str, Any]:
    """What this reader may press here; each action asks again."""
    author = person is not None and proposal.author_id == person.pk
    mine = proposal.is_proposer(person)
    handles = proposal.may_handle(person, at)
    agreed = Endorsement.objects.filter(proposal=proposal, person=person, withdrawn_at=None)
    supported = person is not None and agreed.exists()
    # Offices do not agree; whoever may not yet is led to where they may, by the button itself.
    neighbour = person is None or person.post_on(day(at)) is None
    until = proposal.reconsider_until
    still = until is not None and until >= day(at)
    unanswered = not proposal.end and not answers_of(proposal)
    return {
        "is_mine": mine,
        "may_report": not mine and not proposal.is_hidden,
        "is_author": author,
        "supported": supported,
        "takes_supports": Endorsement.may_be_given(proposal, None, at),
        "may_support": (supported and unanswered)
        or (neighbour and Endorsement.may_be_given(proposal, person, at)),
        "support_hint": None if person and person.is_verified else "verify" if person else "sign_in",
        "may_withdraw": author and unanswered,
        "may_supply": mine and stop_of(proposal) is not None,
        "may_veil": author and proposal.veiled_at is None,
        "may_reconsider": author and still,
        "reconsider_until": until if still else None,
        "reconsider_days": (until - day(at)).days if until is not None else None,
        "may_civil": (author or handles) and unanswered,
        "may_handle": handles and unanswered,
        "may_answer": handles and not proposal.end and proposal.referral is not None,
    }
