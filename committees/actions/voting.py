"""표결. A question is put, each answers once, and it is closed: what came of it follows from the rule."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from committees.actions import secret
from committees.actions.closing import closed, counted, raised, voided
from committees.actions.written import check_may_close
from committees.electorate import check_may_cast, lock_vote
from committees.franchise import Franchise, franchise_of
from committees.models import (
    AgendaItem,
    Ballot,
    Candidate,
    Elector,
    Envelope,
    Meeting,
    Motion,
    Recusal,
    Resolution,
    Vote,
)
from committees.models.vote import LONGEST_SUBJECT
from committees.precedence import check_put
from committees.quorum import Base
from committees.rights import check_keeps, check_runs
from committees.taking_part import hold_item, ring_inside
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish

Method, Way = Vote.Method, Ballot.Way
LONGEST_REASON = 300


@transaction.atomic
def open_vote(
    item: AgendaItem,
    *,
    method: Any,
    by: Person,
    at: datetime,
    motion: Motion | None = None,
    recusal: Recusal | None = None,
    subject: Any = "",
    yes: Any = None,
    no: Any = None,
    abstain: Any = None,
    casting: Any = "",
    ref: UUID | None = None,
) -> Vote:
    """Put a question; where nobody objects or hands are counted, it is decided in the same moment."""
    held, item = hold_for_vote(item, by, at)
    vote = Vote(item=item, method=_known(held, method), recusal=_challenge(item, recusal))
    vote.motion = _put(item, motion, vote.recusal)
    vote.subject = _subject(vote, subject)
    franchise = franchise_of(held, item, without=vote.recusal.person_id if vote.recusal else None)
    if vote.method in Vote.ASKED:
        return begin(vote, held, franchise, by=by, at=at, ref=ref)
    freeze(vote, held, franchise, by=by, at=at)
    count = raised(vote, yes, no, abstain) if vote.method == Method.HANDS else None
    return closed(vote, held, count, casting=casting, by=by, at=at, ref=ref)


def hold_for_vote(item: AgendaItem, by: Person, at: datetime) -> tuple[Meeting, AgendaItem]:
    """What the members are dealing with now; in writing, any item that they were sent."""
    held, item = hold_item(item)
    check_runs(held, by)
    held.check_in_session()
    check_before_its_end(held, at)
    item.check_standing()
    if not held.is_written:
        item.check_on_floor()
    item.check_no_vote()
    return held, item


def check_before_its_end(held: Meeting, at: datetime) -> None:
    """Refuse a question to which nobody could answer any more."""
    if held.closes_at is not None and at >= held.closes_at:
        raise Refusal("written_over", _("서면 의견을 받는 때가 지났습니다."), 409)


def _known(held: Meeting, method: Any) -> str:
    if method not in Method.values:
        sentence = _("표결 방법은 이의 없음, 거수, 호명, 무기명 가운데 하나입니다.")
        raise Refusal("unknown_method", sentence, 422)
    if held.is_written and method not in Vote.ASKED:
        sentence = _("서면심의에서는 위원이 저마다 답하는 표결만 할 수 있습니다.")
        raise Refusal("written_ballots_only", sentence, 409)
    return str(method)


def _challenge(item: AgendaItem, recusal: Recusal | None) -> Recusal | None:
    """기피 is decided once, and as long as it is asked for."""
    if recusal is None:
        return None
    recusal = item.recusals.get(pk=recusal.pk)
    if recusal.state != Recusal.State.PENDING:
        raise Refusal("recusal_over", _("이미 결정했거나 거둔 신청입니다."), 409)
    return recusal


def _put(item: AgendaItem, motion: Motion | None, recusal: Recusal | None) -> Motion | None:
    """Each in its turn: who keeps out before all, then how to go on, then what mends, then the matter."""
    if recusal is not None:
        if motion is not None:
            sentence = _("동의와 기피 신청은 따로 표결합니다.")
            raise Refusal("one_question", sentence, 422)
        return None
    item.recusals.check_settled()
    motion = None if motion is None else item.motions.get(pk=motion.pk)
    check_put(motion, item.motions.all())
    decides = motion is None or motion.kind == Motion.Kind.MAIN
    if decides and not item.is_resolvable:
        raise Refusal("item_not_decided", _("보고와 자문 안건에는 의결을 적지 않습니다."), 409)
    if decides and Resolution.objects.filter(item=item).exists():
        raise Refusal("already_resolved", _("이미 의결을 적은 안건입니다."), 409)
    return motion


def _subject(vote: Vote, subject: Any) -> str:
    """What is asked, as it was read out; else the motion, or the item itself."""
    if subject is not None and subject != "":
        return clean_words(subject, LONGEST_SUBJECT)
    if vote.recusal is not None:
        with translation.override(settings.LANGUAGE_CODE):  # what was asked is kept
            return _("%(name)s 위원 기피 신청") % {"name": vote.recusal.name}
    return _words_of(vote.motion) if vote.motion else vote.item.title


def _words_of(motion: Motion) -> str:
    """The motion as it is put: with the amendments that were adopted named beside it."""
    with translation.override(settings.LANGUAGE_CODE):  # what was asked is kept
        carried = [each.label for each in motion.amendments.filter(state=Motion.State.CARRIED)]
        amended = _(" (%(amendments)s 반영)") % {"amendments": ", ".join(carried)} if carried else ""
    room = max(0, LONGEST_SUBJECT - len(amended))
    return (" ".join(motion.text.split())[:room] + amended)[:LONGEST_SUBJECT]


def freeze(vote: Vote, held: Meeting, franchise: Franchise, *, by: Person, at: datetime) -> None:
    """The rule and the people as they are now: both may change during the very same meeting."""
    franchise.check_quorum()
    if not franchise.asked:
        raise Refusal("nobody_asked", _("표결에 참여할 위원이 없습니다."), 409)
    rule = held.rule
    vote.majority, vote.tie, vote.changeable = rule.majority, rule.tie, rule.ballots_changeable
    vote.majority_of = Base.ROSTER if held.is_written else rule.majority_of
    vote.sitting, vote.present = franchise.quorum.sitting, franchise.present
    vote.asked = len(franchise.asked)
    if vote.method in Vote.NAMED:
        vote.yes = vote.no = vote.abstain = 0
    vote.opened_at, vote.opened_by = at, by
    last = Vote.objects.filter(item__meeting=held).aggregate(last=Max("number"))["last"]
    vote.number = (last or 0) + 1


def begin(
    vote: Vote,
    held: Meeting,
    franchise: Franchise,
    *,
    by: Person,
    at: datetime,
    candidates: Sequence[Candidate] = (),
    ref: UUID | None = None,
) -> Vote:
    """From now until the close each answers for themselves."""
    freeze(vote, held, franchise, by=by, at=at)
    with secret.open_keys(vote) if vote.is_secret else nullcontext():
        vote.save(force_insert=True)
        vote.electors.bulk_create(franchise.electors_of(vote))
        for candidate in candidates:
            candidate.vote = vote
        vote.candidates.bulk_create(candidates)
        publish(held.room, "vote.opened", vote, by=by, at=at, ref=ref)
        ring_inside(held, vote.item)
    return vote


@sensitive_variables()
def cast(
    vote: Vote, *, choice: Any, by: Person, at: datetime, choices: Any = None, ref: UUID | None = None
) -> Ballot | Envelope:
    """Answer what is put: under one's name, or sealed."""
    if vote.is_secret:
        return secret.seal_ballot(vote, choice=choice, choices=choices, by=by, at=at, ref=ref)
    return cast_ballot(vote, choice=choice, by=by, at=at, ref=ref)


