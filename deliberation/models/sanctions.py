"""What is taken from somebody for a ground: words for good, or the right to speak until a day."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deliberation.models.about import AboutWords, Target, check_not_to_be_blanked
from deliberation.models.comment import Comment
from deliberation.models.house import HouseRule
from district.calendar import day
from district.models import Person
from district.refusals import Refusal

LONGEST_BLOCK = timedelta(days=365)


class Blanking(AboutWords):
    """내용 지움. That words are destroyed: asked for by one moderator, confirmed by another, on a ground."""

    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="blankings", verbose_name=_("운영 원칙"))
    reason = models.CharField(_("까닭"), max_length=500)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="blankings_asked", verbose_name=_("청한 사람")
    )
    asked_at = models.DateTimeField(_("청한 때"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="blankings_confirmed",
        verbose_name=_("확인한 사람"),
    )
    confirmed_at = models.DateTimeField(_("확인한 때"), null=True, blank=True)
    dropped_at = models.DateTimeField(_("지우지 않기로 한 때"), null=True, blank=True)

    class Meta(AboutWords.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("내용 지움")
        ordering = ["-id"]
        constraints = [
            *AboutWords.Meta.constraints,
            *(
                models.UniqueConstraint(
                    fields=[noun],
                    condition=Q(confirmed_at=None, dropped_at=None),
                    name=f"blanking_asked_once_a_{noun}",
                )
                for noun in ("comment", "proposal")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("asked_by")),
                name="blanking_takes_two_people",
            ),
        ]

    @staticmethod
    def check_may_ask(target: Target) -> None:
        """Refuse to destroy twice, and to ask while a colleague is being asked."""
        if target.state == Comment.State.BLANKED:
            raise Refusal("already_blanked", _("이미 내용을 지운 글입니다."), status=409)
        check_not_to_be_blanked(target)

    def check_may_confirm(self, by: Person) -> None:
        """Refuse a single pair of eyes: what is destroyed comes back by no appeal."""
        if by.pk == self.asked_by_id:
            raise Refusal(
                "second_person_needed", _("지우기를 청한 분이 아닌 다른 운영 담당이 확인합니다."), status=403
            )


class Block(models.Model):
    """참여 제한. That somebody may not speak until a day, on what ground."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="blocks", verbose_name=_("사람")
    )
    rule = models.ForeignKey(HouseRule, models.PROTECT, related_name="blocks", verbose_name=_("운영 원칙"))
    reason = models.CharField(_("까닭"), max_length=500)
    since = models.DateTimeField(_("시작한 때"))
    until = models.DateTimeField(_("끝나는 때"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="blocks_set", verbose_name=_("제한한 사람")
    )
    lifted_at = models.DateTimeField(_("푼 때"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="blocks_lifted",
        verbose_name=_("푼 사람"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("참여 제한")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="block_ends_after_start")
        ]
        indexes = [models.Index(fields=["person", "until"], name="block_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person_id} ~{self.until}"

    @staticmethod
    def check_may_block(person: Person, by: Person, until: datetime, at: datetime) -> None:
        """Refuse an end that is none, and a block of those who speak for an office."""
        if person.offices_on(day(at)):
            raise Refusal("office_not_blocked", _("직위를 맡은 분의 참여는 제한할 수 없습니다."), status=409)
        if not at < until <= at + LONGEST_BLOCK:
            raise Refusal("bad_block_end", _("끝나는 때는 지금보다 뒤, 1년 안으로 골라 주세요."), status=422)

    def check_stands(self, at: datetime) -> None:
        """Refuse to lift what has ended."""
        if self.lifted_at is not None or at >= self.until:
            raise Refusal("block_over", _("이미 끝난 참여 제한입니다."), status=409)
