"""회의 안건: how an editor calls a body together."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.agenda_blocks import AgendaItems, check_fits, keys, public_words
from cms.agenda_forms import AgendaForm
from cms.convening import meant
from cms.models.civic import CivicPage
from cms.panels import MeetingPanel
from cms.showing import committees as showing
from committees.actions.agenda import Draft, check_agenda, lay_agenda, next_ordinal
from committees.models import Attendance, Body, Meeting, Round
from district.calendar import day
from district.models import Person
from district.refusals import Refusal

NOT_YET = "…"


class AgendaPage(CivicPage):
    """회의. The words with which a body is called together; what happens at it is the record's."""

    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    kind = models.CharField(_("갈래"), max_length=12, choices=Round.Kind, default=Round.Kind.PLENARY)
    ordinal = models.PositiveSmallIntegerField(_("차수"), null=True, blank=True)
    parts = ParentalManyToManyField(
        Body,
        blank=True,
        related_name="+",
        verbose_name=_("모이는 분과"),
        help_text=_("분과회의는 고르셔야 합니다. 확대분과회의는 비우면 모든 분과, 나머지는 비워 둡니다."),
    )
    starts_at = models.DateTimeField(_("여는 때"), null=True)
    place = models.CharField(_("곳"), max_length=120, blank=True)
    mode = models.CharField(_("방식"), max_length=10, choices=Meeting.Mode, default=Meeting.Mode.IN_PERSON)
    closes_at = models.DateTimeField(
        _("서면 의견을 받는 때까지"),
        null=True,
        blank=True,
        help_text=_("방식이 서면일 때만 적습니다. 위원은 이때까지 답합니다."),
    )
    written_reason = models.CharField(
        _("서면으로 하는 까닭"),
        max_length=300,
        blank=True,
        help_text=_("방식이 서면일 때만 적습니다. 통지와 회의 쪽에 그대로 실립니다."),
    )
    items = StreamField(AgendaItems(), verbose_name=_("안건"), help_text=_("위에서 아래로 다룹니다."))
    change_reason = models.CharField(
        _("바꾼 까닭"),
        max_length=200,
        blank=True,
        help_text=_("통지한 뒤에 바꿀 때 적습니다. 위원과 소식 받는 사람에게 그대로 전하고 비웁니다."),
    )

    # A draft tells nobody yet: the reason of its change may follow.
    only_drafted = False
    written_under: Page | None = None

    template = "committees/meeting.html"
    parent_page_types = ["cms.BodyPage"]
    subpage_types: list[str] = []
    base_form_class = AgendaForm
    own_to_the_page: ClassVar[list[str]] = ["meeting"]
    carries_a_ticket = True
    exclude_fields_in_copy = ["meeting", "ordinal", "change_reason"]
    content_panels = [
        *CivicPage.content_panels[:1],
        MeetingPanel(),
        *CivicPage.content_panels[1:],
        MultiFieldPanel(
            [
                FieldRowPanel(["kind", "ordinal"]),
                FieldPanel("parts", widget=forms.CheckboxSelectMultiple),
                FieldRowPanel(["starts_at", "mode"]),
                FieldPanel("place"),
                FieldRowPanel(["closes_at", "written_reason"]),
            ],
            heading=_("회의"),
        ),
        FieldPanel("items"),
        FieldPanel("change_reason"),
    ]
    api_fields = [
        *CivicPage.api_fields,
        APIField("meeting"),
        APIField("kind", writable=True),
        APIField("ordinal", writable=True),
        APIField("parts", writable=True),
        APIField("starts_at", writable=True),
        APIField("place", writable=True),
        APIField("mode", writable=True),
        APIField("closes_at", writable=True),
        APIField("written_reason", writable=True),
        APIField("items", writable=True),
        APIField("change_reason", writable=True),
    ]

    class Meta:
        verbose_name = verbose_name_plural = _("회의")

    @property
    def convener(self) -> Body | None:
        """Who calls it: the body of the page above, or the one that body is a part of."""
        return self.body.convener if self.body else None

    @property
    def body(self) -> Body | None:
        """The body of the page above; while the page has no place yet, of the one it is written under."""
        above = self.get_parent() if self.path else self.written_under
        return getattr(above.specific, "body", None) if above else None

    def words(self) -> str:
        return f"{self.title}\n{public_words(self.items)}"

    @classmethod
    def with_proceedings(cls) -> PageQuerySet[Self]:
        """It was called or cancelled, somebody came, or it was held before there was this house."""
        came = Exists(Attendance.objects.filter(meeting=OuterRef("meeting")))
        begun = ~Q(meeting__state=Meeting.State.SCHEDULED) | ~Q(meeting__source="")
        return cls.objects.filter(begun | came, meeting__isnull=False)

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """What the hand-over has written on the page since this draft belongs to it as well."""
        draft = super().with_content_json(content)
        own = type(self).objects.filter(pk=self.pk)
        row = own.values("ordinal", "change_reason", "live_revision").first()
        if row is None:
            return draft
        if draft.ordinal is None:
            draft.ordinal = row["ordinal"]
        if content.get("live_revision") != row["live_revision"]:
            # Written before the last publication, and told with it.
            draft.change_reason = row["change_reason"]
        return draft

    def can_move_to(self, parent: Page) -> bool:
        """A meeting that was called stays with the body that called it."""
        other = getattr(parent.specific, "body", None)
        stays = self.meeting is None or (other and other.convener == self.meeting.round.convener)
        return bool(stays) and super().can_move_to(parent)

    def clean(self) -> None:
        """Say no while the editor is still at the desk."""
        super().clean()
        try:
            self.check_may_be_laid(timezone.now())
        except Refusal as refusal:
            # Not beside a field: a form of the API may not have that field at all.
            raise ValidationError(str(refusal.sentence), code=refusal.code) from None

    def check_may_be_laid(self, at: datetime) -> None:
        """Refuse what the record would refuse; a draft may lack what the public may not."""
        for block in self.items:
            check_fits(block.value)
        if (
            self.live and self.path
        ):  # a page that is being written says it is live; a stream that is empty is no empty field to Django
            self.check_complete()
        if self.convener is None or self.starts_at is None or not self.items or self.alias_of_id:
            return
        record: Meeting | None = self.own_record()
        laid = self.laid(record, self.convener, self.starts_at)
        reason = self.change_reason or (NOT_YET if self.only_drafted else "")
        check_agenda(record, **laid | {"reason": reason}, at=at)

    def check_complete(self) -> tuple[Body, datetime]:
        """Refuse to call people together for nothing; answers who calls, and when."""
        if self.convener is None or self.starts_at is None or not self.items:
            raise Refusal("page_incomplete", _("여는 때와 안건을 적은 뒤에 게시해 주세요."), status=422)
        return self.convener, self.starts_at

    def bodies(self, convener: Body) -> list[Body]:
        """Who comes together: the parts that were chosen, or all that the kind means."""
        own = self.body or convener
        chosen = list(self.parts.all()) or ([own] if own != convener else [])
        return meant(convener, self.kind, chosen)

    def drafts(self) -> list[Draft]:
        """The items as the page has them; a block's id is the item's key."""
        return [
            Draft(
                key=key,
                kind=block.value["kind"],
                title=block.value["title"],
                text=block.value["text"],
                disclosure=block.value["disclosure"],
                ground=block.value["closed_ground"],
                until=block.value["closed_until"],
            )
            for block, key in zip(self.items, keys(self.items), strict=True)
        ]

    def laid(self, record: Meeting | None, convener: Body, starts_at: datetime) -> dict[str, Any]:
        """The meeting as this page calls it."""
        bodies = self.bodies(convener)
        given = self.ordinal or (record.round.ordinal if record else None)
        return {
            "convener": convener,
            "kind": self.kind,
            "ordinal": given or next_ordinal(convener, self.kind, day(starts_at).year, bodies),
            "bodies": bodies,
            # The form knows no seconds: with them every later edit would be a change of the hour.
            "starts_at": starts_at.replace(second=0, microsecond=0),
            "place": self.place,
            "mode": self.mode,
            "closes_at": self.closes_at.replace(second=0, microsecond=0) if self.closes_at else None,
            "written_reason": self.written_reason,
            "items": self.drafts(),
            "reason": self.change_reason,
        }

    def hand_over(self, *, by: Person | None, at: datetime) -> dict[str, Any]:
        """The agenda is laid, and its members are told; again with every change."""
        convener, starts_at = self.check_complete()
        for block in self.items:
            check_fits(block.value)
        # Locked before it is asked what comes next, or two agendas without an ordinal would be given one.
        convener = Body.objects.locked().get(pk=convener.pk)
        record: Meeting | None = self.own_record()
        laid = self.laid(record, convener, starts_at)
        meeting = lay_agenda(record, **laid, url=self.address, by=by, at=at)
        return {"meeting": meeting, "ordinal": meeting.round.ordinal, "change_reason": ""}

    def take_back(self) -> None:
        """Unpublishing changes no record: who was called was called."""

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return context | showing.meeting(request, self, timezone.now())