@transaction.atomic
def cast_ballot(vote: Vote, *, choice: Any, by: Person, at: datetime, ref: UUID | None = None) -> Ballot:
    """Answer by oneself, when called or before; it may be corrected until the close if the rule is so."""
    vote = lock_vote(vote)
    elector = check_may_cast(vote, by, at)
    _check_named(vote)
    return _answer(vote, elector, choice, Way.OWN, by=by, at=at, ref=ref)


@transaction.atomic
def call_ballot(
    vote: Vote, *, seat: Any, choice: Any, by: Person, at: datetime, ref: UUID | None = None
) -> Ballot:
    """호명. The secretary writes down what a member said when called; what they cast themselves stays."""
    vote = lock_vote(vote)
    check_keeps(vote.item.meeting, by)
    vote.check_open()
    _check_named(vote)
    there = {each.seat_id: each for each in vote.electors.select_related("person")}
    asked = there.get(seat) if type(seat) is int else None
    if asked is None:
        raise Refusal("not_an_elector", _("이 표결을 시작할 때 참여할 위원이 아니었습니다."), 403)
    elector = check_may_cast(vote, asked.person, at)
    return _answer(vote, elector, choice, Way.CALLED, by=by, at=at, ref=ref)


def _check_named(vote: Vote) -> None:
    """Nobody answers for another, or under a name, what is asked in secret."""
    if vote.is_secret:
        raise Refusal("own_hand_only", _("무기명 투표는 본인만, 투표 화면에서 할 수 있습니다."), 409)


