"""처리 과정: every step of a question, who has it, since when and until when."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from committees.templatetags.due import standing
from deliberation.models import Question, Thread
from deliberation.proposal_course import DONE, LATER, NOW, Station, reviewed
from district.calendar import day
from district.dates import official


def stations(question: Question, at: datetime) -> list[Station]:
    """All steps from the opening to the last answer, those that are still to come as well."""
    steps = [_heard(question, at), *_examined(question, at), *_told(question)]
    if question.mayor_called_at is not None:
        steps.append(_mayor(question, at))
    elif question.status(at) in {Question.Status.UPCOMING, Question.Status.OPEN}:
        needed = _("%(n)d명이 참여하면") % {"n": question.policy.voices_needed}
        steps.append(Station("mayor", _("구청장 답변"), _("구청장"), until=needed, state=LATER))
    return steps


def _heard(question: Question, at: datetime) -> Station:
    door = question.thread.status(at)
    state = {Thread.Told.UPCOMING: LATER, Thread.Told.OPEN: NOW}.get(Thread.Told(door), DONE)
    until = _("%(day)s까지") % {"day": official(day(question.closes_at))}
    return Station("collecting", _("의견 듣기"), _("주민"), question.opens_at, until, state=state)


def _examined(question: Question, at: datetime) -> Iterator[Station]:
    """What the department does with it; a result that came without an examination had none."""
    if question.referral is not None:
        yield from reviewed(question.referral, at)
    elif question.result_at is None:
        yield Station("review", _("부서검토"), _office(question), state=LATER)


def _told(question: Question) -> Iterator[Station]:
    name = _("결과 공개")
    if question.result_at is not None:
        yield Station("result", name, _office(question), question.result_at)
    else:
        yield Station("result", name, _office(question), state=LATER)


def _mayor(question: Question, at: datetime) -> Station:
    referral = question.mayor_referral
    done = referral.answered_at if referral else None
    due = (referral.due() if referral else None) or question.answer_due
    badge, words = standing(due, day(done) if done else None, day(at))
    since, state = question.mayor_called_at, DONE if done else NOW
    return Station("mayor", _("구청장 답변"), _("구청장"), since, words, due, badge, state)


def _office(question: Question) -> str:
    return question.department.name if question.department else _("맡은 부서")
