"""How one may object: the author to the hiding, and whoever is harmed to the words."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deliberation.models.about import AboutWords, Target, check_author, check_not_own, check_words_stand
from deliberation.models.comment import Comment
from deliberation.models.house import MEASURE
from district.models import Person
from district.refusals import Refusal

# 정보통신망법 제44조의2: a law of the land, not of the district.
LONGEST_MEASURE = timedelta(days=30)
LONGEST_WORDS = 1_000


class Appeal(AboutWords):
    """이의 신청. That the author objects to the hiding of words; somebody else decides."""

    class Outcome(models.TextChoices):
        RESTORED = "restored", _("되돌림")
        UPHELD = "upheld", _("그대로 가림")

    words = models.CharField(_("이의"), max_length=1000)
    at = models.DateTimeField(_("낸 때"))
    outcome = models.CharField(_("결과"), max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(_("답"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="appeals_decided",
        verbose_name=_("결정한 사람"),
    )
    decided_at = models.DateTimeField(_("결정한 때"), null=True, blank=True)

    class Meta(AboutWords.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("이의 신청")
        ordering = ["-id"]
        constraints = [
            *AboutWords.Meta.constraints,
            models.UniqueConstraint(
                fields=["comment"], condition=Q(decided_at=None), name="appeal_open_once_a_comment"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(decided_at=None), name="appeal_open_once_a_proposal"
            ),
        ]

    @staticmethod
    def check_may_appeal(target: Target, by: Person) -> None:
        """Refuse an appeal by others, against nothing, against the law's own measure, and a second one."""
        check_author(target, by)
        if target.state != Comment.State.HIDDEN:
            raise Refusal("not_hidden", _("가린 글이 아닙니다."), status=409)
        if target.hidden_ground == MEASURE:
            raise Refusal(
                "measure_stands", _("임시조치로 가린 글입니다. 임시조치에 이의를 내 주세요."), status=409
            )
        if target.appeals.filter(at__gte=target.hidden_at).exists():
            raise Refusal("already_appealed", _("이 글에는 이미 이의를 내셨습니다."), status=409)

    def check_may_decide(self, by: Person) -> None:
        """Refuse to judge one's own decision."""
        check_not_decided_by(self.target, by)

    @classmethod
    def check_outcome(cls, outcome: object) -> str:
        """Refuse an outcome that there is not."""
        return known(outcome, cls.Outcome.values)


class MeasureQuerySet(models.QuerySet["Measure"]):
    def over(self, at: datetime) -> Self:
        """Those whose time has run out while nobody decided."""
        return self.filter(decided_at=None, until__lte=at)


class Measure(AboutWords):
    """임시조치. Words hidden for at most thirty days because somebody says they are harmed by them."""

    class Outcome(models.TextChoices):
        RESTORED = "restored", _("되돌림")
        HIDDEN = "hidden", _("가림")
        REFUSED = "refused", _("받아들이지 않음")
        EXPIRED = "expired", _("기간이 지나 되돌림")

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="measures", verbose_name=_("신청한 사람")
    )
    words = models.CharField(_("신청한 까닭"), max_length=1000)
    at = models.DateTimeField(_("신청한 때"))
    hidden_at = models.DateTimeField(_("가린 때"), null=True, blank=True)
    until = models.DateTimeField(_("가리는 마지막 때"), null=True, blank=True)
    objection = models.CharField(_("쓴 사람의 이의"), max_length=1000, blank=True)
    objected_at = models.DateTimeField(_("이의를 낸 때"), null=True, blank=True)
    outcome = models.CharField(_("결과"), max_length=10, choices=Outcome, blank=True)
    answer = models.CharField(_("답"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="measures_decided",
        verbose_name=_("결정한 사람"),
    )
    decided_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)

    objects = MeasureQuerySet.as_manager()

    class Meta(AboutWords.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("임시조치")
        ordering = ["-id"]
        constraints = [
            *AboutWords.Meta.constraints,
            models.UniqueConstraint(
                fields=["comment"], condition=Q(decided_at=None), name="measure_open_once_a_comment"
            ),
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(decided_at=None), name="measure_open_once_a_proposal"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, until=None)
                | Q(hidden_at__isnull=False, until__gt=F("hidden_at")),
                name="measure_has_an_end",
            ),
        ]

    @property
    def is_taken(self) -> bool:
        """Whether the words are hidden by it now."""
        return self.hidden_at is not None and self.decided_at is None

    @staticmethod
    def check_may_request(target: Target, by: Person) -> None:
        """Refuse requests of nobody in particular, by the author, about words that are gone, and a second."""
        by.check_verified()
        check_not_own(target, by)
        if target.measures.filter(decided_at=None).exists():
            raise Refusal("measure_open", _("이 글의 임시조치를 이미 살펴보고 있습니다."), status=409)
        check_words_stand(target)
        if target.measures.filter(applicant=by).exists():
            raise Refusal(
                "already_requested", _("이 글의 임시조치는 이미 신청하여 결과를 받으셨습니다."), status=409
            )

    def check_may_take(self, until: datetime, at: datetime) -> None:
        """Refuse a second taking, and more than the law allows."""
        if self.hidden_at is not None:
            raise Refusal("measure_taken", _("이미 임시로 가렸습니다."), status=409)
        if not at < until <= at + LONGEST_MEASURE:
            raise Refusal("bad_measure_end", _("임시조치는 30일까지 할 수 있습니다."), status=422)

    def check_may_object(self, by: Person) -> None:
        """Refuse the objection of others, and one without a measure or a second time."""
        check_author(self.target, by)
        self.check_taken()
        if self.objected_at is not None:
            raise Refusal("already_objected", _("이미 이의를 내셨습니다."), status=409)

    def check_taken(self) -> None:
        """Refuse to end what has not begun."""
        if not self.is_taken:
            raise Refusal("measure_not_taken", _("임시로 가린 글이 아닙니다."), status=409)

    def check_may_decide(self, by: Person) -> None:
        """Whoever took it may end it, but not judge alone what the author objects to it."""
        if self.is_taken and self.objected_at is not None:
            check_not_decided_by(self.target, by)


def check_not_decided_by(target: Target, by: Person) -> None:
    """Refuse to look again with the same eyes."""
    if by.pk == target.hidden_by_id:
        raise Refusal("own_decision", _("가린 분이 아닌 다른 운영 담당이 결정합니다."), status=403)


def known(outcome: object, outcomes: list[str]) -> str:
    """The outcome that was named; refuse any other word."""
    if not isinstance(outcome, str) or outcome not in outcomes:
        raise Refusal("unknown_outcome", _("그런 결과는 없습니다."), status=422)
    return outcome
