"""변경. A promise is not rewritten: what changes is said, with its reason, before a committee."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from committees.models import AgendaItem, Meeting, Resolution
from district.dates import day
from district.models import Person
from district.refusals import Refusal
from pledges.models.pledge import Pledge


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    def visible_to(self, person: Person | None) -> Self:
        """Public once it was put before a committee in the open; a draft is its keeper's."""
        # An agenda may close an item afterwards: what has not come into force is then closed with it.
        heard = Q(item__disclosure=AgendaItem.Disclosure.OPEN) | Q(enacted_at__isnull=False)
        return self.filter(heard, item__isnull=False, dropped_at=None, pledge__published_at__isnull=False)

    def in_force(self) -> Self:
        """Those that were enacted."""
        return self.exclude(enacted_at=None)


class Amendment(models.Model):
    """변경. New targets or money of a pledge: why, which item heard of them, and from when they hold."""

    class State(models.TextChoices):
        """Computed, never kept."""

        DRAFT = "draft", _("준비")
        BEFORE_BODY = "before_body", _("위원회에 올림")
        ENACTED = "enacted", _("시행")
        DROPPED = "dropped", _("거둠")

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="amendments", verbose_name=_("공약"))
    number = models.PositiveSmallIntegerField(_("번호"))
    reason = models.TextField(_("까닭"))
    # The item that decided it, or to which it was reported.
    item = models.ForeignKey(
        AgendaItem, models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("안건")
    )
    effective_on = models.DateField(_("시행일"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=pgettext_lazy("공약", "올린 사람"),
    )  # fmt: skip
    proposed_at = models.DateTimeField(pgettext_lazy("공약", "올린 때"))
    enacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("시행한 사람"),
    )  # fmt: skip
    enacted_at = models.DateTimeField(_("시행한 때"), null=True, blank=True, editable=False)
    dropped_at = models.DateTimeField(_("거둔 때"), null=True, blank=True, editable=False)

    objects = AmendmentQuerySet.as_manager()

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("공약 변경")
        ordering = ["pledge", "number"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "number"], name="amendment_number_once"),
            models.UniqueConstraint(
                fields=["pledge"],
                condition=Q(enacted_at=None, dropped_at=None),
                name="amendment_one_in_hand",
            ),
            models.CheckConstraint(
                condition=Q(enacted_at=None)
                | Q(item__isnull=False, effective_on__isnull=False, dropped_at=None),
                name="amendment_enacted_after_its_item",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge.code} {self.number}"

    @property
    def state(self) -> str:
        """Where it stands."""
        if self.dropped_at is not None:
            return self.State.DROPPED.value
        if self.enacted_at is not None:
            return self.State.ENACTED.value
        return (self.State.BEFORE_BODY if self.item_id else self.State.DRAFT).value

    @property
    def label(self) -> str:
        """공약 6-2 변경 1."""
        return _("공약 %(code)s 변경 %(n)d") % {"code": self.pledge.code, "n": self.number}

    @property
    def address(self) -> str:
        """Where both versions stand beside one another."""
        return f"{self.pledge.get_absolute_url()}#amendment-{self.number}"

    def check_in_hand(self) -> None:
        """Refuse to go on with what holds already, or was given up."""
        if self.enacted_at is not None:
            raise Refusal("amendment_enacted", _("이미 시행한 변경입니다."), status=409)
        if self.dropped_at is not None:
            raise Refusal("amendment_dropped", _("거둔 변경입니다."), status=409)

    def check_free(self) -> None:
        """Refuse a second item while the first may still decide."""
        if self.item is not None and not is_lost(self.item):
            sentence = _("이미 위원회에 올린 변경입니다. 그 안건이 끝나기를 기다려 주세요.")
            raise Refusal("amendment_before_body", sentence, status=409)

    def check_item(self, item: AgendaItem) -> None:
        """Refuse an item that nobody will deal with, that is closed, or of another administration's days."""
        if is_lost(item):
            raise Refusal("item_undecided", _("의결하거나 보고받은 안건이 아닙니다."), status=409)
        # The reason of an amendment is public with its item; what is closed to the public stays closed.
        if item.disclosure != AgendaItem.Disclosure.OPEN:
            raise Refusal("item_not_open", _("공개하는 안건에만 공약 변경을 올릴 수 있습니다."), status=409)

    def check_decided(self) -> AgendaItem:
        """Refuse to let it hold before a committee decided it, or heard of it."""
        if self.item is None:
            sentence = _("공약은 위원회의 안건으로 의결하거나 보고한 뒤에 바꿀 수 있습니다.")
            raise Refusal("item_missing", sentence, status=409)
        self.check_item(self.item)
        if not is_settled(self.item):
            raise Refusal("item_undecided", _("의결하거나 보고받은 안건이 아닙니다."), status=409)
        return self.item

    def check_effective(self, on: date, item: AgendaItem) -> None:
        """Refuse to let it hold before the committee met, or before the change that came before it.

        Whatever the item says: a promise is not rewritten backwards. A change that was agreed for an earlier
        day holds from the day of its meeting, and the words of the item, which are linked, say the rest.
        """
        before = Amendment.objects.filter(pledge=self.pledge_id).in_force()
        last = before.aggregate(last=models.Max("effective_on"))["last"]
        earliest = max(filter(None, [day(item.meeting.starts_at), last]))
        if on < earliest:
            sentence = _(
                "시행일은 안건을 다룬 회의와 앞선 변경보다 빠를 수 없습니다. %s부터 적을 수 있습니다."
            )
            raise Refusal("effective_too_early", sentence % earliest.isoformat(), status=422)


def is_settled(item: AgendaItem) -> bool:
    """Whether the committee is done with it in favour: it was carried, or it was heard."""
    if item.withdrawn_at is not None or item.meeting.state == Meeting.State.CANCELLED:
        return False
    if item.is_resolvable:
        return hasattr(item, "resolution") and item.resolution.form in Resolution.CARRIED
    return item.state == AgendaItem.State.DONE


def is_lost(item: AgendaItem) -> bool:
    """Whether nothing can come of it any more: taken off, its meeting cancelled or over, or not carried."""
    if item.withdrawn_at is not None or item.meeting.state == Meeting.State.CANCELLED:
        return True
    over = item.meeting.is_over or (item.is_resolvable and hasattr(item, "resolution"))
    return over and not is_settled(item)
