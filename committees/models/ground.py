"""해촉과 임기 종료의 사유: on what ground a seat may be taken from somebody."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from district.intake import clean_words
from district.refusals import Refusal

LONGEST_NOTE = 500


class EndGroundQuerySet(models.QuerySet["EndGround"]):
    def on(self, day: date) -> Self:
        """Those in force on that day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class EndGround(models.Model):
    """해촉·임기 종료의 사유. Each stands on a statute or an ordinance, from a day on."""

    kept_by_admin = ("add", "change", "view")

    code = models.SlugField(_("코드"), max_length=12, primary_key=True)
    label = models.CharField(_("사유"), max_length=80)
    # 해촉 is the district's act against somebody; a resignation, a death or a removal is not.
    dismisses = models.BooleanField(pgettext_lazy("사유", "해촉"), default=False)
    words_needed = models.BooleanField(_("경위를 적어야 함"), default=False)
    valid_from = models.DateField(_("시행일"))
    valid_until = models.DateField(_("마지막 날"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("순서"), default=0)
    source = models.CharField(_("근거"), max_length=300)

    objects = EndGroundQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("해촉·종료 사유")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.label

    def checked_note(self, note: str) -> str:
        """What is written down of it; an act against somebody is not taken without a word."""
        if note.strip():
            return clean_words(note, LONGEST_NOTE)
        if self.words_needed:
            raise Refusal("note_needed", _("이 사유로 해촉할 때에는 경위를 적어 주세요."), status=422)
        return ""
