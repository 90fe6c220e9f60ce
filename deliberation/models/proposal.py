"""What residents propose, together with whom, and what becomes of it."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from deliberation.models.category import Category
from deliberation.models.comment import Comment
from deliberation.models.house import HouseRule
from deliberation.models.policy import ParticipationPolicy
from deliberation.models.stages import KEEPING, End, ProposalQuerySet, Status, stage_of
from deliberation.models.thread import Thread
from district.calendar import add_working_days, day
from district.models import Consent, Department, Neighborhood, Person, Tagging
from district.refusals import Refusal
from realtime.kinds import Address
from referrals.actions import again_until
from referrals.models import Referral
from referrals.reach import INSIDE, answers_for, holds_any

if TYPE_CHECKING:
    from deliberation.models.share import Share

LONGEST_TITLE, LONGEST_PROPOSAL, LONGEST_PLACE, LONGEST_REASON = 100, 5_000, 120, 500


class Proposal(models.Model):
    """제안하기. What a resident asks the district to do; five neighbours send it to a department."""

    Status = Status
    End = End
    State = Comment.State

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("제목"), max_length=LONGEST_TITLE, blank=True)
    body = models.TextField(_("제안 내용"), blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("분야")
    )
    neighborhood = models.ForeignKey(
        Neighborhood, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("동")
    )
    place = models.CharField(_("장소"), max_length=120, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="proposals", verbose_name=_("제안한 사람")
    )
    # The wording that was agreed to when it was published.
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("동의한 글")
    )
    policy = models.ForeignKey(
        ParticipationPolicy,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("참여 기준"),
    )
    thread = models.OneToOneField(
        Thread, models.PROTECT, null=True, blank=True, related_name="proposal", verbose_name=_("댓글 마당")
    )
    drafted_at = models.DateTimeField(_("쓰기 시작한 때"))
    saved_at = models.DateTimeField(_("저장한 때"))
    published_at = models.DateTimeField(_("게시한 때"), null=True, blank=True)
    collects_until = models.DateTimeField(_("공감을 모으는 마감"), null=True, blank=True)
    supports = models.PositiveIntegerField(_("공감"), default=0, editable=False)
    review_called_at = models.DateTimeField(_("부서검토가 열린 때"), null=True, blank=True, editable=False)
    mayor_called_at = models.DateTimeField(_("구청장 답변이 열린 때"), null=True, blank=True, editable=False)
    answer_due = models.DateField(_("구청장 답변 기한"), null=True, blank=True, editable=False)
    referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("부서 배정")
    )
    mayor_referral = models.OneToOneField(
        Referral, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("구청장 답변 배정")
    )
    end = models.CharField(_("마무리"), max_length=12, choices=End, blank=True)
    ended_at = models.DateTimeField(_("마무리한 때"), null=True, blank=True)
    # Why it was handed on, and to which office outside.
    end_reason = models.CharField(_("마무리한 까닭"), max_length=500, blank=True)
    transferred_to = models.CharField(_("이송한 기관"), max_length=120, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", verbose_name=_("합친 제안")
    )
    # Whether its words may be read by everybody; a rule of the house, kept as it was, says why not.
    state = models.CharField(_("글의 상태"), max_length=10, choices=Comment.State, default="standing")
    hidden_ground = models.CharField(_("가린 까닭"), max_length=12, blank=True)
    hidden_at = models.DateTimeField(_("가린 때"), null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("가린 사람"),
    )
    # The words of a hidden one lie here and in no other cell, so that no reader has to remember to close it.
    kept = models.JSONField(_("가려 둔 글"), null=True, blank=True, editable=False)
    # On the proposer's wish all but title and result is closed (국민 제안 규정).
    veiled_at = models.DateTimeField(_("내용을 가린 때"), null=True, blank=True)
    tags = TaggableManager(_("주제어"), through=Tagging, blank=True)

    kept_by_admin = ("view",)

    objects = ProposalQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("제안")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, thread=None, policy=None, collects_until=None)
                | Q(
                    published_at__isnull=False,
                    thread__isnull=False,
                    policy__isnull=False,
                    collects_until__isnull=False,
                )
                & ~Q(title="")
                & ~Q(body=""),
                name="proposal_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(mayor_called_at=None, answer_due=None)
                | Q(mayor_called_at__isnull=False, answer_due__isnull=False),
                name="proposal_called_with_a_date",
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None) | ~Q(end="") & Q(ended_at__isnull=False),
                name="proposal_ended_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(end="merged") & ~Q(merged_into=F("id")),
                name="proposal_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="standing", hidden_ground="", hidden_at=None, hidden_by=None, kept__isnull=True
                )
                | (Q(state="hidden", kept__isnull=False) | Q(state="blanked", kept__isnull=True))
                & Q(hidden_at__isnull=False, hidden_by__isnull=False)
                & ~Q(hidden_ground=""),
                name="proposal_hidden_by_somebody_for_a_ground",
            ),
        ]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="proposal_newest"),
            models.Index("author", F("id").desc(), name="proposal_newest_mine"),
            models.Index("category", F("id").desc(), name="proposal_newest_filed"),
        ]

    def __str__(self) -> str:
        return self.title or f"{self._meta.verbose_name} {self.key}"

    def get_absolute_url(self) -> str:
        """The address that stays; a draft has one that nobody guesses."""
        return f"/proposals/{self.pk}/" if self.published_at else f"/proposals/drafts/{self.key}/"

    @property
    def url(self) -> str:
        """The same, as every subject of a thread has it."""
        return self.get_absolute_url()

    @property
    def topic(self) -> str:
        """What is followed."""
        return f"proposal/{self.pk}"

    @property
    def letter_topic(self) -> str:
        """The same, as every subject of a thread has it."""
        return self.topic

    @property
    def room(self) -> Address:
        """Where those present hear of it; a draft is nobody's business."""
        return self.thread.room if self.thread else Address("ledger", "deliberation")

    @property
    def stage(self) -> str:
        """Where it stands by its rows alone: what the clock adds is seen by whoever looks at it."""
        return stage_of(self)

    def status(self, at: datetime) -> str:
        """Where it stands at that moment."""
        lapsed = self.collects_until is not None and at >= self.collects_until
        if self.stage == self.Status.COLLECTING and lapsed:
            return self.Status.LAPSED.value
        return self.stage

    def status_label(self, at: datetime) -> str:
        """The same for people."""
        return str(self.Status(self.status(at)).label)

    @property
    def office(self) -> Department | None:
        """Which department has it, or would have it."""
        if self.referral is not None:
            return self.referral.department
        filed = self.category.department if self.category else None
        return filed or (self.policy.department if self.policy else None)

    @property
    def own_percent(self) -> int:
        """What part is the author's: all that nobody else has taken on."""
        return 100 - sum(share.percent for share in self._standing_shares() if share.person_id)

    def _standing_shares(self) -> "list[Share]":
        return [share for share in self.shares.all() if share.ended_at is None]

    def proposers(self) -> list[tuple[Person, int, bool]]:
        """Who proposes it, with which part; the main proposer, who has the largest, comes first."""
        parts = [(self.author, self.own_percent)]
        parts += [(share.person, share.percent) for share in self._standing_shares() if share.person]
        parts.sort(key=lambda part: -part[1])  # stable: among equals the author
        return [(person, percent, place == 0) for place, (person, percent) in enumerate(parts)]

    def is_proposer(self, person: Person | None) -> bool:
        """Whether this is its author, or has joined."""
        if person is None:
            return False
        return self.author_id == person.pk or self.shares.standing().filter(person=person).exists()

    def people_to_tell(self) -> models.QuerySet[Person]:
        """Everybody who proposed, agreed or spoke, also for what was merged into it."""
        family = Proposal.objects.family_of(self.pk)
        wrote = Proposal.objects.filter(pk__in=family).values("author")
        joined = self.shares.model.objects.standing().filter(proposal__in=family).values("person")
        agreed = self.endorsements.filter(withdrawn_at=None).values("person")
        spoke = self.thread.voices_heard.filter(standing__gt=0).values("person") if self.thread else []
        who = Q(pk__in=wrote) | Q(pk__in=joined) | Q(pk__in=agreed) | Q(pk__in=spoke)
        return Person.objects.filter(who)

    @property
    def reconsider_until(self) -> date | None:
        """재심. The last day on which its author may ask once more, if it was refused."""
        return again_until(self.referral) if self.referral and not self.end else None

    @property
    def mayor_owes(self) -> bool:
        """Whether the mayor was called and has not answered."""
        answered = self.mayor_referral is not None and not self.mayor_referral.is_standing
        return self.mayor_called_at is not None and not answered and not self.end

    @property
    def is_hidden(self) -> bool:
        """Whether only its course is left to read."""
        return self.state != self.State.STANDING

    @property
    def ground(self) -> str | None:
        """The rule of the house on which its words are not shown."""
        return self.hidden_ground or None

    @property
    def ground_label(self) -> str:
        """The same for people."""
        return HouseRule.objects.label_of(self.hidden_ground) if self.hidden_ground else ""

    @property
    def shown_body(self) -> str:
        """The words as the public may read them."""
        return "" if self.veiled_at or self.is_hidden else self.body

    def may_read_whole(self, person: Person | None, at: datetime) -> bool:
        """Whether the words are shown: veiled ones to the office, hidden ones to those who keep order."""
        if self.is_proposer(person):
            return self.state != self.State.BLANKED
        if self.is_hidden:
            return self.state == self.State.HIDDEN and holds_any(person, KEEPING, at)
        return self.veiled_at is None or self.may_handle(person, at)

    def may_handle(self, person: Person | None, at: datetime) -> bool:
        """Whether this person works in the department that has it, or in the one that keeps participation."""
        if not holds_any(person, INSIDE, at):
            return False
        keeping = {self.office, self.policy.department if self.policy else None} - {None}
        return not keeping or bool({each.pk for each in keeping if each} & answers_for(person, at))

    def check_author(self, by: Person) -> None:
        """Refuse to touch another's proposal."""
        if self.author_id != by.pk:
            raise Refusal("not_author", _("쓰신 분만 할 수 있습니다."), status=403)

    def check_proposer(self, by: Person) -> None:
        """Refuse to bring what was asked of others."""
        if not self.is_proposer(by):
            raise Refusal("not_proposer", _("함께 제안하신 분만 할 수 있습니다."), status=403)

    def check_draft(self) -> None:
        """Refuse what may only be done before others have agreed with the words."""
        if self.published_at is not None:
            raise Refusal("already_published", _("이미 게시한 제안입니다."), status=409)

    def check_published(self) -> int:
        """Refuse to do with a draft what is done with a proposal; the number of its talk."""
        if self.thread_id is None:
            raise Refusal("not_published", _("아직 게시하지 않은 제안입니다."), status=409)
        return self.thread_id

    def check_standing(self) -> None:
        """Refuse what comes after the end."""
        self.check_published()
        if self.end:
            sentence = _("이미 끝난 제안입니다: %(how)s") % {"how": self.get_end_display()}
            raise Refusal("proposal_ended", sentence, status=409)

    def check_shown(self) -> None:
        """Refuse what can only be done to words that everybody may read."""
        if self.is_hidden:
            raise Refusal("proposal_hidden", _("운영 원칙에 따라 가린 제안입니다."), status=409)

    def check_unanswered(self) -> None:
        """Refuse to take away what was already decided."""
        self.check_standing()
        answers = (self.referral, self.mayor_referral)
        if any(referral is not None and referral.answered_at is not None for referral in answers):
            raise Refusal("already_reviewed", _("이미 검토 결과가 나온 제안입니다."), status=409)

    def check_may_handle(self, by: Person, at: datetime) -> None:
        """Refuse the work of another office."""
        if not self.may_handle(by, at):
            raise Refusal("not_in_charge", _("이 제안을 맡은 부서에서만 할 수 있습니다."), status=403)

    def check_goes_into(self, other: "Proposal") -> None:
        """First received wins: a duplicate goes into what was there before it."""
        other.check_standing()
        self.check_standing()
        if self.pk == other.pk or (self.published_at, self.pk) < (other.published_at, other.pk):
            raise Refusal("not_the_earlier", _("먼저 받은 제안으로만 합칠 수 있습니다."), status=409)

    def check_complete(self, on: date) -> None:
        """Refuse to publish a sheet with holes in it."""
        missing = [name for name in ("title", "body", "category") if not getattr(self, name)]
        if missing:
            errors = [
                {"field": name, "code": "empty_words", "detail": str(_("적어 주세요."))} for name in missing
            ]
            sentence = _("제목과 내용, 분야를 모두 적어 주세요.")
            raise Refusal("proposal_incomplete", sentence, status=422, errors=errors)
        if self.category is not None and self.category.retired_on and self.category.retired_on <= on:
            raise Refusal("unknown_category", _("분야를 목록에서 골라 주세요."), status=422)

    def check_may_amend(self, words: Iterable[str]) -> None:
        """Refuse to change what neighbours agreed with, what a department reviews, and what is hidden."""
        self.check_unanswered()
        self.check_shown()
        if {"title", "body"} & set(words):
            raise Refusal(
                "words_fixed", _("게시한 제안의 글은 고칠 수 없습니다. 거두고 새로 내 주세요."), status=409
            )
        if self.review_called_at is not None:
            raise Refusal("review_called", _("부서검토가 열린 제안은 고칠 수 없습니다."), status=409)

    def call_mayor_if_due(self, voices: int, at: datetime) -> bool:
        """The hundredth voice obliges the mayor to answer."""
        enough = self.policy is not None and voices >= self.policy.voices_needed
        return enough and self.call_mayor(at)

    def call_mayor(self, at: datetime) -> bool:
        """Once, and for good."""
        if self.mayor_called_at is not None or self.policy is None:
            return False
        due = add_working_days(day(at), self.policy.answer_working_days)
        # The thread's lock was waited for with this row read before it: only the row itself knows.
        latch = Proposal.objects.filter(pk=self.pk, mayor_called_at=None)
        if not latch.update(mayor_called_at=at, answer_due=due):
            return False
        self.mayor_called_at, self.answer_due = at, due
        return True

    def call_review_if_due(self, at: datetime) -> bool:
        """The fifth neighbour obliges a department to answer."""
        enough = self.policy is not None and self.supports >= self.policy.supports_needed
        return enough and self.call_review(at)

    def call_review(self, at: datetime) -> bool:
        """Once, and for good."""
        latch = Proposal.objects.filter(pk=self.pk, review_called_at=None)
        if not latch.update(review_called_at=at):
            return False
        self.review_called_at = at
        return True

    def recount(self) -> dict[str, tuple[int, int]]:
        """What the counter says beside what the rows say, where they disagree; a check, never the way."""
        standing = self.endorsements.filter(withdrawn_at=None).count()
        return {} if self.supports == standing else {"supports": (self.supports, standing)}
