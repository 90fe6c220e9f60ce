"""What the district asks, for those who read it elsewhere."""

from datetime import datetime

from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deliberation.models import Proposal, Question
from district.feeds import Atom, given
from referrals.models import Reply

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


class Proposals(Feed):  # type: ignore[type-arg]
    """제안하기: what residents propose, newest first."""

    feed_type = Atom
    title = Proposal._meta.verbose_name
    subtitle = _("주민이 낸 제안과 그 진행입니다.")
    language = "ko"
    link = "/"

    def items(self) -> QuerySet[Proposal]:
        return Proposal.objects.visible_to(None).order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, proposal: Proposal) -> str:
        return proposal.title

    def item_description(self, proposal: Proposal) -> str:
        """The words, unless they are closed."""
        return proposal.shown_body

    def item_author_name(self, proposal: Proposal) -> str:
        return "" if proposal.veiled_at else proposal.author.masked_name

    def item_link(self, proposal: Proposal) -> str:
        return proposal.get_absolute_url()

    def item_pubdate(self, proposal: Proposal) -> datetime | None:
        return proposal.published_at

    def item_updateddate(self, proposal: Proposal) -> datetime | None:
        """The last that its own row knows of."""
        steps = (
            proposal.ended_at,
            proposal.mayor_called_at,
            proposal.review_called_at,
            proposal.published_at,
        )
        return max(filter(None, steps), default=None)


class Answers(Feed):  # type: ignore[type-arg]
    """What departments and the mayor answered, newest first."""

    feed_type = Atom
    title = _("공개한 답변")
    subtitle = _("질문과 제안에 부서와 구청장이 답한 것입니다.")
    language = "ko"
    link = "/"
    item_guid_is_permalink = False

    def items(self) -> QuerySet[Reply]:
        told = Reply.objects.visible_to(None).select_related("referral__department", "outcome")
        return told.order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, reply: Reply) -> str:
        """[구청장 답변] and what was asked; how it ended, where it was examined."""
        ended = f" ({reply.outcome.label})" if reply.outcome else ""
        return f"[{reply.referral.get_level_display()}] {reply.referral.title}{ended}"

    def item_description(self, reply: Reply) -> str:
        return reply.words

    def item_author_name(self, reply: Reply) -> str:
        return reply.office_label

    def item_link(self, reply: Reply) -> str:
        return reply.referral.url or "/"

    def item_guid(self, reply: Reply) -> str:
        """Two answers may stand on one page."""
        return f"urn:uuid:{reply.referral.key}"

    def item_pubdate(self, reply: Reply) -> datetime | None:
        return reply.published_at

    item_updateddate = item_pubdate


feed_questions = given(Questions())
feed_proposals = given(Proposals())
feed_answers = given(Answers())
