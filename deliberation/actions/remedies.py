"""Objecting: the author to the hiding of words, and whoever is harmed to their standing there."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deliberation.actions.comments import lock_comment
from deliberation.actions.moderation import DESK, LEDGER, hide, restore, told_hidden, told_restored
from deliberation.actions.notices import tell_about
from deliberation.models import Appeal, Comment, HouseRule, Measure
from deliberation.models.house import MEASURE
from deliberation.models.moderation import LONGEST_NOTE, cleaned
from deliberation.models.remedies import LONGEST_MEASURE, LONGEST_WORDS, known
from district.dates import official_time
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal
from realtime.publish import publish, ring


@transaction.atomic
def appeal_hiding(
    comment: Comment, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Ask that somebody else look again at what was hidden; also whoever may not speak now may do so."""
    comment = lock_comment(comment)
    Appeal.check_may_appeal(comment, by)
    comment.appeals.create(words=clean_words(words, LONGEST_WORDS), at=at)
    ring(DESK)
    publish(LEDGER, "appeal.made", comment, by=by, at=at, ref=ref)
    return comment


@transaction.atomic
def decide_appeal(
    comment: Comment, *, by: Person, outcome: str, at: datetime, answer: str = "", ref: UUID | None = None
) -> Comment:
    """Look again, with other eyes: the words stand again, or stay hidden, and the author is told."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    appeal = comment.appeals.filter(decided_at=None).first()
    if appeal is None:
        raise Refusal("no_appeal", _("결정할 이의 신청이 없습니다."), status=409)
    appeal.comment = comment
    appeal.check_may_decide(by)
    appeal.outcome, appeal.answer = Appeal.check_outcome(outcome), cleaned(answer)
    appeal.decided_by, appeal.decided_at = by, at
    appeal.save()
    restored = appeal.outcome == Appeal.Outcome.RESTORED
    title = _("이의를 살펴본 결과 그대로 가립니다.")
    if restored:
        comment.check_not_to_be_blanked()
        title = _("이의를 받아들여 의견을 되돌렸습니다.")
        restore(comment)
    tell_about(comment, f"appeal/{appeal.pk}", title=title, words=appeal.answer, at=at)
    ring(DESK)
    if restored:
        told_restored(comment, by=by, at=at, ref=ref, office=office.label)
    else:
        publish(LEDGER, "appeal.upheld", comment, by=by, at=at, ref=ref, office=office.label)
    return comment


@transaction.atomic
def request_measure(
    comment: Comment, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """Ask that words be hidden for a while because one is harmed by them (정보통신망법 제44조의2)."""
    comment = lock_comment(comment)
    Measure.check_may_request(comment, by)
    comment.measures.create(applicant=by, words=clean_words(words, LONGEST_WORDS), at=at)
    ring(DESK)
    publish(LEDGER, "measure.requested", comment, by=by, at=at, ref=ref)
    return comment


@transaction.atomic
def take_measure(
    comment: Comment, *, by: Person, at: datetime, until: datetime | None = None, ref: UUID | None = None
) -> Comment:
    """Hide words for at most thirty days; both sides are told, and the author may object."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    measure = _open_measure(comment)
    end = until or at + LONGEST_MEASURE
    measure.check_may_take(end, at)
    comment.check_standing()
    measure.hidden_at, measure.until = at, end
    measure.save(update_fields=["hidden_at", "until"])
    hide(comment, MEASURE, by=by, at=at, office=office)
    words = _("%(until)s까지입니다. 쓴 분은 그 전에 이의를 내실 수 있습니다.") % {"until": official_time(end)}
    _tell_both(measure, "taken", _("임시조치로 의견을 가렸습니다."), words, at)
    told_hidden(comment, by=by, at=at, ref=ref, office=office)
    return comment


