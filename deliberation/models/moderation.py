"""Keeping order: what neighbours report, and who decides."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from deliberation.models.about import AboutWords, Target, check_not_own, check_words_stand
from deliberation.models.comment import Comment
from deliberation.models.house import HouseRule
from district.calendar import day
from district.intake import clean_words
from district.models import Person, Post, Posting
from district.models.offices import Role
from district.refusals import Refusal

CLAIM_HOLDS = timedelta(minutes=30)
LONGEST_NOTE = 500


def may_moderate(person: Person | None, at: datetime) -> bool:
    """Whether this person keeps order here."""
    return person is not None and person.holds(Role.MODERATOR, day(at))


def check_may_moderate(by: Person, at: datetime) -> Post:
    """Hiding is the moderators' work, and nobody else's; the office that does it is named."""
    desks = (post for post in by.offices_on(day(at)) if post.role == Role.MODERATOR)
    desk = next(desks, None) if by.is_active else None
    if desk is None:
        raise Refusal("not_moderator", _("운영 담당만 글을 가릴 수 있습니다."), status=403)
    return desk


def may_look_on(person: Person | None, at: datetime) -> bool:
    """Whoever keeps order, and whoever audits how it is kept."""
    return may_moderate(person, at) or (person is not None and person.holds(Role.AUDITOR, day(at)))


def check_may_look_on(person: Person | None, at: datetime) -> None:
    """Refuse the moderators' desk to other eyes."""
    if not may_look_on(person, at):
        raise Refusal("not_on_watch", _("운영 담당과 감사 담당만 볼 수 있습니다."), status=403)


def check_may_reveal(by: Person, at: datetime) -> Post:
    """Refuse the identity behind a nickname to all but those who keep order, and those who audit it."""
    desks = [post for post in by.offices_on(day(at)) if post.role in {Role.MODERATOR, Role.AUDITOR}]
    if not desks or not by.is_active:
        raise Refusal("not_revealed", _("신원은 운영 담당과 감사 담당만 볼 수 있습니다."), status=403)
    return next((post for post in desks if post.role == Role.MODERATOR), desks[0])


def cleaned(words: object, limit: int = LONGEST_NOTE) -> str:
    """Words that may be left out."""
    return clean_words(words, limit) if words not in (None, "") else ""


class Report(AboutWords):
    """신고. That a resident finds words to be against a rule of the house; each says it once."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reports", verbose_name=_("신고한 사람")
    )
    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="reports", verbose_name=_("운영 원칙"))
    words = models.CharField(_("덧붙인 말"), max_length=500, blank=True)
    at = models.DateTimeField(_("신고한 때"))

    class Meta(AboutWords.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("신고")
        ordering = ["-id"]
        constraints = [
            *AboutWords.Meta.constraints,
            models.UniqueConstraint(fields=["comment", "by"], name="reported_once_a_person"),
            models.UniqueConstraint(fields=["proposal", "by"], name="proposal_reported_once_a_person"),
        ]

    @staticmethod
    def check_may_report(target: Target, by: Person) -> None:
        """Refuse reports of nobody in particular, of one's own words, and of words that are gone."""
        by.check_verified()
        check_words_stand(target)
        check_not_own(target, by)
        if target.reports.filter(by=by).exists():
            raise Refusal("already_reported", _("이미 신고하셨습니다. 운영 담당이 살펴봅니다."), status=409)


class DocketQuerySet(models.QuerySet["Docket"]):
    def visible_to(self, person: Person | None, at: datetime) -> Self:
        """The queue is the moderators' and the auditor's."""
        return self.all() if may_look_on(person, at) else self.none()

    def waiting(self) -> Self:
        """Those about words that still stand: what its author took back waits for nobody."""
        stands = Comment.State.STANDING
        return self.filter(Q(comment__state=stands) | Q(proposal__state=stands), decided_at=None)

    def with_words(self) -> Self:
        """With everything the queue shows of them."""
        return self.with_holder().select_related(
            "comment__author__neighborhood",
            "comment__spoken_for__department",
            "comment__thread__question",
            "comment__thread__proposal",
            "comment__thread__session",
            "proposal__author",
            "rule",
        )

    def with_holder(self) -> Self:
        """With who has it in hand: an office, for the desk knows no names."""
        desks = Posting.objects.filter(person=OuterRef("claimed_by"), post__role=Role.MODERATOR)
        title = desks.order_by("-start", "-id").values("post__title")[:1]
        return self.select_related("claimed_by").annotate(claimed_title=Subquery(title))


class Docket(AboutWords):
    """심사할 것. Words that wait for a moderator's decision; a score sorts it and decides nothing."""

    class Decision(models.TextChoices):
        KEPT = "kept", _("그대로 둠")
        HIDDEN = "hidden", _("가림")
        BLANKED = "blanked", _("내용을 지움")

    opened_at = models.DateTimeField(_("들어온 때"))
    reported = models.PositiveIntegerField(_("신고한 사람"), default=0, editable=False)
    score = models.FloatField(_("점수"), default=0)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dockets_claimed",
        verbose_name=_("맡은 사람"),
    )
    claimed_at = models.DateTimeField(_("맡은 때"), null=True, blank=True)
    decision = models.CharField(_("결정"), max_length=8, choices=Decision, blank=True)
    rule = models.ForeignKey(
        HouseRule, models.PROTECT, null=True, blank=True, related_name="dockets", verbose_name=_("운영 원칙")
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dockets_decided",
        verbose_name=_("결정한 사람"),
    )
    decided_at = models.DateTimeField(_("결정한 때"), null=True, blank=True)

    objects = DocketQuerySet.as_manager()

    claimed_title: str | None

    class Meta(AboutWords.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("심사할 것")
        ordering = ["-score", "opened_at", "id"]
        constraints = [
            *AboutWords.Meta.constraints,
            models.UniqueConstraint(
                fields=["comment"], condition=Q(decided_at=None), name="docket_open_once_a_comment"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(decided_at=None), name="docket_open_once_a_proposal"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | ~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="docket_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(F("score").desc(), "opened_at", name="docket_open", condition=Q(decided_at=None))
        ]

    def held_by(self, at: datetime) -> Person | None:
        """Who has taken it on; whoever forgets it gives it back after half an hour."""
        if self.claimed_at is None or at > self.claimed_at + CLAIM_HOLDS:
            return None
        return self.claimed_by

    def check_may_decide(self, by: Person, at: datetime) -> None:
        """Refuse to decide what somebody else has in hand."""
        holder = self.held_by(at)
        if holder is not None and holder.pk != by.pk:
            raise Refusal("claimed_by_other", _("다른 운영 담당이 맡아 보고 있습니다."), status=409)

    def check_may_release(self, by: Person, at: datetime) -> None:
        """Refuse to give back what one does not hold."""
        self.check_may_decide(by, at)
        if self.claimed_by_id is None:
            raise Refusal("not_claimed", _("맡은 사람이 없습니다."), status=409)

    def decide(self, decision: str, *, by: Person, at: datetime, rule: HouseRule | None = None) -> None:
        """Close it with what became of the words."""
        self.check_may_decide(by, at)
        self.decision, self.rule, self.decided_by, self.decided_at = decision, rule, by, at
        self.save()
