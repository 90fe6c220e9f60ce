"""회의록: the nine fields that the law asks for, their corrections, and who signed which words."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from committees.models.meeting import Meeting
from committees.models.office import Office
from committees.models.seat import Seat
from district.dates import official_time
from district.models import Person
from district.refusals import Refusal

LONGEST_CORRECTION = 2_000


class MinutesQuerySet(models.QuerySet["Minutes"]):
    def locked(self) -> Self:
        """Held until the action is over: taken after the meeting's own lock."""
        return self.select_for_update(of=("self",), no_key=True)

    def visible_to(self, person: Person | None) -> Self:
        """Those that are published; members and officers get theirs through `Meeting.ways_in`."""
        return self.filter(published_at__isnull=False).select_related("meeting__round__convener")


class Minutes(models.Model):
    """회의록. Written by the meeting as it goes, corrected by its members, signed, and published."""

    class Field(models.TextChoices):
        """공공기록물 관리에 관한 법률 시행령 제18조 제2항: a record of a meeting says these nine things."""

        NAME = "name", _("회의의 명칭")
        HOST = "host", _("개최 기관")
        WHEN = "when", _("일시 및 장소")
        PEOPLE = "people", _("참석자 및 배석자 명단")
        COURSE = "course", _("진행 순서")
        AGENDA = "agenda", _("상정 안건")
        GIST = "gist", _("발언 요지")
        DECISIONS = "decisions", _("결정 사항")
        VOTES = "votes", _("표결 내용")

    class State(models.TextChoices):
        DRAFT = "draft", _("작성 중")
        CORRECTING = "correcting", _("정정 기간")
        SIGNING = "signing", _("서명 중")
        PUBLISHED = "published", _("공개")

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", verbose_name=_("회의"))
    state = models.CharField(_("상태"), max_length=10, choices=State, default=State.DRAFT)
    edition = models.PositiveSmallIntegerField(_("판"), default=0)
    corrections_until = models.DateTimeField(_("정정 기한"), null=True, blank=True)
    published_at = models.DateTimeField(_("공개한 때"), null=True, blank=True)

    objects = MinutesQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("회의록")
        ordering = ["-meeting"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | ~Q(state="published") & Q(published_at=None),
                name="minutes_published_on_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}"

    def get_absolute_url(self) -> str:
        """The address that stays."""
        return f"/meetings/{self.meeting_id}/minutes/"

    @property
    def text(self) -> "MinutesText":
        """The edition that counts now."""
        return self.texts.get(edition=self.edition)

    def is_correcting(self, at: datetime) -> bool:
        """Whether members may still say what it should say instead."""
        until = self.corrections_until
        return self.state == self.State.CORRECTING and until is not None and at < until

    def check_not_published(self) -> None:
        """Refuse to touch what everybody reads already."""
        if self.state == self.State.PUBLISHED:
            raise Refusal("minutes_published", _("이미 공개한 회의록입니다."), status=409)

    def check_correcting(self, at: datetime) -> None:
        """Refuse wishes that come after the set time."""
        if not self.is_correcting(at):
            raise Refusal("corrections_over", _("회의록 정정 기간이 끝났습니다."), status=409)

    def check_answered(self) -> None:
        """Refuse to go on over the head of a member who was not answered."""
        waiting = self.corrections.filter(state=Correction.State.ASKED).count()
        if waiting:
            sentence = _("답하지 않은 정정 요구가 %(n)d건 있습니다.") % {"n": waiting}
            raise Refusal("corrections_waiting", sentence, status=409)

    def check_may_sign(self, at: datetime) -> None:
        """Refuse to stand for words that members may still correct."""
        self.check_not_published()
        if self.is_correcting(at) and self.corrections_until is not None:
            until = {"until": official_time(self.corrections_until)}
            sentence = _("%(until)s까지는 위원이 정정을 요구할 수 있습니다. 그 뒤에 서명해 주세요.") % until
            raise Refusal("corrections_open", sentence, status=409)
        self.check_answered()


class MinutesText(models.Model):
    """회의록의 글. One edition, frozen: what was corrected is a new edition, the old one stays readable."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="texts", verbose_name=_("회의록"))
    edition = models.PositiveSmallIntegerField(_("판"))
    # {"name": [{"words": "…", "item": 3 | null, "closed": false}], …}: each of the nine fields, line by line.
    fields = models.JSONField(_("글"), default=dict)
    sha256 = models.CharField(_("지문"), max_length=64)
    reason = models.CharField(_("고친 까닭"), max_length=300, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("쓴 사람")
    )
    at = models.DateTimeField(_("때"))

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("회의록의 글")
        ordering = ["minutes", "edition"]
        constraints = [models.UniqueConstraint(fields=["minutes", "edition"], name="minutes_edition_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id}/{self.edition}"

    @property
    def standing(self) -> "list[Signature]":
        """The signatures that still hold, the chair's first; a draft has none."""
        return list(self.signatures.filter(voided_at=None).order_by("office", "id")) if self.pk else []

    @property
    def empty_fields(self) -> "list[Minutes.Field]":
        """Which of the nine say nothing; the name of an item says nothing of what was said about it."""
        told = self.fields
        return [field for field in Minutes.Field if not any(_says(each) for each in told.get(field, []))]

    def check_complete(self) -> None:
        """Refuse minutes that leave out what the law asks for, and name it."""
        if empty := self.empty_fields:
            names = ", ".join(str(field.label) for field in empty)
            sentence = _("회의록에 빈 항목이 있습니다: %(names)s") % {"names": names}
            raise Refusal("minutes_incomplete", sentence, status=409, fields=[field.value for field in empty])

    def check_signed(self) -> None:
        """Refuse to publish words for which not both of them stand."""
        signed = {each.office for each in self.standing if each.sha256 == self.sha256}
        missing = [kind for kind in Signature.NEEDED if kind not in signed]
        if missing:
            names = ", ".join(str(kind.label) for kind in missing)
            sentence = _("서명이 빠져 있습니다: %(names)s") % {"names": names}
            raise Refusal("signatures_missing", sentence, status=409)


def _says(line: dict[str, Any]) -> bool:
    return bool(line["words"].strip()) and not line.get("head")


class Correction(models.Model):
    """정정 요구. What a member wants the minutes to say instead, and what became of it."""

    class State(models.TextChoices):
        ASKED = "asked", _("살펴보는 중")
        TAKEN = "taken", _("받아들임")
        DECLINED = "declined", _("받아들이지 않음")
        WITHDRAWN = "withdrawn", _("거둠")

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="corrections", verbose_name=_("회의록"))
    field = models.CharField(_("항목"), max_length=9, choices=Minutes.Field)
    line = models.PositiveSmallIntegerField(_("줄"))
    edition = models.PositiveSmallIntegerField(_("판"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+", verbose_name=_("위원석"))
    name = models.CharField(_("위원"), max_length=60)
    was = models.TextField(_("있던 글"))
    words = models.TextField(_("바꿀 글"))
    reason = models.CharField(_("까닭"), max_length=300, blank=True)
    state = models.CharField(_("상태"), max_length=9, choices=State, default=State.ASKED)
    answer = models.CharField(_("간사의 답"), max_length=300, blank=True)
    at = models.DateTimeField(_("요구한 때"))
    ended_at = models.DateTimeField(_("정한 때"), null=True, blank=True)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("정정 요구")
        ordering = ["minutes", "id"]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.field}"

    def check_asked(self) -> None:
        """Refuse to answer or to take back what was answered or taken back."""
        if self.state != self.State.ASKED:
            raise Refusal("correction_over", _("이미 답했거나 거둔 정정 요구입니다."), status=409)


class Signature(models.Model):
    """서명. Who stands for these words and no others; any later change of them voids it."""

    NEEDED = (Office.Kind.CHAIR, Office.Kind.SECRETARY)

    text = models.ForeignKey(
        MinutesText, models.PROTECT, related_name="signatures", verbose_name=_("회의록의 글")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.CharField(_("직"), max_length=10, choices=Office.Kind)
    label = models.CharField(_("부르는 직"), max_length=60)
    name = models.CharField(_("이름"), max_length=60)
    sha256 = models.CharField(_("서명한 글의 지문"), max_length=64)
    # totp, webauthn: what was shown beside the password, in this very moment.
    factor = models.CharField(_("두 번째 확인"), max_length=20)
    at = models.DateTimeField(_("서명한 때"))
    voided_at = models.DateTimeField(_("효력을 잃은 때"), null=True, blank=True)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("서명")
        ordering = ["text", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "office"], condition=Q(voided_at=None), name="one_signature_an_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.label}"