@transaction.atomic
def object_to_measure(
    comment: Comment, *, by: Person, words: str, at: datetime, ref: UUID | None = None
) -> Comment:
    """The author says why the words should stand; the applicant hears that there is an objection."""
    comment = lock_comment(comment)
    measure = _open_measure(comment)
    measure.check_may_object(by)
    measure.objection, measure.objected_at = clean_words(words, LONGEST_WORDS), at
    measure.save(update_fields=["objection", "objected_at"])
    _tell_both(measure, "objected", _("임시조치에 이의가 들어왔습니다."), "", at)
    ring(DESK)
    publish(LEDGER, "measure.objected", comment, by=by, at=at, ref=ref)
    return comment


@transaction.atomic
def decide_measure(
    comment: Comment,
    *,
    by: Person,
    outcome: str,
    at: datetime,
    answer: str = "",
    rule: str = "",
    ref: UUID | None = None,
) -> Comment:
    """End it before its day: refuse what was asked, let the words stand again, or hide them on a rule."""
    office = comment.check_may_hide(by, at)
    comment = lock_comment(comment)
    measure = _open_measure(comment)
    known(outcome, ["refused"] if measure.hidden_at is None else ["restored", "hidden"])
    ground = HouseRule.objects.for_hiding(at).said(rule) if outcome == Measure.Outcome.HIDDEN else None
    measure.answer = cleaned(answer, LONGEST_NOTE)
    if outcome == Measure.Outcome.RESTORED:
        comment.check_not_to_be_blanked()
    _close(measure, outcome, by=by, at=at)
    if outcome == Measure.Outcome.RESTORED:
        restore(comment)
        told_restored(comment, by=by, at=at, ref=ref, office=office.label)
    elif ground is not None:
        comment.hidden_ground, comment.hidden_at, comment.hidden_by = ground.code, at, by
        comment.save(update_fields=["hidden_ground", "hidden_at", "hidden_by"])
        told_hidden(comment, by=by, at=at, ref=ref, office=office)
    else:
        publish(LEDGER, "measure.refused", comment, by=by, at=at, ref=ref, office=office.label)
    return comment


def due(at: datetime) -> None:
    """Let words stand again whose measure has run out: the law gives it thirty days and no more."""
    for pk in Measure.objects.over(at).order_by("pk").values_list("comment", flat=True):
        _expire(pk, at)


@transaction.atomic
def _expire(pk: int, at: datetime) -> None:
    comment = lock_comment(Comment.objects.get(pk=pk))
    measure = comment.measures.over(at).first()
    if measure is None:
        return
    _close(measure, Measure.Outcome.EXPIRED, by=None, at=at)
    asked = comment.blankings.filter(confirmed_at=None, dropped_at=None).select_related("rule").first()
    if asked is not None:
        # Hidden until a colleague has answered; on that ground from now on, and no more on the law's.
        comment.hidden_ground, comment.hidden_at, comment.hidden_by_id = (
            asked.rule.code,
            at,
            asked.asked_by_id,
        )
        comment.save(update_fields=["hidden_ground", "hidden_at", "hidden_by"])
        facts = {"ground": comment.hidden_ground}
        publish(comment.thread.room, "comment.hidden", comment, by=None, at=at, facts=facts)
        return
    restore(comment)
    told_restored(comment, by=None, at=at)


def _close(measure: Measure, outcome: str, *, by: Person | None, at: datetime) -> None:
    """Write down how it ended, and tell both."""
    measure.outcome, measure.decided_by, measure.decided_at = outcome, by, at
    measure.save()
    title = _("임시조치의 결과: %(outcome)s") % {"outcome": measure.get_outcome_display()}
    _tell_both(measure, "closed", title, measure.answer, at)
    ring(DESK)


def _tell_both(
    measure: Measure, about: str, title: str | Promise, words: str | Promise, at: datetime
) -> None:
    """A letter to whoever asked and to whoever wrote."""
    comment, about = measure.comment, f"measure/{measure.pk}/{about}"
    people: list[Person | int] = [measure.applicant_id, comment.author_id]
    tell_about(comment, about, title=title, words=words, at=at, people=people)


def _open_measure(comment: Comment) -> Measure:
    """The request that nobody has decided."""
    measure = comment.measures.filter(decided_at=None).first()
    if measure is None:
        raise Refusal("no_measure", _("살펴볼 임시조치 신청이 없습니다."), status=409)
    measure.comment = comment
    return measure
