"""표결: the putting of a question, who was asked, and how each answered where the answer bears a name."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.agenda import AgendaItem
from committees.models.body import BodyRule
from committees.models.motion import Motion, Recusal
from committees.models.seat import Membership, Seat
from committees.quorum import Base, Share
from district.models import Person
from district.refusals import Refusal

LONGEST_SUBJECT = 300


class VoteQuerySet(models.QuerySet["Vote"]):
    def locked(self) -> Self:
        """Held until the action is over: taken after the meeting's own lock, never before."""
        return self.select_for_update(of=("self",), no_key=True).select_related("item", "motion")

    def visible_to(self, person: Person | None) -> Self:
        """That it was voted, everybody may know; `rows` says how much of a closed item's vote."""
        return self.select_related("item__meeting__round__convener", "motion").prefetch_related("candidates")

    def running(self) -> Self:
        """Those that still wait for ballots."""
        return self.filter(state=Vote.State.OPEN)


class Vote(models.Model):
    """표결. One putting of a question: its rule, roster and those asked are those of its opening."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("가부")
        ELECTION = "election", _("선거")

    class Method(models.TextChoices):
        CONSENT = "consent", _("이의 없음")
        HANDS = "hands", _("거수")
        ROLL_CALL = "roll_call", _("호명")
        SECRET = "secret", _("무기명")

    class State(models.TextChoices):
        OPEN = "open", _("표결 중")
        CLOSED = "closed", _("마침")
        VOID = "void", _("무효")

    class Result(models.TextChoices):
        CARRIED = "carried", _("가결")
        REJECTED = "rejected", _("부결")
        ELECTED = "elected", _("당선")
        RUN_OFF = "run_off", _("결선투표 필요")
        TIED = "tied", _("동수")

    NAMED = frozenset({Method.ROLL_CALL})
    # Those in which each answers by themselves, from the opening to the close.
    ASKED = frozenset({Method.ROLL_CALL, Method.SECRET})

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="votes", verbose_name=_("안건"))
    motion = models.ForeignKey(
        Motion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="votes",
        verbose_name=pgettext_lazy("회의", "동의"),
    )
    # 기피: the body decides without the member whom it concerns.
    recusal = models.ForeignKey(
        Recusal, models.PROTECT, null=True, blank=True, related_name="votes", verbose_name=_("기피 신청")
    )
    number = models.PositiveSmallIntegerField(_("순번"), help_text=_("회의 안의 차례"))
    kind = models.CharField(_("갈래"), max_length=8, choices=Kind, default=Kind.QUESTION)
    method = models.CharField(_("방법"), max_length=9, choices=Method)
    subject = models.CharField(_("묻는 것"), max_length=LONGEST_SUBJECT)
    state = models.CharField(_("상태"), max_length=6, choices=State, default=State.OPEN)
    result = models.CharField(_("결과"), max_length=8, choices=Result, blank=True)
    # The rule and the people as they were at the opening; both may change during the very same meeting.
    majority = models.CharField(_("의결정족수"), max_length=12, choices=Share)
    majority_of = models.CharField(_("의결정족수를 셈하는 수"), max_length=7, choices=Base)
    tie = models.CharField(_("가부동수"), max_length=5, choices=BodyRule.Tie)
    changeable = models.BooleanField(_("마칠 때까지 고칠 수 있음"), default=True)
    sitting = models.PositiveSmallIntegerField(_("재적"))
    present = models.PositiveSmallIntegerField(_("출석"))
    asked = models.PositiveSmallIntegerField(_("표결에 참여할 위원"))
    cast = models.PositiveSmallIntegerField(_("투표한 위원"), default=0)
    # Of a secret vote nothing is counted before its close: the log of the database would keep each change.
    yes = models.PositiveSmallIntegerField(_("찬성"), null=True, blank=True)
    no = models.PositiveSmallIntegerField(_("반대"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("기권"), null=True, blank=True)
    needed = models.PositiveSmallIntegerField(_("필요한 찬성"), null=True, blank=True)
    casting = models.CharField(_("위원장의 결정"), max_length=3, blank=True)
    seats = models.PositiveSmallIntegerField(_("뽑을 사람"), default=1)
    runs_off = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="run_off", verbose_name=_("앞 투표")
    )
    opened_at = models.DateTimeField(_("연 때"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(_("마친 때"), null=True, blank=True)
    void_reason = models.CharField(_("무효가 된 까닭"), max_length=300, blank=True)
    # The public half of the pair; the private half is a file outside the database, and gone after the close.
    public_key = models.BinaryField(_("공개키"), null=True, blank=True, editable=False)

    objects = VoteQuerySet.as_manager()

    run_off: "Vote"
    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("표결")
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(state="open"), name="one_vote_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, result="") | ~Q(state="open") & ~Q(closed_at=None),
                name="vote_result_after_its_close",
            ),
            models.CheckConstraint(condition=Q(cast__lte=F("asked")), name="vote_no_more_than_asked"),
            models.CheckConstraint(
                condition=Q(yes=None) | Q(asked__gte=F("yes") + F("no") + F("abstain")),
                name="vote_no_more_answers_than_asked",
            ),
            models.CheckConstraint(
                condition=~Q(method="secret", state="open") | Q(yes=None, no=None, abstain=None),
                name="vote_secret_until_its_close",
            ),
            models.CheckConstraint(condition=Q(casting__in=["", "yes", "no"]), name="vote_casting_known"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_secret(self) -> bool:
        """Whether nobody may ever join a choice to a person."""
        return self.method == self.Method.SECRET

    @property
    def absent(self) -> int:
        """불참: asked, and silent."""
        return self.asked - self.cast

    def check_open(self) -> None:
        """Refuse whatever comes after the close, whenever it was sent."""
        if self.state != self.State.OPEN:
            raise Refusal("vote_closed", _("표결을 마쳤습니다. 이 표는 세지 않았습니다."), status=409)

    def check_own_answers(self) -> None:
        """Refuse single ballots where hands are counted or nobody objects."""
        if self.method not in self.ASKED:
            raise Refusal("not_balloted", _("한 사람씩 표를 내는 표결이 아닙니다."), status=409)


class Elector(models.Model):
    """표결에 참여할 위원. Who was asked, as frozen at the opening: nobody joins or goes afterwards."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="electors", verbose_name=_("표결"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("위원석"))
    name = models.CharField(_("이름"), max_length=60)
    badge = models.CharField(_("직"), max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(_("호명 순서"))

    class Meta:
        verbose_name = verbose_name_plural = _("표결에 참여할 위원")
        ordering = ["vote", "order"]
        constraints = [models.UniqueConstraint(fields=["vote", "person"], name="elector_once_a_vote")]

    def __str__(self) -> str:
        return self.name


class Ballot(models.Model):
    """표. One member's answer under their own name, open to correction until the close if the rule is so."""

    class Choice(models.TextChoices):
        YES = "yes", _("찬성")
        NO = "no", _("반대")
        ABSTAIN = "abstain", _("기권")

    class Way(models.TextChoices):
        OWN = "own", _("본인")
        CALLED = "called", _("호명")

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="ballots", verbose_name=_("표결"))
    elector = models.OneToOneField(Elector, models.PROTECT, related_name="ballot", verbose_name=_("위원"))
    choice = models.CharField(pgettext_lazy("표결", "선택"), max_length=7, choices=Choice)
    way = models.CharField(_("어떻게"), max_length=6, choices=Way, default=Way.OWN)
    cast_at = models.DateTimeField(_("낸 때"))
    changed_at = models.DateTimeField(_("고친 때"), null=True, blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = pgettext_lazy("표결", "표")
        ordering = ["vote", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=["yes", "no", "abstain"]), name="ballot_choice_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.elector_id}"


class Candidate(models.Model):
    """후보자. Whom an election may choose; the number by which ballots name them is `order`."""

    vote = models.ForeignKey(Vote, models.PROTECT, related_name="candidates", verbose_name=_("표결"))
    order = models.PositiveSmallIntegerField(_("기호"))
    name = models.CharField(_("이름"), max_length=60)
    membership = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("위원")
    )
    votes = models.PositiveSmallIntegerField(_("득표"), null=True, blank=True)
    elected = models.BooleanField(_("당선"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("후보자")
        ordering = ["vote", "order"]
        constraints = [models.UniqueConstraint(fields=["vote", "order"], name="candidate_number_once")]

    def __str__(self) -> str:
        return self.name
