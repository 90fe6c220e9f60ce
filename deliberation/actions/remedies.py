"""Objecting: the author to the hiding of words, and whoever is harmed to their standing there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.actions.moderation import (
    DESK,
    LEDGER,
    hide,
    lock_target,
    restore,
    settle,
    settle_anew,
    told_hidden,
    told_restored,
)
from deliberation.actions.notices import tell_about
from deliberation.models import Appeal, Docket, HouseRule, Measure
from deliberation.models.about import Target, authors_of, check_not_to_be_blanked, check_words_stand
from deliberation.models.house import MEASURE
from deliberation.models.moderation import LONGEST_NOTE, check_may_moderate, cleaned
from deliberation.models.remedies import LONGEST_MEASURE, LONGEST_WORDS, known
from district.dates import official_time
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish, ring


@transaction.atomic
def appeal_hiding(target: Target, *, by: Person, words: str, at: datetime, ref: UUID | None = None) -> Target:
    """Ask that somebody else look again at what was hidden; also whoever may not speak now may do so."""
    target = lock_target(target)
    Appeal.check_may_appeal(target, by)
    target.appeals.create(words=clean_words(words, LONGEST_WORDS), at=at)
    ring(DESK)
    publish(LEDGER, "appeal.made", target, by=by, at=at, ref=ref)
    return target


@transaction.atomic
def decide_appeal(
    target: Target, *, by: Person, outcome: str, at: datetime, answer: str = "", ref: UUID | None = None
) -> Target:
    """Look again, with other eyes: the words stand again, or stay hidden, and the author is told."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    appeal = target.appeals.filter(decided_at=None).first()
    if appeal is None:
        raise Refusal("no_appeal", _("결정할 이의 신청이 없습니다."), status=409)
    appeal.check_may_decide(by)
    appeal.outcome, appeal.answer = Appeal.check_outcome(outcome), cleaned(answer)
    appeal.decided_by, appeal.decided_at = by, at
    appeal.save()
    restored = appeal.outcome == Appeal.Outcome.RESTORED
    title = _("이의를 살펴본 결과 그대로 가립니다.")
    if restored:
        check_not_to_be_blanked(target)
        title = _("이의를 받아들여 글을 되돌렸습니다.")
        restore(target, at)
    tell_about(target, f"appeal/{appeal.pk}", title=title, words=appeal.answer, at=at)
    ring(DESK)
    if restored:
        told_restored(target, by=by, at=at, ref=ref, office=office.label)
    else:
        publish(LEDGER, "appeal.upheld", target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def request_measure(
    target: Target, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Target:
    """Ask that words be hidden for a while because one is harmed by them (정보통신망법 제44조의2)."""
    target = lock_target(target)
    Measure.check_may_request(target, by)
    target.measures.create(applicant=by, words=clean_words(words, LONGEST_WORDS), at=at)
    ring(DESK)
    publish(LEDGER, "measure.requested", target, by=by, at=at, ref=ref)
    return target


@transaction.atomic
def take_measure(
    target: Target, *, by: Person, at: datetime, until: datetime | None = None, ref: UUID | None = None
) -> Target:
    """Hide words for at most thirty days; both sides are told, and the author may object."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    measure = _open_measure(target)
    end = until or at + LONGEST_MEASURE
    measure.check_may_take(end, at)
    check_words_stand(target)
    measure.hidden_at, measure.until = at, end
    measure.save(update_fields=["hidden_at", "until"])
    settle(target, Docket.Decision.HIDDEN, by=by, at=at, rule=HouseRule.objects.get(code=MEASURE))
    hide(target, MEASURE, by=by, at=at, office=office)
    words = _("%(until)s까지입니다. 쓴 분은 그 전에 이의를 내실 수 있습니다.") % {"until": official_time(end)}
    _tell_both(measure, target, "taken", _("임시조치로 글을 가렸습니다."), words, at)
    told_hidden(target, by=by, at=at, ref=ref, office=office.label)
    return target


@transaction.atomic
def object_to_measure(
    target: Target, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Target:
    """The author says why the words should stand; the applicant hears that there is an objection."""
    target = lock_target(target)
    measure = _open_measure(target)
    measure.check_may_object(by)
    measure.objection, measure.objected_at = clean_words(words, LONGEST_WORDS), at
    measure.save(update_fields=["objection", "objected_at"])
    _tell_both(measure, target, "objected", _("임시조치에 이의가 들어왔습니다."), "", at)
    ring(DESK)
    publish(LEDGER, "measure.objected", target, by=by, at=at, ref=ref)
    return target


@transaction.atomic
def decide_measure(
    target: Target,
    *,
    by: Person,
    outcome: str,
    at: datetime,
    answer: str = "",
    rule: str = "",
    ref: UUID | None = None,
) -> Target:
    """End it before its day: refuse what was asked, let the words stand again, or hide them on a rule."""
    office = check_may_moderate(by, at)
    target = lock_target(target)
    measure = _open_measure(target)
    known(outcome, ["refused"] if measure.hidden_at is None else ["restored", "hidden"])
    measure.check_may_decide(by)
    ground = HouseRule.objects.for_hiding(at).said(rule) if outcome == Measure.Outcome.HIDDEN else None
    measure.answer = cleaned(answer, LONGEST_NOTE)
    if outcome == Measure.Outcome.RESTORED:
        check_not_to_be_blanked(target)
    _close(measure, target, outcome, by=by, at=at)
    if outcome == Measure.Outcome.RESTORED:
        restore(target, at)
        told_restored(target, by=by, at=at, ref=ref, office=office.label)
    elif ground is not None:
        _hide_on(target, ground, by=by, at=at)
        told_hidden(target, by=by, at=at, ref=ref, office=office.label)
    else:
        publish(LEDGER, "measure.refused", target, by=by, at=at, ref=ref, office=office.label)
    return target


def due(at: datetime) -> None:
    """Let words stand again whose measure has run out: the law gives it thirty days and no more."""
    for measure in Measure.objects.over(at).select_related("comment", "proposal").order_by("pk"):
        _expire(measure.target, at)


@transaction.atomic
def _expire(target: Target, at: datetime) -> None:
    target = lock_target(target)
    measure = target.measures.over(at).first()
    if measure is None:
        return
    _close(measure, target, Measure.Outcome.EXPIRED, by=None, at=at)
    asked = target.blankings.filter(confirmed_at=None, dropped_at=None).select_related("rule").first()
    if asked is None:
        restore(target, at)
        told_restored(target, by=None, at=at)
        return
    # Hidden until a colleague has answered; on that ground from now on, and no more on the law's.
    _hide_on(target, asked.rule, by=asked.asked_by, at=at)
    told_hidden(target, by=None, at=at)


def _hide_on(target: Target, rule: HouseRule, *, by: Person, at: datetime) -> None:
    """What the law had hidden for a while stays hidden on a rule of the house, and is counted under that."""
    target.hidden_ground, target.hidden_at, target.hidden_by = rule.code, at, by
    target.save(update_fields=["hidden_ground", "hidden_at", "hidden_by"])
    settle_anew(target, Docket.Decision.HIDDEN, rule)


def _close(measure: Measure, target: Target, outcome: str, *, by: Person | None, at: datetime) -> None:
    """Write down how it ended, and tell both."""
    measure.outcome, measure.decided_by, measure.decided_at = outcome, by, at
    measure.save()
    title = _("임시조치의 결과: %(outcome)s") % {"outcome": measure.get_outcome_display()}
    _tell_both(measure, target, "closed", title, measure.answer, at)
    ring(DESK)


def _tell_both(  # noqa: PLR0917
    measure: Measure, target: Target, about: str, title: str | Promise, words: str | Promise, at: datetime
) -> None:
    """A letter to whoever asked and to whoever wrote."""
    people: list[Person | int] = [measure.applicant_id, *authors_of(target)]
    tell_about(target, f"measure/{measure.pk}/{about}", title=title, words=words, at=at, people=people)


def _open_measure(target: Target) -> Measure:
    """The request that nobody has decided."""
    measure = target.measures.filter(decided_at=None).first()
    if measure is None:
        raise Refusal("no_measure", _("살펴볼 임시조치 신청이 없습니다."), status=409)
    return measure