def _answer(
    vote: Vote, elector: Elector, choice: Any, way: str, *, by: Person, at: datetime, ref: UUID | None
) -> Ballot:
    """One name, one answer; the count follows it in the same moment."""
    if choice not in Ballot.Choice.values:
        raise Refusal("unknown_choice", _("찬성, 반대, 기권 가운데에서 골라 주세요."), 422)
    ballot = Ballot.objects.filter(elector=elector).first()
    first = ballot is None
    if ballot is None:
        ballot = Ballot(vote=vote, elector=elector, cast_at=at)
        vote.cast += 1
    else:
        _check_may_correct(vote, ballot, way)
        setattr(vote, ballot.choice, getattr(vote, ballot.choice) - 1)
        ballot.changed_at = max(at, ballot.cast_at)
    setattr(vote, choice, getattr(vote, choice) + 1)
    ballot.choice, ballot.way, ballot.entered_by = choice, way, by
    ballot.save()
    vote.save(update_fields=["cast", *Ballot.Choice.values])
    ballot.vote, ballot.elector = vote, elector
    room = vote.item.meeting.room
    publish(room, "ballot.cast" if first else "ballot.changed", ballot, by=by, at=at, ref=ref)
    ring_inside(vote.item.meeting, vote.item)
    return ballot


def _check_may_correct(vote: Vote, ballot: Ballot, way: str) -> None:
    """Where the rule is so, by the member; the secretary corrects no more than what the secretary wrote."""
    if not vote.changeable:
        raise Refusal("already_cast", _("이미 표를 내셨습니다. 이 기구에서는 고칠 수 없습니다."), 409)
    if way == Way.CALLED and ballot.way == Way.OWN:
        raise Refusal("already_cast", _("위원이 직접 낸 표입니다. 위원만 고칠 수 있습니다."), 409)


@transaction.atomic
def close_vote(
    vote: Vote, *, by: Person | None, at: datetime, casting: Any = "", ref: UUID | None = None
) -> Vote:
    """Count what was cast, and let the rule say what came of it; by nobody at all, the clock does it."""
    held = Meeting.objects.locked().get(pk=vote.item.meeting_id)
    if by is not None:
        check_runs(held, by)
    vote = lock_vote(vote)
    vote.check_open()
    vote.check_own_answers()
    check_may_close(vote, held, at)
    count = secret.count(vote) if vote.is_secret else counted(vote)
    if count is None:  # the box cannot be opened: said plainly, and nothing is decided
        return voided(vote, held, vote.void_reason, by=by, at=at, ref=ref)
    return closed(vote, held, count, casting=casting, by=by, at=at, ref=ref)


@transaction.atomic
def void_vote(vote: Vote, *, reason: Any, by: Person, at: datetime, ref: UUID | None = None) -> Vote:
    """무효. It was put wrongly: nothing of it counts, and it may be put again."""
    held = Meeting.objects.locked().get(pk=vote.item.meeting_id)
    check_runs(held, by)
    vote = lock_vote(vote)
    vote.check_open()
    reason = clean_words(reason, LONGEST_REASON)
    if vote.is_secret:
        secret.spoil(vote)
    return voided(vote, held, reason, by=by, at=at, ref=ref)
