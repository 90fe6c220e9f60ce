"""The first thing staff see: what is open, what is owed, what could not follow its page."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from cms.publishing import refusals
from cms.showing.questions import marked
from deliberation.models import Question
from district.calendar import day, working_days_between

SHOWN = 10


class QuestionsDesk(Component):
    """관악구가 묻습니다: voices against what is needed, and days against what is due."""

    order = 50
    template_name = "cms/desks/questions.html"

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        at = timezone.now()
        questions = Question.objects.visible_to(None)
        underway = questions.in_status(Question.Status.OPEN, at).order_by("thread__closes_at")[:SHOWN]
        owed = questions.filter(mayor_called_at__isnull=False, result_at=None).order_by("answer_due", "id")
        return {
            "open_questions": marked(underway, at),
            "owed": _with_days(marked(owed[:SHOWN], at), at),
            "refused": refusals(),
        }


def _with_days(questions: list[Question], at: datetime) -> list[Question]:
    today = day(at)
    for question in questions:
        due = question.answer_due
        question.is_late = due is not None and due < today  # type: ignore[attr-defined]
        question.days_left = (  # type: ignore[attr-defined]
            working_days_between(today, due) if due is not None and due >= today else 0
        )
    return questions
