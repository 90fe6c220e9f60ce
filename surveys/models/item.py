"""What is asked, and what may be answered."""

from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.refusals import Refusal
from surveys.models.survey import Survey

LONGEST_ANSWER = 1_000
FEWEST_STEPS, MOST_STEPS = 2, 11


class ItemQuerySet(models.QuerySet["Item"]):
    def standing(self) -> Self:
        """Those that are asked, in their order."""
        return self.filter(retired_at=None).order_by("ordinal", "id")


class Item(models.Model):
    """문항. One question of a survey; once somebody has answered it, it means what it meant."""

    class Kind(models.TextChoices):
        SINGLE = "single", _("하나 고르기")
        MULTIPLE = "multiple", _("여럿 고르기")
        SCALE = "scale", _("정도")
        FREE = "free", _("글로 답하기")

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="items", verbose_name=_("설문"))
    # The id of the page's block: by it a publication finds the item again.
    key = models.UUIDField(_("열쇠"), default=uuid4, editable=False)
    ordinal = models.PositiveSmallIntegerField(_("순서"))
    kind = models.CharField(_("갈래"), max_length=8, choices=Kind, default=Kind.SINGLE)
    text = models.CharField(_("물음"), max_length=300)
    hint = models.CharField(_("도움말"), max_length=300, blank=True)
    required = models.BooleanField(_("꼭 답해야 함"), default=False)
    most = models.PositiveSmallIntegerField(_("고를 수 있는 수"), null=True, blank=True)
    low = models.CharField(_("가장 낮은 쪽"), max_length=40, blank=True)
    high = models.CharField(_("가장 높은 쪽"), max_length=40, blank=True)
    steps = models.PositiveSmallIntegerField(_("단계"), null=True, blank=True)
    retired_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    # Counted under the survey's lock; of a scale also how many chose each step, the first step first.
    answered = models.PositiveIntegerField(_("답한 사람"), default=0, editable=False)
    chosen_steps = models.JSONField(_("단계마다 고른 사람"), default=list, editable=False)

    # What an answer refers to; the order, the hint and whether it must be answered may be mended.
    MEANING = frozenset({"kind", "text", "most", "low", "high", "steps"})

    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("문항")
        ordering = ["ordinal", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "key"], name="item_once_per_survey"),
            models.CheckConstraint(
                condition=Q(kind__in=["single", "multiple", "scale", "free"]), name="item_kind_known"
            ),
            models.CheckConstraint(
                condition=(Q(kind="scale") & Q(steps__gte=FEWEST_STEPS, steps__lte=MOST_STEPS))
                | (~Q(kind="scale") & Q(steps=None)),
                name="item_steps_on_a_scale",
            ),
            models.CheckConstraint(
                condition=Q(most=None) | Q(kind="multiple", most__gte=1), name="item_most_of_several"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def offers(self) -> bool:
        """Whether the answers are given, to be chosen from."""
        return self.kind in {self.Kind.SINGLE, self.Kind.MULTIPLE}

    @property
    def field(self) -> str:
        """What a form calls it."""
        return f"item-{self.key}"

    @property
    def scale(self) -> range:
        """The numbers to choose from."""
        return range(1, (self.steps or 0) + 1)

    def steps_counted(self) -> dict[int, int]:
        """How many chose each step."""
        return dict(zip(self.scale, self.chosen_steps or [0] * len(self.scale), strict=True))

    def count_step(self, number: int, more: int) -> None:
        """One more chose this step, or one fewer."""
        counted = self.steps_counted()
        counted[number] += more
        self.chosen_steps = list(counted.values())

    def check_meaning_kept(self) -> None:
        """Refuse to put other words under answers that were given to these."""
        if self.answers.exists():
            raise Refusal(
                "item_answered",
                _("이미 답한 분이 있는 문항은 바꿀 수 없습니다. 거두고 새 문항을 만들어 주세요."),
                status=409,
            )


class Option(models.Model):
    """보기. One of the answers that are offered."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="options", verbose_name=_("문항"))
    key = models.UUIDField(_("열쇠"), default=uuid4, editable=False)
    ordinal = models.PositiveSmallIntegerField(_("순서"))
    text = models.CharField(_("보기"), max_length=200)
    retired_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)
    chosen = models.PositiveIntegerField(_("고른 사람"), default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("보기")
        ordering = ["ordinal", "id"]
        constraints = [models.UniqueConstraint(fields=["item", "key"], name="option_once_per_item")]

    def __str__(self) -> str:
        return self.text

    def check_meaning_kept(self) -> None:
        """Refuse to put other words under what somebody has chosen."""
        if self.answers.exists():
            self.item.check_meaning_kept()
