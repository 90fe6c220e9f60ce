"""무기명: envelopes while a secret vote runs, and what was in them once nobody can tell whose it was.

Nothing in these rows, in any copy made at any time, may join a choice to a person: docs/secret-votes.md.
"""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models.vote import Vote


class Envelope(models.Model):
    """봉투. That somebody has voted; while the vote runs also how, sealed to its key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="envelopes", verbose_name=_("표결"))
    voter = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sealed = models.BinaryField(_("봉한 표"), null=True, editable=False)

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("봉투")
        constraints = [models.UniqueConstraint(fields=["vote", "voter"], name="envelope_once_a_voter")]

    def __str__(self) -> str:
        return f"{self.vote_id}"


class SecretBallot(models.Model):
    """무기명 표. What somebody chose; who, nobody can say. Written at the close, all at once and shuffled."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="secret_ballots", verbose_name=_("표결"))
    # yes, no, abstain; of an election the numbers of the candidates: "2,5".
    choice = models.CharField(pgettext_lazy("표결", "선택"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("무기명 표")

    def __str__(self) -> str:
        return f"{self.vote_id}"


class Receipt(models.Model):
    """투표 확인 번호. Whoever kept theirs sees that their ballot was counted, not what it said."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    vote = models.ForeignKey(Vote, models.PROTECT, related_name="receipts", verbose_name=_("표결"))
    sha256 = models.CharField(_("지문"), max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("투표 확인 번호")
        constraints = [models.UniqueConstraint(fields=["vote", "sha256"], name="receipt_once_a_vote")]

    def __str__(self) -> str:
        return self.sha256[:8]
