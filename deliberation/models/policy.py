"""How many neighbours it takes until the district must move."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from district.models import Department
from district.refusals import Refusal


class PolicyQuerySet(models.QuerySet["ParticipationPolicy"]):
    def on(self, day: date) -> "ParticipationPolicy":
        """The thresholds that hold for what is published on that day."""
        policy = self.filter(valid_from__lte=day).order_by("-valid_from").first()
        if policy is None:
            raise Refusal("no_policy", _("그날의 참여 기준이 정해져 있지 않습니다."), status=409)
        return policy


class ParticipationPolicy(models.Model):
    """참여 기준. The thresholds as a plan or an ordinance set them from a day on; a subject keeps its own."""

    valid_from = models.DateField(_("시행일"), unique=True)
    supports_needed = models.PositiveIntegerField(_("부서검토에 필요한 공감"), default=5)
    voices_needed = models.PositiveIntegerField(_("구청장 답변에 필요한 사람"), default=100)
    collect_days = models.PositiveIntegerField(_("제안이 공감을 모으는 기간(일)"), default=30)
    edit_minutes = models.PositiveIntegerField(_("글을 고칠 수 있는 시간(분)"), default=30)
    answer_working_days = models.PositiveIntegerField(_("답변 기한(업무일)"), default=15)
    # Who answers for what nobody else was named for: the office that keeps participation.
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("참여를 맡은 부서"),
    )
    source = models.CharField(_("근거"), max_length=300)

    kept_by_admin = ("add", "change", "view")

    objects = PolicyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("참여 기준")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    supports_needed__gte=1,
                    voices_needed__gte=1,
                    answer_working_days__gte=1,
                    collect_days__gte=1,
                ),
                name="policy_asks_for_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} 공감 {self.supports_needed}명, 댓글 {self.voices_needed}명"

    @property
    def is_kept(self) -> bool:
        """Whether a subject stands under it: what was promised with it is not changed beneath it."""
        return self.questions.exists() or self.forums.exists() or self.proposals.exists()
