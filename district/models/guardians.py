"""법정대리인 동의. Below fourteen a child takes part only with the word of a guardian."""

import hashlib
import hmac
import unicodedata
from datetime import date, datetime, timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from district.dates import is_below
from district.models.people import AGE_OF_CONSENT, Consent, Person
from district.refusals import Refusal

LINK_STANDS = timedelta(days=7)


class GuardianConsentQuerySet(models.QuerySet["GuardianConsent"]):
    def open_on(self, at: datetime) -> Self:
        """Asked for, and neither answered nor too old."""
        return self.filter(agreed_at=None, closed_at=None, asked_at__gt=at - LINK_STANDS)

    def standing(self) -> Self:
        """Given, and neither taken back nor needed no more."""
        return self.filter(agreed_at__isnull=False, ended_at=None)

    def end_standing(self, at: datetime, **facts: str) -> None:
        """What was given holds no more; one given in that very moment ends as it begins."""
        self.standing().update(ended_at=Greatest("agreed_at", at), **facts)

    def end(self, at: datetime) -> None:
        """The child has left or grown up: no address opens any more, and nothing points at who it was."""
        self.filter(agreed_at=None, closed_at=None).update(closed_at=at)
        self.end_standing(at)
        self.update(child_mark="")


class GuardianConsent(models.Model):
    """법정대리인 동의. Who agreed for which account, when, to which text, and how the guardian was known."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    child = models.ForeignKey(
        Person, models.PROTECT, related_name="guardian_consents", verbose_name=_("아동의 계정")
    )
    asked_at = models.DateTimeField(_("부탁한 때"))
    # Asked anew, or no more needed: the address no longer opens.
    closed_at = models.DateTimeField(_("닫은 때"), null=True, blank=True)
    guardian = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children_consented",
        verbose_name=_("법정대리인"),
    )
    consent = models.ForeignKey(
        Consent,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="guardian_consents",
        verbose_name=_("동의문"),
    )
    way = models.CharField(_("보호자를 확인한 방법"), max_length=40, blank=True)
    # A keyed fingerprint of the name and the birthday a guardian gave: of the child nothing else is kept.
    child_mark = models.CharField(max_length=64, blank=True, editable=False)
    agreed_at = models.DateTimeField(_("동의한 때"), null=True, blank=True)
    ended_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)

    objects = GuardianConsentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("법정대리인 동의")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(agreed_at__isnull=False, ended_at=None),
                name="one_guardian_stands",
            ),
            models.UniqueConstraint(
                fields=["child"],
                condition=Q(agreed_at=None, closed_at=None),
                name="one_guardian_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, guardian=None, consent=None, way="")
                | (Q(agreed_at__isnull=False, guardian__isnull=False, consent__isnull=False) & ~Q(way="")),
                name="guardian_agreed_as_a_whole",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("agreed_at")),
                name="guardian_ended_after",
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | ~Q(guardian=F("child")), name="guardian_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def until(self) -> datetime:
        """Until when the address opens."""
        return self.asked_at + LINK_STANDS

    def check_open(self, at: datetime) -> None:
        """Refuse an address that was used, replaced or forgotten."""
        if self.agreed_at or self.closed_at or at >= self.until:
            raise Refusal(
                "guardian_link_spent",
                _("이 주소는 이미 썼거나 기한이 지났습니다. 자녀분께서 새로 부탁해 주세요."),
                status=409,
            )

    def check_standing(self) -> None:
        """Refuse to take back what was never given, or was taken back before."""
        if self.agreed_at is None or self.ended_at is not None:
            raise Refusal("guardian_ended", _("이 동의는 이미 끝났습니다."), status=409)

    def check_guardian(self, person: Person) -> None:
        """Refuse whoever cannot give a word for this child: the child itself, or somebody unknown here."""
        if person.pk == self.child_id:
            raise Refusal("guardian_is_oneself", _("동의는 보호자께서 하셔야 합니다."), status=403)
        person.check_verified()


def mark_of_child(name: str, birth: date, at: datetime) -> str:
    """The same of somebody for whom a guardian still speaks."""
    if not is_below(birth, AGE_OF_CONSENT, at):
        raise Refusal(
            "guardian_not_needed", _("만 14세부터는 보호자의 동의 없이 참여하실 수 있습니다."), status=422
        )
    return mark_of(name, birth)


def mark_of(name: str, birth: date) -> str:
    """The child as guardian and provider name it; without the key nobody can guess it back."""
    said = "".join(unicodedata.normalize("NFC", name).split())
    return hmac.new(settings.CI_KEY.encode(), f"child:{said}:{birth}".encode(), hashlib.sha256).hexdigest()
