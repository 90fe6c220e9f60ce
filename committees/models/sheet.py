"""인적사항: what the district must know of members, and what never leaves its desk."""

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from committees.models.body import Body
from district.models import Person
from district.refusals import Refusal


class Gender(models.TextChoices):
    """As somebody declares it; the law counts two (양성평등기본법 제21조)."""

    FEMALE = "f", _("여")
    MALE = "m", _("남")


class MemberSheet(models.Model):
    """인적사항. Gender, year of birth and number of a member; every reading at the desk leaves a line."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="member_sheet", verbose_name=_("사람")
    )
    gender = models.CharField(_("성별"), max_length=1, choices=Gender, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("출생연도"), null=True, blank=True)
    # Sealed with the key of the letters' telephone numbers: a stolen copy of the table calls nobody.
    sealed_phone = models.TextField(_("연락처"), blank=True, editable=False)
    changed_at = models.DateTimeField(_("적은 때"))
    purged_at = models.DateTimeField(_("파기한 때"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("위원 인적사항")
        constraints = [
            models.CheckConstraint(condition=Q(gender__in=["", "f", "m"]), name="sheet_gender_known"),
            models.CheckConstraint(
                condition=Q(birth_year=None) | Q(birth_year__gte=1900, birth_year__lte=2100),
                name="sheet_birth_year_sane",
            ),
            models.CheckConstraint(
                condition=Q(purged_at=None) | Q(gender="", birth_year=None, sealed_phone=""),
                name="sheet_purged_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}"

    def empty(self, at: datetime) -> None:
        """파기. That there was a sheet stays, and nothing of what it said."""
        self.gender, self.birth_year, self.sealed_phone = "", None, ""
        self.changed_at = self.purged_at = at
        self.save()


class ExemptionQuerySet(models.QuerySet["GenderExemption"]):
    def on(self, day: date) -> Self:
        """Those that hold on that day."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class GenderExemption(models.Model):
    """성별 비율의 예외. Who let a body pass the ceiling, why, and until when (양성평등기본법 제21조)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="gender_exemptions", verbose_name=_("기구"))
    valid_from = models.DateField(_("시작일"))
    valid_until = models.DateField(_("마지막 날"), null=True, blank=True)
    decided_by = models.CharField(
        _("의결한 곳"), max_length=120, help_text=_("예: 서울특별시 양성평등위원회")
    )
    decided_on = models.DateField(_("의결한 날"))
    reason = models.CharField(_("까닭"), max_length=500)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("기록한 사람")
    )
    recorded_at = models.DateTimeField(_("기록한 때"))

    objects = ExemptionQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("성별 비율의 예외")
        ordering = ["body", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="exemption_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.valid_from}"

    def check_days(self, today: date) -> None:
        """Refuse days out of order, and a decision that nobody has taken yet."""
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise Refusal("ends_before_start", _("끝나는 날은 시작한 날보다 앞설 수 없습니다."), status=422)
        if self.decided_on > today:
            raise Refusal("not_decided_yet", _("아직 오지 않은 날의 의결은 적을 수 없습니다."), status=422)


def sheet_of(person: Person) -> MemberSheet | None:
    """What the district wrote down of this person, if anything."""
    return MemberSheet.objects.filter(person=person).first()
