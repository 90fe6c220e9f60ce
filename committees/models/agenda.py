"""안건: what a meeting deals with, and how much of it everybody may know."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from committees.models.meeting import Meeting
from district.intake import clean_words
from district.models import Person
from district.refusals import Refusal

if TYPE_CHECKING:
    from committees.models.resolution import Resolution

LONGEST_TEXT = 10_000
LONGEST_REMARK = 1_000


def label_of(kind: str, number: int) -> str:
    """의결 2항: what may be said of any item in public."""
    return _("%(kind)s %(n)d항") % {"kind": AgendaItem.Kind(kind).label, "n": number}


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def visible_to(self, person: Person | None) -> Self:
        """Every item has its number in public; `shown_*` says how much more."""
        return self.select_related("meeting__round__convener")

    def private_to(self, person: Person | None, at: datetime) -> Self:
        """Those whose closed words and papers this person may read."""
        meetings = Meeting.objects.visible_to(person).filter(items__in=self).distinct()
        return self.filter(meeting__in=[held.pk for held in meetings if held.ways_in(person, at)])

    def standing(self) -> Self:
        """Those not taken off the agenda, in their order."""
        return self.filter(withdrawn_at=None).order_by("order", "id")


class AgendaItem(models.Model):
    """안건. One matter before a meeting; of a closed one the public learns its number alone."""

    class Kind(models.TextChoices):
        REPORT = "report", _("보고")
        CONSIDER = "consider", _("심의")
        DECIDE = "decide", _("의결")
        ADVISE = "advise", _("자문")

    class Disclosure(models.TextChoices):
        OPEN = "open", _("공개")
        PARTIAL = "partial", _("부분공개")
        CLOSED = "closed", _("비공개")

    class State(models.TextChoices):
        PENDING = "pending", _("예정")
        ON_FLOOR = "on_floor", _("상정")
        DONE = "done", _("마침")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items", verbose_name=_("회의"))
    # The id of the page's block: by it a publication finds the item again.
    key = models.UUIDField(_("열쇠"), default=uuid4, editable=False)
    order = models.PositiveSmallIntegerField(_("순서"))
    number = models.PositiveSmallIntegerField(_("항"), help_text=_("같은 갈래 안의 차례: 의결 2항"))
    kind = models.CharField(_("갈래"), max_length=10, choices=Kind, default=Kind.REPORT)
    title = models.CharField(_("제목"), max_length=200)
    text = models.TextField(_("내용"), blank=True)
    disclosure = models.CharField(_("공개 범위"), max_length=8, choices=Disclosure, default=Disclosure.OPEN)
    closed_ground = models.CharField(_("비공개 근거"), max_length=200, blank=True)
    closed_until = models.DateField(_("비공개를 다시 볼 날"), null=True, blank=True)
    state = models.CharField(_("상태"), max_length=8, choices=State, default=State.PENDING)
    taken_up_at = models.DateTimeField(_("상정한 때"), null=True, blank=True, editable=False)
    finished_at = models.DateTimeField(_("마친 때"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("뺀 때"), null=True, blank=True, editable=False)
    # By a press and not by the page: a new edition of the page leaves it where it is.
    introduced_at = models.DateTimeField(_("따로 올린 때"), null=True, blank=True, editable=False)
    list_closed_at = models.DateTimeField(_("발언 신청을 마감한 때"), null=True, blank=True, editable=False)
    source_label = models.CharField(_("온 곳"), max_length=120, blank=True)
    source_url = models.CharField(_("온 곳의 주소"), max_length=500, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    resolution: "Resolution"
    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("안건")
        ordering = ["meeting", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="item_key_once_a_meeting"),
            models.CheckConstraint(
                condition=Q(disclosure="open", closed_ground="", closed_until=None)
                | ~Q(disclosure="open") & ~Q(closed_ground=""),
                name="item_closed_on_a_ground",
            ),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(state="on_floor"), name="one_item_on_the_floor"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(taken_up_at=None) | Q(finished_at__gte=F("taken_up_at")),
                name="item_finished_after_taken_up",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """의결 2항: what may be said of any item in public."""
        return label_of(self.kind, self.number)

    @property
    def topic(self) -> str:
        """What those follow who follow this one item."""
        return f"item/{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether everybody may read all of it."""
        return self.disclosure == self.Disclosure.OPEN and self.withdrawn_at is None

    @property
    def shown_title(self) -> str:
        """What the public reads at its place on the agenda."""
        if self.withdrawn_at is not None:
            return ""
        return gettext("비공개 안건") if self.disclosure == self.Disclosure.CLOSED else self.title

    @property
    def is_resolvable(self) -> bool:
        """Whether such an item ends in a resolution."""
        return self.kind in {self.Kind.DECIDE, self.Kind.CONSIDER}

    @staticmethod
    def check_ground(ground: str) -> str:
        """Nothing is kept from the public without a ground."""
        if not ground.strip():
            raise Refusal("closed_ground_needed", _("공개하지 않는 안건에는 근거를 적어 주세요."), status=422)
        return clean_words(ground, 200)

    def check_pending(self) -> None:
        """Refuse to change or take away what the members are talking about, or have dealt with."""
        if self.state != self.State.PENDING:
            raise Refusal("item_underway", _("이미 상정한 안건은 바꾸거나 뺄 수 없습니다."), status=409)

    def check_introduced(self) -> None:
        """Refuse to take off by a press what the page of the meeting keeps."""
        if self.introduced_at is None:
            sentence = _("회의 쪽에 적힌 안건은 그 쪽을 고쳐서 뺍니다.")
            raise Refusal("item_of_page", sentence, status=409)

    def check_standing(self) -> None:
        """Refuse what was taken off the agenda."""
        if self.withdrawn_at is not None:
            raise Refusal("item_withdrawn", _("의사일정에서 뺀 안건입니다."), status=409)

    def check_may_take_up(self) -> None:
        """What was left undecided, or ended by a wrong press, may come back; what was decided may not."""
        self.check_standing()
        if self.state == self.State.ON_FLOOR:
            raise Refusal("item_on_floor", _("지금 다루고 있는 안건입니다."), status=409)
        if self.state == self.State.DONE and hasattr(self, "resolution"):
            raise Refusal("item_done", _("이미 의결한 안건입니다."), status=409)

    def check_no_vote(self) -> None:
        """Refuse to change, while it is put to the vote, what is voted on or who votes."""
        if self.votes.filter(state="open").exists():
            raise Refusal("vote_open", _("표결을 마친 뒤에 할 수 있습니다."), status=409)

    def check_taken_up(self) -> None:
        """Refuse to write down what was said of an item that nobody has dealt with."""
        if self.taken_up_at is None:
            raise Refusal("item_not_taken_up", _("아직 상정하지 않은 안건입니다."), status=409)

    def check_on_floor(self) -> None:
        """Refuse to end or to decide what nobody is dealing with."""
        if self.state != self.State.ON_FLOOR:
            raise Refusal("item_not_on_floor", _("지금 다루고 있는 안건이 아닙니다."), status=409)


class Remark(models.Model):
    """서면 발언. A member's written word on an item; heard on the floor alone."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="remarks", verbose_name=_("안건"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remarks", verbose_name=_("위원")
    )
    seat = models.ForeignKey(
        "committees.Seat", models.PROTECT, null=True, related_name="remarks", verbose_name=_("위원석")
    )
    # As they were called when they wrote: an office may pass on, the word stays theirs.
    name = models.CharField(_("말할 때의 이름"), max_length=60)
    badge = models.CharField(_("말할 때의 직"), max_length=120, blank=True)
    body = models.TextField(_("내용"))
    at = models.DateTimeField(_("쓴 때"))

    seq: int

    class Meta:
        verbose_name = verbose_name_plural = _("서면 발언")
        ordering = ["item", "id"]

    def __str__(self) -> str:
        return f"{self.item} {self.name}"
