"""Whose words are judged: a comment's or a proposal's, by the same verbs."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deliberation.models.comment import Comment
from deliberation.models.proposal import Proposal
from district.models import Person
from district.refusals import Refusal

type Target = Comment | Proposal


class AboutWords(models.Model):
    """What is said against words, asked of them or decided about them; of a comment or of a proposal."""

    comment = models.ForeignKey(
        Comment, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("댓글")
    )
    proposal = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("제안")
    )

    if TYPE_CHECKING:
        comment_id: int | None
        proposal_id: int | None

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(comment__isnull=False, proposal=None) | Q(comment=None, proposal__isnull=False),
                name="%(class)s_about_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name}: {self.target}"

    @property
    def target(self) -> Target:
        """The words it is about."""
        words = self.comment or self.proposal
        if words is None:
            raise TypeError("about nobody's words")
        return words


def noun_of(target: Target) -> str:
    """As events, letters and addresses call it: comment or proposal."""
    return target._meta.model_name or ""


def of(target: Target) -> dict[str, Target]:
    """As a new row is told what it is about."""
    return {noun_of(target): target}


def key_of(target: Target) -> dict[str, int | None]:
    """Its number beside the other noun's empty cell."""
    return {"comment": None, "proposal": None, noun_of(target): target.pk}


def is_author(target: Target, person: Person | None) -> bool:
    """Whether these are this person's words; a proposal is everybody's who proposes it."""
    if isinstance(target, Proposal):
        return target.is_proposer(person)
    return person is not None and target.author_id == person.pk


def authors_of(target: Target) -> list[Person | int]:
    """Who is told what became of them."""
    if isinstance(target, Proposal):
        return [person for person, _percent, _main in target.proposers()]
    return [target.author_id]


def check_author(target: Target, by: Person) -> None:
    """Refuse to speak for another's words."""
    if not is_author(target, by):
        raise Refusal("not_author", _("쓰신 분만 할 수 있습니다."), status=403)


def check_not_own(target: Target, by: Person) -> None:
    """Refuse to turn to the moderators about one's own words."""
    if is_author(target, by):
        raise Refusal("own_words", _("직접 쓰신 글은 신고 없이 바로 거두실 수 있습니다."), status=409)


def check_words_stand(target: Target) -> None:
    """Refuse what can only be done to words that everybody may read."""
    if isinstance(target, Proposal):
        target.check_shown()
    else:
        target.check_standing()


def check_may_restore(target: Target) -> None:
    """Refuse what was never hidden, and what somebody has objected to in due form."""
    if target.state != Comment.State.HIDDEN:
        raise Refusal("not_hidden", _("가린 글이 아닙니다."), status=409)
    if target.appeals.filter(decided_at=None).exists() or target.measures.filter(decided_at=None).exists():
        raise Refusal(
            "objection_open", _("이의나 임시조치가 걸려 있습니다. 그쪽에서 결정해 주세요."), status=409
        )
    check_not_to_be_blanked(target)


def check_not_to_be_blanked(target: Target) -> None:
    """Refuse to bring words back, or to ask again, while a colleague is asked to destroy them."""
    if target.blankings.filter(confirmed_at=None, dropped_at=None).exists():
        raise Refusal("blanking_waits", _("다른 운영 담당의 확인을 기다리고 있습니다."), status=409)
