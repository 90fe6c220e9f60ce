"""What the district asks, for those who read it elsewhere."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deliberation.models import Question
from district.feeds import Atom, given

NEWEST = 30


class Questions(Feed):  # type: ignore[type-arg]
    """관악구가 묻습니다, newest first."""

    feed_type = Atom
    title = Question._meta.verbose_name
    subtitle = _("주민에게 여쭙는 것과 그 결과입니다.")
    language = "ko"
    link = "/"

    def items(self) -> QuerySet[Question]:
        return Question.objects.visible_to(None).order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, question: Question) -> str:
        return question.title

    def item_description(self, question: Question) -> str:
        return question.result or question.purpose

    def item_link(self, question: Question) -> str:
        """The address that stays: a reader keeps it longer than a page keeps its place."""
        return f"/questions/{question.pk}/"

    def item_pubdate(self, question: Question) -> datetime:
        return question.published_at

    def item_updateddate(self, question: Question) -> datetime:
        return question.result_at or question.mayor_called_at or question.published_at


feed_questions = given(Questions())
