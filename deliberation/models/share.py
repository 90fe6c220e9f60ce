"""Together with whom something is proposed, and who wants it reviewed."""

from datetime import datetime
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deliberation.models.proposal import Proposal
from district.calendar import day
from district.models import Consent, Person
from district.refusals import Refusal


class ShareQuerySet(models.QuerySet["Share"]):
    def standing(self) -> Self:
        """Those that were not declined or taken out."""
        return self.filter(ended_at=None)

    def check_answered(self) -> None:
        """Refuse to publish while somebody has not said whether they take their part."""
        if self.standing().filter(Q(person=None) | Q(person__is_active=False)).exists():
            raise Refusal(
                "shares_open",
                _("아직 답하지 않은 분이 있습니다. 기다리거나 초대를 거두어 주세요."),
                status=409,
            )


class Share(models.Model):
    """공동제안. What part of a proposal, in percent, is whose; taken on by a link of one's own."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="shares", verbose_name=_("제안"))
    # Whom the author means, in the author's own words; emptied when the person has joined.
    label = models.CharField(_("부르는 이름"), max_length=40, blank=True)
    percent = models.PositiveSmallIntegerField(_("지분(%)"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="shares",
        verbose_name=_("함께 제안한 사람"),
    )
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("동의한 글")
    )
    accepted_at = models.DateTimeField(_("받아들인 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("그만둔 때"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("공동제안")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"],
                condition=Q(person__isnull=False, ended_at=None),
                name="share_once_a_person",
            ),
            models.CheckConstraint(condition=Q(percent__range=(1, 99)), name="share_is_a_part"),
            models.CheckConstraint(
                condition=Q(person=None, accepted_at=None)
                | Q(person__isnull=False, accepted_at__isnull=False),
                name="share_accepted_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.percent} %"

    def check_standing(self) -> None:
        """Refuse what was declined or taken out before."""
        if self.ended_at is not None:
            raise Refusal("share_gone", _("그만두었거나 거두어들인 공동제안입니다."), status=409)

    def check_may_accept(self, by: Person) -> None:
        """A part is taken on once, by a verified resident who has none of it yet."""
        by.check_verified()
        self.check_standing()
        if self.person_id is not None and self.person_id != by.pk:
            raise Refusal("share_taken", _("다른 분이 이미 받아들인 공동제안입니다."), status=409)
        if self.proposal.author_id == by.pk:
            raise Refusal("share_own", _("직접 쓰신 제안에는 이미 함께하고 계십니다."), status=409)
        if self.proposal.shares.standing().filter(person=by).exclude(pk=self.pk).exists():
            raise Refusal("share_twice", _("이미 함께 제안하신 글입니다."), status=409)

    def check_may_decline(self, by: Person) -> None:
        """Whoever holds the link may say no as long as nobody has said yes; then only they."""
        self.check_standing()
        if self.person_id not in {None, by.pk}:
            raise Refusal("share_taken", _("다른 분이 이미 받아들인 공동제안입니다."), status=409)

    @staticmethod
    def check_percent(percent: object) -> int:
        """Refuse what is no part of a whole."""
        if type(percent) is not int or not 1 <= percent <= 99:
            raise Refusal("bad_share", _("지분은 1에서 99까지의 수로 적어 주세요."), status=422)
        return percent


class Endorsement(models.Model):
    """제안 공감. That a resident wants this reviewed; taken back before the latch, the row stays."""

    proposal = models.ForeignKey(
        Proposal, models.PROTECT, related_name="endorsements", verbose_name=_("제안")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="endorsements", verbose_name=_("사람")
    )
    at = models.DateTimeField(_("공감한 때"))
    withdrawn_at = models.DateTimeField(_("거둔 때"), null=True, blank=True)
    # Brought over from a duplicate that was merged into this one.
    came_with = models.ForeignKey(
        Proposal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("합친 제안에서")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("제안 공감")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="endorsement_once_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.person_id}"

    @staticmethod
    def may_be_given(proposal: Proposal, person: Person | None, at: datetime) -> bool:
        """Whether the button is there: whoever must sign in or be verified first is told so."""
        try:
            if person is None or not person.is_verified:
                Endorsement.check_wanted(proposal, at)
            else:
                Endorsement.check_may_give(proposal, person, at)
        except Refusal:
            return False
        return True

    @staticmethod
    def check_wanted(proposal: Proposal, at: datetime) -> None:
        """Refuse to agree when its time is over without the number, or when it is answered."""
        proposal.check_unanswered()
        over = proposal.collects_until is None or at >= proposal.collects_until
        if proposal.review_called_at is None and over:
            raise Refusal("collecting_over", _("공감을 모으는 기간이 지났습니다."), status=409)

    @staticmethod
    def check_may_give(proposal: Proposal, by: Person, at: datetime) -> None:
        """It is neighbours whose number counts: not those who propose, and not the offices."""
        # First: an office is not sent to prove who it is, for it may not agree even then.
        if by.post_on(day(at)) is not None:
            raise Refusal("office_no_support", _("직위를 맡은 동안에는 공감하실 수 없습니다."), status=403)
        by.check_verified()
        by.check_not_blocked(at)
        if proposal.is_proposer(by):
            raise Refusal("own_proposal", _("함께 제안하신 분의 공감은 세지 않습니다."), status=403)
        Endorsement.check_wanted(proposal, at)

    @staticmethod
    def check_may_take_back(proposal: Proposal, at: datetime) -> None:
        """What has opened the review is not taken from under it."""
        Endorsement.check_wanted(proposal, at)
        if proposal.review_called_at is not None:
            raise Refusal("support_over", _("부서검토가 열린 뒤에는 공감을 거둘 수 없습니다."), status=409)
