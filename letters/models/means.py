"""받는 기기. What rings: a browser that was allowed to, and a number that was proved to be one's own."""

import hmac
from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from district.models import Person
from district.refusals import Refusal
from letters.sealing import masked, seal, unseal

CODE_FOR = timedelta(minutes=5)
MOST_GUESSES = 5


class BrowserQuerySet(models.QuerySet["Browser"]):
    def visible_to(self, person: Person | None) -> Self:
        """One's own, as long as they stand."""
        return self.filter(person=person, ended_at=None) if person is not None else self.none()

    def standing(self) -> Self:
        """Those that still ring."""
        return self.filter(ended_at=None)


class Browser(models.Model):
    """브라우저 알림. An address at which a browser lets itself be woken; emptied when it ends."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="browsers", verbose_name=gettext_lazy("사람")
    )
    label = models.CharField(gettext_lazy("이름"), max_length=60, blank=True)
    endpoint = models.CharField(gettext_lazy("주소"), max_length=1000, blank=True)
    p256dh = models.CharField(max_length=100, blank=True)
    auth = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField(gettext_lazy("켠 때"))
    ended_at = models.DateTimeField(gettext_lazy("끈 때"), null=True, blank=True)

    objects = BrowserQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("브라우저 알림")
        ordering = ["id"]
        constraints = [
            # One browser wakes for one person: whoever signs in there last.
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ended_at=None), name="browser_wakes_for_one"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(endpoint="", p256dh="", auth=""), name="browser_ended_is_empty"
            ),
        ]
        indexes = [models.Index(fields=["person"], condition=Q(ended_at=None), name="browser_standing")]

    def __str__(self) -> str:
        return self.label

    @property
    def subscription(self) -> dict[str, object]:
        """As the push service's library wants it."""
        return {"endpoint": self.endpoint, "keys": {"p256dh": self.p256dh, "auth": self.auth}}

    def end(self, at: datetime) -> None:
        """It rings no more, and nobody keeps where it was."""
        self.endpoint = self.p256dh = self.auth = ""
        self.ended_at = max(at, self.since)
        self.save(update_fields=["endpoint", "p256dh", "auth", "ended_at"])


class PhoneQuerySet(models.QuerySet["Phone"]):
    def standing(self) -> Self:
        """Those that were not taken away."""
        return self.filter(ended_at=None)

    def proved(self) -> Self:
        """Those to which words may go."""
        return self.filter(ended_at=None, proved_at__isnull=False)


class Phone(models.Model):
    """휴대전화. A number, sealed; nothing but a code goes there before its owner read that code back."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="phones", verbose_name=gettext_lazy("사람")
    )
    sealed = models.CharField(max_length=300, blank=True, editable=False)
    code_sealed = models.CharField(max_length=300, blank=True, editable=False)
    claimed_at = models.DateTimeField(gettext_lazy("적은 때"))
    code_sent_at = models.DateTimeField(gettext_lazy("인증번호를 보낸 때"), null=True, blank=True)
    guesses = models.PositiveSmallIntegerField(gettext_lazy("적어 본 횟수"), default=0)
    proved_at = models.DateTimeField(gettext_lazy("확인한 때"), null=True, blank=True)
    ended_at = models.DateTimeField(gettext_lazy("지운 때"), null=True, blank=True)

    objects = PhoneQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = gettext_lazy("휴대전화")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at=None, proved_at=None), name="phone_one_claimed"
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None, proved_at__isnull=False),
                name="phone_one_proved",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(sealed="", code_sealed=""), name="phone_ended_is_empty"
            ),
        ]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def number(self) -> str:
        """Digits only, for the gateway alone."""
        return unseal(self.sealed)

    @property
    def shown(self) -> str:
        """010-****-5678, also for its owner."""
        return masked(self.number)

    def take_number(self, number: str, code: str) -> None:
        """Nobody who copies the table can call it."""
        self.sealed, self.code_sealed = seal(number), seal(code)

    def check_code(self, code: str, at: datetime) -> None:
        """Refuse whoever did not read the message, guessed too often, or read it too late."""
        late = at > self.claimed_at + CODE_FOR
        if late or self.guesses > MOST_GUESSES or not self.code_sealed:
            raise Refusal("code_expired", _("인증번호의 시간이 지났습니다. 다시 받아 주세요."), status=409)
        held = unseal(self.code_sealed)
        if not held or not hmac.compare_digest(held.encode(), code.encode()):
            raise Refusal("wrong_code", _("인증번호가 다릅니다. 다시 적어 주세요."), status=422)

    def end(self, at: datetime) -> None:
        """It is used no more, and nobody keeps what it was."""
        self.sealed = self.code_sealed = ""
        self.ended_at = max(at, self.claimed_at)
        self.save(update_fields=["sealed", "code_sealed", "ended_at"])
