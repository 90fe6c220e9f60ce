"""The first thing staff see: what is open, what is owed, what could not follow its page."""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from cms.publishing import refusals
from cms.showing.questions import marked, owed
from deliberation.models import Question, QuestionTarget
from district.calendar import day, working_days_between
from referrals.models import Referral

SHOWN = 10


class Count(NamedTuple):
    """A quarter, or the year: how many questions the plan wants, how many there were and will be."""

    label: str
    wanted: int | None
    asked: int
    planned: int
    now: bool
    source: str

    @property
    def missing(self) -> int:
        """How many still have to be asked."""
        return max((self.wanted or 0) - self.asked - self.planned, 0)


class QuestionsDesk(Component):
    """관악구가 묻습니다: voices against what is needed, and days against what is due."""

    order = 50
    template_name = "cms/desks/questions.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        at = timezone.now()
        questions = Question.objects.visible_to(None)
        underway = questions.in_status(Question.Status.OPEN, at).order_by("thread__closes_at")[:SHOWN]
        called = owed().order_by("answer_due", "id")[:SHOWN]
        over = questions.filter(thread__closes_at__lte=at, result_at=None, referral__isnull=False)
        return {
            "open_questions": marked(underway, at),
            "owed": _with_days(marked(called, at), at),
            "reviewed": _with_referrals(marked(over.order_by("referral__asked_at")[:SHOWN], at), at),
            "counts": counts(at),
            "year": day(at).year,
            "refused": refusals(),
        }


def counts(at: datetime) -> list[Count]:
    """Each quarter of this year and the year itself, beside what the plan wants."""
    today = day(at)
    wanted = {row.quarter: row for row in QuestionTarget.objects.filter(year=today.year)}
    asked = Question.objects.filter(thread__opens_at__lte=at).by_quarter(today.year)
    planned = Question.objects.filter(thread__opens_at__gt=at).by_quarter(today.year)
    rows = [
        _count(f"{quarter}/4", wanted.get(quarter), asked[quarter], planned[quarter], quarter == _quarter(at))
        for quarter in asked
    ]
    whole = wanted.get(None)
    if whole is None and len(wanted) == len(rows):
        total = sum(row.count for row in wanted.values())
        whole = QuestionTarget(year=today.year, count=total, source=wanted[1].source)
    return [*rows, _count(_("한 해"), whole, sum(asked.values()), sum(planned.values()), now=False)]


def _count(label: str, target: QuestionTarget | None, asked: int, planned: int, now: bool) -> Count:
    return Count(
        label, target.count if target else None, asked, planned, now, target.source if target else ""
    )


def _quarter(at: datetime) -> int:
    return (day(at).month + 2) // 3


def _with_days(questions: list[Question], at: datetime) -> list[Question]:
    today = day(at)
    for question in questions:
        due = question.answer_due
        question.is_late = due is not None and due < today  # type: ignore[attr-defined]
        question.days_left = (  # type: ignore[attr-defined]
            working_days_between(today, due) if due is not None and due >= today else 0
        )
    return questions


def _with_referrals(questions: list[Question], at: datetime) -> list[Question]:
    """Until when each department has time, and what is missing before the result can be told."""
    found = Referral.objects.with_file().in_bulk([question.referral_id for question in questions])
    for question in questions:
        question.referral = found[question.referral_id]
        question.is_late = question.referral.is_late(day(at))  # type: ignore[attr-defined]
        question.due = question.referral.due()  # type: ignore[attr-defined]
    return questions
