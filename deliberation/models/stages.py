"""Where proposals stand, and which of them somebody may see."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from district.models import Person
from district.models.offices import Role
from referrals.models import Progress
from referrals.reach import answers_for, holds_any

KEEPING = frozenset({Role.MODERATOR, Role.AUDITOR})
"""Who reads what was hidden."""


class Status(models.TextChoices):
    """Computed from the rows and the clock, never kept."""

    DRAFT = "draft", _("작성 중")
    COLLECTING = "collecting", _("공감 모으는 중")
    LAPSED = "lapsed", _("기간 지남")
    REVIEW = "review", _("부서검토")
    REVIEWED = "reviewed", _("검토완료")
    MAYOR_DUE = "mayor_due", _("구청장답변대기")
    ANSWERED = "answered", _("구청장답변")
    UNDERWAY = "underway", _("실시")
    DONE = "done", _("완료")
    WITHDRAWN = "withdrawn", _("취하")
    TRANSFERRED = "transferred", _("이송")
    CIVIL = "civil", _("민원으로 넘김")
    MERGED = "merged", _("합침")


class End(models.TextChoices):
    """How a proposal left the road to an answer before it had one."""

    WITHDRAWN = "withdrawn", _("취하")
    TRANSFERRED = "transferred", _("이송")
    CIVIL = "civil", _("민원으로 넘김")
    MERGED = "merged", _("합침")


class ProposalQuerySet(models.QuerySet[Any]):
    def visible_to(self, person: Person | None) -> Self:
        """A draft is its author's and of those who joined it; whatever was published stays public."""
        public = Q(published_at__isnull=False)
        if person is not None:
            public |= Q(author=person) | self.joined_by(person)
        return self.filter(public).with_file()

    def joined_by(self, person: Person) -> Q:
        """Whether this person has taken on a part."""
        shares = self.model._meta.get_field("shares").related_model._default_manager
        return Q(Exists(shares.standing().filter(proposal=OuterRef("pk"), person=person)))

    def private_to(self, person: Person | None, at: datetime) -> Self:
        """Who may have the papers of a proposal that was veiled, or hidden by those who keep order."""
        if person is None:
            return self.none()
        mine = answers_for(person, at)
        ours = Q(referral__department__in=mine) | Q(policy__department__in=mine)
        filed = Q(referral=None, category__department__in=mine)
        keeps = Q(state="hidden") if holds_any(person, KEEPING, at) else Q(pk__in=[])
        offices = Q(published_at__isnull=False, state="standing") & (ours | filed)
        return self.filter(Q(author=person) | self.joined_by(person) | offices | keeps)

    def with_file(self) -> Self:
        """With all that its row and its state are computed from."""
        return self.select_related(
            "thread",
            "policy__department",
            "category__department",
            "author",
            "neighborhood",
            "referral__department",
            "referral__again",
            "mayor_referral",
        ).prefetch_related("referral__progress", "referral__again__progress")

    def family_of(self, pk: int) -> list[int]:
        """This one, and what was merged into it, also by way of another."""
        found, last = [pk], [pk]
        while last := list(self.filter(merged_into__in=last).values_list("pk", flat=True)):
            found += last
        return found

    def published(self) -> Self:
        """What residents have put before the district."""
        return self.filter(published_at__isnull=False)

    def counting(self, at: datetime) -> Self:
        """Those with which a neighbour may still agree, or who agreed may still weigh."""
        collecting = Q(review_called_at=None, collects_until__gt=at)
        called = Q(review_called_at__isnull=False, referral__answered_at=None)
        return self.published().filter(collecting | called, end="", mayor_referral__answered_at=None)

    def in_status(self, status: str, at: datetime) -> Self:
        """Those that stand so at that moment; the same question as `Proposal.status` asks."""
        if status == Status.DRAFT:
            return self.filter(published_at=None)
        if status in End.values:
            return self.filter(end=status)
        told = Q(referral=OuterRef("referral")) | Q(referral__again_of=OuterRef("referral"))
        progress = Progress.objects.filter(told)
        asked_again = Q(referral__again__isnull=False, referral__again__answered_at=None)
        rows = self.published().filter(end="")
        for name, stands in {
            Status.DONE: Exists(progress.filter(kind="finished")),
            Status.UNDERWAY: Exists(progress.filter(kind="started")),
            Status.ANSWERED: Q(mayor_referral__answered_at__isnull=False),
            Status.MAYOR_DUE: Q(mayor_called_at__isnull=False),
            Status.REVIEWED: Q(referral__answered_at__isnull=False) & ~asked_again,
            Status.REVIEW: Q(review_called_at__isnull=False),
            Status.LAPSED: Q(collects_until__lte=at),
        }.items():
            if name == status:
                return rows.filter(stands)
            rows = rows.exclude(stands)
        return rows


def stage_of(proposal: Any) -> str:
    """Where a proposal stands by its rows alone; its referrals and their progress are at hand."""
    if proposal.end:
        return str(proposal.end)
    if proposal.published_at is None:
        return Status.DRAFT.value
    again = getattr(proposal.referral, "again", None)
    asked = [referral for referral in (proposal.referral, again) if referral is not None]
    moved = {step.kind for referral in asked for step in referral.progress.all()}
    steps = {
        Status.DONE: "finished" in moved,
        Status.UNDERWAY: "started" in moved,
        Status.ANSWERED: proposal.mayor_referral and proposal.mayor_referral.answered_at,
        Status.MAYOR_DUE: proposal.mayor_called_at,
        # Asked once more, it is reviewed once more.
        Status.REVIEWED: asked and all(referral.answered_at for referral in asked),
        Status.REVIEW: proposal.review_called_at,
    }
    return next((name.value for name, there in steps.items() if there), Status.COLLECTING.value)
