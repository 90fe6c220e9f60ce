"""What somebody answered: once a person, and theirs to change until the deadline."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from surveys.models.item import Item, Option
from surveys.models.survey import Survey


class Response(models.Model):
    """응답. That a person answered a survey; its answers may be given anew until the deadline."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", verbose_name=_("설문"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="survey_responses", verbose_name=_("사람")
    )
    # As it was called then; an office's answer stands apart from the residents'.
    office = models.CharField(_("직위"), max_length=60, blank=True)
    counted = models.BooleanField(_("센 응답"), default=True)
    at = models.DateTimeField(_("답한 때"))
    amended_at = models.DateTimeField(_("고친 때"), null=True, blank=True)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("응답")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "person"], name="response_once_per_person"),
            models.CheckConstraint(
                condition=Q(amended_at=None) | Q(amended_at__gte=F("at")), name="response_amended_after"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"


class Answer(models.Model):
    """답. One choice, one number, or words; several choices are several rows."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="answers", verbose_name=_("응답"))
    item = models.ForeignKey(Item, models.PROTECT, related_name="answers", verbose_name=_("문항"))
    option = models.ForeignKey(
        Option, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("보기")
    )
    number = models.PositiveSmallIntegerField(_("정도"), null=True, blank=True)
    words = models.TextField(_("글"), blank=True)
    blanked_at = models.DateTimeField(_("글을 지운 때"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("답")
        ordering = ["item__ordinal", "item_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["response", "option"], condition=Q(option__isnull=False), name="option_chosen_once"
            ),
            models.UniqueConstraint(
                fields=["response", "item"], condition=Q(option=None), name="item_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(option__isnull=False, number=None, words="", blanked_at=None)
                | Q(option=None, number__isnull=False, words="", blanked_at=None)
                | (Q(option=None, number=None) & (~Q(words="") | Q(blanked_at__isnull=False))),
                name="answer_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response_id}/{self.item_id}"
